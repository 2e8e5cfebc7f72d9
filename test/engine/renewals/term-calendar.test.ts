import { describe, expect, test } from 'vitest'
import {
  type Instant,
  instant,
  type PartnerName,
  type ProductKey,
  productKey,
  seats,
  utcDate,
} from '../../../engine/model/ids.ts'
import type { LicencePool } from '../../../engine/model/live.ts'
import { termCalendar } from '../../../engine/renewals/term-calendar.ts'
import type { TermEndRow } from '../../../engine/renewals/term-end-row.ts'
import {
  aConsolidation,
  aCustomer,
  aDeclaredSubscription,
  aDesired,
  aLiveSubscription,
  aPartner,
  aPrice,
  central,
  type DeclaredSubscriptionFacts,
  italy,
  type LiveSubscriptionFacts,
  premium,
  present,
  tenant,
  unknown,
} from '../../support/builders/index.ts'

const now = instant('2026-12-07T07:00:00Z')
const end = instant('2026-12-31T23:59:59Z')
const live: LiveSubscriptionFacts = {
  partner: central,
  product: premium,
  seats: 10,
  boughtAt: instant('2026-01-01T09:00:00Z'),
  termStartsAt: instant('2026-01-01T00:00:00Z'),
  termEndsAt: end,
}

interface Told {
  readonly declared?: DeclaredSubscriptionFacts | null
  readonly consumed?: number | null
  readonly prices?: Parameters<typeof aPrice>[0][]
  readonly at?: Instant
  readonly desired?: Parameters<typeof aDesired>[0]
  /** The account that shows it. */
  readonly under?: PartnerName
}

function rowOf(facts: LiveSubscriptionFacts, told: Told = {}): TermEndRow | undefined {
  const { declared = null, consumed = 10, at = now, under = central } = told
  const prices = (told.prices ?? [{ product: premium, term: 'P1Y', price: '12.00' }]).map(aPrice)
  const subscription = aLiveSubscription({ ...live, partner: under, ...facts })
  const pool = (product: ProductKey): LicencePool => ({
    product,
    licence: 'suite',
    enabled: seats(Number(subscription.seats)),
    consumed: seats(consumed ?? 0),
  })
  const row = { partner: under, tenant: tenant(), name: 'Panificio Rossi', domain: 'rossi.example' }
  return termCalendar({
    shown: [{ row, subscriptions: present([subscription]) }],
    unread: [],
    desired: aDesired({
      partners: [aPartner({ name: under, prices })],
      customers: [
        aCustomer({
          subscriptions:
            declared === null ? [] : [aDeclaredSubscription({ product: premium, seats: 10, ...declared })],
        }),
      ],
      ...told.desired,
    }),
    customers: [
      {
        row,
        market: 'IT',
        subscriptions: [subscription],
        pools: present(consumed === null ? [] : [pool(subscription.product)]),
        item: () => ({ kind: 'absent' }),
      },
    ],
    now: at,
    until: utcDate('2027-03-07'),
  })[0]
}

