/** A partner that no consolidation concerns: its customers are kept as they are declared. */
import { describe, expect, test } from 'vitest'
import { notDeclared } from '../../../engine/execute/facts/declared.ts'
import { instant, productKey, seats, subscriptionId, utcDate } from '../../../engine/model/ids.ts'
import type { LiveSubscription } from '../../../engine/model/live.ts'
import {
  absent,
  aConsolidation,
  aCustomer,
  aCustomerActual,
  aDeclaredSubscription,
  aDesired,
  addOn,
  anActual,
  anItem,
  aPartner,
  aPlan,
  azure,
  type DeclaredSubscriptionFacts,
  italy,
  type LiveSubscriptionFacts,
  mailNce,
  onSale,
  type PartnerFacts,
  premium,
  suite,
  tenant,
} from '../../support/builders/index.ts'
import { actionLines, findingCodes, states } from '../../support/plan-shape.ts'

function kept(
  declared: readonly DeclaredSubscriptionFacts[],
  living: readonly LiveSubscriptionFacts[],
  facts: { readonly partner?: PartnerFacts; readonly targets?: readonly string[] } = {},
) {
  return aPlan({
    desired: aDesired({
      partners: [aPartner(facts.partner)],
      customers: [aCustomer({ subscriptions: declared.map(aDeclaredSubscription) })],
      consolidations: [],
    }),
    actual: anActual({
      customers: [aCustomerActual({ subscriptions: living.map(entry => ({ name: 'mail', ...entry })) })],
    }),
    scope: { targets: facts.targets ?? [] },
  })
}

const nce = { product: premium }

describe('legacy', () => {
  test('is left alone when it is as declared', () => {
    const plan = kept([{}], [{}])
    expect([actionLines(plan), findingCodes(plan), states(plan), plan.facts]).toEqual([
      [],
      [],
      ['Panificio Rossi: nothing to do'],
      [],
    ])
  })

  test('is bought without a gate, on any day', () => {
    const plan = kept([{}], [])
    expect(actionLines(plan)).toEqual(['create mail 5 central'])
    expect(plan.actions[0]?.kind === 'subscription.create' && plan.actions[0].effect.method).toBe('steady')
    expect(plan.expiresAt).toBe('2026-12-08T07:00:00Z')
  })

  test('gains and loses seats any time while it is active', () => {
    expect(actionLines(kept([{ seats: 9 }], [{}]))).toEqual(['seats s-1 5→9 central'])
    expect(actionLines(kept([{ seats: 2 }], [{}]))).toEqual(['seats s-1 5→2 central'])
  })

  test('is switched on before its seats and its name change', () => {
    const plan = kept([{ seats: 9, friendlyName: 'Posta' }], [{ status: 'suspended' }])
    expect(actionLines(plan)).toEqual(['reactivate s-1 central', 'seats s-1 5→9 name mail→Posta central'])
    expect(plan.actions.map(action => action.after)).toEqual([[], [plan.actions[0]?.id]])
  })

  test('declared suspended is suspended, says that it reduces service, and can be undone', () => {
    const plan = kept([{ state: 'suspended' }], [{}])
    expect(actionLines(plan)).toEqual(['suspend s-1 central'])
    const off = plan.actions[0]
    expect(off?.kind === 'subscription.suspend' && off.effect).toMatchObject({
      method: 'steady',
      irreversible: false,
      reducesService: true,
      billing: [{ partner: 'central', until: '2026-12-07', note: 'stops' }],
    })
  })

  test('declared suspended and not there is not bought', () => {
    const plan = kept([{ state: 'suspended' }], [])
    expect([actionLines(plan), findingCodes(plan)]).toEqual([[], ['NOTHING_TO_SUSPEND nothing']])
  })

  test('base is not suspended under an add-on that is not declared suspended too', () => {
    const living = [
      { product: suite },
      { id: 's-2', name: 'audio', product: addOn, parent: subscriptionId('s-1') },
    ]
    const base = { product: suite, state: 'suspended' } as const
    const stays = kept([base], living)
    expect([actionLines(stays), findingCodes(stays)]).toEqual([
      [],
      ['ADD_ON_STAYS customer', 'UNMANAGED nothing'],
    ])
    // Was red: nothing was blocked, so `--strict` was green, and the advice was to declare what is declared already.
    const told = (addOns: readonly DeclaredSubscriptionFacts[]) => {
      const [customer] = kept([base, ...addOns], living).customers
      return [customer?.state, customer?.blockedBy.map(({ detail, remedies }) => [detail, remedies])]
    }
    const audio = { key: 'audio', product: addOn, addOnTo: 'mail' } as const
    expect([told([audio]), told([])]).toEqual([
      [
        'blocked',
        [
          [
            '`mail` is declared suspended, which would suspend its add-on Audio Conferencing (s-2), which `audio` declares active.',
            [
              {
                kind: 'edit',
                what: 'write `state: suspended` for `audio` too, or write `state: active` for `mail`',
              },
            ],
          ],
        ],
      ],
      [
        'blocked',
        [
          [
            '`mail` is declared suspended, which would suspend its add-on Audio Conferencing (s-2), which no line declares.',
            [
              {
                kind: 'edit',
                what: 'declare Audio Conferencing with `subscriptionId: s-2`, `addOnTo: mail` and `state: suspended`, or write `state: active` for `mail`',
              },
            ],
          ],
        ],
      ],
    ])
    const both = kept([base, { key: 'audio', product: addOn, addOnTo: 'mail', state: 'suspended' }], living)
    expect(actionLines(both)).toEqual(['suspend s-2 central', 'suspend s-1 central'])
  })
})

