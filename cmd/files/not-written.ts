import { diagnose } from '../../engine/diagnostic.ts'
import { Trouble } from '../../engine/trouble.ts'
import { codes } from '../codes.ts'

/** COMMAND.NOT_WRITTEN, with the word of the system. */
export function notWritten(path: string, error: unknown): Trouble {
  if (error instanceof Trouble) return error
  const why = error instanceof Error && 'code' in error ? String(error.code) : 'it cannot be written'
  return new Trouble(diagnose(codes.NOT_WRITTEN, { detail: `${path}: ${why}.` }))
}

/** `why`: a sentence without its subject. */
export function unwritable(path: string, why: string): Trouble {
  return new Trouble(
    diagnose(codes.NOT_WRITTEN, {
      detail: `${path} ${why}.`,
      remedies: [{ kind: 'edit', what: 'give another place' }],
    }),
  )
}
