import { type Diagnostic, diagnose } from '../../engine/diagnostic.ts'
import { Bug } from '../../engine/result.ts'
import { StateTrouble } from '../files/own-folder.ts'
import { codes } from './codes.ts'

/** Thrown inside this island and by its promises; the executor and the commands turn it into its diagnostic. */
export class JournalTrouble extends Error {
  override readonly name = 'JournalTrouble'
  readonly diagnostic: Diagnostic
  constructor(diagnostic: Diagnostic) {
    super(diagnostic.summary)
    this.diagnostic = diagnostic
  }
}

/** A failure of the disc, in words that hold a path and never an entry; our own troubles, and bugs, as they are. */
export function unreachable(where: string, error: unknown): Error {
  if (error instanceof JournalTrouble || error instanceof StateTrouble || error instanceof Bug) return error
  const why = error instanceof Error ? error.message : String(error)
  return new JournalTrouble(diagnose(codes.UNREACHABLE, { detail: `${where}: ${why}.` }))
}

export function isCode(error: unknown, ...names: readonly string[]): boolean {
  return (
    error instanceof Error && 'code' in error && typeof error.code === 'string' && names.includes(error.code)
  )
}
