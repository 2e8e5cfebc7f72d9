import { diagnose } from '../../engine/diagnostic.ts'
import { Bug } from '../../engine/result.ts'
import { Trouble } from '../../engine/trouble.ts'
import { codes } from './codes.ts'

/** A failure of the disc, in words that hold a path and never an entry; troubles that say what they are, and bugs, as they are. */
export function unreachable(where: string, error: unknown): Error {
  if (error instanceof Trouble || error instanceof Bug) return error
  const why = error instanceof Error ? error.message : String(error)
  return new Trouble(diagnose(codes.UNREACHABLE, { detail: `${where}: ${why}.` }))
}

export function isCode(error: unknown, ...names: readonly string[]): boolean {
  return (
    error instanceof Error && 'code' in error && typeof error.code === 'string' && names.includes(error.code)
  )
}
