/** Follows an apply that workers carry out, to its end; anybody may, from anywhere. */
import { diagnose } from '../../engine/diagnostic.ts'
import { codes as applyCodes } from '../../engine/execute/codes.ts'
import type { ApplyVerdict } from '../../engine/execute/verdict.ts'
import type { HandedOver } from '../../engine/execute/workers/hand-over.ts'
import type { RunningApply, SharedApplies } from '../../engine/execute/workers/port.ts'
import { sharedVerdict } from '../../engine/execute/workers/shared-result.ts'
import { foldJournal } from '../../engine/journal/fold.ts'
import type { Clock, JournalStore, Progress } from '../../engine/ports.ts'
import { diagnosticsOf, Trouble } from '../../engine/trouble.ts'
import { codes as journalCodes } from '../../providers/journal/codes.ts'
import type { Shell } from '../shell.ts'
import { workersText } from './workers-text.ts'

export interface Following {
  readonly shared: SharedApplies
  readonly store: JournalStore
  /** The tenants' time. */
  readonly clock: Clock
  readonly shell: Shell
  readonly progress: Progress
  /** What a stop of this command does to the apply. */
  readonly stop: 'stops it' | 'leaves it alone'
}

const everyMs = 1_000
/** Looks without a worker before it is said that none came. */
const aloneFor = 5

export async function follow(handed: HandedOver, following: Following): Promise<ApplyVerdict> {
  const { shared, shell, progress, stop } = following
  const { apply } = handed
  let before: RunningApply | null = null
  for (let looks = 1; ; looks += 1) {
    const now = await lookedAt(apply, following)
    if (now === null) break
    if (now === 'silent') {
      if (shell.signal.aborted) break
      await shell.clock.sleep(everyMs, shell.signal).catch(() => undefined)
      continue
    }
    if (before === null) progress({ kind: 'stage.began', stage: 'apply', total: totalOf(now) })
    if (before === null || doneOf(before) !== doneOf(now))
      progress({
        kind: 'stage.advanced',
        stage: 'apply',
        done: doneOf(now),
        total: totalOf(now),
        what: workersText(now),
      })
    if (looks === aloneFor && now.workers === 0 && now.customers.ready > 0)
      progress({
        kind: 'note',
        text: 'No worker has taken a customer yet: start one with `tenantform worker`.',
      })
    before = now
    if (now.state === 'ended' || now.state === 'taken over') break
    if (shell.signal.aborted) {
      if (stop === 'stops it')
        await shared.stop(apply, 'It was stopped by whoever began it; workers end the actions they are in.')
      before = await shared.find(apply)
      break
    }
    await shell.clock.sleep(everyMs, shell.signal).catch(() => undefined)
  }
  progress({ kind: 'stage.ended', stage: 'apply' })
  return accountOf(handed, before, following)
}

/** A database that restarts ends no apply, and nobody's following of one. */
async function lookedAt(
  apply: string,
  { shared, progress }: Following,
): Promise<RunningApply | 'silent' | null> {
  try {
    return await shared.find(apply)
  } catch (error) {
    const [because] = diagnosticsOf(error)
    if (because?.code !== journalCodes.UNREACHABLE.code) throw error
    progress({ kind: 'note', text: `${because.detail ?? because.summary} It is asked again.` })
    return 'silent'
  }
}

async function accountOf(
  { apply, alreadyDone }: HandedOver,
  last: RunningApply | null,
  { shared, store, clock, stop }: Following,
): Promise<ApplyVerdict> {
  const state = foldJournal(await store.read(apply))
  if (state === null)
    throw new Trouble(diagnose(applyCodes.NOTHING_TO_RESUME, { detail: `There is no journal of ${apply}.` }))
  const isOver = last === null || last.state === 'ended'
  const left = stop === 'leaves it alone' ? 'Workers go on with it.' : null
  return sharedVerdict({
    state,
    alreadyDone,
    outcomes: await shared.outcomesOf(apply),
    stopped: last?.stopped ?? (isOver ? null : left),
    clock,
  })
}

function totalOf({ customers }: RunningApply): number {
  return Object.values(customers).reduce((sum, count) => sum + count, 0)
}

function doneOf({ customers }: RunningApply): number {
  return customers.closed + customers.left
}