describe('new commerce', () => {
  test('that is suspended is switched on without a change of its bill: it was charged all along', () => {
    const plan = kept([nce], [{ ...nce, status: 'suspended' }])
    expect(actionLines(plan)).toEqual(['reactivate s-1 central'])
    const on = plan.actions[0]
    expect(on?.kind === 'subscription.reactivate' && on.effect).toEqual({
      commerce: 'nce',
      method: 'steady',
      date: '2026-12-07',
      irreversible: false,
      reducesService: false,
      billing: [{ partner: 'central', until: '2027-03-14', note: 'unchanged' }],
    })
    expect(plan.summary.monthly).toEqual({ known: [], unknown: 0 })
  })

  test('gains seats any time, committed to the end of its term', () => {
    const plan = kept([{ ...nce, seats: 6 }], [nce])
    expect(actionLines(plan)).toEqual(['seats s-1 5→6 central'])
    const up = plan.actions[0]
    expect(up?.kind === 'subscription.change-seats' && up.effect).toMatchObject({
      irreversible: true,
      commitment: { until: '2027-03-14', total: { kind: 'known', amount: '60.60', currency: 'EUR' } },
    })
  })

  const batches = [
    { seats: seats(2), until: instant('2026-12-10T10:00:00Z') },
    { seats: seats(9), until: instant('2026-12-06T10:00:00Z') },
  ]

  test('loses only the seats whose window is open, and says what waits for the renewal', () => {
    const plan = kept([{ ...nce, seats: 1 }], [{ ...nce, refundable: batches }])
    expect(actionLines(plan)).toEqual([
      'seats s-1 5→3 central',
      `renewal s-1 renews→renews 1 ${premium} central`,
    ])
    expect(plan.findings.map(found => [found.code, found.detail])).toEqual([
      [
        'PLAN.DECREASE_NOT_REFUNDABLE',
        '`mail` has 5 seats and 1 are declared; 2 can be given back now until 2026-12-10T10:00:00Z, the other 2 with the renewal, for which they are scheduled.',
      ],
    ])
  })

  test('loses them without more words when the window is wide enough', () => {
    const plan = kept([{ ...nce, seats: 3 }], [{ ...nce, refundable: batches }])
    expect([actionLines(plan), findingCodes(plan)]).toEqual([['seats s-1 5→3 central'], []])
  })

  test('loses none when no window is open', () => {
    const plan = kept([{ ...nce, seats: 3 }], [nce])
    expect([actionLines(plan), findingCodes(plan)]).toEqual([
      [`renewal s-1 renews→renews 3 ${premium} central`],
      ['DECREASE_NOT_REFUNDABLE nothing'],
    ])
  })

  test('loses none, and schedules none, where it does not renew', () => {
    const plan = kept([{ ...nce, seats: 3 }], [{ ...nce, autoRenew: false }])
    expect([actionLines(plan), findingCodes(plan)]).toEqual([[], ['DECREASE_NOT_REFUNDABLE line']])
  })

  test('is as declared while a decrease waits for its renewal', () => {
    const plan = kept([{ ...nce, seats: 3 }], [{ ...nce, nextTerm: scheduled(3) }])
    expect([actionLines(plan), findingCodes(plan)]).toEqual([[], []])
  })

  test('is suspended only by somebody who accepts that it goes on being billed', () => {
    const refused = kept([{ ...nce, state: 'suspended' }], [nce])
    expect([actionLines(refused), findingCodes(refused)]).toEqual([[], ['CONTINUED_BILLING line']])
    const accepted = kept([{ ...nce, state: 'suspended', acceptContinuedBilling: true }], [nce])
    const off = accepted.actions[0]
    expect(off?.kind === 'subscription.suspend' && off.effect.billing).toEqual([
      { partner: 'central', until: '2027-03-14', note: 'continues to term end' },
    ])
  })

  test('keeps the change scheduled for its renewal: deleted by a change now, and made again (T5)', () => {
    const plan = kept([{ ...nce, seats: 9, friendlyName: 'Suite' }], [{ ...nce, nextTerm: scheduled(3) }])
    expect([actionLines(plan), findingCodes(plan)]).toEqual([
      [
        'seats s-1 5→9 name mail→Suite central',
        `renewal s-1 renews 3 ${premium}→renews 3 ${premium} again central`,
      ],
      [],
    ])
    const [now, again] = plan.actions
    expect(now?.proves).toMatchObject([{ kind: 'subscription is', seats: 9, name: 'Suite' }])
    expect(again?.after).toEqual([now?.id])
    expect(again?.expects).toEqual([
      {
        kind: 'subscription is',
        partner: 'central',
        customer: plan.customers[0]?.tenant,
        subscription: 's-1',
        status: 'active',
        seats: 9,
      },
    ])
  })
})

