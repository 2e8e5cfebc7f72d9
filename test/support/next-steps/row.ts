import type { Ran } from '../built-command.ts'
import type { WorkspaceWish } from '../workspaces/a-workspace.ts'
import type { AdminScene, AdminWish } from '../workspaces/an-admin-workspace.ts'
import type { Stage } from './stage.ts'

/** A state in which a code prints commands, and what each of them comes to there. */
export interface StateRow {
  readonly wish?: WorkspaceWish
  /** A workspace with delegated administration in the place of one with subscriptions. */
  readonly admin?: AdminScene | AdminWish
  /** Brings the state about; the last answer is the one that prints. */
  readonly state: (stage: Stage) => Promise<Ran>
  /** What the code tells people to do beside the command, or what passes by itself. */
  readonly meanwhile?: (stage: Stage) => Promise<void> | void
  /** For what a person chooses: FILE, DATE, DIR. */
  readonly fill?: Readonly<Record<string, string>>
  /** Exit code of each printed command, in their order. */
  readonly leadsTo: readonly number[]
  /** What the last of them says. */
  readonly says?: RegExp
}

/** `like`: the same command, printed for a trouble that no sandbox can be asked for, or that is looked at by a suite of its own. */
export type Row =
  | StateRow
  | { readonly like: string; readonly because: string }
  /** Waits for a person: the suite that is one. */
  | { readonly personIn: string }

export type Rows = Readonly<Record<string, Row>>
