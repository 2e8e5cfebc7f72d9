import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { windowMs } from '../../../../providers/http/budget/learned.ts'
import { type Allowance, anAllowance } from '../../../support/an-allowance.ts'
import { ask, type Counting } from '../../../support/counting-service.ts'

const usual = { first: 400, most: 1_000 }
const by = fc.constantFrom<Counting['by']>('calendar minute', 'last minute')

/** Starts all that may start at this time. */
function startAll(allowance: Allowance, nowMs: number): number {
  let count = 0
  while (allowance.waitMs(nowMs) === 0) {
    allowance.started(nowMs)
    count += 1
  }
  return count
}

describe('what the client learns of an allowance', () => {
  // Red before it learned: 80 % of 500 used, 2 % refused at 200 and 4 % at 100.
  it('of 100 to 700 a minute uses 95 % of it, and one request in a hundred is refused at most', () => {
    fc.assert(
      fc.property(
        by,
        fc.integer({ min: 100, max: 700 }),
        fc.integer({ min: 20, max: 350 }),
        fc.integer({ min: 0, max: 59_999 }),
        (counted, allowance, latencyMs, fromMs) => {
          const clients = [anAllowance(usual)]
          const asked = ask(
            { allowance, by: counted },
            { clients, inFlight: 5, latencyMs, fromMs, minutes: 20 },
          )
          expect((asked.sent - asked.refused) / (20 * allowance)).toBeGreaterThanOrEqual(0.95)
          expect(asked.refused / asked.sent).toBeLessThanOrEqual(0.01)
          expect(Math.max(...asked.perMinute.slice(6))).toBeLessThanOrEqual(Math.ceil(allowance * 1.01) + 5)
        },
      ),
      { numRuns: 80, seed: 15 },
    )
  })

  it('that another process uses as well is shared with it, by the same measure', () => {
    const asked = [200, 500].map(allowance => {
      const clients = [anAllowance(usual), anAllowance(usual)]
      const { sent, refused } = ask(
        { allowance, by: 'calendar minute' },
        { clients, inFlight: 5, latencyMs: 150, fromMs: 25_000, minutes: 20 },
      )
      return { isUsed: sent - refused >= 0.95 * 20 * allowance, isRarelyRefused: refused <= sent / 100 }
    })
    expect(asked).toEqual([
      { isUsed: true, isRarelyRefused: true },
      { isUsed: true, isRarelyRefused: true },
    ])
  })
})

describe('an allowance', () => {
  it('grows by halves each full minute until something is refused, and never over the most', () => {
    const allowance = anAllowance({ first: 100, most: 300 })
    const minutes = [0, 1, 2, 3, 4].map(minute => startAll(allowance, minute * windowMs))
    expect(minutes).toEqual([100, 150, 225, 300, 300])
    expect(allowance.waitMs(4 * windowMs + 1)).toBe(windowMs - 1)
  })

  it('does not grow of minutes that were not full', () => {
    const allowance = anAllowance({ first: 100, most: 300 })
    for (let minute = 0; minute < 5; minute += 1) allowance.started(minute * windowMs)
    expect(startAll(allowance, 5 * windowMs)).toBe(100)
  })

  it('is what was let through in the minute that a refusal ends, less two in a hundred', () => {
    const allowance = anAllowance(usual)
    for (let start = 0; start < 203; start += 1) allowance.started(10_000 + start)
    // Three were on their way together.
    for (const startedMs of [10_200, 10_201, 10_202])
      allowance.refused({ startedMs, nowMs: 10_300, untilMs: 60_300 })
    expect(startAll(allowance, 80_000)).toBe(196)
  })

  it('comes back to that count in small steps, and is held there', () => {
    const allowance = anAllowance(usual)
    for (let start = 0; start < 101; start += 1) allowance.started(0)
    allowance.refused({ startedMs: 0, nowMs: 1, untilMs: 60_000 })
    const minutes = [1, 2, 3, 4, 5, 6, 7, 8].map(minute => startAll(allowance, minute * windowMs))
    expect(minutes).toEqual([98, 99, 100, 100, 100, 101, 104, 109])
  })

  it('is a quarter after a refusal that nothing of ours explains, and comes back step by step', () => {
    const allowance = anAllowance({ first: 400, most: 400 })
    allowance.started(0)
    allowance.refused({ startedMs: 0, nowMs: 100, untilMs: 5_000 })
    expect(startAll(allowance, windowMs)).toBe(100)
    const later = Array.from({ length: 14 }, (_, minute) => startAll(allowance, (minute + 2) * windowMs))
    expect([later[0], later.at(-1)]).toEqual([200, 400])
  })

  it('is not less because one customer is told to wait (Q42)', () => {
    const allowance = anAllowance(usual)
    allowance.started(0)
    allowance.refused({ startedMs: 0, nowMs: 100, untilMs: null })
    expect(startAll(allowance, 200)).toBe(399)
  })

  it('is never less than one', () => {
    const allowance = anAllowance({ first: 1, most: 5 })
    allowance.started(0)
    allowance.refused({ startedMs: 0, nowMs: 0, untilMs: 1_000 })
    expect(startAll(allowance, windowMs)).toBe(1)
  })
})