describe('changes of one subscription', () => {
  const reseller = { partnerOfRecord: '1234567' }

  test('that touch no term go along with what is told for the renewal', () => {
    const wish = { ...nce, ...reseller, friendlyName: 'Suite', endOfTerm: 'cancel' } as const
    expect(actionLines(kept([wish], [nce]))).toEqual([
      'renewal s-1 renews→cancels name mail→Suite partnerOfRecord null→1234567 central',
    ])
  })

  test('that nothing else carries are one step of their own', () => {
    expect(actionLines(kept([{ ...nce, ...reseller, friendlyName: 'Suite' }], [nce]))).toEqual([
      'details s-1 name mail→Suite partnerOfRecord null→1234567 central',
    ])
    expect(actionLines(kept([{ ...nce, ...reseller }], [{ ...nce, ...reseller }]))).toEqual([])
    expect(actionLines(kept([nce], [{ ...nce, ...reseller }]))).toEqual([])
  })

  test('of billing come with the next charge, and what they delete is made again', () => {
    const plan = kept([{ ...nce, billing: 'annual' }], [{ ...nce, nextTerm: scheduled(3) }])
    expect(actionLines(plan)).toEqual([
      'details s-1 billing monthly→annual central',
      `renewal s-1 renews 3 ${premium}→renews 3 ${premium} again central`,
    ])
    expect(kept([{ ...nce, billing: 'annual' }], [{ ...nce, nextBilling: 'annual' }]).actions).toEqual([])
  })

  test('of billing that are on their way are not called off, as no request does it, and other steps go on', () => {
    const pending = {
      ...nce,
      nextBilling: 'annual',
      chargedUntil: instant('2026-12-14T23:59:59Z'),
    } as const
    const plan = kept([{ ...nce, billing: 'monthly', friendlyName: 'Suite' }], [pending])
    expect([actionLines(plan), findingCodes(plan)]).toEqual([
      ['rename s-1 mail→Suite central'],
      ['CHANGE_NOT_SUPPORTED line'],
    ])
    expect(plan.findings.map(entry => entry.detail)).toEqual([
      '`mail` is billed monthly as declared, and will be billed annual on 2026-12-15: that was asked for before, and no request of the service is known to call it off. Have it called off in Partner Center before, or declare `billing: annual`. Once it is billed so, a plan changes it to monthly with the charge after.',
    ])
    expect(actionLines(kept([{ ...nce, billing: 'triennial' }], [pending]))).toEqual([
      'details s-1 billing annual→triennial central',
    ])
  })

  test('of billing of one legacy order are one request, and not made while its lines disagree', () => {
    const living = [{ order: 'o-1' }, { id: 's-2', name: 'suite', product: suite, order: 'o-1' }]
    const annual = [
      { billing: 'annual' as const },
      { key: 'suite', product: suite, billing: 'annual' as const },
    ]
    expect(actionLines(kept(annual, living))).toEqual(['billing s-1 monthly→annual central'])
    const apart = kept([{ billing: 'annual' }, { key: 'suite', product: suite }], living)
    expect([actionLines(apart), findingCodes(apart)]).toEqual([[], ['CHANGE_NOT_SUPPORTED line']])
  })

  test('of billing are not made where the document says nothing about it', () => {
    expect(kept([{ billingWritten: false }], [{ billing: 'annual' }]).actions).toEqual([])
  })

  test('of the end of the next term wait for it, and are done once it has come', () => {
    const ends = { ...nce, nextTerm: { endsOn: utcDate('2027-06-30') } }
    expect(kept([ends], [nce]).actions).toMatchObject([
      {
        kind: 'subscription.change-renewal',
        to: { kind: 'renews', next: { seats: 5, endsOn: '2027-06-30' } },
      },
    ])
    expect(kept([ends], [{ ...nce, termEndsAt: instant('2027-06-30T23:59:59Z') }]).actions).toEqual([])
    expect(kept([ends], [{ ...nce, termEndsAt: instant('2028-06-30T23:59:59Z') }]).actions).toEqual([])
  })
})

