/** The target's document of what sources show: nothing of it is forgotten (S1). */
import { expect, test } from 'vitest'
import { subscriptionLines } from '../../../engine/documents/customer-text.ts'
import { consolidationDrafts } from '../../../engine/inventory/consolidation-drafts.ts'
import { instant, seats } from '../../../engine/model/ids.ts'
import {
  aConsolidation,
  aLiveSubscription,
  anItem,
  aPartner,
  central,
  italy,
  type LiveSubscriptionFacts,
  premium,
  present,
  tenant,
} from '../../support/builders/index.ts'

function drafted(facts: LiveSubscriptionFacts): readonly string[] {
  const row = { partner: italy, tenant: tenant(), name: 'Panificio Rossi', domain: 'rossi.example' }
  const living = aLiveSubscription({ partner: italy, product: premium, name: 'office', seats: 9, ...facts })
  const customer = {
    row,
    details: present({ ...row, country: 'IT' }),
    subscriptions: present([living]),
  }
  const drafts = consolidationDrafts({
    consolidation: aConsolidation(),
    target: aPartner(),
    sources: [{ partner: italy, customers: present([customer]) }],
    live: { partner: central, customers: present([]) },
    declared: [],
    item: () => present(anItem({ product: premium })),
  })
  return drafts
    .flatMap(({ draft }) => draft.subscriptions.flatMap(entry => subscriptionLines(entry, '')))
    .filter(line => /nextTerm|question/.test(line))
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
