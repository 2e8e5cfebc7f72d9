/** Moving new commerce by transfer: who arrives for which declared line, in how many transfers, in which order. */
import { describe, expect, test } from 'vitest'
import { instant, seats, subscriptionId, utcDate } from '../../../../engine/model/ids.ts'
import {
  aCustomer,
  aCustomerActual,
  aDeclaredSubscription,
  aDesired,
  addOn,
  anActual,
  aPlan,
  type DeclaredSubscriptionFacts,
  italy,
  type LiveSubscriptionFacts,
  mail,
  mailNce,
  premium,
} from '../../../support/builders/index.ts'
import { actionLines, blockers } from '../../../support/plan-shape.ts'
import { carriedOut } from '../../../support/simulate.ts'
import { planned, type Story } from '../../../support/story.ts'

const declared = { product: premium, seats: 5 }

describe('a transfer', () => {
  test('takes the place of a purchase, and leaves nothing to switch off', () => {
    const plan = planned({ declared: [declared], italy: [{ product: premium }] })
    expect(actionLines(plan)).toEqual(['transfer s-1 italy→central'])
    expect(
      plan.customers[0]?.seats.map(line => [
        line.onSources,
        line.switchedOff,
        line.onTargetAfter,
        line.verdict,
      ]),
    ).toEqual([[5, 5, 5, 'ok']])
    const [action] = plan.actions
    expect(action !== undefined && 'effect' in action && action.effect).toEqual({
      commerce: 'nce',
      method: 'transfer',
      date: '2026-12-07',
      irreversible: true,
      reducesService: false,
      billing: [
        { partner: 'italy', until: '2026-12-07', note: 'stops' },
        { partner: 'central', until: null, note: 'starts' },
      ],
    })
  })

  test('comes after purchases and before the gate, so that nothing is switched off before everything is on (S5, T7)', () => {
    const plan = planned({
      declared: [declared, { key: 'post', product: mail }],
      italy: [{ product: premium }, { id: 's-2' }],
    })
    expect(actionLines(plan)).toEqual([
      'create post 5 central',
      'transfer s-1 italy→central',
      'gate',
      'suspend s-2 italy',
    ])
    const [create, transfer, gate] = plan.actions
    expect([transfer?.after, gate?.after]).toEqual([[create?.id], [create?.id, transfer?.id]])
    expect(gate?.proves).toEqual(expect.arrayContaining([...(transfer?.proves ?? [])]))
  })

  test('brings what is declared or does not begin: another number of seats is a change afterwards', () => {
    const plan = planned({ declared: [{ ...declared, seats: 7 }], italy: [{ product: premium }] })
    expect([actionLines(plan), blockers(plan)]).toEqual([[], ['TRANSFER_DIFFERS']])
    expect(plan.customers[0]?.blockedBy[0]?.detail).toBe(
      'Microsoft 365 Business Premium (s-1) would arrive for `mail` with seats 5 instead of 7. Declare `mail` as it is in the source (`seats: 5`), apply, and then declare what it should be: the plan after the transfer makes that change.',
    )
  })

  test('brings its term along: a chosen end it does not have would be a change afterwards, for ever', () => {
    const ends = (day: string) =>
      planned({
        declared: [{ ...declared, term: 'P1Y', endsOn: utcDate(day) }],
        italy: [{ product: premium, termEndsAt: instant('2027-03-14T23:59:59Z') }],
      })
    expect(actionLines(ends('2027-03-14'))).toEqual(['transfer s-1 italy→central'])
    const plan = ends('2027-06-30')
    expect([actionLines(plan), plan.customers[0]?.blockedBy.map(found => found.detail)]).toEqual([
      [],
      [
        'Microsoft 365 Business Premium (s-1) would arrive for `mail` with endsOn 2027-03-14 instead of 2027-06-30. Declare `mail` as it is in the source (`endsOn: 2027-03-14`), apply, and then declare what it should be: the plan after the transfer makes that change.',
      ],
    ])
  })

  test('and more seats under another name are two plans: as it is, and then as it shall be', () => {
    const wished = { ...declared, seats: 7, friendlyName: 'Ufficio' }
    const first = planned({ declared: [wished], italy: [{ product: premium }] })
    expect(first.customers[0]?.blockedBy[0]?.detail).toBe(
      'Microsoft 365 Business Premium (s-1) would arrive for `mail` with friendlyName Posta instead of Ufficio, seats 5 instead of 7. Declare `mail` as it is in the source (without `friendlyName:`, `seats: 5`), apply, and then declare what it should be: the plan after the transfer makes that change.',
    )
    const world = (line: DeclaredSubscriptionFacts) =>
      aDesired({ customers: [aCustomer({ subscriptions: [aDeclaredSubscription(line)] })] })
    const before = anActual({
      customers: [
        aCustomerActual(),
        aCustomerActual({ partner: italy, subscriptions: [{ product: premium }] }),
      ],
    })
    const asItIs = aPlan({ desired: world(declared), actual: before })
    const arrived = carriedOut(before, asItIs)
    expect(aPlan({ desired: world(declared), actual: arrived })).toMatchObject({ actions: [], findings: [] })
    const asItShallBe = aPlan({ desired: world(wished), actual: arrived })
    expect([actionLines(asItIs), actionLines(asItShallBe)]).toEqual([
      ['transfer s-1 italy→central'],
      ['seats new-s-1 5→7 name Posta→Ufficio central'],
    ])
    expect(aPlan({ desired: world(wished), actual: carriedOut(arrived, asItShallBe) })).toMatchObject({
      actions: [],
      findings: [],
    })
  })

  test('divides nothing: a line bought beside what arrives would be more than is declared (T17)', () => {
    const half = { ...declared, seats: 1, fewerSeatsAcknowledged: true }
    const plan = planned({
      declared: [half, { ...half, key: 'other' }],
      italy: [{ product: premium, seats: 2 }],
    })
    expect([actionLines(plan), plan.customers[0]?.blockedBy.map(found => found.detail)]).toEqual([
      [],
      [
        'Microsoft 365 Business Premium (s-1) would arrive for `mail` with 2 seats where 1 are declared, and `other` (1 seat) would be bought beside it: more than is declared. A transfer does not divide what it brings: declare it as one line of 2 seats.',
      ],
    ])
  })

  test('goes to the line of its name, which the next plan will bind it to', () => {
    const office = { product: premium, name: 'office' }
    const plan = planned({
      declared: [
        { ...declared, key: 'lab', endOfTerm: 'cancel' },
        { ...declared, key: 'office' },
      ],
      italy: [
        { ...office, id: 's-1', name: 'lab' },
        { ...office, id: 's-2' },
      ],
    })
    expect(actionLines(plan)).toEqual(['transfer s-1+s-2 italy→central', 'renewal of lab cancels central'])
    const [, told] = plan.actions
    expect(told?.expects).toMatchObject([{ kind: 'new subscription lives', name: 'lab' }])
  })

  test('goes to the line of its name also where more is bought, so nothing that is bought looks like it', () => {
    const plan = planned({
      declared: [
        { ...declared, key: 'a' },
        { ...declared, key: 'b', friendlyName: 'Posta' },
      ],
      italy: [{ product: premium }],
    })
    expect(actionLines(plan)).toEqual(['create a 5 central', 'transfer s-1 italy→central'])
  })

  test('is told what happens at the end of its term once it has arrived, in the same plan', () => {
    const plan = planned({
      declared: [{ ...declared, nextTerm: { seats: seats(3) } }],
      italy: [{ product: premium }],
    })
    expect(actionLines(plan)).toEqual([
      'transfer s-1 italy→central',
      `renewal of mail renews 3 ${premium} central`,
    ])
    const [transfer, told] = plan.actions
    expect([told?.after, told?.expects]).toEqual([[transfer?.id], [transfer?.proves[0]]])
    expect(told !== undefined && 'effect' in told && [told.effect.date, told.effect.reducesService]).toEqual([
      '2027-03-15',
      true,
    ])
  })

  test('brings seats that are no longer wanted, which go with the renewal, where that is acknowledged (T3, T17)', () => {
    const fewer = { ...declared, seats: 4 }
    expect(blockers(planned({ declared: [fewer], italy: [{ product: premium }] }))).toEqual([
      'TRANSFER_DIFFERS',
      'FEWER_SEATS',
    ])
    const plan = planned({
      declared: [{ ...fewer, fewerSeatsAcknowledged: true }],
      italy: [{ product: premium }],
    })
    expect(actionLines(plan)).toEqual([
      'transfer s-1 italy→central',
      `renewal of mail renews 4 ${premium} central`,
    ])
  })

  test('of two that look alike tells neither of them anything: afterwards nobody could say which is which', () => {
    const plan = planned({
      declared: [
        { ...declared, endOfTerm: 'cancel' },
        { ...declared, key: 'other' },
      ],
      italy: [{ product: premium }, { id: 's-2', product: premium }],
    })
    expect([actionLines(plan), blockers(plan)]).toEqual([[], ['TRANSFER_DIFFERS']])
  })

  test('brings nothing to a partner that is retired (S8)', () => {
    const story: Story = { declared: [declared], italy: [{ product: premium }] }
    const on = (retired: string) => planned({ ...story, central: { retired: utcDate(retired) } })
    expect([actionLines(on('2026-12-06')), blockers(on('2026-12-06'))]).toEqual([[], ['RETIRED_PARTNER']])
    expect(blockers(on('2026-12-07'))).toEqual([])
  })

  test('brings nothing that has no declared line (S5)', () => {
    const plan = planned({
      declared: [declared],
      italy: [{ product: premium }, { id: 's-2', product: premium }],
    })
    expect([actionLines(plan), blockers(plan)]).toEqual([[], ['DECLARED_NOWHERE', 'FEWER_SEATS']])
  })

  test('holds at most 25 items, a base with its add-ons; the next one waits for it', () => {
    const bases: LiveSubscriptionFacts[] = Array.from({ length: 26 }, (_, number) => ({
      id: `s-${String(number + 10)}`,
      product: premium,
      name: `line-${number + 10}`,
    }))
    const extra = { id: 's-99', product: mailNce, name: 'extra', parent: subscriptionId('s-10') }
    const plan = planned({
      declared: [
        ...bases.map(base => ({ ...declared, key: String(base.name) })),
        { key: 'extra', product: mailNce },
      ],
      italy: [...bases, extra],
    })
    const transfers = plan.actions.flatMap(action =>
      action.kind === 'subscription.transfer' ? [action] : [],
    )
    expect(transfers.map(action => action.items.length)).toEqual([25, 2])
    expect(transfers[0]?.items.slice(0, 2).map(item => item.subscription)).toEqual(['s-10', 's-99'])
    expect(transfers[1]?.after).toEqual([transfers[0]?.id])
    expect(plan.summary.transfer).toBe(27)
  })

  test('is not begun for a customer with an add-on of legacy that nothing replaces', () => {
    const plan = planned({
      declared: [declared],
      italy: [{ product: premium }, { id: 's-2', product: addOn }],
    })
    expect(actionLines(plan)).toEqual([])
  })
})

