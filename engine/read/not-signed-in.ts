/**
 * Partners that could not be signed in to. A plan made without one of them would say "unknown" of everything it touches; that
 * is no plan but a job that could not be done, and it is said once per partner.
 */
import type { Diagnostic } from '../diagnostic.ts'
import type { Actual } from '../model/live.ts'

export function notSignedIn(actual: Actual): readonly Diagnostic[] {
  return actual.partners.flatMap(({ customers }) =>
    customers.kind === 'unknown' && customers.because.code.startsWith('AUTH.') ? [customers.because] : [],
  )
}