function scheduled(count: number): LiveSubscription['nextTerm'] {
  return { seats: seats(count), product: null, term: null, billing: null, endsOn: null, promotion: null }
}

describe('the end of a term', () => {
  const renewals = (declared: DeclaredSubscriptionFacts, living: LiveSubscriptionFacts = {}) =>
    actionLines(kept([{ ...nce, ...declared }], [{ ...nce, ...living }]))

  test('is cancelled by an instruction, not by auto-renew being off (T6)', () => {
    expect(renewals({ endOfTerm: 'cancel' })).toEqual(['renewal s-1 renews→cancels central'])
    expect(renewals({ endOfTerm: 'cancel' }, { autoRenew: false })).toEqual([
      'renewal s-1 extends→cancels central',
    ])
    expect(renewals({ endOfTerm: 'cancel' }, { autoRenew: false, cancelsAtTermEnd: true })).toEqual([])
  })

  test('renews again when that is declared, and is left alone when nothing is', () => {
    expect(renewals({ endOfTerm: 'renew' }, { autoRenew: false })).toEqual([
      'renewal s-1 extends→renews central',
    ])
    expect(renewals({}, { autoRenew: false })).toEqual([])
    expect(renewals({}, { nextTerm: scheduled(3) })).toEqual([])
  })

  test('brings the next term that is declared: seats, product, term or billing', () => {
    expect(renewals({ nextTerm: { seats: seats(3) } })).toEqual([
      `renewal s-1 renews→renews 3 ${premium} central`,
    ])
    expect(renewals({ nextTerm: { product: mailNce } })).toEqual([
      `renewal s-1 renews→renews 5 ${mailNce} central`,
    ])
    expect(renewals({ nextTerm: { seats: seats(3) } }, { nextTerm: scheduled(3) })).toEqual([])
    expect(renewals({ nextTerm: { seats: seats(5) } }, { nextTerm: scheduled(3) })).toEqual([
      `renewal s-1 renews 3 ${premium}→renews central`,
    ])
  })

  test('that has come as declared leaves nothing to do', () => {
    expect(renewals({ seats: 5, nextTerm: { seats: seats(3) } }, { seats: 3 })).toEqual([])
  })

  test('says what it means for service and money, from the day after the term on', () => {
    const cancelled = kept([{ ...nce, endOfTerm: 'cancel' }], [nce]).actions[0]
    expect(cancelled !== undefined && 'effect' in cancelled && cancelled.effect).toEqual({
      commerce: 'nce',
      method: 'steady',
      date: '2027-03-15',
      irreversible: false,
      reducesService: true,
      billing: [{ partner: 'central', until: '2027-03-14', note: 'continues to term end' }],
      termEnd: {
        otherwise: {
          outcome: 'renews',
          from: '2027-03-15',
          seats: 5,
          perPeriod: { period: 'month', amount: { kind: 'known', amount: '93.00', currency: 'EUR' } },
          commitment: {
            until: '2028-03-14',
            total: { kind: 'known', amount: '1116.00', currency: 'EUR' },
          },
        },
        planned: { outcome: 'cancels', from: '2027-03-15', serviceUntil: '2027-03-14', seats: null },
      },
    })
  })

  test('whose next term is declared and does not come is said, with what to write', () => {
    const nextTerm = { seats: seats(3) }
    const said = (facts: LiveSubscriptionFacts) => {
      const plan = kept([{ ...nce, nextTerm }], [{ ...nce, ...facts }])
      return [actionLines(plan), plan.findings.map(entry => entry.detail)]
    }
    const detail = (why: string) =>
      `\`mail\` declares a next term, and ${why}: write \`endOfTerm: renew\` beside it, or leave \`nextTerm\` out.`
    expect(said({ cancelsAtTermEnd: true, autoRenew: false })).toEqual([
      [],
      [detail('it is set to end with this one')],
    ])
    expect(said({ autoRenew: false })).toEqual([[], [detail('it goes on by the month after this one')]])
  })

  test('that has no extension is not told to extend, and it is said why', () => {
    const old = {
      ...nce,
      term: 'P3Y',
      boughtAt: instant('2024-01-05T00:00:00Z'),
      termStartsAt: instant('2024-01-05T00:00:00Z'),
      termEndsAt: instant('2027-01-04T23:59:59Z'),
    }
    const plan = kept([{ ...nce, term: 'P3Y', endOfTerm: 'extend' }], [old])
    expect([actionLines(plan), plan.findings.map(entry => [entry.code, entry.detail])]).toEqual([
      [],
      [
        [
          'PLAN.CHANGE_NOT_SUPPORTED',
          '`mail` cannot be extended: its term ends before 2026-05-04 or began before 2025-04-01, and such a term has no extension: it renews, or expires.',
        ],
      ],
    ])
  })

  test('that is to be extended is told so once, and what Microsoft extended itself is as declared', () => {
    expect(renewals({ endOfTerm: 'extend' })).toEqual(['renewal s-1 renews→extends central'])
    expect(renewals({ endOfTerm: 'extend' }, { autoRenew: false })).toEqual([])
    expect(renewals({ endOfTerm: 'extend' }, { termEndAction: 'extend' })).toEqual([])
    expect(renewals({ endOfTerm: 'renew' }, { termEndAction: 'extend' })).toEqual([
      'renewal s-1 extends→renews central',
    ])
    expect(renewals({ endOfTerm: 'cancel' }, { termEndAction: 'extend' })).toEqual([
      'renewal s-1 extends→cancels central',
    ])
  })

  test('that was extended is the declared line still: nothing is bought beside it, and it can be told to renew or to cancel', () => {
    const extension = {
      product: productKey(premium.replace(/:.*/, ':00E1')),
      term: 'P1M',
      termEndAction: 'extend',
    } as const
    expect(renewals({}, extension)).toEqual([])
    expect(renewals({ endOfTerm: 'extend' }, extension)).toEqual([])
    expect(renewals({ endOfTerm: 'renew' }, extension)).toEqual(['renewal s-1 extends→renews central'])
    expect(renewals({ endOfTerm: 'cancel' }, extension)).toEqual(['renewal s-1 extends→cancels central'])
    expect(renewals({ friendlyName: 'Posta' }, { ...extension, name: 'Posta' })).toEqual([])
  })

  test('that expires by itself, because it began before the extension, can be set to cancel all the same', () => {
    const old = {
      autoRenew: false,
      boughtAt: instant('2024-03-15T09:00:00Z'),
      termStartsAt: instant('2024-03-15T00:00:00Z'),
    }
    expect(renewals({ endOfTerm: 'cancel' }, old)).toEqual(['renewal s-1 lapses→cancels central'])
  })

  test('of which the service does what this version does not know is left alone, and said (T10)', () => {
    const plan = kept([{ ...nce, endOfTerm: 'renew' }], [{ ...nce, termEndAction: 'transition' }])
    expect([actionLines(plan), findingCodes(plan)]).toEqual([[], ['UNSUPPORTED line']])
  })

  test('is not touched in its last 24 hours', () => {
    const at = (end: string) =>
      kept([{ ...nce, endOfTerm: 'cancel' }], [{ ...nce, termEndsAt: instant(end) }])
    expect(findingCodes(at('2026-12-08T06:59:59Z'))).toEqual(['RENEWAL_LOCKED line'])
    expect(actionLines(at('2026-12-08T07:00:00Z'))).toEqual(['renewal s-1 renews→cancels central'])
  })
})

