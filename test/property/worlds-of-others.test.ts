/** Laws that hold in the worlds of others (test/support/others), and how often each rule had something to stop. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Plan } from '../../engine/plan/plan.ts'
import { aPlan } from '../support/builders/index.ts'
import { contradictions, type Law, laws, soundWorld } from '../support/others/laws.ts'
import { worldOfOthers } from '../support/others/world-of-others.ts'

const isFull = process.env['TENANTFORM_FULL'] === '1'
/** The last law makes a plan for each scope. */
const runsOf = (name: string) => (isFull ? 5_000 : name.startsWith('a scope') ? 60 : 150)
/** Fixed in the ordinary run, so that it is the same everywhere. */
const seed = isFull ? {} : { seed: 20261207 }

describe('in the worlds of others', () => {
  test.each(Object.entries<Law>(laws))('%s', (name, law) => {
    fc.assert(
      fc.property(soundWorld, world => {
        expect(law(world, aPlan(world))).toEqual([])
      }),
      { numRuns: runsOf(name), ...seed },
    )
  })
})

const rules = [
  'DOCUMENT.CUSTOMER_TWICE',
  'DOCUMENT.TARGET_IS_SOURCE',
  'PLAN.ADD_ON_PARTED',
  'PLAN.ADD_ON_STAYS',
  'PLAN.AMBIGUOUS_BINDING',
  'PLAN.BLOCKED_ELSEWHERE',
  'PLAN.LIVES_OTHERWISE',
  'PLAN.REPLACEMENT_ENDS',
  'PLAN.TRANSFER_OPEN',
  'PLAN.TWO_CONSOLIDATIONS',
]

test('each rule has worlds in which it stops something', () => {
  const runs = isFull ? 5_000 : 400
  const seen = new Map<string, number>(rules.map(code => [code, 0]))
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