describe('the calendar of term ends', () => {
  test.each<[string, LiveSubscriptionFacts, Told, TermEndRow['decision']]>([
    ['a renewal with all seats in use', {}, {}, null],
    ['a renewal with unused seats', {}, { consumed: 8 }, 'renews with seats that no one uses'],
    [
      'fewer seats that are scheduled already',
      {
        nextTerm: {
          seats: seats(8),
          product: null,
          term: null,
          billing: null,
          endsOn: null,
          promotion: null,
        },
      },
      { consumed: 8 },
      null,
    ],
    ['an extension no one asked for', { autoRenew: false }, {}, 'goes on by the month at a higher price'],
    [
      'what Microsoft extended itself',
      { termEndAction: 'extend' },
      {},
      'goes on by the month at a higher price',
    ],
    ['an extension that is declared', { autoRenew: false }, { declared: { endOfTerm: 'extend' } }, null],
    ['a cancel that no document says', { cancelsAtTermEnd: true }, {}, 'stops, and no document says so'],
    ['a cancel that is declared', { cancelsAtTermEnd: true }, { declared: { endOfTerm: 'cancel' } }, null],
    ['a cancel of what no one uses', { cancelsAtTermEnd: true }, { consumed: 0 }, null],
    ['an end that is declared otherwise', {}, { declared: { endOfTerm: 'cancel' } }, 'not yet as declared'],
    [
      'a next term that is still to be told',
      {},
      { declared: { nextTerm: { seats: seats(8) } } },
      'not yet as declared',
    ],
    ['a trial that renews', { trial: true }, { consumed: 10 }, 'a trial becomes a paid subscription'],
    ['a trial that ends', { trial: true, autoRenew: false }, {}, null],
    [
      'what is told to do something unknown',
      { termEndAction: 'unknown:Sing' },
      {},
      'what it does is not known',
    ],
    [
      'suspended without a cancel',
      { status: 'suspended', autoRenew: false },
      {},
      'what it does is not known',
    ],
    [
      'a price that changes by then',
      {},
      {
        prices: [
          { product: premium, term: 'P1Y', price: '12.00', until: utcDate('2026-12-31') },
          { product: premium, term: 'P1Y', price: '13.00', from: utcDate('2027-01-01') },
        ],
      },
      'renews at another price',
    ],
    ['use that could not be read', {}, { consumed: null }, null],
  ])('%s', (_, facts, told, decision) => {
    expect(rowOf(facts, told)?.decision).toBe(decision)
  })

  test('names the last instant before the lock, and says when it is over', () => {
    const at = (text: string) => {
      const row = rowOf({ autoRenew: false }, { at: instant(text) })
      return [row?.decideBy, row?.isLocked, row?.proposal === null]
    }
    expect(at('2026-12-30T23:59:59Z')).toEqual(['2026-12-30T23:59:59Z', false, false])
    expect(at('2026-12-31T00:00:00Z')).toEqual(['2026-12-30T23:59:59Z', true, true])
  })

  test('has the price of each outcome on its day', () => {
    const prices = [
      { product: premium, term: 'P1Y', price: '12.00' },
      { product: premium, term: 'P1M', price: '14.40' },
    ]
    const row = rowOf({ autoRenew: false }, { prices })
    const words = [row?.will, ...(row?.choices ?? [])].map(entry => [
      entry?.outcome,
      entry?.from,
      entry?.perPeriod?.amount.kind === 'known' ? entry.perPeriod.amount.amount : null,
    ])
    expect(words).toEqual([
      ['extends', '2027-01-01', '148.30'],
      ['renews', '2027-01-01', '120.00'],
      ['cancels', '2027-01-01', null],
    ])
    expect(row?.proposal).toEqual({
      endOfTerm: 'renew',
      saving: { amount: { kind: 'known', amount: '28.30', currency: 'EUR' }, per: 'month' },
    })
  })

  test('proposes the seats in use, and an end where there are none', () => {
    const eight = rowOf({}, { consumed: 8 })
    expect(eight?.proposal).toEqual({
      seats: 8,
      saving: { amount: { kind: 'known', amount: '288.00', currency: 'EUR' }, per: 'term' },
    })
    expect(rowOf({}, { consumed: 0 })?.proposal).toEqual({
      endOfTerm: 'cancel',
      saving: { amount: { kind: 'known', amount: '1440.00', currency: 'EUR' }, per: 'term' },
    })
    expect(rowOf({ autoRenew: false }, { consumed: null })?.proposal).toBe(null)
  })

  test('says that a saving is unknown where a price is', () => {
    expect(rowOf({}, { consumed: 8, prices: [] })?.proposal?.saving.amount).toEqual({
      kind: 'unknown',
      why: 'not in the price list',
    })
  })

  test('leaves out what ends later, has ended, or has no term', () => {
    expect(rowOf({ termEndsAt: instant('2027-03-08T23:59:59Z') })).toBe(undefined)
    expect(rowOf({ termEndsAt: instant('2026-12-06T23:59:59Z') })).toBe(undefined)
    expect(rowOf({ status: 'deleted' })).toBe(undefined)
    expect(rowOf({ termEndsAt: null })).toBe(undefined)
  })

  test('is quiet about a source whose replacement is declared', () => {
    const desired = { consolidations: [aConsolidation()] }
    const told = { under: italy, declared: {} }
    expect(rowOf({ cancelsAtTermEnd: true }, { ...told, desired })?.decision).toBe(null)
    expect(rowOf({ cancelsAtTermEnd: true }, { ...told, desired: { consolidations: [] } })?.decision).toBe(
      'stops, and no document says so',
    )
  })
})