describe('a new-commerce subscription that is declared cancelled', () => {
  const cancelled = { ...nce, state: 'cancelled' } as const
  // The plan is made at this instant.
  const until = (at: string) => ({ ...nce, cancellableUntil: instant(at) })

  test('is cancelled until the instant its window closes, and the plan shows that instant', () => {
    const plan = kept([cancelled], [until('2026-12-07T07:00:00Z')])
    expect([actionLines(plan), findingCodes(plan)]).toEqual([['cancel s-1 central'], []])
    expect(plan.actions[0]).toMatchObject({
      until: '2026-12-07T07:00:00Z',
      replay: 'safe',
      expects: [{ kind: 'subscription is', status: 'active' }, { kind: 'cancellable' }],
      proves: [{ kind: 'subscription is', status: 'deleted', seats: null }],
      effect: { irreversible: true, reducesService: true, billing: [{ until: '2026-12-07', note: 'stops' }] },
    })
  })

  test('is not, one second later (T4)', () => {
    const plan = kept([cancelled], [until('2026-12-07T06:59:59Z')])
    expect([actionLines(plan), findingCodes(plan)]).toEqual([[], ['CANCEL_WINDOW_CLOSED line']])
  })

  test('is not where the service names no window', () => {
    const plan = kept([cancelled], [nce])
    expect([actionLines(plan), findingCodes(plan)]).toEqual([[], ['CANCEL_WINDOW_CLOSED line']])
  })

  test('waits for its add-ons, and keeps them company where they stay', () => {
    const open = until('2026-12-10T06:00:00Z')
    const addOnOf = {
      ...open,
      id: 's-2',
      product: addOn,
      name: 'extra',
      parent: subscriptionId('s-1'),
      commerce: 'nce',
    } as const
    const base = { ...cancelled, key: 'base', subscriptionId: subscriptionId('s-1') }
    const extra = { key: 'extra', product: addOn, addOnTo: 'base', subscriptionId: subscriptionId('s-2') }
    expect(findingCodes(kept([base, extra], [open, addOnOf]))).toContain('ADD_ON_STAYS customer')
    const both = kept([base, { ...extra, state: 'cancelled' }], [open, addOnOf])
    expect(actionLines(both)).toEqual(['cancel s-2 central', 'cancel s-1 central'])
  })

  test('is legacy in name alone: suspending is what stops legacy', () => {
    expect(findingCodes(kept([{ state: 'cancelled' }], [{}]))).toEqual(['CHANGE_NOT_SUPPORTED line'])
  })
})