describe('what a source was told to do at the end of its term', () => {
  const told = (source: LiveSubscriptionFacts) =>
    planned({ declared: [declared], italy: [{ product: premium, ...source }] })
      .findings.filter(({ code }) => code === 'PLAN.RENEWAL_MAY_BE_LOST')
      .map(({ detail, blocks }) => `${blocks}: ${detail ?? ''}`)
  const may = (what: string) => [
    `nothing: Microsoft 365 Business Premium (s-1) under italy is ${what}. Whether a transfer takes that along is not known.`,
  ]
  const next = { seats: null, product: null, term: null, billing: null, endsOn: null, promotion: null }

  test.each([
    [
      { nextTerm: { ...next, seats: seats(3), billing: 'annual' } },
      'scheduled to go on after END with 3 seats, billed annual',
    ],
    [{ cancelsAtTermEnd: true }, 'set to cancel after END'],
    [{ termEndAction: 'extend' }, 'set to go on by the month after END'],
    [{ termEndAction: 'unknown:renew on 2027-02-01' }, 'set to renew on 2027-02-01'],
  ] satisfies readonly (readonly [LiveSubscriptionFacts, string])[])(
    'is said to be at risk before a transfer: %j',
    (source, words) => {
      const end = '2027-06-30'
      const termEndsAt = instant(`${end}T23:59:59Z`)
      expect(told({ ...source, termEndsAt })).toEqual(may(words.replace('END', end)))
    },
  )

  test('is nothing where it renews as it is', () => {
    expect(told({})).toEqual([])
  })
})
