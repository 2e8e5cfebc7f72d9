/** One customer of a consolidation on its way: bought, verified, switched off. */
import { describe, expect, test } from 'vitest'
import { instant, utcDate } from '../../../../engine/model/ids.ts'
import { absent, aMapping, mail, mailNce, suite } from '../../../support/builders/index.ts'
import { actionLines, blockers, states } from '../../../support/plan-shape.ts'
import { planned } from '../../../support/story.ts'

const gated = ['create mail 5 central', 'gate', 'suspend s-1 italy']

describe('a legacy licence', () => {
  test('is bought on the target, verified, and then suspended in the source', () => {
    const plan = planned()
    expect(actionLines(plan)).toEqual(gated)
    expect(states(plan)).toEqual(['Panificio Rossi: planned'])
    expect(plan.expiresAt).toBe('2026-12-08T00:00:00Z')
  })

  test('bought from two partners is summed: 10 and 7 are 17', () => {
    const plan = planned({
      declared: [{ seats: 17 }],
      italy: [{ seats: 10 }],
      germany: [{ id: 's-2', seats: 7 }],
    })
    expect(actionLines(plan)).toEqual([
      'create mail 17 central',
      'gate',
      'suspend s-2 germany',
      'suspend s-1 italy',
    ])
    expect(plan.customers[0]?.seats).toEqual([
      {
        product: mail,
        productName: 'Exchange Online (Plan 1)',
        onSources: 17,
        onTargetNow: 0,
        declared: 17,
        onTargetAfter: 17,
        switchedOff: 17,
        verdict: 'ok',
      },
    ])
  })

  test('with fewer seats declared than the sources have stops the customer until that is acknowledged', () => {
    const fewer = { declared: [{ seats: 16 }], italy: [{ seats: 10 }], germany: [{ id: 's-2', seats: 7 }] }
    expect(blockers(planned(fewer))).toEqual(['FEWER_SEATS'])
    const allowed = planned({ ...fewer, declared: [{ seats: 16, fewerSeatsAcknowledged: true }] })
    expect(allowed.customers[0]?.seats[0]?.verdict).toBe('fewer, acknowledged')
    expect(actionLines(allowed)).toHaveLength(4)
  })

  test('whose seats the service does not say stops the customer', () => {
    expect(blockers(planned({ italy: [{ seats: null }] }))).toEqual(['UNKNOWN_READ'])
  })

  test('becomes new commerce where it is mapped, and prints what that commits to', () => {
    const plan = planned({
      declared: [{ product: mailNce }],
      consolidation: { map: [aMapping()] },
    })
    expect(actionLines(plan)).toEqual(gated)
    const create = plan.actions[0]
    expect(create?.kind === 'subscription.create' && create.effect.commitment).toEqual({
      until: '2027-12-06',
      total: { kind: 'known', amount: '222.00', currency: 'EUR' },
    })
    expect(plan.summary.committed).toEqual({ known: [{ currency: 'EUR', amount: '222.00' }], unknown: 0 })
  })

  test('switched off by hand is still bought on the target', () => {
    const plan = planned({ italy: [{ status: 'suspended' }] })
    expect(actionLines(plan)).toEqual(['create mail 5 central'])
    expect(plan.expiresAt).toBe('2026-12-08T07:00:00Z')
  })
})

describe('half-way', () => {
  const bought = { id: 't-1', name: 'mail', boughtAt: instant('2026-12-07T08:00:00Z') }

  test('only the gate and the switch-off are left', () => {
    const plan = planned({ living: [bought] })
    expect(actionLines(plan)).toEqual(['gate', 'suspend s-1 italy'])
    expect(plan.summary.atRisk).toEqual({ known: [{ currency: 'EUR', amount: '0.00' }], unknown: 0 })
  })

  test('on a later day the overlap incurred is printed, and nothing holds the switch-off up', () => {
    const plan = planned({
      living: [bought],
      plan: { on: utcDate('2026-12-09'), madeAt: instant('2026-12-09T07:00:00Z') },
    })
    expect(actionLines(plan)).toEqual(['gate', 'suspend s-1 italy'])
    const off = plan.actions[1]
    // 3.60 × 5 seats × 2 of 31 days
    expect(off?.kind === 'subscription.suspend' && off.effect.overlap).toEqual({
      days: 2,
      money: { kind: 'known', amount: '1.16', currency: 'EUR' },
      perDay: { kind: 'known', amount: '0.58', currency: 'EUR' },
    })
    expect(plan.actions.flatMap(action => action.expects.filter(check => check.kind === 'day is'))).toEqual(
      [],
    )
  })

  test('a twin that is older than the source is no overlap of this move', () => {
    const plan = planned({
      living: [{ ...bought, boughtAt: instant('2020-01-01T00:00:00Z') }],
    })
    const off = plan.actions[1]
    expect(off?.kind === 'subscription.suspend' && off.effect.overlap?.days).toBe(0)
  })

  test('a twin that lacks seats gets them before the gate', () => {
    const plan = planned({ living: [{ ...bought, seats: 3 }] })
    expect(actionLines(plan)).toEqual(['seats t-1 3→5 central', 'gate', 'suspend s-1 italy'])
  })

  test('a twin with too many seats loses them after the gate', () => {
    const plan = planned({ living: [{ ...bought, seats: 9 }] })
    expect(actionLines(plan)).toEqual(['gate', 'seats t-1 9→5 central', 'suspend s-1 italy'])
  })

  test('a twin in a state nobody knows stops everything', () => {
    expect(blockers(planned({ living: [{ ...bought, status: 'unknown:frozen' }] }))).toContain('NOT_SETTLED')
    expect(actionLines(planned({ living: [{ ...bought, status: 'pending' }] }))).toEqual([])
  })

  test('a suspended twin is switched on before the gate', () => {
    const plan = planned({ living: [{ ...bought, status: 'suspended' }] })
    expect(actionLines(plan)).toEqual(['reactivate t-1 central', 'gate', 'suspend s-1 italy'])
  })
})

describe('the end', () => {
  test('is moved: everything is bound, everything is off, nothing is left to do', () => {
    const plan = planned({ living: [{ id: 't-1', name: 'mail' }], italy: [{ status: 'suspended' }] })
    expect(actionLines(plan)).toEqual([])
    expect(states(plan)).toEqual(['Panificio Rossi: moved'])
    expect(plan.facts).toEqual([])
  })

  test('does not wait for an agreement that nothing needs any more', () => {
    const plan = planned({
      living: [{ id: 't-1', name: 'mail' }],
      italy: [{ status: 'suspended' }],
      target: { agreement: absent },
    })
    expect(states(plan)).toEqual(['Panificio Rossi: moved'])
  })

  test('is not reached while a trial still runs', () => {
    const plan = planned({
      living: [{ id: 't-1', name: 'mail' }],
      italy: [{ status: 'suspended' }, { id: 's-2', trial: true, product: suite }],
    })
    expect(actionLines(plan)).toEqual(['gate', 'suspend s-2 italy'])
  })
})
