/**
 * The money of plans against the oracle: credits, overlaps, commitments and their sums, for worlds in which terms were renewed, cut,
 * extended, cycles changed. The planner sees what the service shows, the oracle knows what was done.
 */
import fc from 'fast-check'
import { afterAll, expect, it } from 'vitest'
import { checkPlan, methods, worldMovedBy } from './plan/check-plan.ts'
import { describeTold } from './sandbox/describe.ts'

const runs = process.env['TENANTFORM_FULL'] === '1' ? 2_000 : 15

/** Each of them has to come about, or the comparison proves nothing. */
const figures = [
  'subscription.suspend credit',
  'subscription.cancel credit',
  'credit of a young one: unchanged',
  'credit of a young one: other seats',
  'credit of a young one: off for a while',
  'subscription.suspend overlap',
  'subscription.change-renewal overlap',
  'subscription.suspend a further day',
  'subscription.create commitment',
  'subscription.create a period',
  'sum of atRisk',
  'sum of committed',
  'sum of credit',
]

const compared = new Map<string, number>(figures.map(figure => [figure, 0]))
const done = new Set<(typeof methods)[number]>()

it.each(methods)(
  `predicts the same money as the oracle for ${runs / methods.length} worlds moved by %s`,
  async method => {
    done.add(method)
    await fc.assert(
      fc.asyncProperty(worldMovedBy(method), async drawn => {
        const checked = await checkPlan(drawn)
        for (const figure of checked.compared) compared.set(figure, (compared.get(figure) ?? 0) + 1)
        expect(checked.differences, `${checked.plan.on}\n${describeTold(checked.told)}`).toEqual([])
      }),
      { numRuns: runs / methods.length },
    )
  },
)

afterAll(() => {
  console.log(`plans: ${[...compared].map(([figure, count]) => `${figure} ${count}`).join(', ')}`)
  // With `-t` some of them are left out.
  if (done.size === methods.length) expect([...compared].filter(([, count]) => count === 0)).toEqual([])
})
