import { describe, expect, test } from 'vitest'
import type { DeclaredConsolidation } from '../../../../../engine/model/desired.ts'
import { currency, decimal, instant, subscriptionId } from '../../../../../engine/model/ids.ts'
import { renewalOf } from '../../../../../engine/model/renewal.ts'
import { known } from '../../../../../engine/money/amounts.ts'
import { decideSource } from '../../../../../engine/plan/decide/source/source-method.ts'
import {
  aConsolidation,
  aLeftBehind,
  aLiveSubscription,
  aMapping,
  aMethodRule,
  azure,
  type LiveSubscriptionFacts,
  mail,
  mailNce,
  premium,
  productNames,
} from '../../../../support/builders/index.ts'

const toTermEnd = known(decimal('250.00'), currency('EUR'))

function decided(
  facts: LiveSubscriptionFacts,
  consolidation: Partial<DeclaredConsolidation> = {},
  declared = [mail],
) {
  const { method, replacement, blocked, billedUntil, money } = decideSource(aLiveSubscription(facts), {
    consolidation: aConsolidation(consolidation),
    declaredProducts: new Set(declared),
    nameOf: product => productNames[product] ?? product,
    now: instant('2026-12-07T06:00:00Z'),
    toTermEnd: () => toTermEnd,
    atTermEnd: entry => ({ outcome: renewalOf(entry).kind, from: null, seats: entry.seats }),
  })
  return { method, replacement, blocked: blocked?.entry.code ?? null, billedUntil, money }
}

const plain = { replacement: null, blocked: null, billedUntil: null, money: null }

describe('the method table, from the top', () => {
  test.each([
    ['status', { status: 'unknown:frozen' }],
    ['status none', { status: 'none' }],
    ['kind', { kind: 'unknown:robot' }],
    ['commerce model', { commerce: 'unknown:next' }],
  ] as const)(
    'an unknown %s is unsupported and stops the customer, because it may be running',
    (_, facts) => {
      expect(decided(facts)).toEqual({ ...plain, method: 'unsupported', blocked: 'PLAN.UNSUPPORTED' })
    },
  )

  test('an unknown kind that is off is shown and stops nothing', () => {
    expect(decided({ kind: 'unknown:robot', status: 'suspended' })).toEqual({
      ...plain,
      method: 'unsupported',
    })
  })

  test('Azure is only looked at, trial or not, active or not', () => {
    for (const facts of [{}, { trial: true }, { status: 'suspended' as const }])
      expect(decided({ product: azure, ...facts })).toEqual({ ...plain, method: 'verify' })
  })

  test.each(['software', 'perpetual', 'marketplace', 'reservation'] as const)('%s is for people', kind => {
    expect(decided({ kind })).toEqual({ ...plain, method: 'manual' })
  })

  test.each(['suspended', 'expired', 'disabled', 'deleted'] as const)('what is %s is observed', status => {
    expect(decided({ status })).toEqual({ ...plain, method: 'observe' })
  })

  test('suspended new commerce is observed, and still billed to its term end', () => {
    expect(decided({ product: premium, status: 'suspended' })).toEqual({
      ...plain,
      method: 'observe',
      billedUntil: '2027-03-14',
      money: toTermEnd,
    })
  })

  test('what is pending stops the customer until it is settled', () => {
    expect(decided({ status: 'pending' })).toEqual({
      ...plain,
      method: 'blocked',
      blocked: 'PLAN.NOT_SETTLED',
    })
  })

  test('a trial is dropped, and never re-created', () => {
    expect(decided({ trial: true })).toEqual({ ...plain, method: 'drop' })
    expect(decided({ product: premium, trial: true })).toEqual({
      ...plain,
      method: 'drop',
      billedUntil: '2027-03-14',
    })
    const ending = { product: premium, trial: true, termEndsAt: instant('2026-12-08T05:59:59Z') }
    expect(decided(ending).blocked).toBe('PLAN.RENEWAL_LOCKED')
    expect(decided({ ...ending, cancelsAtTermEnd: true }).method).toBe('drop')
    expect(decided({ ...ending, autoRenew: false }).method).toBe('drop')
    expect(decided({ trial: true, seats: null })).toEqual({
      ...plain,
      method: 'blocked',
      blocked: 'PLAN.UNKNOWN_READ',
    })
  })

  test('new commerce is transferred when the target declares it', () => {
    expect(decided({ product: premium }, {}, [premium])).toEqual({
      ...plain,
      method: 'transfer',
      replacement: premium,
    })
  })

  test('new commerce in the last 24 hours of its term is not: nothing about it is taken any more', () => {
    const ending = { product: premium, termEndsAt: instant('2026-12-08T05:59:59Z') }
    expect(decided(ending, {}, [premium]).blocked).toBe('PLAN.RENEWAL_LOCKED')
  })

  test('new commerce that was told to end, and can no longer be transferred, lapses', () => {
    const ending = {
      product: premium,
      termEndsAt: instant('2026-12-08T05:59:59Z'),
      autoRenew: false,
      cancelsAtTermEnd: true,
    }
    expect(decided(ending, {}, [premium])).toEqual({
      ...plain,
      method: 'lapse',
      replacement: premium,
      billedUntil: '2026-12-08',
      money: toTermEnd,
    })
  })

  test.each([
    ['more than it costs', '250.00', 'overlap', null],
    ['less', '249.99', 'blocked', 'PLAN.OVERLAP_NOT_ACCEPTED'],
  ])('new commerce wanted now, where the rule accepts %s', (_, amount, method, blocked) => {
    const accepting = aMethodRule({
      acceptOverlap: [{ currency: currency('EUR'), amount: decimal(amount) }],
    })
    expect(decided({ product: premium }, { methods: [accepting] }, [premium])).toMatchObject({
      method,
      blocked,
    })
  })

  test('new commerce wanted now in another currency than its price is blocked: currencies are never compared', () => {
    const accepting = aMethodRule({
      acceptOverlap: [{ currency: currency('USD'), amount: decimal('999999') }],
    })
    expect(decided({ product: premium }, { methods: [accepting] }, [premium]).blocked).toBe(
      'PLAN.OVERLAP_NOT_ACCEPTED',
    )
  })

  test('new commerce that nothing declares is blocked with the money to its term end', () => {
    expect(decided({ product: premium })).toEqual({
      ...plain,
      method: 'blocked',
      blocked: 'PLAN.NCE_SOURCE',
      billedUntil: '2027-03-14',
      money: toTermEnd,
    })
  })

  test('legacy is reprovisioned when the same offer is declared', () => {
    expect(decided({})).toEqual({ ...plain, method: 'reprovision', replacement: mail })
  })

  test('legacy that nothing declared replaces stops the customer', () => {
    expect(decided({}, {}, [])).toEqual({ ...plain, method: 'blocked', blocked: 'PLAN.DECLARED_NOWHERE' })
  })

  test('legacy becomes what it is mapped to, once the reassignment of licences is acknowledged', () => {
    expect(decided({}, { map: [aMapping()] }, [mailNce])).toEqual({
      ...plain,
      method: 'reprovision',
      replacement: mailNce,
    })
    expect(decided({}, { map: [aMapping({ licenceReassignmentAcknowledged: false })] }, [mailNce])).toEqual({
      ...plain,
      method: 'blocked',
      replacement: mailNce,
      blocked: 'PLAN.REASSIGNMENT_NOT_ACKNOWLEDGED',
    })
  })

  test('the same offer is preferred to a mapping while it is declared', () => {
    expect(decided({}, { map: [aMapping()] }, [mail, mailNce]).replacement).toBe(mail)
  })
})

