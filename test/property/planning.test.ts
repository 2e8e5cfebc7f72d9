/** Laws of planning, over made-up worlds. A failure prints its seed; a found one becomes a test by name elsewhere. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { notDeclared } from '../../engine/execute/facts/declared.ts'
import { notDerived } from '../../engine/execute/facts/derived.ts'
import { otherEffects } from '../../engine/execute/facts/purchase-effects.ts'
import { sourcesLeft } from '../../engine/execute/facts/sources-left.ts'
import { outOfWaveOrder } from '../../engine/execute/facts/wave-order.ts'
import { notWhole } from '../../engine/execute/facts/whole.ts'
import type { Desired } from '../../engine/model/desired.ts'
import { instant, utcDate } from '../../engine/model/ids.ts'
import type { Actual } from '../../engine/model/live.ts'
import { type Action, isSwitchOff, isWrite } from '../../engine/plan/action.ts'
import { decodePlan, encodePlan } from '../../engine/plan/codec.ts'
import type { Plan } from '../../engine/plan/plan.ts'
import { aPlan } from '../support/builders/index.ts'
import { interruptedAfter } from '../support/half-way.ts'
import { carriedOut } from '../support/simulate.ts'
import { type MadeUpWorld, madeUpWorld, runs } from '../support/worlds.ts'

function law(check: (world: MadeUpWorld, plan: Plan) => void): void {
  fc.assert(
    fc.property(madeUpWorld, world => check(world, aPlan(world))),
    { numRuns: runs },
  )
}

/** What may be written to something in a source, and for which method. */
const writesOfSources = [
  'subscription.suspend reprovision',
  'subscription.suspend drop',
  'subscription.cancel repurchase',
  'subscription.change-renewal lapse',
  'subscription.change-renewal drop',
]

function hasDeadline(action: Action): boolean {
  return 'effect' in action && action.effect.commerce === 'nce' && action.kind !== 'subscription.create'
}

function subscriptionsIn(actual: Actual) {
  return actual.customers.flatMap(entry =>
    entry.subscriptions.kind === 'present' ? entry.subscriptions.value : [],
  )
}

/** What somebody may take out of a saved plan before its digest is made anew. */
const takings: Readonly<Record<string, (plan: Plan) => Plan>> = {
  'the gate': plan => without(plan, action => action.kind === 'gate.customer'),
  'the gate and what it waits for': plan =>
    without(plan, action => !isSwitchOff(action) || action.replacedBy.length === 0),
  'what the gate proves': plan =>
    changed(plan, action => (action.kind === 'gate.customer' ? { ...action, proves: [] } : action)),
  'the order of switch-offs': plan =>
    changed(plan, action =>
      isSwitchOff(action) && action.replacedBy.length > 0 ? { ...action, after: [] } : action,
    ),
  'what the gate waits for': plan =>
    changed(plan, action =>
      action.kind === 'gate.customer' && action.after.some(id => id.startsWith('subscription.create:'))
        ? { ...action, after: [] }
        : action,
    ),
  'the proofs of writes': plan =>
    changed(plan, action => (isWrite(action) ? ({ ...action, proves: [] } as Action) : action)),
  'the marks of what cannot be undone': plan =>
    changed(plan, action =>
      isWrite(action) &&
      action.effect.irreversible &&
      (isSwitchOff(action) || action.kind === 'subscription.create')
        ? ({ ...action, effect: { ...action.effect, irreversible: false } } as Action)
        : action,
    ),
  'the facts': plan => ({ ...plan, facts: [] }),
  'its end': plan => ({ ...plan, expiresAt: instant('2031-01-01T00:00:00Z') }),
}

function changed(plan: Plan, change: (action: Action) => Action): Plan {
  return { ...plan, actions: plan.actions.map(change) }
}

