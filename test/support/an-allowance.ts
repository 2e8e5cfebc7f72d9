/** One budget without clock and requests: who asks may start, or is told how long to wait. */
import type { StartsPerMinute } from '../../providers/http/budget/learned.ts'
import { type BudgetEvent, type BudgetRules, step } from '../../providers/http/budget/rules.ts'
import { newState } from '../../providers/http/budget/state.ts'

export interface Allowance {
  /** How long a request has to wait at this time, in ms; 0: it may start. */
  waitMs(nowMs: number): number
  started(nowMs: number): void
  /** `untilMs`: until when everybody waits; null: one customer does. */
  refused(refusal: {
    readonly startedMs: number
    readonly nowMs: number
    readonly untilMs: number | null
  }): void
}

/** Of a process by itself. */
export function anAllowance(starts: StartsPerMinute): Allowance {
  const rules: BudgetRules = { starts, inFlight: 5, lots: { share: 0, ms: 1, stepMs: 1 } }
  const state = newState(starts, 0)
  const ask = (nowMs: number, events: readonly BudgetEvent[], reads: number) =>
    step(state, rules, { process: 'one', isJob: false, events, wants: { reads, writes: 0 } }, nowMs)
  return {
    waitMs(nowMs) {
      const { units, waitMs } = ask(nowMs, [], 1)
      return units > 0 ? 0 : waitMs
    },
    started(nowMs) {
      ask(nowMs, [{ kind: 'started', agoMs: 0, effect: 'read' }], 0)
    },
    refused({ startedMs, nowMs, untilMs }) {
      const event = {
        kind: 'refused',
        startedAgoMs: nowMs - startedMs,
        agoMs: 0,
        customer: untilMs === null ? 'c' : null,
        saidMs: untilMs === null ? 1_000 : untilMs - nowMs,
      } as const
      ask(nowMs, [event], 0)
    },
  }
}
