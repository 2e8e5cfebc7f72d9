/**
 * The invoices that the sandbox makes of a world that a plan has moved, reconciled by the command: it reports no difference, and what it
 * saw is what the oracle says was charged and credited.
 */
import fc from 'fast-check'
import { afterAll, expect, it } from 'vitest'
import { methods, worldMovedBy } from './plan/check-plan.ts'
import { checkReconcile } from './reconcile/check-reconcile.ts'
import { faults } from './reconcile/spoiled-files.ts'
import { describeTold } from './sandbox/describe.ts'

const runs = process.env['TENANTFORM_FULL'] === '1' ? 2_000 : 15

/** Each of them has to come about, or the comparison proves nothing. */
const figures = ['API', 'files']
  .flatMap(place => [
    `${place} charge nce`,
    `${place} credit legacy`,
    `${place} credit nce`,
    `${place} billed in two accounts`,
    `${place} money billed twice`,
  ])
  .concat(faults.map(fault => `spoiled ${fault}`))

const compared = new Map<string, number>(figures.map(figure => [figure, 0]))
const done = new Set<(typeof methods)[number]>()

it.each(methods)(
  `of the invoices of ${runs / methods.length} worlds moved by %s reports no difference`,
  async method => {
    done.add(method)
    // A smaller world is not looked for: each takes a second.
    const found = await fc.check(
      fc.asyncProperty(worldMovedBy(method), async drawn => {
        const checked = await checkReconcile(drawn)
        for (const figure of checked.compared) compared.set(figure, (compared.get(figure) ?? 0) + 1)
        expect(checked.differences, describeTold(checked.told)).toEqual([])
      }),
      { numRuns: runs / methods.length, endOnFailure: true },
    )
    expect(
      found.failed ? `${fc.defaultReportMessage(found)}\n${String(found.errorInstance)}` : 'no difference',
    ).toBe('no difference')
  },
)

afterAll(() => {
  console.log(`reconciled: ${[...compared].map(([figure, count]) => `${figure} ${count}`).join(', ')}`)
  // With `-t` some of them are left out.
  if (done.size === methods.length) expect([...compared].filter(([, count]) => count === 0)).toEqual([])
})
