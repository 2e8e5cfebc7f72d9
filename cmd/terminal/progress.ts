/** Progress on stderr: one line that is drawn again with bar, rate, remaining time and pauses on a terminal; one line per step elsewhere. */
import type { Progress, ProgressEvent } from '../../engine/ports.ts'
import { cutTo } from '../report/columns.ts'
import { printable } from '../report/printable.ts'
import type { Streams } from '../streams.ts'

const words = {
  load: 'loading',
  read: 'reading',
  plan: 'planning',
  check: 'checking the plan against what is there',
  apply: 'applying',
  verify: 'verifying',
} as const
/** Shorter waits are not worth a line; in ms. */
const shortWaitMs = 1_000
/** Before this much time has passed a rate is chance; in ms. */
const soonestRateMs = 2_000
const barWidth = 20

export interface ShownProgress {
  readonly report: Progress
  end(): void
}

/** `now` counts milliseconds; how long something took is a matter of the wall, also on a sandbox. */
export function createProgress(
  streams: Streams,
  quiet: boolean,
  now: () => number = Date.now,
): ShownProgress {
  if (quiet) return { report: () => undefined, end: () => undefined }
  return streams.drawsStatus
    ? drawn(streams, now)
    : { report: event => plain(event, streams), end: () => undefined }
}

function plain(event: ProgressEvent, streams: Streams): void {
  const line = lineOf(event)
  if (line !== null) streams.err(`${line}\n`)
}

interface Stage {
  readonly stage: keyof typeof words
  readonly began: number
  readonly total: number | null
  readonly done: number
}

function drawn(streams: Streams, now: () => number): ShownProgress {
  let stage: Stage | null = null
  let throttledMs = 0
  const draw = (what: string) => {
    const line =
      stage === null ? what : `${barOf(stage, now() - stage.began)}${what === '' ? '' : ` ${what}`}`
    streams.status(cutTo(line, Math.max(20, streams.errColumns - 1)))
  }
  return {
    report(event: ProgressEvent) {
      switch (event.kind) {
        case 'stage.began':
          stage = { stage: event.stage, began: now(), total: event.total, done: 0 }
          return draw('')
        case 'stage.advanced':
          stage = { ...(stage ?? { began: now() }), stage: event.stage, total: event.total, done: event.done }
          return draw(printable(event.what))
        case 'stage.ended':
          stage = null
          return streams.status(null)
        case 'waiting':
          if (event.why === 'throttled') throttledMs += event.ms
          if (event.ms >= shortWaitMs) draw(waitText(event))
          return
        case 'action.began':
          return draw(lineOf(event) ?? '')
        case 'action.ended':
          // What went as planned is in the answer; what did not is said at once, and stays.
          if (event.outcome === 'done' || event.outcome === 'adopted') return draw(lineOf(event) ?? '')
          streams.err(`${lineOf(event) ?? ''}\n`)
          return draw('')
        case 'note':
          streams.err(`${printable(event.text)}\n`)
          return draw('')
      }
    },
    end() {
      streams.status(null)
      if (throttledMs >= shortWaitMs)
        streams.err(
          `Paused ${clockTime(Math.ceil(throttledMs / 1000))} in all, because the service asked for it.\n`,
        )
    },
  }
}

function barOf({ stage, total, done }: Stage, ms: number): string {
  if (total === null) return words[stage]
  const full = total === 0 ? barWidth : Math.round((Math.min(done, total) / total) * barWidth)
  const bar = `[${'#'.repeat(full)}${' '.repeat(barWidth - full)}]`
  return `${words[stage]} ${bar} ${done}/${total}${pace({ done, total, ms })}`
}

/** How fast it goes, pauses included, and how long it will take at that rate. */
function pace({
  done,
  total,
  ms,
}: {
  readonly done: number
  readonly total: number
  readonly ms: number
}): string {
  if (ms < soonestRateMs || done === 0) return ''
  const rate = (done * 1000) / ms
  const left = Math.ceil((total - done) / rate)
  const shownRate = rate >= 10 ? rate.toFixed(0) : rate.toFixed(1)
  return ` ${shownRate}/s${left === 0 ? '' : `, ${clockTime(left)} left`}`
}

function clockTime(seconds: number): string {
  if (seconds < 60) return `${seconds} s`
  const minutes = Math.ceil(seconds / 60)
  return minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`
}

function waitText({ ms, why, partner }: Extract<ProgressEvent, { kind: 'waiting' }>): string {
  return `waiting ${Math.ceil(ms / 1000)} s (${why}${partner === null ? '' : `, ${partner}`})`
}

/** What a log says of it; null: nothing. */
function lineOf(event: ProgressEvent): string | null {
  switch (event.kind) {
    case 'stage.began':
      return `${words[event.stage]}${event.total === null ? '' : ` (${event.total})`}`
    case 'stage.advanced':
    case 'stage.ended':
      return null
    case 'action.began':
      return `begin  ${printable(event.action)}${event.attempt > 1 ? ` (attempt ${event.attempt})` : ''}`
    case 'action.ended':
      return `${event.outcome.padEnd(6)} ${printable(event.action)}`
    case 'waiting':
      return event.ms < shortWaitMs ? null : waitText(event)
    case 'note':
      return printable(event.text)
  }
}