describe('people are counted on what goes on', () => {
  const second = instant('2027-01-19T23:59:59Z')
  /** Two of one product, ten seats each, and ten people; the later one ends. */
  function two(told: {
    readonly other?: LiveSubscriptionFacts
    readonly under?: PartnerName
    readonly declared?: DeclaredSubscriptionFacts
    readonly unread?: boolean
  }) {
    const { under = central } = told
    const stays = aLiveSubscription({ ...live, id: 'a', name: 'a' })
    const goes = aLiveSubscription({
      ...live,
      id: 'b',
      name: 'b',
      partner: under,
      termEndsAt: second,
      ...told.other,
    })
    const pool = { product: premium, licence: 'suite', enabled: seats(20), consumed: seats(10) }
    const customer = { tenant: tenant(), name: 'Panificio Rossi', domain: 'rossi.example' }
    const row = { ...customer, partner: central }
    const rows = termCalendar({
      desired: aDesired({
        partners: [aPartner({ name: central }), aPartner({ name: italy })],
        customers: [
          aCustomer({
            partner: under,
            subscriptions:
              told.declared === undefined
                ? []
                : [
                    aDeclaredSubscription({
                      key: 'b',
                      product: premium,
                      seats: 10,
                      subscriptionId: goes.id,
                      ...told.declared,
                    }),
                  ],
          }),
        ],
      }),
      customers: [
        {
          row,
          market: 'IT',
          subscriptions: under === central ? [stays, goes] : [stays],
          pools: present([pool]),
          item: () => ({ kind: 'absent' }),
        },
      ],
      shown: [
        { row, subscriptions: present(under === central ? [stays, goes] : [stays]) },
        ...(under === central
          ? []
          : [
              {
                row: { ...customer, partner: under },
                subscriptions: told.unread === true ? unknown : present([goes]),
              },
            ]),
      ],
      unread: [],
      now,
      until: utcDate('2027-03-07'),
    })
    return rows.map(entry => [entry.name, entry.inUse, entry.proposal])
  }

  const carried = ['a', { kind: 'known', seats: 10, unused: 0 }, null]

  test('where the other is set to cancel', () => {
    expect(two({ other: { cancelsAtTermEnd: true } })).toEqual([
      carried,
      ['b', { kind: 'known', seats: 0, unused: 10 }, null],
    ])
  })

  test('where the other is only declared to end', () => {
    expect(two({ declared: { endOfTerm: 'cancel' } })).toEqual([
      carried,
      ['b', { kind: 'known', seats: 0, unused: 10 }, null],
    ])
  })

  test('where the other ends in another account, which has no row', () => {
    expect(two({ under: italy, other: { cancelsAtTermEnd: true } })).toEqual([carried])
  })

  test('and not at all where another account could not be read', () => {
    expect(two({ under: italy, unread: true })).toEqual([
      ['a', { kind: 'not checked', why: 'italy could not be read' }, null],
    ])
  })
})

describe('a base and its add-ons', () => {
  const extra = productKey('CFQ7TTC0LCHC:0009')
  function pair(usedBase: number, usedExtra: number, facts: LiveSubscriptionFacts = {}) {
    const base = aLiveSubscription({ ...live, id: 'b', name: 'base', ...facts })
    const addOn = aLiveSubscription({ ...live, id: 'x', name: 'extra', product: extra, parent: base.id })
    const row = { partner: central, tenant: tenant(), name: 'Panificio Rossi', domain: 'rossi.example' }
    const pool = (product: ProductKey, consumed: number): LicencePool => ({
      product,
      licence: product,
      enabled: seats(10),
      consumed: seats(consumed),
    })
    const subscriptions = [base, addOn]
    const rows = termCalendar({
      desired: aDesired({
        partners: [aPartner({ name: central })],
        customers: [
          aCustomer({
            subscriptions: subscriptions.map(entry =>
              aDeclaredSubscription({
                key: entry.name,
                product: entry.product,
                seats: 10,
                subscriptionId: entry.id,
              }),
            ),
          }),
        ],
      }),
      customers: [
        {
          row,
          market: 'IT',
          subscriptions,
          pools: present([pool(premium, usedBase), pool(extra, usedExtra)]),
          item: () => ({ kind: 'absent' }),
        },
      ],
      shown: [{ row, subscriptions: present(subscriptions) }],
      unread: [],
      now,
      until: utcDate('2027-03-07'),
    })
    const of = (name: string) => rows.find(entry => entry.name === name)
    return [of('base'), of('extra')]
  }
  const proposed = (rows: ReturnType<typeof pair>) =>
    rows.map(entry => entry?.proposal?.endOfTerm ?? entry?.proposal?.seats ?? null)

  test('are not parted by a proposal, and keep as many seats as the add-on needs', () => {
    expect(proposed(pair(0, 4))).toEqual([4, 4])
    expect(proposed(pair(4, 9))).toEqual([9, 9])
    expect(proposed(pair(0, 0))).toEqual(['cancel', 'cancel'])
    expect(proposed(pair(4, 0))).toEqual([4, 'cancel'])
  })

  test('one that goes on when its base ends is to be decided', () => {
    expect(pair(10, 10, { cancelsAtTermEnd: true })[1]?.decision).toBe('goes on without its base')
  })
})
