/** What somebody else wrote into the place of a budget holds nobody up for years. */
import { expect, it } from 'vitest'
import { decodeState, encodeState } from '../../../../providers/http/budget/codec.ts'
import { type BudgetState, newState } from '../../../../providers/http/budget/state.ts'

const now = Date.parse('2026-12-07T06:00:00Z')
const day = 24 * 60 * 60_000

function edited(change: (state: BudgetState) => void): BudgetState | null {
  const state = newState({ first: 400, most: 1_000 }, now)
  change(state)
  return decodeState(encodeState(state))
}
const process = { seenMs: now, isJob: false, lot: null, writesWaitUntilMs: 0 }
const pause = { untilMs: now + 1_000, inARow: 1, sinceMs: now }

it.each<[string, (state: BudgetState) => void]>([
  ['a pause of an hour', state => (state.pauses.everybody = { ...pause, untilMs: now + day / 24 })],
  [
    'a lot of two seconds',
    state => state.processes.set('x', { ...process, lot: { units: 16, untilMs: now + 2_000 } }),
  ],
  [
    'starts of the last minute',
    state => state.counts.push({ atMs: now - 1_000, reads: 3, writes: 0, jobs: 0 }),
  ],
])('%s is kept', (_, change) => {
  expect(edited(change)).toMatchObject({ atMs: now })
})

// Was red: every command waited, until 2058.
it.each<[string, (state: BudgetState) => void]>([
  ['a pause of years', state => (state.pauses.everybody = { ...pause, untilMs: now + 1e12 })],
  [
    'a pause of years for one customer',
    state => state.pauses.customers.set('c', { ...pause, untilMs: now + 1e12 }),
  ],
  [
    'a lot of years',
    state => state.processes.set('x', { ...process, lot: { units: 400, untilMs: now + 1e12 } }),
  ],
  ['a process that was seen in years', state => state.processes.set('x', { ...process, seenMs: now + 1e12 })],
  [
    'writes that wait for years',
    state => state.processes.set('x', { ...process, writesWaitUntilMs: now + 1e12 }),
  ],
  ['starts in years', state => state.counts.push({ atMs: now + 1e12, reads: 400, writes: 0, jobs: 0 })],
  ['refusals in years', state => state.refused.push({ atMs: now + 1e12 })],
])('%s is damage', (_, change) => {
  expect(edited(change)).toBeNull()
})
