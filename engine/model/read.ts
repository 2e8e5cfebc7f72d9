/** What reading gives: an answer, that there is none, or that nobody knows. */
import type { Diagnostic } from '../diagnostic.ts'

/** A read has three outcomes. `unknown` is never treated as absence, and blocks only what depends on it. */
export type Read<T> =
  | { readonly kind: 'present'; readonly value: T }
  | { readonly kind: 'absent' }
  | { readonly kind: 'unknown'; readonly because: Diagnostic }

/** A word of a closed list, or one the service invented since: kept as `unknown:theWord`, shown, never guessed at (T10). */
export type Known<T extends string> = T | `unknown:${string}`
