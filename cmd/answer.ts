/** How every command ends: its answer on stdout, diagnostics where they belong, an exit code. */
import { type Diagnostic, diagnose } from '../engine/diagnostic.ts'
import type { SourceTexts } from '../engine/load/draw-source.ts'
import { diagnosticsOf } from '../engine/trouble.ts'
import { codes } from './codes.ts'
import { type ExitCode, exitCodes } from './exit-codes.ts'
import { wholeCommands } from './follow-up.ts'
import type { Format } from './formats.ts'
import { diagnosticsJson, diagnosticsText } from './report/diagnostics.ts'
import type { ReportOptions } from './report/options.ts'
import type { Shell } from './shell.ts'
import { UnmatchedScope } from './unmatched-scope.ts'

const noSources: SourceTexts = new Map()

/** On stderr, with every command in them whole. */
export function tell(
  shell: Pick<Shell, 'streams' | 'followUp' | 'wantsColour'>,
  diagnostics: readonly Diagnostic[],
  sources: SourceTexts = noSources,
): void {
  if (diagnostics.length > 0)
    shell.streams.err(
      diagnosticsText(wholeCommands(diagnostics, shell.followUp), sources, conversationOptions(shell)),
    )
}

/** Says what went wrong: as a JSON answer where that was asked for, else on stderr for people. */
export function complain(
  shell: Shell,
  diagnostics: readonly Diagnostic[],
  facts: {
    readonly format?: Format | undefined
    readonly sources?: SourceTexts
    readonly code?: ExitCode
  } = {},
): ExitCode {
  if (facts.format === 'json') shell.streams.out(diagnosticsJson(wholeCommands(diagnostics, shell.followUp)))
  else tell(shell, diagnostics, facts.sources)
  return facts.code ?? exitCodes.failed
}

/** Runs a command's work; troubles of ours become diagnostics, anything else is a bug and goes up. */
export async function guarded(
  shell: Shell,
  format: Format | undefined,
  work: () => Promise<ExitCode>,
): Promise<ExitCode> {
  try {
    return await work()
  } catch (error) {
    const troubles = diagnosticsOf(error)
    if (troubles.length === 0) throw error
    // Whatever gave up gave up because of the stop, and there is nothing to mend about it.
    const isStopped = shell.signal.aborted && !shell.written.isAnything()
    const diagnostics = isStopped ? [diagnose(codes.STOPPED)] : troubles
    return complain(shell, diagnostics, {
      format,
      ...(error instanceof UnmatchedScope && { code: exitCodes.declined }),
    })
  }
}

/** Colour only for a terminal, and only when nobody said no; lines as wide as a terminal only for one. */
export function reportOptions({ streams, wantsColour }: Looks): ReportOptions {
  return {
    columns: streams.outIsTerminal ? streams.columns : Number.POSITIVE_INFINITY,
    colour: wantsColour && streams.outIsTerminal,
  }
}

/** The same for what is said on stderr. */
export function conversationOptions({ streams, wantsColour }: Looks): ReportOptions {
  return {
    columns: streams.errIsTerminal ? streams.errColumns : Number.POSITIVE_INFINITY,
    colour: wantsColour && streams.errIsTerminal,
  }
}

type Looks = Pick<Shell, 'streams' | 'wantsColour'>
