/** Progress on stderr: one line that is redrawn on a terminal, with rate and remaining time; one line per step elsewhere. */
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
  return streams.errIsTerminal
    ? drawn(streams, now)
    : { report: event => plain(event, streams), end: () => undefined }
}

function plain(event: ProgressEvent, streams: Streams): void {
  const line = lineOf(event, '')
  if (line !== null && event.kind !== 'stage.advanced') streams.err(`${line}\n`)
}

function drawn(streams: Streams, now: () => number): ShownProgress {
  let shown = false
  let began = now()
  const erase = () => {
    if (shown) streams.err('\r\u001B[K')
    shown = false
  }
  return {
    report(event: ProgressEvent) {
      if (event.kind === 'stage.began') began = now()
      const line = lineOf(event, event.kind === 'stage.advanced' ? pace(event, now() - began) : '')
      if (line === null) return
      erase()
      streams.err(cutTo(line, Math.max(20, streams.columns - 1)))
      shown = true
    },
    end: erase,
  }
}

/** How fast it goes, and how long it will take at that rate. */
function pace({ done, total }: { readonly done: number; readonly total: number }, ms: number): string {
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

function lineOf(event: ProgressEvent, pacing: string): string | null {
  switch (event.kind) {
    case 'stage.began':
      return `${words[event.stage]}${event.total === null ? '' : ` (${event.total})`}`
    case 'stage.advanced':
      return `${words[event.stage]} ${bar(event.done, event.total)} ${event.done}/${event.total}${pacing} ${printable(event.what)}`
    case 'stage.ended':
      return null
    case 'action.began':
      return `begin  ${printable(event.action)}${event.attempt > 1 ? ` (attempt ${event.attempt})` : ''}`
    case 'action.ended':
      return `${event.outcome.padEnd(6)} ${printable(event.action)}`
    case 'waiting':
      return event.ms < shortWaitMs
        ? null
        : `waiting ${Math.ceil(event.ms / 1000)} s (${event.why}${event.partner === null ? '' : `, ${event.partner}`})`
    case 'note':
      return printable(event.text)
  }
}

function bar(done: number, total: number): string {
  const width = 20
  const full = total === 0 ? width : Math.round((done / total) * width)
  return `[${'#'.repeat(full)}${' '.repeat(width - full)}]`
}
