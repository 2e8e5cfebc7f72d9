/** What runs in its extended service term has a SKU of its own and stands for the product that it extends (T23, facts 2.8). Each was red. */
import { describe, expect, test } from 'vitest'
import { instant, productKey, seats } from '../../../engine/model/ids.ts'
import {
  aLeftBehind,
  aMapping,
  aMethodRule,
  type LiveSubscriptionFacts,
  mail,
  premium,
} from '../../support/builders/index.ts'
import { planned, type Story } from '../../support/story.ts'

const sku = productKey('CFQ7TTC0LCHC:EST1')
const sibling = productKey('CFQ7TTC0LCHC:0003')
/** A month of it, cancellable to its last day. */
const extended: LiveSubscriptionFacts = {
  product: sku,
  productName: 'Premium (Extended Service Term)',
  term: 'P1M',
  billing: 'monthly',
  termEndsAt: instant('2026-12-20T23:59:59Z'),
  cancellableUntil: instant('2026-12-20T23:59:59Z'),
  termEndAction: 'extend',
}
const office = { key: 'office', product: premium, endOfTerm: 'extend' as const }
const onTarget: LiveSubscriptionFacts = { ...extended, id: 't-1', name: 'office' }
const methods = (method: 'lapse' | 'repurchase') => ({ methods: [aMethodRule({ method })] })

const kinds = (story: Story) => planned(story).actions.map(({ kind }) => kind)
const blocks = (story: Story) =>
  planned(story).findings.flatMap(({ code, blocks: reach, detail }) =>
    reach === 'nothing' ? [] : [`${code} ${detail}`],
  )

describe('on the target', () => {
  const moving: Story = {
    declared: [office],
    living: [onTarget],
    italy: [{ id: 's-1', product: mail }],
    consolidation: { map: [aMapping({ to: premium })] },
  }

  test('its seats count, and what it replaces is switched off', () => {
    expect(planned(moving).customers[0]?.seats).toEqual([
      {
        product: premium,
        productName: 'Microsoft 365 Business Premium',
        onSources: seats(5),
        onTargetNow: seats(5),
        declared: seats(5),
        onTargetAfter: seats(5),
        switchedOff: seats(5),
        verdict: 'ok',
      },
    ])
    expect(blocks(moving)).toEqual([])
    expect(kinds(moving)).toEqual(['gate.customer', 'subscription.suspend'])
  })

  test('a line without a term means it', () => {
    const line = { ...office, term: null, billingWritten: false }
    const story: Story = { declared: [line], living: [onTarget], italy: [] }
    expect([kinds(story), blocks(story)]).toEqual([[], []])
  })
})

test('left on purpose beside a twin that is extended, it is at risk', () => {
  const plan = planned({
    declared: [office],
    living: [onTarget],
    italy: [{ id: 's-1', product: premium }],
    consolidation: { leave: [aLeftBehind()] },
  })
  expect(plan.customers[0]?.chargedTwice.map(({ subscription, beside }) => [subscription, beside])).toEqual([
    ['s-1', ['t-1']],
  ])
  expect(plan.summary.atRisk).toEqual({ known: [{ currency: 'EUR', amount: '0.00' }], unknown: 1 })
})

describe('in a source', () => {
  const declared = [{ key: 'office', product: premium }]
  const italy = [{ ...extended, id: 's-1' }]

  test('it lapses, is bought anew or is transferred as what it extends', () => {
    const story: Story = { declared, italy }
    expect(kinds({ ...story, consolidation: methods('lapse') })).toEqual(['subscription.change-renewal'])
    expect(kinds({ ...story, consolidation: methods('repurchase') })).toEqual([
      'subscription.create',
      'gate.customer',
      'subscription.cancel',
    ])
    expect(kinds(story)).toEqual(['subscription.transfer'])
  })

  test('the fact of it says both, so that an apply reads it alike and sees when it has left its extension', () => {
    const facts = planned({ declared, italy, consolidation: methods('lapse') }).facts
    expect(facts.find(({ subject }) => subject.kind === 'subscription')?.value).toMatchObject({
      product: premium,
      soldAs: sku,
    })
  })

  test('of two products that are declared nobody guesses which, and the documents can say it', () => {
    const story: Story = {
      declared: [...declared, { key: 'other', product: sibling }],
      living: [{ id: 't-1', name: 'other', product: sibling }],
      italy,
      consolidation: methods('lapse'),
    }
    expect(blocks(story)).toEqual([
      'PLAN.EXTENDED_PRODUCT_UNKNOWN Premium (Extended Service Term) (5 seats, s-1) under italy goes on by the month as CFQ7TTC0LCHC:EST1, which may be the extended service term of CFQ7TTC0LCHC:0002 or CFQ7TTC0LCHC:0003.',
    ])
    const map = [aMapping({ from: sku, to: premium })]
    expect(kinds({ ...story, consolidation: { ...methods('lapse'), map } })).toEqual([
      'subscription.change-renewal',
    ])
  })
})
