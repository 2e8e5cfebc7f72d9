/** Live → document → plan: empty, for whatever an account holds, and with every comment of a document that was there. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { customerText } from '../../../engine/documents/customer-text.ts'
import { partnerText } from '../../../engine/documents/partner-text.ts'
import { customerDraft } from '../../../engine/inventory/customer-draft.ts'
import { changesFor } from '../../../engine/inventory/file-changes.ts'
import { loadWorkspace } from '../../../engine/load/load-workspace.ts'
import type { Desired } from '../../../engine/model/desired.ts'
import { instant, seats, utcDate } from '../../../engine/model/ids.ts'
import type { LiveSubscription } from '../../../engine/model/live.ts'
import {
  aCustomerActual,
  addOn,
  aLiveSubscription,
  anActual,
  aPartner,
  aPlan,
  azure,
  central,
  type LiveSubscriptionFacts,
  mail,
  mailNce,
  premium,
  suite,
  tenant,
} from '../../support/builders/index.ts'

const row = { partner: central, tenant: tenant(), name: 'Panificio Rossi', domain: 'rossi.example' }
const uuid = (number: number) => `00000000-0000-4000-9000-${String(number).padStart(12, '0')}`
const living = (...facts: readonly LiveSubscriptionFacts[]) =>
  facts.map((entry, position) => aLiveSubscription({ partner: central, id: uuid(position + 1), ...entry }))

function load(text: string): Desired {
  const files = [
    { path: 'partners.yaml', text: partnerText(aPartner()) },
    { path: 'customers/rossi.yaml', text },
  ]
  const { workspace, diagnostics } = loadWorkspace({ files, readAttachment: () => undefined })
  expect(diagnostics).toEqual([])
  return workspace?.desired as Desired
}

function actionsFor(text: string, live: readonly LiveSubscription[]): readonly string[] {
  const actual = anActual({ customers: [aCustomerActual({ subscriptions: live })] })
  return aPlan({ desired: load(text), actual }).actions.map(action => action.id)
}

function updated(text: string, live: readonly LiveSubscription[]): string {
  const wish = {
    draft: customerDraft(row, live),
    update: { kind: 'as live', row, live, keepsPlannedLines: false },
  } as const
  const sources = new Map([['customers/rossi.yaml', text]])
  const { texts } = changesFor([wish], { customers: load(text).customers, sources, split: new Map() })
  return texts.get('customers/rossi.yaml') ?? text
}

const everything = living(
  { product: suite, name: 'Ufficio' },
  { product: addOn, parent: aLiveSubscription({ id: uuid(1) }).id },
  { product: mail, status: 'suspended', billing: 'annual', name: 'NO' },
  {
    product: premium,
    seats: 20,
    nextTerm: {
      seats: seats(15),
      product: null,
      term: null,
      billing: 'annual',
      endsOn: utcDate('2027-12-31'),
      promotion: null,
    },
  },
  { product: premium, autoRenew: false, term: 'P1M' },
  { product: mailNce, cancelsAtTermEnd: true, autoRenew: false },
  { product: mailNce, status: 'suspended', autoRenew: false, name: '0003' },
  { product: mail, trial: true, name: 'Probe', termEndsAt: instant('2026-12-20T00:00:00Z') },
  { product: azure, seats: 1 },
  { product: mail, status: 'deleted' },
  { product: mail, status: 'unknown:paused' },
)

describe('a customer imported', () => {
  it('is a document that says all of it, and why some is not declared', async () => {
    await expect(customerText(customerDraft(row, everything))).toMatchFileSnapshot(
      '../../golden/import/customer.yaml',
    )
  })

  it('plans to nothing', () => {
    expect(actionsFor(customerText(customerDraft(row, everything)), everything)).toEqual([])
  })

  it('names two subscriptions of one name by product, then by number, and keeps add-ons with their bases', () => {
    const live = living(
      { product: mail },
      { product: suite },
      { product: suite },
      { product: suite, name: '***' },
    )
    expect(customerDraft(row, live).subscriptions.map(entry => [entry.key, entry.product])).toEqual([
      ['office-365-e3', suite],
      ['posta-exchange-online-plan-1', mail],
      ['posta-office-365-e3', suite],
      ['posta-office-365-e3-2', suite],
    ])
  })

  it('leaves what a document declares of the next term where what is set there cannot be read', () => {
    const scheduled = {
      seats: seats(15),
      product: null,
      term: null,
      billing: null,
      endsOn: null,
      promotion: null,
    } as const
    const text = customerText(
      customerDraft(row, living({ product: premium, seats: 20, nextTerm: scheduled })),
    )
    expect(text).toContain('seats: 15')
    const unread = living({
      product: premium,
      seats: 20,
      nextTerm: null,
      termEndAction: 'unknown:go on with seats that cannot be read',
    })
    expect(updated(text, unread)).toBe(text)
  })

  it('says nothing of an update when the document says it already', () => {
    const text = customerText(customerDraft(row, everything))
    expect(updated(text, everything)).toBe(text)
  })
})

const product = fc.constantFrom(mail, suite, premium, mailNce)
const subscription = fc.record({
  product,
  seats: fc.integer({ min: 1, max: 4 }),
  status: fc.constantFrom('active', 'active', 'suspended'),
  billing: fc.constantFrom('monthly', 'annual'),
  name: fc.constantFrom('Posta', 'office', 'NO', 'a: b # c', 'Ünï\ncode'),
  autoRenew: fc.boolean(),
  nextTerm: fc.option(
    fc.record({
      seats: fc.constant(seats(9)),
      product: fc.constant(null),
      term: fc.constant(null),
      billing: fc.constant(null),
      endsOn: fc.constantFrom(null, utcDate('2027-06-30')),
      promotion: fc.constant(null),
    }),
  ),
})

describe('import --update', () => {
  it('turns any document into one that plans to nothing, and loses no comment', () => {
    fc.assert(
      fc.property(
        fc.array(subscription, { maxLength: 4 }),
        fc.array(subscription, { maxLength: 4 }),
        fc.boolean(),
        (before, after, hasIds) => {
          const written = customerText(customerDraft(row, legal(before)))
          const text = (hasIds ? written : written.replace(/^ *subscriptionId: .*\n/gm, ''))
            .split('\n')
            .map((line, at) => (line === '' ? line : `${line}   # remark ${at}`))
            .join('\n')
          const live = legal(after)
          const result = updated(text, live)
          expect(actionsFor(result, live)).toEqual([])
          const remarks = text.match(/# remark \d+/g) ?? []
          expect(remarks.filter(remark => !result.includes(`${remark}\n`))).toEqual([])
        },
      ),
      { numRuns: 150 },
    )
  })
})

/** New commerce only has what legacy has not. */
function legal(
  facts: readonly (LiveSubscriptionFacts & { readonly product: string })[],
): readonly LiveSubscription[] {
  return living(
    ...facts.map(entry =>
      entry.product.includes(':') ? entry : { ...entry, nextTerm: null, autoRenew: true },
    ),
  )
}
