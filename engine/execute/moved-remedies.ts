/** What is to be done about facts that moved hangs on who asks: only `apply` leaves customers out, and only where some are left. */
import type { Diagnostic } from '../diagnostic.ts'
import { codes } from './codes.ts'

/** Where nobody is left to go on with, going on without the others is the same refusal again. */
export function withoutSkipMoved(trouble: Diagnostic): Diagnostic {
  const remedies = trouble.remedies.filter(
    remedy => remedy.kind !== 'run' || !remedy.command.endsWith(' --skip-moved'),
  )
  return { ...trouble, remedies }
}

/** An apply that was begun has no plan file to be given anew: `again` asks again, and leaves nobody out. */
export function toldByResume(trouble: Diagnostic, again: string): Diagnostic {
  if (trouble.code !== codes.MOVED_UNKNOWN.code) return withoutSkipMoved(trouble)
  return {
    ...trouble,
    remedies: [{ kind: 'run', command: again, why: 'asks again' }],
  }
}
