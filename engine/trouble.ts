/**
 * Failures on their way to the screen. Whoever detects one throws `Trouble` with its diagnostics; where a run or a command ends,
 * `diagnosticsOf` reads them. Any other error is a bug.
 */
import type { Diagnostic } from './diagnostic.ts'

export class Trouble extends Error {
  override readonly name = 'Trouble'
  /** The first, for a place that shows only one. */
  readonly diagnostic: Diagnostic
  readonly diagnostics: readonly [Diagnostic, ...(readonly Diagnostic[])]
  constructor(first: Diagnostic, ...others: readonly Diagnostic[]) {
    super(first.detail === undefined ? first.summary : `${first.summary}: ${first.detail}`)
    this.diagnostic = first
    this.diagnostics = [first, ...others]
  }
}

/** Empty for an error that is not ours to tell. */
export function diagnosticsOf(error: unknown): readonly Diagnostic[] {
  return error instanceof Trouble ? error.diagnostics : []
}
