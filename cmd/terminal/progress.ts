/** Progress on stderr: one line that is redrawn on a terminal, one line per step elsewhere. */
import type { Progress, ProgressEvent } from '../../engine/ports.ts'
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

export function createProgress(streams: Streams, quiet: boolean): { readonly report: Progress; end(): void } {
  if (quiet) return { report: () => undefined, end: () => undefined }
  return streams.errIsTerminal
    ? drawn(streams)
    : { report: event => plain(event, streams), end: () => undefined }
}

function plain(event: ProgressEvent, streams: Streams): void {
  const line = lineOf(event)
  if (line !== null && event.kind !== 'stage.advanced') streams.err(`${line}\n`)
}

function drawn(streams: Streams) {
  let shown = false
  const erase = () => {
    if (shown) streams.err('\r\u001B[K')
    shown = false
  }
  return {
    report(event: ProgressEvent) {
      const line = lineOf(event)
      if (line === null) return
      erase()
      streams.err(line.slice(0, Math.max(20, streams.columns - 1)))
      shown = true
    },
    end: erase,
  }
}

function lineOf(event: ProgressEvent): string | null {
  switch (event.kind) {
    case 'stage.began':
      return `${words[event.stage]}${event.total === null ? '' : ` (${event.total})`}`
    case 'stage.advanced':
      return `${words[event.stage]} ${bar(event.done, event.total)} ${event.done}/${event.total} ${printable(event.what)}`
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
