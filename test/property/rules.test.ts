/** Rules of docs/rules.md over made-up worlds: what may be read off a plan, whatever the world. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { indexActual } from '../../engine/model/actual-index.ts'
import type { Actual, LiveSubscription } from '../../engine/model/live.ts'
import type { Amount } from '../../engine/model/money.ts'
import type { WriteAction } from '../../engine/plan/action.ts'
import { holds } from '../../engine/plan/checks.ts'
import type { Plan } from '../../engine/plan/plan.ts'
import { aPlan, morning } from '../support/builders/index.ts'
import { carriedOut } from '../support/simulate.ts'
import { type MadeUpWorld, madeUpWorld, runs } from '../support/worlds.ts'

type Living = ReadonlyMap<string, LiveSubscription>

function livingIn(actual: Actual): Living {
  return new Map(
    actual.customers.flatMap(entry =>
      entry.subscriptions.kind === 'present'
        ? entry.subscriptions.value.map(one => [one.id, one] as const)
        : [],
    ),
  )
}

/** Asked of every write of every plan; `seen` at the end counts how often the rule had something to say. */
function ofEachWrite(check: (action: WriteAction, living: Living, world: MadeUpWorld) => boolean): number {
  let seen = 0
  fc.assert(
    fc.property(madeUpWorld, world => {
      const living = livingIn(world.actual)
      for (const action of aPlan(world).actions)
        if ('effect' in action && check(action, living, world)) seen += 1
    }),
    { numRuns: runs },
  )
  return seen
}

function amountsOf({ effect }: WriteAction): readonly Amount[] {
  return [effect.credit, effect.perPeriod?.amount, effect.commitment?.total, effect.overlap?.perDay].flatMap(
    amount => amount ?? [],
  )
}

describe('in any world', () => {
  test('new commerce gives back no more seats than can be given back (T3)', () => {
    const seen = ofEachWrite((action, living) => {
      if (action.kind !== 'subscription.change-seats' || action.to >= action.from) return false
      const found = living.get(action.subscription)
      if (found?.commerce !== 'nce') return false
      const open = found.refundable.reduce((sum, batch) => sum + batch.seats, 0)
      expect(action.from - action.to).toBeLessThanOrEqual(open)
      return true
    })
    expect(seen).toBeGreaterThan(0)
  })

  test('nothing is cancelled after its window, and the instant it closes is said (T4)', () => {
    const seen = ofEachWrite((action, living) => {
      if (action.kind !== 'subscription.cancel') return false
      const until = living.get(action.subscription)?.cancellableUntil
      expect(action.until).toBe(until)
      expect(action.until >= morning, action.until).toBe(true)
      return true
    })
    expect(seen).toBeGreaterThan(0)
  })

  test('nothing is written to what has a word that nobody knows (T10), nor to Azure (T9)', () => {
    const seen = ofEachWrite((action, living) => {
      if (!('subscription' in action)) return false
      const found = living.get(action.subscription)
      expect([found?.status, found?.kind, found?.commerce].join(' ')).not.toMatch(/unknown:|azure/)
      return true
    })
    expect(seen).toBeGreaterThan(0)
  })

  test('money without a price list is unknown and never a zero (T14)', () => {
    const seen = ofEachWrite((action, _, { desired }) => {
      if (desired.partners.find(partner => partner.name === action.partner)?.prices !== null) return false
      for (const amount of amountsOf(action)) expect(amount.kind, action.id).toBe('unknown')
      return amountsOf(action).length > 0
    })
    expect(seen).toBeGreaterThan(0)
  })

  test('what cannot be undone is marked: each purchase of new commerce, each transfer, each end in a source (T16)', () => {
    const seen = ofEachWrite(action => {
      const isPurchase = action.kind === 'subscription.create' && action.effect.commerce === 'nce'
      const isEnd =
        ['subscription.suspend', 'subscription.cancel'].includes(action.kind) &&
        action.effect.method !== 'steady'
      if (!isPurchase && !isEnd && action.kind !== 'subscription.transfer') return false
      expect(action.effect.irreversible, action.id).toBe(true)
      return true
    })
    expect(seen).toBeGreaterThan(0)
  })

  test('the gate’s question to the directory holds when it is asked, and everybody keeps a licence (T21)', () => {
    let seen = 0
    fc.assert(
      fc.property(madeUpWorld, world => {
        const plan: Plan = aPlan(world)
        const gates = plan.actions.filter(action => action.kind === 'gate.customer')
        for (const gate of gates) {
          const asked = gate.proves.filter(check => check.kind === 'licences suffice')
          if (asked.length === 0) continue
          const before = indexActual(carriedOut(world.actual, plan, plan.actions.indexOf(gate)))
          for (const check of asked) expect(holds(check, before, morning)).toBe('yes')
          // Also half-way behind it: what has gone is not asked for twice.
          const after = indexActual(carriedOut(world.actual, plan))
          for (const check of asked) expect(holds(check, after, morning)).toBe('yes')
          seen += 1
        }
      }),
      { numRuns: runs },
    )
    expect(seen).toBeGreaterThan(0)
  })
})
