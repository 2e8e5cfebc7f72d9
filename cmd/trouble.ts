import type { Diagnostic } from '../engine/diagnostic.ts'

/** A failure on its way to the screen. Thrown inside a command, turned into its diagnostics by `answer`. */
export class Trouble extends Error {
  override readonly name = 'Trouble'
  readonly diagnostic: Diagnostic
  constructor(diagnostic: Diagnostic) {
    super(diagnostic.summary)
    this.diagnostic = diagnostic
  }
}

/** The diagnostic of any trouble of ours, from whichever island; null for anything else. */
export function diagnosticOf(error: unknown): Diagnostic | null {
  if (!(error instanceof Error) || !('diagnostic' in error)) return null
  const { diagnostic } = error
  return typeof diagnostic === 'object' && diagnostic !== null && 'code' in diagnostic
    ? (diagnostic as Diagnostic)
    : null // our islands attach nothing else under this name
}