describe('what this version cannot carry out is a finding on its line', () => {
  test.each([
    ['billing cycle of an order nobody knows', { billing: 'annual' }, { order: null }],
    ['product', { subscriptionId: subscriptionId('s-1') }, { product: suite }],
    ['Azure', { product: azure, seats: 4 }, { product: azure }],
    ['an unknown state', {}, { status: 'unknown:frozen' }],
    ['a software licence', { seats: 9 }, { kind: 'software' }],
  ] as const)('%s', (_, declared, living) => {
    const plan = kept([declared], [living])
    expect([actionLines(plan), findingCodes(plan)]).toEqual([[], ['CHANGE_NOT_SUPPORTED line']])
  })

  test('and the other lines of the customer go on', () => {
    const plan = kept([{ key: 'suite', product: suite, billing: 'triennial' }, { seats: 6 }], [{}])
    expect([actionLines(plan), findingCodes(plan)]).toEqual([
      ['seats s-1 5→6 central'],
      ['TERM_NOT_OFFERED line'],
    ])
  })

  // Was red for fewer, which the service refused in the middle of the apply.
  test.each<[number, number, readonly string[], readonly string[]]>([
    [5, 400, [], ['SEATS_OUT_OF_RANGE line']],
    [10, 3, [], ['SEATS_OUT_OF_RANGE line']],
    [10, 4, ['seats s-1 10→4 central'], []],
    // Sold before the item had this limit.
    [500, 400, ['seats s-1 500→400 central'], []],
    [3, 4, ['seats s-1 3→4 central'], []],
  ])('from %i to %i seats of what is sold from 4 to 300', (now, wanted, actions, findings) => {
    const plan = aPlan({
      desired: aDesired({
        partners: [aPartner()],
        customers: [aCustomer({ seats: wanted })],
        consolidations: [],
      }),
      actual: anActual({
        customers: [aCustomerActual({ subscriptions: [{ name: 'mail', seats: now }] })],
        catalogue: [onSale('IT', anItem({ minimumSeats: seats(4), maximumSeats: seats(300) }))],
      }),
    })
    expect([actionLines(plan), findingCodes(plan)]).toEqual([actions, findings])
  })
})

