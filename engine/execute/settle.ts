/**
 * Asks again until the live side shows what it shall, with growing pauses, up to a deadline of clock time. A service that
 * is eventually consistent is slow, not wrong; a check that says no for good is not waited for.
 */
import type { Check } from '../plan/action.ts'
import { type ActualIndex, indexActual } from '../plan/actual-index.ts'
import { holds, type Judgement } from '../plan/checks.ts'
import { readSubjects, subjectsOfChecks } from '../read/read-subjects.ts'
import type { Run } from './run.ts'

/** The order list lags up to 15 minutes (api.md 4.5), so that is how long a purchase may stay out of sight; in ms. */
const deadlineMs = 20 * 60_000
const firstPauseMs = 2_000
const longestPauseMs = 60_000

export interface Settled {
  readonly judgement: Judgement
  /** Checks that do not hold, or could not be judged. */
  readonly open: readonly Check[]
  readonly index: ActualIndex
}

export async function judgeLive(checks: readonly Check[], run: Run): Promise<Settled> {
  const actual = await readSubjects(subjectsOfChecks(checks), {
    reader: run.reader,
    clock: run.clock,
    width: 1,
  })
  const index = indexActual(actual)
  return { ...judgeAll(checks, index, run), index }
}

export function judgeAll(checks: readonly Check[], index: ActualIndex, run: Run): Omit<Settled, 'index'> {
  const judged = checks.map(check => ({ check, judgement: holds(check, index, run.clock.now()) }))
  const open = judged.filter(entry => entry.judgement !== 'yes')
  const judgement = open.some(entry => entry.judgement === 'no') ? 'no' : open.length > 0 ? 'unknown' : 'yes'
  return { judgement, open: open.map(entry => entry.check) }
}

/** `final` tells which checks cannot become true by waiting. */
export async function settle(
  checks: readonly Check[],
  run: Run,
  final: (check: Check) => boolean,
): Promise<Settled> {
  let waitedMs = 0
  let pauseMs = firstPauseMs
  for (;;) {
    const settled = await judgeLive(checks, run)
    if (
      settled.judgement === 'yes' ||
      settled.open.some(check => final(check) && holds(check, settled.index, run.clock.now()) === 'no')
    )
      return settled
    if (waitedMs >= deadlineMs || run.signal.aborted) return settled
    run.progress({ kind: 'waiting', why: 'settling', partner: null, ms: pauseMs })
    await run.clock.sleep(pauseMs)
    waitedMs += pauseMs
    pauseMs = Math.min(pauseMs * 2, longestPauseMs)
  }
}
