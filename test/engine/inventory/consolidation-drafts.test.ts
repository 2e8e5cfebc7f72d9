/** The target's document of what sources show: nothing of it is forgotten (S1). */
import { expect, test } from 'vitest'
import { subscriptionLines } from '../../../engine/documents/customer-text.ts'
import { consolidationDrafts } from '../../../engine/inventory/consolidation-drafts.ts'
import { instant, seats, subscriptionId } from '../../../engine/model/ids.ts'
import {
  aConsolidation,
  aLiveSubscription,
  aMethodRule,
  anItem,
  aPartner,
  central,
  italy,
  type LiveSubscriptionFacts,
  mail,
  premium,
  present,
  tenant,
} from '../../support/builders/index.ts'

function drafted(facts: LiveSubscriptionFacts): readonly string[] {
  return documentsOf(facts)
    .flatMap(({ draft }) => draft.subscriptions.flatMap(entry => subscriptionLines(entry, '')))
    .filter(line => /nextTerm|question/.test(line))
}

function documentsOf(facts: LiveSubscriptionFacts, declared: Parameters<typeof aConsolidation>[0] = {}) {
  const row = { partner: italy, tenant: tenant(), name: 'Panificio Rossi', domain: 'rossi.example' }
  const living = aLiveSubscription({ partner: italy, product: premium, name: 'office', seats: 9, ...facts })
  const customer = {
    row,
    details: present({ ...row, country: 'IT' }),
    subscriptions: present([living]),
  }
  return consolidationDrafts({
    consolidation: aConsolidation(declared),
    target: aPartner(),
    sources: [{ partner: italy, customers: present([customer]) }],
    live: { partner: central, customers: present([]) },
    declared: [],
    item: () => present(anItem({ product: premium })),
  })
}

test('what a source is scheduled to become is in the document, with a question', () => {
  const nextTerm = {
    seats: seats(6),
    product: null,
    term: null,
    billing: 'annual',
    endsOn: null,
    promotion: null,
  } as const
  expect(drafted({ nextTerm, termEndsAt: instant('2026-12-19T23:59:59Z') })).toEqual([
    '# question: in italy it is scheduled to go on after 2026-12-19 with 6 seats, billed annual; a transfer may lose that,',
    '  nextTerm: { seats: 6, billing: annual }',
  ])
})

test('a source that renews as it is has no next term and no question', () => {
  expect(drafted({})).toEqual([])
})

test('of a trial, which the plan ends, no document says that it is not managed', () => {
  const termEndsAt = instant('2026-12-24T23:59:59Z')
  const told = (facts: LiveSubscriptionFacts, ...methods: Parameters<typeof aMethodRule>) =>
    documentsOf(
      { trial: true, termEndsAt, id: subscriptionId('aaaaaaaa-0000-4000-8000-000000000001'), ...facts },
      { methods: methods.length === 0 ? [] : [aMethodRule(...methods)] },
    ).flatMap(({ draft }) => draft.unmanaged.map(note => note.text))
  const subject = (product: string, name = 'Microsoft 365 Business Premium') =>
    `${name} (${product}), 9 seats, aaaaaaaa-0000-4000-8000-000000000001: a trial, ends 2026-12-24`
  const keep = 'and nothing replaces it; to keep it, name it in `leave:` of the consolidation'
  expect([
    told({ product: mail, commerce: 'legacy' }),
    told({ autoRenew: true }),
    told({ cancelsAtTermEnd: true }),
    told({ autoRenew: true }, { when: { trial: true }, method: 'manual' }),
  ]).toEqual([
    [
      `in italy, not bought again: ${subject(mail, 'Exchange Online (Plan 1)')}; a plan switches it off (suspends it) ${keep}`,
    ],
    [
      `in italy, not bought again: ${subject(premium)}; a plan sets it to cancel at the end of its term, before it becomes a paid subscription, ${keep}`,
    ],
    [`in italy, not bought again: ${subject(premium)}; it ends with its term, and nothing replaces it`],
    [`in italy, not managed: ${subject(premium)}`],
  ])
})
