import type { Diagnostic } from '../engine/diagnostic.ts'

/** A failure on its way to the screen: one diagnostic or several. Thrown inside a command, printed by `guarded`. */
export class Trouble extends Error {
  override readonly name = 'Trouble'
  /** The first, for whoever shows only one. */
  readonly diagnostic: Diagnostic
  readonly diagnostics: readonly Diagnostic[]
  constructor(first: Diagnostic, ...others: readonly Diagnostic[]) {
    super(first.summary)
    this.diagnostic = first
    this.diagnostics = [first, ...others]
  }
}

/** A word of the command line that names nothing: the command is declined (exit 3), because nothing was looked at. */
export class UnmatchedScope extends Trouble {}

/** The diagnostics of any trouble of ours, from whichever island; empty for anything else. */
export function diagnosticsOf(error: unknown): readonly Diagnostic[] {
  if (error instanceof Trouble) return error.diagnostics
  if (!(error instanceof Error) || !('diagnostic' in error)) return []
  const { diagnostic } = error
  return typeof diagnostic === 'object' && diagnostic !== null && 'code' in diagnostic
    ? [diagnostic as Diagnostic] // our islands attach nothing else under this name
    : []
}
