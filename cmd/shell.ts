/** What every command is handed, and the shape of a command: it touches neither process nor real clocks itself. */
import type { Untrusted } from '../engine/load/untrusted.ts'
import type { Clock, Progress } from '../engine/ports.ts'
import type { ExitCode } from './exit-codes.ts'
import type { FollowUp } from './follow-up.ts'
import type { Patience } from './patience.ts'
import type { Streams } from './streams.ts'
import type { Written } from './written.ts'

export interface Shell {
  readonly streams: Streams
  readonly env: Readonly<Record<string, string | undefined>>
  readonly cwd: string
  readonly version: string
  /** Fires on the first SIGINT, SIGTERM or SIGHUP. */
  readonly signal: AbortSignal
  /** Fires once nothing that is said on stdout arrives any more; left out: nobody can tell. */
  readonly outLost?: AbortSignal
  readonly written: Written
  /** How much longer than other commands this one may take to end; left out: not at all. */
  readonly patience?: Patience
  /** The time of this machine. */
  readonly clock: Clock
  /** How the command was called, for the commands it prints. */
  readonly followUp: FollowUp
  /** What happens, for `--events`; left out: nobody watches. */
  readonly events?: Progress
  /** Nobody said no: neither NO_COLOR, nor --no-color, nor a terminal that has none. */
  readonly wantsColour: boolean
  /** Set where the documents are not trusted: by `--untrusted`, or by TENANTFORM_UNTRUSTED of the pipeline. */
  readonly untrusted: Untrusted | null
}

/** What the program is given; how a command was called is only known once its arguments are read. */
export type ProcessShell = Omit<Shell, 'followUp' | 'untrusted' | 'events' | 'wantsColour'>

export type Run<Options = Readonly<Record<string, unknown>>> = (input: {
  readonly shell: Shell
  readonly args: readonly string[]
  readonly options: Options
}) => Promise<ExitCode>

export type Load = () => Promise<{
  readonly run: (input: {
    readonly shell: Shell
    readonly args: readonly string[]
    readonly options: never
  }) => Promise<ExitCode>
}>
