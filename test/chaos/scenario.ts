/** Everything about one run, as data: a seed makes it up, a file keeps it, and both are carried out by the same hands. */
import type { WorkspaceWish } from '../support/workspaces/a-workspace.ts'

export interface Scenario {
  readonly seed: number
  readonly wish: WorkspaceWish
  /** As for POST /sandbox/faults; scripted once the plan is made. */
  readonly faults: readonly Fault[]
  /** One after the other, until the work is done; after the last one nothing disturbs any more. */
  readonly turns: readonly Turn[]
  /** Customers worked on at once. With one, a seed replays to the request. */
  readonly width: number
  /** What happens halfway; then it may end with customers blocked, but with nothing twice, nothing early and nothing lost. */
  readonly incidents?: readonly Incident[]
  /** How often a run that nothing disturbs any more may be asked to go on; 12 unless said. */
  readonly quietTurns?: number
  /** Something is bought later, on the day after its term: then the clock is moved here, and the work goes on. */
  readonly later?: string
}

export interface Fault {
  readonly match: { readonly method?: string; readonly path: string }
  readonly do: string
  readonly times: number
  readonly [more: string]: unknown
}

/** Just before a write, counted over all runs of the scenario. */
export type Incident =
  | { readonly kind: 'clock'; readonly before: number; readonly by: string }
  /** The write is turned away, and the clock moves on before it can be sent again; somebody may act meanwhile. */
  | {
      readonly kind: 'wait'
      readonly before: number
      readonly by: string
      readonly act?: 'suspend the twins'
    }
  | {
      readonly kind: 'person'
      readonly before: number
      readonly act: 'seats' | 'suspend' | 'cancel' | 'buy' | 'transfer'
      /** Which of the subscriptions that it could be. */
      readonly pick: number
    }

/** What somebody does to what a run left there, before the next one is typed: to a twin, or to a source that is off. */
export interface Between {
  readonly act: 'cancel' | 'suspend' | 'fewer' | 'told to end' | 'told to shrink' | 'source on again'
  readonly pick: number
}

export interface Turn {
  readonly trouble: Trouble
  /** What the operator types after a run that was cut off: both must do. */
  readonly next: 'resume' | 'apply again' | 'plan anew'
  /** How long nobody types it: a duration. */
  readonly waits?: string
  /** What happens at the end of that time. */
  readonly meanwhile?: readonly Between[]
}

/** What somebody does to the newest journal, with right check sums but for the first. */
export type Meddling =
  | 'a character of the journal'
  /** Of one without a chain, as they were kept before: what is open was refused, it says then. */
  | 'its word: refused'
  /** The first switch-off was done, it says then. */
  | 'its word: switched off'

export type Trouble =
  | { readonly kind: 'none' }
  /** SIGKILL at a counted moment, and what else is lost with the process. */
  | {
      readonly kind: 'kill'
      readonly at: string
      readonly loses: 'nothing' | 'the journal' | 'the machine' | 'half an entry' | Meddling
    }
  /** The operator's stop at a counted moment. */
  | { readonly kind: 'stop'; readonly at: string; readonly signal: 'SIGINT' | 'SIGTERM' }
  /** The disc takes no file larger than this. */
  | { readonly kind: 'full disc'; readonly kib: number }
