import type { Diagnostic } from '../diagnostic.ts'

/** Ends a run whose writes could no longer be answered for; becomes its diagnostic where the run ends. */
export class Halted extends Error {
  override readonly name = 'Halted'
  readonly diagnostic: Diagnostic
  constructor(diagnostic: Diagnostic) {
    super(diagnostic.summary)
    this.diagnostic = diagnostic
  }
}

/** The diagnostic a trouble of ours carries, from here or from a port; null for anything else, which is a bug. */
export function diagnosticIn(error: unknown): Diagnostic | null {
  if (!(error instanceof Error) || !('diagnostic' in error)) return null
  const { diagnostic } = error
  return typeof diagnostic === 'object' && diagnostic !== null && 'code' in diagnostic
    ? (diagnostic as Diagnostic) // our ports attach nothing else under this name
    : null
}