function without(plan: Plan, isTaken: (action: Action) => boolean): Plan {
  const actions = plan.actions.filter(action => !isTaken(action))
  const left = new Set<string>(actions.map(action => action.id))
  return {
    ...plan,
    actions: actions.map(action => ({ ...action, after: action.after.filter(id => left.has(id)) })),
  }
}

describe('planning made-up worlds', () => {
  test('plans something in a good part of them, so that the laws below are not empty', () => {
    const kinds = new Map<string, number>()
    law((_, plan) => {
      for (const action of plan.actions) kinds.set(action.kind, (kinds.get(action.kind) ?? 0) + 1)
      for (const customer of plan.customers) kinds.set(customer.state, (kinds.get(customer.state) ?? 0) + 1)
    })
    for (const kind of [
      'subscription.create',
      'subscription.suspend',
      'subscription.change-seats',
      'subscription.reactivate',
      'subscription.transfer',
      'subscription.cancel',
      'subscription.change-renewal',
      'subscription.set-renewal',
      'gate.customer',
      'planned',
      'blocked',
      'waiting',
    ])
      expect(kinds.get(kind) ?? 0, kind).toBeGreaterThan(0)
  })

  test('never writes Azure, nor anything that is not a licence of a known kind', () => {
    law(({ actual }, plan) => {
      const odd = new Set(
        subscriptionsIn(actual)
          .filter(entry => entry.kind !== 'licence')
          .map(entry => entry.id),
      )
      for (const action of plan.actions)
        if ('subscription' in action) expect(odd).not.toContain(action.subscription)
    })
  })

  test('never suspends new commerce in a source', () => {
    law(({ actual }, plan) => {
      const nce = new Set(
        subscriptionsIn(actual)
          .filter(entry => entry.commerce === 'nce')
          .map(entry => entry.id),
      )
      for (const action of plan.actions)
        if (action.kind === 'subscription.suspend' && action.effect.method !== 'steady')
          expect(nce).not.toContain(action.subscription)
    })
  })

  test('touches only what is declared, or what a source of the consolidation has', () => {
    law(({ desired, actual }, plan) => {
      const declared = new Set(
        desired.customers.flatMap(entry => entry.subscriptions.map(one => `${entry.tenant}/${one.key}`)),
      )
      const living = new Map(subscriptionsIn(actual).map(entry => [entry.id, entry]))
      for (const action of plan.actions) {
        if (action.kind === 'subscription.create')
          expect(declared).toContain(`${action.customer}/${action.key}`)
        if (!('subscription' in action)) continue
        const touched = living.get(action.subscription)
        expect(touched?.customer).toBe(action.customer)
        const isSource = touched?.partner !== 'central'
        if (isSource) expect(writesOfSources).toContain(`${action.kind} ${action.effect.method}`)
        else expect(action.effect.method).toBe('steady')
      }
    })
  })

  test('orders actions after everything they wait for, each once', () => {
    law((_, plan) => {
      const done = new Set<string>()
      for (const action of plan.actions) {
        expect(done).not.toContain(action.id)
        for (const before of action.after) expect(done).toContain(before)
        done.add(action.id)
      }
      expect(plan.customers.flatMap(entry => entry.actions).every(id => done.has(id))).toBe(true)
    })
  })

  test('puts all creates of a customer before its gate, and its gate before its suspends', () => {
    law((_, plan) => {
      for (const customer of plan.customers) {
        const own = plan.actions.filter(action => customer.actions.includes(action.id))
        const off = own.filter(
          action => action.kind === 'subscription.suspend' && action.partner !== 'central',
        )
        if (off.length === 0) continue
        const gate = own.find(action => action.kind === 'gate.customer')
        const creates = own.filter(action => action.kind === 'subscription.create').map(action => action.id)
        expect(gate?.after).toEqual(expect.arrayContaining(creates))
        for (const action of off) expect(action.after).toContain(gate?.id)
      }
    })
  })

  test('switches nothing off without a twin that the gate verifies, unless it says that it reduces service', () => {
    law((_, plan) => {
      for (const action of plan.actions) {
        if (action.kind !== 'subscription.suspend' || action.effect.reducesService) continue
        const gate = plan.actions.find(
          (entry): entry is Extract<Action, { kind: 'gate.customer' }> =>
            entry.kind === 'gate.customer' && entry.customer === action.customer,
        )
        expect(action.replacedBy.length).toBeGreaterThan(0)
        for (const twin of action.replacedBy) {
          if (twin.kind === 'created by') expect(gate?.after).toContain(twin.action)
          else
            expect(gate?.proves).toContainEqual(
              expect.objectContaining({
                kind: 'subscription is',
                subscription: twin.subscription,
                status: 'active',
              }),
            )
        }
      }
    })
  })

  test('writes nothing for a customer that is not accepted, has no agreement, or is blocked', () => {
    law((_, plan) => {
      for (const customer of plan.customers) {
        if (customer.actions.length === 0) continue
        expect(customer.readiness).toEqual({ kind: 'accepted' })
        expect(customer.blockedBy).toEqual([])
        expect(customer.state).toBe('planned')
      }
    })
  })

  test('shows effect, method, date and who is billed on every write', () => {
    law((_, plan) => {
      for (const action of plan.actions) {
        if (!('effect' in action)) continue
        // What is told for the renewal takes effect with the next term.
        if (action.kind === 'subscription.change-renewal' || action.kind === 'subscription.set-renewal')
          expect(action.effect.date >= plan.on).toBe(true)
        else expect(action.effect.date).toBe(plan.on)
        expect(action.effect.billing.length).toBeGreaterThan(0)
        expect(action.proves.length).toBeGreaterThan(0)
        expect(action.expects.length).toBeGreaterThan(0)
      }
    })
  })

  test('reaches the desired state when carried out, and then plans nothing', () => {
    law(({ desired, actual }, plan) => {
      const after = carriedOut(actual, plan)
      const next = aPlan({ desired, actual: after })
      expect(next.actions).toEqual([])
      for (const customer of plan.customers) {
        if (customer.state !== 'planned') continue
        const now = next.customers.find(entry => entry.tenant === customer.tenant)
        expect(['moved', 'nothing to do']).toContain(now?.state)
      }
    })
  })

  test('never leaves a customer with fewer active seats of a product than the sources lost', () => {
    law(({ actual }, plan) => {
      const after = carriedOut(actual, plan)
      for (const customer of plan.customers) {
        for (const line of customer.seats) {
          if (customer.state !== 'planned' || line.verdict === 'fewer, acknowledged') continue
          const active = subscriptionsIn(after)
            .filter(
              entry =>
                entry.customer === customer.tenant &&
                entry.partner === 'central' &&
                entry.product === line.product &&
                entry.status === 'active',
            )
            .reduce((sum, entry) => sum + (entry.seats ?? 0), 0)
          expect(active).toBeGreaterThanOrEqual(line.switchedOff)
        }
      }
    })
  })

  test('goes on from any point of an interrupted plan, also on a later day, without buying anything twice', () => {
    fc.assert(
      fc.property(
        madeUpWorld,
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.boolean(),
        ({ desired, actual }, share, isTwoDaysLater) => {
          const plan = aPlan({ desired, actual })
          // Two days later a window or a renewal may have passed, and then the same is not to be had any more.
          const isLater = isTwoDaysLater && !plan.actions.some(hasDeadline)
          const count = Math.floor(plan.actions.length * share)
          const halfway = carriedOut(actual, plan, count)
          const on = utcDate(isLater ? '2026-12-09' : '2026-12-07')
          const madeAt = instant(`${on}T07:00:00Z`)
          const halfWay = interruptedAfter(plan, count)
          const rest = aPlan({ desired, actual: halfway, on, madeAt, halfWay })
          const done = carriedOut(halfway, rest)
          expect(aPlan({ desired, actual: done, on, madeAt, halfWay }).actions).toEqual([])
          const whole = carriedOut(actual, plan)
          expect(summary(done)).toEqual(summary(whole))
        },
      ),
      { numRuns: runs },
    )
  })

  test('makes plans that are whole, and declared by their documents: what is refused was changed by somebody', () => {
    law(({ desired }, plan) => {
      const refused = [
        ...notWhole(plan),
        ...notDeclared(plan, desired),
        ...outOfWaveOrder(plan, desired),
        ...notDerived(plan, desired),
        ...sourcesLeft(plan, desired),
        ...otherEffects(plan, desired),
      ]
      expect(refused.map(({ detail }) => detail)).toEqual([])
    })
  })

  test('makes plans that nobody can take a gate, a purchase, a proof, a fact or a mark from', () => {
    const told = new Map(Object.keys(takings).map(name => [name, 0]))
    law((_, plan) => {
      if (!plan.actions.some(action => isSwitchOff(action) && action.replacedBy.length > 0)) return
      for (const [name, take] of Object.entries(takings)) {
        const forged = take(plan)
        if (JSON.stringify(forged) === JSON.stringify(plan)) continue
        expect(notWhole(forged), name).not.toEqual([])
        told.set(name, (told.get(name) ?? 0) + 1)
      }
    })
    for (const [name, count] of told) expect(count, name).toBeGreaterThan(0)
  })

  test('survives being written and read', () => {
    law((_, plan) => {
      expect(decodePlan(encodePlan(plan))).toEqual({ ok: true, value: plan, warnings: [] })
    })
  })

  test('does not depend on the order of documents, reads or keys', () => {
    fc.assert(
      fc.property(madeUpWorld, fc.integer(), (world, seed) => {
        const shuffled = shuffleWorld(world, seed)
        expect(encodePlan(aPlan(shuffled))).toBe(encodePlan(aPlan(world)))
      }),
      { numRuns: runs },
    )
  })
})