describe('leave', () => {
  const leave = [aLeftBehind()]

  test('keeps an active licence where it is, and stops nothing', () => {
    expect(decided({ product: premium }, { leave })).toEqual({
      ...plain,
      method: 'left',
      billedUntil: '2027-03-14',
    })
    expect(decided({ kind: 'unknown:robot' }, { leave })).toEqual({ ...plain, method: 'unsupported' })
  })

  test('is for one subscription of one customer under one partner', () => {
    const other = [aLeftBehind({ subscription: subscriptionId('s-9') })]
    expect(decided({ product: premium }, { leave: other }).blocked).toBe('PLAN.NCE_SOURCE')
  })
})

describe('a rule of the consolidation', () => {
  const rule = (when: Parameters<typeof aMethodRule>[0]) => ({ methods: [aMethodRule(when)] })

  test('may hand a licence to people', () => {
    expect(decided({}, rule({ when: { product: mail }, method: 'manual' }))).toEqual({
      ...plain,
      method: 'manual',
    })
  })

  test.each(['transfer', 'repurchase', 'lapse', 'verify', 'observe', 'drop'] as const)(
    'that asks for %s of an active legacy licence is not truthful, and stops the customer',
    method => {
      expect(decided({}, rule({ method }))).toEqual({
        ...plain,
        method: 'blocked',
        blocked: 'PLAN.METHOD_NOT_AVAILABLE',
      })
    },
  )

  test('that asks for repurchase is granted inside the window, up to its last instant', () => {
    const asked = rule({ method: 'repurchase' })
    const open = { product: premium, cancellableUntil: instant('2026-12-07T06:00:00Z') }
    expect(decided(open, asked, [premium])).toEqual({ ...plain, method: 'repurchase', replacement: premium })
    const closed = { product: premium, cancellableUntil: instant('2026-12-07T05:59:59Z') }
    expect(decided(closed, asked, [premium])).toMatchObject({
      method: 'blocked',
      blocked: 'PLAN.SOURCE_CANCEL_WINDOW_CLOSED',
    })
    expect(decided(open, asked, [mail]).blocked).toBe('PLAN.DECLARED_NOWHERE')
  })

  test('that asks to reprovision new commerce does not make it stop billing', () => {
    expect(decided({ product: premium }, rule({ when: { commerce: 'nce' } })).blocked).toBe('PLAN.NCE_SOURCE')
  })

  test('does not mean trials unless it says so', () => {
    expect(decided({ trial: true }, rule({ when: { commerce: 'legacy' } })).method).toBe('drop')
    expect(decided({ trial: true }, rule({ when: { trial: true } })).blocked).toBe(
      'PLAN.METHOD_NOT_AVAILABLE',
    )
    expect(decided({ trial: true }, rule({ when: { trial: true }, method: 'manual' })).method).toBe('manual')
  })

  test('matches first by first', () => {
    const methods = [
      aMethodRule({ when: { product: premium }, method: 'manual' }),
      aMethodRule({ method: 'lapse' }),
    ]
    expect(decided({}, { methods }).blocked).toBe('PLAN.METHOD_NOT_AVAILABLE')
    expect(decided({ product: premium }, { methods }).method).toBe('manual')
  })
})
