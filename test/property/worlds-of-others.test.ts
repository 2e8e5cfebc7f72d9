/** Laws that hold in the worlds of others (test/support/others), and how often each rule had something to stop. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { movesTogether } from '../../engine/load/resolve/moves-together.ts'
import type { Desired } from '../../engine/model/desired.ts'
import type { Plan } from '../../engine/plan/plan.ts'
import { aPlan } from '../support/builders/index.ts'
import { type WorldOfOthers, worldOfOthers } from '../support/others/world-of-others.ts'
import { carriedOut } from '../support/simulate.ts'

const isFull = process.env['TENANTFORM_FULL'] === '1'
const runs = isFull ? 5_000 : 250
/** Fixed, so that the ordinary run is the same everywhere. */
const seed = isFull ? {} : { seed: 20261207 }

function law(check: (world: WorldOfOthers, plan: Plan) => void): void {
  fc.assert(
    fc.property(
      worldOfOthers.filter(({ desired }) => contradictions(desired).length === 0),
      world => {
        check(world, aPlan(world))
      },
    ),
    { numRuns: runs, ...seed },
  )
}

/** What `validate` refuses, because documents contradict each other (T26). */
function contradictions(desired: Desired): readonly string[] {
  const codes: string[] = []
  movesTogether(desired, ({ code }) => codes.push(code))
  return codes
}

describe('in the worlds of others', () => {
  test('planning after a complete apply is empty', () => {
    law((world, plan) => {
      const after = carriedOut(world.actual, plan)
      expect(aPlan({ ...world, actual: after }).actions.map(action => action.id)).toEqual([])
    })
  })

  test('a scope narrows what is done, and lifts no block', () => {
    law((world, plan) => {
      const whole = new Set(plan.actions.map(action => action.id))
      const { consolidations, customers } = world.desired
      const scopes = [
        ...consolidations.map(({ name }) => ({ consolidation: name })),
        { wave: 'pilot' },
        { wave: 'all' },
        ...customers.map(({ tenant }) => ({ targets: [tenant] })),
        ...customers.flatMap(({ tenant, subscriptions: [first] }) =>
          first === undefined ? [] : [{ targets: [`${tenant}/${first.key}`] }],
        ),
      ]
      for (const scope of scopes.filter(
        entry => !('wave' in entry) || (consolidations[0]?.waves.length ?? 0) > 0,
      ))
        for (const { id } of aPlan({ ...world, scope }).actions)
          expect([...whole], JSON.stringify(scope)).toContain(id)
    })
  })
})

const counted = [
  'DOCUMENT.CUSTOMER_TWICE',
  'DOCUMENT.TARGET_IS_SOURCE',
  'PLAN.BLOCKED_ELSEWHERE',
  'PLAN.TWO_CONSOLIDATIONS',
]

test('each rule has worlds in which it stops something', () => {
  const seen = new Map<string, number>(counted.map(code => [code, 0]))
  fc.assert(
    fc.property(worldOfOthers, world => {
      const refused = contradictions(world.desired)
      const found = refused.length > 0 ? refused : aPlan(world).customers.flatMap(codesOf)
      for (const code of new Set(found)) if (seen.has(code)) seen.set(code, (seen.get(code) ?? 0) + 1)
    }),
    { numRuns: runs, ...seed },
  )
  if (isFull)
    process.stdout.write(
      `worlds of others in which a rule blocked, of ${runs}: ${JSON.stringify([...seen])}\n`,
    )
  for (const [code, count] of seen) expect(count, code).toBeGreaterThan(0)
})

function codesOf({ blockedBy }: Plan['customers'][number]): readonly string[] {
  return blockedBy.map(finding => finding.code)
}