/** What is on, per account and product; ids and times do not matter. */
function summary(actual: Actual): readonly string[] {
  return subscriptionsIn(actual)
    .map(({ partner, customer, product, seats, status, name }) =>
      [partner, customer, product, seats, status, name].join(' '),
    )
    .sort()
}

function shuffleWorld({ desired, actual }: MadeUpWorld, seed: number): MadeUpWorld {
  const shuffled: Desired = {
    ...desired,
    partners: shuffle(desired.partners, seed),
    customers: shuffle(
      desired.customers.map(entry =>
        reversedKeys({ ...entry, subscriptions: shuffle(entry.subscriptions, seed) }),
      ),
      seed,
    ),
    consolidations: desired.consolidations.map(entry =>
      reversedKeys({ ...entry, from: shuffle(entry.from, seed) }),
    ),
  }
  return {
    desired: reversedKeys(shuffled),
    actual: {
      ...actual,
      partners: shuffle(actual.partners, seed).map(entry =>
        entry.customers.kind === 'present'
          ? { ...entry, customers: { kind: 'present', value: shuffle(entry.customers.value, seed) } }
          : entry,
      ),
      customers: shuffle(actual.customers, seed).map(entry =>
        entry.subscriptions.kind === 'present'
          ? {
              ...entry,
              subscriptions: {
                kind: 'present',
                value: shuffle(entry.subscriptions.value, seed).map(reversedKeys),
              },
            }
          : entry,
      ),
      catalogue: shuffle(actual.catalogue, seed),
    },
  }
}

/** The same list in an order that depends on the seed alone. */
function shuffle<T>(list: readonly T[], seed: number): readonly T[] {
  return (
    fc.sample(fc.shuffledSubarray([...list], { minLength: list.length }), { numRuns: 1, seed })[0] ?? list
  )
}

function reversedKeys<T extends object>(value: T): T {
  return Object.fromEntries(Object.entries(value).reverse()) as T // the same keys with the same values
}
