/**
 * What the sandbox charges, credits and invoices over sixty days, against the oracle, to the minor unit; and each rule of the oracle
 * turned round, to see that the comparison would notice.
 */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fraction, times } from './fraction.ts'
import { down, halfUp } from './money.ts'
import { type Rules, theRules } from './rules.ts'
import { type Books, booksOf, judge } from './sandbox/check-world.ts'
import { describeTold } from './sandbox/describe.ts'
import { features, featuresOf } from './sandbox/features.ts'
import { worldPlan } from './sandbox/stories.ts'

const runs = process.env['TENANTFORM_FULL'] === '1' ? 2_000 : 60
/** Worlds that are judged by wrong rules too. */
const kept = 150

/** Each of them differs from the rules in one thing. */
const wrongRules: Readonly<Record<string, Partial<Rules>>> = {
  'new commerce rounded half up, all seats at once': {
    nceAmount: (perSeat, seats, currency) => halfUp(times(perSeat, seats), currency),
  },
  'new commerce rounded down, all seats at once': {
    nceAmount: (perSeat, seats, currency) => down(times(perSeat, seats), currency),
  },
  'legacy rounded down': {
    legacyAmount: (perSeat, seats, currency) => down(times(perSeat, seats), currency),
  },
  'the whole credit a day longer': { wholeCreditDays: 31 },
  'the whole credit a day shorter': { wholeCreditDays: 29 },
  'periods that no term cuts': { cutsPeriods: false },
  'periods that stay short after a short month': { keepsDayOfMonth: false },
  'the day of a transfer charged to the target': { sourcePaysTransferDay: false },
  'the day of a switch-off charged': { isSwitchOffFree: false },
  'an extension at 2 %': { extension: { ...theRules.extension, monthlyPlan: fraction(102, 100) } },
  'an extension at 22 %': { extension: { ...theRules.extension, runningTerm: fraction(122, 100) } },
  'new commerce free while suspended': { chargesSuspended: false },
}

describe('charges of the sandbox', () => {
  const books: Books[] = []

  it(`agree with the oracle over ${runs} worlds of sixty days`, async () => {
    const seen = new Map<string, number>(features.map(feature => [feature, 0]))
    await fc.assert(
      fc.asyncProperty(worldPlan, async world => {
        const own = await booksOf(world)
        if (books.length < kept) books.push(own)
        const judged = judge(own)
        for (const feature of featuresOf(world, judged)) seen.set(feature, (seen.get(feature) ?? 0) + 1)
        expect(judged.differences, describeTold(own.told)).toEqual([])
      }),
      { numRuns: runs },
    )
    console.log(`worlds: ${[...seen].map(([feature, count]) => `${feature} ${count}`).join(', ')}`)
    expect([...seen].filter(([, count]) => count === 0)).toEqual([])

    const unnoticed = Object.entries(wrongRules).filter(([, wrong]) =>
      books.every(own => judge(own, wrong).differences.length === 0),
    )
    expect(unnoticed.map(([name]) => name)).toEqual([])
  })
})