describe('a tombstone', () => {
  const over = { partner: { retired: utcDate('2026-12-06') } }

  test('refuses a purchase, and lets the rest live', () => {
    const plan = kept([{ seats: 4 }, { key: 'suite', product: suite }], [{}], over)
    expect([actionLines(plan), findingCodes(plan)]).toEqual([
      ['seats s-1 5→4 central'],
      ['RETIRED_PARTNER line'],
    ])
  })

  test.each<[string, Parameters<typeof kept>[0], Parameters<typeof kept>[1]]>([
    ['a seat more', [{ seats: 6 }], [{}]],
    ['what would be switched on', [{}], [{ status: 'suspended' }]],
  ])('refuses %s: the customer is blocked until its document says otherwise (S8)', (_, declared, live) => {
    const plan = kept(declared, live, over)
    expect([actionLines(plan), findingCodes(plan)]).toEqual([[], ['RETIRED_PARTNER customer']])
  })

  test('closes at the end of its day, and the plan with it; what adds nothing has all day', () => {
    const today = { partner: { retired: utcDate('2026-12-07') } }
    const adding = kept([{ seats: 6 }], [{}], today)
    expect([adding.customers[0]?.deadlines.map(({ closes, at }) => [closes, at]), adding.expiresAt]).toEqual([
      [['retirement', '2026-12-08T00:00:00Z']],
      '2026-12-08T00:00:00Z',
    ])
    const taking = kept([{ seats: 4 }], [{}], today)
    expect([taking.customers[0]?.deadlines, taking.expiresAt]).toEqual([[], '2026-12-08T07:00:00Z'])
  })
})

test('--target customer/key plans that line alone', () => {
  const declared = [{ seats: 6 }, { key: 'suite', product: suite }]
  expect(actionLines(kept(declared, [{}]))).toHaveLength(2)
  expect(actionLines(kept(declared, [{}], { targets: ['rossi.example/mail'] }))).toEqual([
    'seats s-1 5→6 central',
  ])
  expect(actionLines(kept(declared, [{}], { targets: ['rossi.example'] }))).toHaveLength(2)
})

