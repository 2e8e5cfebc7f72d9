/** What a worker does, as notes for people and events for programs, and whether it is well. */
import { type Diagnostic, diagnose } from '../../engine/diagnostic.ts'
import { codes as applyCodes } from '../../engine/execute/codes.ts'
import type { WorkerEvent } from '../../engine/execute/workers/work.ts'
import { counted } from '../../engine/plural.ts'
import type { Progress } from '../../engine/ports.ts'
import type { Health } from '../../providers/page-server/health.ts'
import { tell } from '../answer.ts'
import type { Shell } from '../shell.ts'

export interface WorkerLog {
  report(event: WorkerEvent): void
  health(): Health
}

interface LogOptions {
  readonly shell: Shell
  readonly progress: Progress
  readonly leaseMs: number
  elapsedMs(): number
}

export function createWorkerLog({ shell, progress, leaseMs, elapsedMs }: LogOptions): WorkerLog {
  let heardAt: number | null = null
  let running = 0
  let closed = 0
  const note = (text: string) => progress({ kind: 'note', text })
  return {
    report(event) {
      switch (event.kind) {
        case 'heard':
          heardAt = elapsedMs()
          return
        case 'took':
          running += 1
          note(`Customer ${event.turn.customer} of ${event.turn.apply}: begun (fence ${event.turn.fence}).`)
          return
        case 'closed':
          running -= 1
          closed += 1
          note(`Customer ${event.turn.customer} of ${event.turn.apply}: ${closedText(event.open)}.`)
          return
        case 'handed back':
          running -= 1
          note(`Customer ${event.turn.customer} of ${event.turn.apply}: handed back.`)
          return
        case 'not for here':
          tell(shell, [notForHere(event)])
          return
        case 'refused':
          tell(shell, event.because.map(asWarning))
          note(`${event.apply} is left to other workers.`)
          return
        case 'trouble':
          if (event.turn !== null) running -= 1
          tell(shell, event.because)
          return
      }
    },
    health() {
      const silentMs = heardAt === null ? null : Math.round(elapsedMs() - heardAt)
      const isStopping = shell.signal.aborted
      const isWell = !isStopping && silentMs !== null && silentMs < leaseMs
      return { isWell, facts: { isStopping, customers: running, finished: closed, silentMs } }
    },
  }
}

function closedText(open: number): string {
  return open === 0 ? 'finished' : `ended with ${counted(open, 'action')} left to do`
}

function notForHere({ apply, why }: Extract<WorkerEvent, { kind: 'not for here' }>): Diagnostic {
  return asWarning(
    diagnose(why.kind === 'version' ? applyCodes.OTHER_VERSION : applyCodes.OTHER_WORLD, {
      detail: `${apply} is of ${why.theirs}; this worker is of ${why.ours}. It is left to other workers.`,
      remedies: [],
    }),
  )
}

function asWarning(found: Diagnostic): Diagnostic {
  return { ...found, severity: 'warning' }
}
