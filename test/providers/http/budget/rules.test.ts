import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decodeState, encodeState } from '../../../../providers/http/budget/codec.ts'
import { windowMs } from '../../../../providers/http/budget/learned.ts'
import { type BudgetEvent, type Report, step } from '../../../../providers/http/budget/rules.ts'
import { keptMs, leave, newState, smallState } from '../../../../providers/http/budget/state.ts'

const starts = { first: 100, most: 1_000 }
const rules = { starts, inFlight: 5, lots: { share: 0.04, ms: 2_000, stepMs: 250 } }
const beganMs = Date.parse('2026-12-07T06:00:00Z')

function aReport(facts: Partial<Report>): Report {
  return { process: 'one', isJob: false, events: [], wants: { reads: 0, writes: 0 }, ...facts }
}

function started(count: number, effect: 'read' | 'write', agoMs = 0): readonly BudgetEvent[] {
  return Array.from({ length: count }, () => ({ kind: 'started', agoMs, effect }) as const)
}

describe('writes', () => {
  it('go before reads of other processes, which keep a fifth of the limit', () => {
    const state = newState(starts, beganMs)
    step(state, rules, aReport({ process: 'reader', events: started(100, 'read', 59_000) }), beganMs)
    const waits = step(state, rules, aReport({ wants: { reads: 0, writes: 1 } }), beganMs)
    expect([waits.units, waits.waitMs]).toEqual([0, 1_000])
    const now = beganMs + 1_000
    const reader = (facts: Partial<Report>) => aReport({ process: 'reader', ...facts })
    const reads = Array.from({ length: 12 }, () => {
      const { units } = step(state, rules, reader({ wants: { reads: 50, writes: 0 } }), now)
      step(state, rules, reader({ events: started(units, 'read') }), now)
      return units
    })
    expect(reads).toEqual([2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 0, 0])
    expect(step(state, rules, aReport({ wants: { reads: 0, writes: 1 } }), now).units).toBe(1)
    expect(step(state, rules, reader({ wants: { reads: 50, writes: 0 } }), now).units).toBe(2)
  })
})

describe('people', () => {
  it('have a fifth of the limit that jobs leave while they are there', () => {
    const state = newState(starts, beganMs)
    const job = { process: 'job', isJob: true }
    step(state, rules, aReport({ ...job, events: started(80, 'write') }), beganMs)
    expect(step(state, rules, aReport({ ...job, wants: { reads: 0, writes: 9 } }), beganMs).units).toBe(4)
    step(state, rules, aReport({ ...job }), beganMs)
    const person = step(state, rules, aReport({ wants: { reads: 9, writes: 0 } }), beganMs)
    expect(person.units).toBe(2)
    expect(step(state, rules, aReport({ ...job, wants: { reads: 0, writes: 9 } }), beganMs).units).toBe(0)
  })
})

describe('requests at once', () => {
  it('are shared as well, and each process has one', () => {
    const state = newState(starts, beganMs)
    const atOnce = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'].map(
      process => step(state, rules, aReport({ process }), beganMs).inFlight,
    )
    expect(atOnce).toEqual([5, 3, 2, 2, 1, 1, 1, 1])
    for (const process of ['b', 'c', 'd', 'e', 'f', 'g', 'h']) leave(state, process)
    expect(step(state, rules, aReport({ process: 'a' }), beganMs).inFlight).toBe(5)
  })
})

describe('a clock', () => {
  it('that goes back takes nothing from the minute and adds nothing to a pause', () => {
    const state = newState(starts, beganMs)
    const refused = { kind: 'refused', startedAgoMs: 0, agoMs: 0, customer: null, saidMs: 30_000 } as const
    step(state, rules, aReport({ events: [...started(100, 'read'), refused] }), beganMs)
    const wants = { reads: 1, writes: 0 }
    const before = beganMs - 7 * 3_600_000
    expect(step(state, rules, aReport({ wants }), before).waitMs).toBe(30_000)
    expect(step(state, rules, aReport({ wants }), before + 30_000).waitMs).toBe(30_000)
    expect(step(state, rules, aReport({ wants }), before + windowMs).units).toBe(1)
  })

  it('that several read a little apart is never before what was counted', () => {
    const state = newState(starts, beganMs)
    step(state, rules, aReport({ events: started(100, 'read') }), beganMs)
    expect(step(state, rules, aReport({ wants: { reads: 1, writes: 0 } }), beganMs - 400).waitMs).toBe(
      windowMs,
    )
  })
})

describe('what was learned', () => {
  const refusedAt150 = () => {
    const state = newState({ first: 400, most: 1_000 }, beganMs)
    const refused = { kind: 'refused', startedAgoMs: 0, agoMs: 0, customer: null, saidMs: 60_000 } as const
    step(state, rules, aReport({ events: [...started(151, 'read'), refused] }), beganMs)
    return state
  }

  it('serves the next run, for a day after the last request', () => {
    const state = refusedAt150()
    expect(state.learned.limit).toBe(147)
    step(state, rules, aReport({}), beganMs + keptMs)
    expect(state.learned.limit).toBe(147)
    step(state, rules, aReport({}), beganMs + 2 * keptMs + 1)
    expect(state.learned.limit).toBe(100)
  })

  it('gives way to a smaller number of the document, and to a larger one where nothing was refused', () => {
    const state = refusedAt150()
    const declared = (limit: number) => ({ ...rules, starts: { first: limit, most: limit } })
    step(state, declared(80), aReport({}), beganMs + 1)
    expect(state.learned.limit).toBe(80)
    const fresh = newState(starts, beganMs)
    step(fresh, declared(450), aReport({}), beganMs)
    expect(fresh.learned.limit).toBe(450)
  })

  it('begins at a quarter where nothing is known of the others', () => {
    const state = smallState({ first: 400, most: 1_000 }, beganMs)
    step(state, { ...rules, starts: { first: 400, most: 1_000 } }, aReport({}), beganMs)
    expect(state.learned.limit).toBe(100)
  })
})

describe('a state as text', () => {
  it('is the same when it is read again, whatever happened', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.record({
            process: fc.constantFrom('a', 'b'),
            isJob: fc.boolean(),
            reads: fc.nat(30),
            writes: fc.nat(30),
            refused: fc.option(fc.constantFrom('c-1', 'c-2')),
            ms: fc.integer({ min: -5_000, max: 40_000 }),
          }),
        ),
        turns => {
          const state = newState(starts, beganMs)
          let now = beganMs
          for (const { process, isJob, reads, writes, refused, ms } of turns) {
            now += ms
            const told = {
              kind: 'refused',
              startedAgoMs: 5,
              agoMs: 0,
              customer: refused,
              saidMs: null,
            } as const
            const events = [...started(reads, 'read', 20), ...(refused === null ? [] : [told])]
            step(state, rules, { process, isJob, events, wants: { reads, writes } }, now)
          }
          expect(decodeState(encodeState(state))).toEqual(state)
        },
      ),
    )
  })

  it('is none where a part is missing or no number', () => {
    const text = encodeState(newState(starts, beganMs))
    const spoilt = ['', '{', 'null', text.slice(0, -2), text.replace('"format":1', '"format":2')]
    const numbers = ['"limit":-5', '"limit":1e999', '"limit":"100"', '"limit":0.5'].map(limit =>
      text.replace('"limit":100', limit),
    )
    expect([...spoilt, ...numbers].map(decodeState)).toEqual(Array(9).fill(null))
  })
})
