/**
 * Asks again until the live side shows what it shall, with growing pauses, up to a deadline of clock time. A service that
 * is eventually consistent is slow, not wrong; a check that says no for good is not waited for.
 */

import { type ActualIndex, indexActual } from '../../model/actual-index.ts'
import type { Check } from '../../plan/check.ts'
import { holds, type Judgement } from '../../plan/checks.ts'
import { readSubjects, subjectsOfChecks } from '../../read/read-subjects.ts'
import { msBetween } from '../../time/utc-days.ts'
import type { OldestReads } from '../kept-reads.ts'
import { pause, type Run } from '../run.ts'

/** The order list lags up to 15 minutes (facts 4.5), so that is how long a purchase may stay out of sight; in ms. */
export const showsWithinMs = 20 * 60_000
const firstPauseMs = 2_000
const longestPauseMs = 60_000

/** Proven and looked at in one go; in ms. */
const justRead: OldestReads = { lists: 2_000, others: 0 }

export interface Judged {
  readonly judgement: Judgement
  /** Checks that do not hold, or could not be judged. */
  readonly open: readonly Check[]
}

export interface Settled extends Judged {
  readonly index: ActualIndex
  /** The run was stopped before the deadline, so `no` may only mean `not yet`. */
  readonly isCutShort: boolean
}

/** All of these at once: `no` outweighs `unknown`. */
export function judgeAll(checks: readonly Check[], index: ActualIndex, run: Pick<Run, 'clock'>): Judged {
  const judged = checks.map(check => ({ check, judgement: holds(check, index, run.clock.now()) }))
  const open = judged.filter(entry => entry.judgement !== 'yes')
  const judgement = open.some(entry => entry.judgement === 'no') ? 'no' : open.length > 0 ? 'unknown' : 'yes'
  return { judgement, open: open.map(entry => entry.check) }
}

/** What these checks need, read now. */
export async function readFor(
  checks: readonly Check[],
  run: Pick<Run, 'reader' | 'clock'>,
): Promise<ActualIndex> {
  const { reader, clock } = run
  return indexActual(await readSubjects(subjectsOfChecks(checks), { reader, clock, width: 1 }))
}

/** The same, from what was read in this run where that is young enough; `isAnew`: none of it was. */
export async function recallFor(
  checks: readonly Check[],
  { reads, clock }: Pick<Run, 'reads' | 'clock'>,
  oldest: OldestReads,
): Promise<{ readonly index: ActualIndex; readonly isAnew: boolean }> {
  const { reader, hasRecalled } = reads.youngerThan(oldest)
  const index = await readFor(checks, { reader, clock })
  return { index, isAnew: !hasRecalled() }
}

/**
 * `final` tells which checks cannot become true by waiting. While some are waited for, only they are asked about; what counts in the end is one look at all
 * of them.
 */
export async function settle(
  checks: readonly Check[],
  run: Run,
  final: (check: Check) => boolean,
): Promise<Settled> {
  let isFirst = true
  const lookAt = async (asked: readonly Check[]) => {
    // Asked for after the last write to it: the list that has just proven a step is not asked for once more.
    const { index } = isFirst ? await recallFor(asked, run, justRead) : { index: await readFor(asked, run) }
    isFirst = false
    return { ...judgeAll(asked, index, run), index, isWhole: asked.length === checks.length }
  }
  const isOver = ({ judgement, open, index }: Judged & Pick<Settled, 'index'>) =>
    judgement === 'yes' || open.some(check => final(check) && holds(check, index, run.clock.now()) === 'no')
  let waitedFor = checks
  const { last, isCutShort } = await askUntil(run, {
    async ask() {
      const partly = await lookAt(waitedFor)
      const seen = partly.isWhole || !isOver(partly) ? partly : await lookAt(checks)
      waitedFor = seen.open
      return seen
    },
    isOver,
  })
  return { ...(last.isWhole ? last : await lookAt(checks)), isCutShort }
}

/** Asks again and again, up to the deadline; the last answer counts. */
export async function askUntil<T>(
  run: Run,
  { ask, isOver }: { readonly ask: () => Promise<T>; readonly isOver: (answer: T) => boolean },
): Promise<{ readonly last: T; readonly isCutShort: boolean }> {
  const began = run.clock.now()
  for (let pauseMs = firstPauseMs; ; pauseMs = Math.min(pauseMs * 2, longestPauseMs)) {
    const last = await ask()
    if (isOver(last) || msBetween(began, run.clock.now()) >= showsWithinMs) return { last, isCutShort: false }
    if (!(await pause(run, pauseMs, { why: 'settling', partner: null }))) return { last, isCutShort: true }
  }
}
