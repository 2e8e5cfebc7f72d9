/** The laws of the worlds of others on a later day, when a plan was carried out, whole or in part, and terms have ended. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { CustomerActual } from '../../engine/model/live.ts'
import type { Plan } from '../../engine/plan/plan.ts'
import { aPlan } from '../support/builders/index.ts'
import { laterWorld } from '../support/others/later-worlds.ts'
import { type Law, laws } from '../support/others/laws.ts'

const isFull = process.env['TENANTFORM_FULL'] === '1'
const runs = isFull ? 5_000 : 150
/** Fixed in the ordinary run, so that it is the same everywhere. */
const seed = isFull ? {} : { seed: 20261207 }

/** What happened before, and what a plan of the later day comes to. */
const wanted = [
  'a plan was carried out whole',
  'a plan was carried out in part',
  'a purchase was made, and what it replaces still runs',
  'something ran out',
  'something is bought',
  'something is switched off',
  'PLAN.ENDED_AS_DECLARED',
  'PLAN.FEWER_SEATS',
  'PLAN.LICENCES_SHORT',
  'PLAN.RETIRED_PARTNER',
]

test('every law holds on a later day, and there is something to plan', () => {
  const seen = new Map(wanted.map(name => [name, 0]))
  fc.assert(
    fc.property(laterWorld, world => {
      const plan = aPlan(world)
      const { first } = world
      const total = first.plan.actions.length
      const happened = new Set<string>([
        ...(total > 0 && first.count === total ? ['a plan was carried out whole'] : []),
        ...(first.count > 0 && first.count < total ? ['a plan was carried out in part'] : []),
        ...(world.halfWay.some(({ customer }) => switchesOff(plan, customer))
          ? ['a purchase was made, and what it replaces still runs']
          : []),
        ...(world.actual.customers.some(({ subscriptions }) => hasRunOut(subscriptions))
          ? ['something ran out']
          : []),
        ...plan.actions.flatMap(({ kind }) => {
          if (kind === 'subscription.create') return ['something is bought']
          return kind === 'subscription.suspend' ? ['something is switched off'] : []
        }),
        ...plan.customers.flatMap(({ blockedBy }) => blockedBy.map(({ code }) => code)),
        ...plan.findings.map(({ code }) => code),
      ])
      for (const name of happened) if (seen.has(name)) seen.set(name, (seen.get(name) ?? 0) + 1)
      for (const [name, law] of Object.entries<Law>(laws))
        expect({ name, wrong: law(world, plan) }).toEqual({ name, wrong: [] })
    }),
    { numRuns: runs, ...seed },
  )
  if (isFull)
    process.stdout.write(
      `worlds on a later day, of ${runs}, in which there was: ${JSON.stringify([...seen])}\n`,
    )
  for (const name of wanted) expect(seen.get(name), name).toBeGreaterThan(0)
})

function switchesOff(plan: Plan, customer: string): boolean {
  return plan.actions.some(action => action.kind === 'subscription.suspend' && action.customer === customer)
}

function hasRunOut(read: CustomerActual['subscriptions']): boolean {
  return read.kind === 'present' && read.value.some(({ status }) => status === 'disabled')
}
