import type { Diagnostic } from '../../engine/diagnostic.ts'

/** Thrown inside this island and by its promises; the command turns it into its diagnostic. */
export class JournalTrouble extends Error {
  override readonly name = 'JournalTrouble'
  readonly diagnostic: Diagnostic
  constructor(diagnostic: Diagnostic) {
    super(diagnostic.summary)
    this.diagnostic = diagnostic
  }
}
