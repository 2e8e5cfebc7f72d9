/** Progress on stderr: one line that is drawn again with bar, rate, remaining time and pauses on a terminal; one line per step elsewhere. */
import type { ActionNames, Progress, ProgressEvent } from '../../engine/ports.ts'
import { cutTo } from '../report/columns.ts'
import { type Paint, paintOf, paintOutcome, paintSign } from '../report/paint.ts'
import { actionVerbs } from '../report/plan/action-verbs.ts'
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
/** Of the bar: what happens needs the room more, where there is little. */
const barWidthOf = (columns: number) => (columns < 100 ? 10 : 20)

export interface ShownProgress {
  readonly report: Progress
  end(): void
}

export interface ProgressLook {
  readonly quiet: boolean
  readonly colour: boolean
  /** Counts milliseconds; how long something took is a matter of the wall, also on a sandbox. */
  readonly now?: () => number
}

export function createProgress(
  streams: Streams,
  { quiet, colour, now = Date.now }: ProgressLook,
): ShownProgress {
  if (quiet) return { report: () => undefined, end: () => undefined }
  const lineOf = linesIn(paintOf({ colour }))
  if (streams.drawsStatus) return drawn(streams, { lineOf, now })
  return {
    report(event) {
      const line = lineOf(event)
      if (line !== null) streams.err(`${line}\n`)
    },
    end: () => undefined,
  }
}

interface Stage {
  readonly stage: keyof typeof words
  readonly began: number
  readonly total: number | null
  readonly done: number
}

function drawn(
  streams: Streams,
  { lineOf, now }: { readonly lineOf: LineOf; readonly now: () => number },
): ShownProgress {
  let stage: Stage | null = null
  let throttledMs = 0
  let latest = ''
  const draw = (what: string) => {
    latest = what
    const line =
      stage === null
        ? what
        : `${barOf(stage, now() - stage.began, barWidthOf(streams.errColumns))}${what === '' ? '' : ` ${what}`}`
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
          // Of an action it is the id, and its name stands there already.
          return draw(event.stage === 'apply' ? latest : printable(event.what))
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

function barOf({ stage, total, done }: Stage, ms: number, barWidth: number): string {
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
type LineOf = (event: ProgressEvent) => string | null

function linesIn(paint: Paint): LineOf {
  return event => {
    switch (event.kind) {
      case 'stage.began':
        return `${words[event.stage]}${event.total === null ? '' : ` (${event.total})`}`
      case 'stage.advanced':
      case 'stage.ended':
        return null
      case 'action.began':
        return `${'begin'.padEnd(7)}  ${actionWords(event, paint)}${event.attempt > 1 ? ` (attempt ${event.attempt})` : ''}`
      case 'action.ended': {
        const word = event.outcome === 'adopted' ? 'found' : event.outcome
        return `${paintOutcome(event.outcome, paint)(word.padEnd(7))}  ${actionWords(event, paint)}`
      }
      case 'waiting':
        return event.ms < shortWaitMs ? null : waitText(event)
      case 'note':
        return printable(event.text)
    }
  }
}

function actionWords({ does, customer, product }: ActionNames, paint: Paint): string {
  const { sign, verb } = actionVerbs[does]
  return [
    ...(customer === null ? [] : [printable(customer)]),
    paintSign(sign, paint)(`${sign} ${verb}`),
    ...(product === null ? [] : [printable(product)]),
  ].join('  ')
}
