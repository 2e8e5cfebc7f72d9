/** What the served board is made of: the readiness board of the latest look, and what the journals say by now. */

import type { OwnStep } from '../../../engine/activity/own-steps.ts'
import type { StatusReport } from '../../../engine/cutover/status.ts'
import type { Instant } from '../../../engine/model/ids.ts'
import type { HtmlPage } from '../html/page.ts'

export interface Board {
  readonly status: StatusReport
  /** Oldest first. */
  readonly applies: readonly BoardApply[]
  /** What cannot be told, a sentence each: a look that failed, journals that cannot be read. */
  readonly trouble: readonly string[]
  /** Another one where anything above is. */
  readonly version: string
}

export interface BoardApply {
  readonly apply: string
  readonly startedAt: Instant
  readonly finished: boolean
  readonly steps: readonly OwnStep[]
}

/** A page of the board, without what all of them have. */
export type View = Pick<HtmlPage, 'title' | 'lead' | 'panels' | 'pictures' | 'tables'>

/** One word for what became of a step; a step without an end is unknown, whether or not its apply goes on. */
export function outcomeOf({ outcome }: OwnStep): 'done' | 'failed' | 'unknown' {
  if (outcome === 'done' || outcome === 'adopted') return 'done'
  return outcome === null || outcome === 'unknown' ? 'unknown' : 'failed'
}

export const outcomeTones = { done: 'good', failed: 'bad', unknown: 'bad' } as const