describe('a legacy add-on, which is a line of the order of its base,', () => {
  const base = { product: suite, billing: 'annual' } as const
  const extra = { key: 'extra', product: addOn, addOnTo: 'mail' }

  test.each([
    ['that lives', [base], base],
    ['that lives, whatever it is written as', [base], { product: suite, billingWritten: false }],
    ['that is bought with it', [], base],
  ] as const)('is billed as a base %s', (_, living, written) => {
    const plan = kept([written, { ...extra, billingWritten: false }], living)
    const bought = plan.actions.find(action => 'product' in action && action.product === addOn)
    expect(bought).toMatchObject({
      kind: 'subscription.create',
      billing: 'annual',
      proves: [{ billing: 'annual' }],
    })
  })

  test('is not bought where another cycle is written for it', () => {
    const plan = kept([base, { ...extra, billing: 'monthly' }], [base])
    expect([actionLines(plan), findingCodes(plan)]).toEqual([[], ['BILLED_WITH_BASE line']])
  })
})

test('an add-on is not bought without the base that was left out of the scope', () => {
  const declared = [
    { key: 'suite', product: suite },
    { key: 'audio', product: addOn, addOnTo: 'suite' },
  ]
  const plan = kept(declared, [], { targets: ['rossi.example/audio'] })
  expect([actionLines(plan), findingCodes(plan)]).toEqual([[], ['BASE_MISSING line']])
})

test('customers in no document are counted, and not read', () => {
  const plan = aPlan({
    desired: aDesired({ partners: [aPartner()], customers: [aCustomer()], consolidations: [] }),
    actual: anActual({
      customers: [aCustomerActual(), aCustomerActual({ tenant: tenant(9) })],
    }),
  })
  expect(plan.findings.map(({ detail, remedies }) => [detail, remedies])).toEqual([
    [
      '1 customer of central is in no document: Panificio Rossi.',
      [
        {
          kind: 'run',
          command: 'tenantform import --partner central --update',
          why: 'writes a document of each customer that has none',
        },
      ],
    ],
  ])
})

describe('a source that has documents of its own', () => {
  const own = aCustomer({ partner: italy, seats: 9 })
  const source = aCustomerActual({ partner: italy, subscriptions: [{ name: 'mail' }] })

  test('is kept as declared while the target does not declare the customer', () => {
    const plan = aPlan({
      desired: aDesired({ customers: [own], consolidations: [aConsolidation()] }),
      actual: anActual({ customers: [source] }),
    })
    expect(actionLines(plan)).toEqual(['seats s-1 5→9 italy'])
  })

  test('is left to the consolidation from then on', () => {
    const desired = aDesired({ customers: [own, aCustomer({ seats: 5 })] })
    const plan = aPlan({
      desired,
      actual: anActual({
        customers: [source, aCustomerActual({ subscriptions: [{ id: 't-1', name: 'mail' }] })],
      }),
    })
    expect(actionLines(plan)).toEqual(['gate', 'suspend s-1 italy'])
    expect(findingCodes(plan)).toEqual(['SOURCE_DECLARED nothing'])
    expect(notDeclared(plan, desired)).toEqual([])
  })
})

test('without an accepted relationship or agreement nothing is written', () => {
  const desired = aDesired({
    partners: [aPartner()],
    customers: [aCustomer({ seats: 5 })],
    consolidations: [],
  })
  const gone = aPlan({ desired, actual: anActual() })
  expect([actionLines(gone), states(gone)]).toEqual([[], ['Panificio Rossi: waiting']])
  const unsigned = aPlan({
    desired,
    actual: anActual({ customers: [aCustomerActual({ agreement: absent })] }),
  })
  expect([actionLines(unsigned), states(unsigned)]).toEqual([[], ['Panificio Rossi: waiting']])
})

test('seats of which the refund window cannot be read are not said to have none', () => {
  const plan = kept([{ ...nce, seats: 3 }], [{ ...nce, unreadDates: ['refundable'] }])
  expect(plan.findings.map(({ detail }) => detail)).toEqual([
    '`mail` has 5 seats and 3 are declared; 0 can be given back now, the other 2 with the renewal, for which they are scheduled. Until when more of them could be given back cannot be read.',
  ])
})
