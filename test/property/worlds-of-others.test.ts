/** Laws that hold in the worlds of others (test/support/others), and how often each rule had something to stop. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Plan } from '../../engine/plan/plan.ts'
import { aPlan } from '../support/builders/index.ts'
import { type Law, laws } from '../support/others/laws.ts'
import { contradictions, soundWorld } from '../support/others/sound-world.ts'
import {
  type WorldOfOthers,
  worldOfOthers,
  worldOfSharedLicences,
} from '../support/others/world-of-others.ts'

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

/** What stops a customer, or a whole plan, by its code; and what only speaks up, where a rule asks for no more. */
const rules = [
  'DOCUMENT.CUSTOMER_TWICE',
  'DOCUMENT.TARGET_IS_SOURCE',
  'PLAN.ADD_ON_PARTED',
  'PLAN.ADD_ON_STAYS',
  'PLAN.AMBIGUOUS_BINDING',
  'PLAN.BLOCKED_ELSEWHERE',
  'PLAN.DEADLINE_TOO_NEAR',
  'PLAN.FEWER_SEATS',
  'PLAN.IDENTITY_SPLIT',
  'PLAN.LICENCES_SHORT',
  'PLAN.LIVES_OTHERWISE',
  'PLAN.NEEDS_APPROVAL',
  'PLAN.POLICY',
  'PLAN.REPLACEMENT_ENDS',
  'PLAN.REPLACEMENT_SHRINKS',
  'PLAN.RESELLER_LOST',
  'PLAN.RETIRED_PARTNER',
  'PLAN.SEAT_POOL_FULL',
  'PLAN.TRANSFER_OPEN',
  'PLAN.TWO_CONSOLIDATIONS',
  'PLAN.UNREADABLE_PRODUCT',
]

test('each rule has worlds in which it stops something', () => {
  const runs = isFull ? 5_000 : 1_500
  const seen = new Map<string, number>(rules.map(code => [code, 0]))
  fc.assert(
    fc.property(worldOfOthers, world => {
      const refused = contradictions(world.desired)
      const plan = refused.length > 0 ? null : aPlan(world)
      const found = plan === null ? [...refused] : codesOf(plan)
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

test('in some worlds the licences are short over several consolidations, and over none of them', () => {
  const runs = isFull ? 5_000 : 300
  let count = 0
  fc.assert(
    fc.property(worldOfSharedLicences, world => {
      if (contradictions(world.desired).length === 0 && areShortTogether(world, aPlan(world))) count += 1
    }),
    { numRuns: runs, ...seed },
  )
  if (isFull) process.stdout.write(`worlds of shared licences, of ${runs}, short together: ${count}\n`)
  expect(count).toBeGreaterThan(0)
})

function codesOf({ customers, findings }: Plan): string[] {
  return [
    ...customers.flatMap(({ blockedBy }) => blockedBy),
    ...findings.filter(({ blocks, code }) => blocks === 'run' || code === 'PLAN.RESELLER_LOST'),
  ].map(({ code }) => code)
}

/** Each of a customer's consolidations by itself leaves enough licences, and together they do not. */
function areShortTogether(world: WorldOfOthers, plan: Plan): boolean {
  const short = plan.customers.filter(isShort)
  return short.some(({ tenant }) => {
    const parts = plan.customers.filter(entry => entry.tenant === tenant && entry.consolidation !== null)
    const alone = parts.map(({ consolidation }) =>
      aPlan({ ...world, desired: onlyBy(world, consolidation) }).customers.filter(
        entry => entry.tenant === tenant,
      ),
    )
    return parts.length > 1 && alone.flat().every(entry => !isShort(entry))
  })
}

function isShort({ blockedBy }: Plan['customers'][number]): boolean {
  return blockedBy.some(({ code }) => code === 'PLAN.LICENCES_SHORT')
}

function onlyBy({ desired }: WorldOfOthers, name: string | null): WorldOfOthers['desired'] {
  return { ...desired, consolidations: desired.consolidations.filter(entry => entry.name === name) }
}
