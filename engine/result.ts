import type { Diagnostic } from './diagnostic.ts'

/** The answer of anything that can fail at a boundary. Warnings travel with a good answer too. */
export type Result<T> =
  | { readonly ok: true; readonly value: T; readonly warnings: readonly Diagnostic[] }
  | { readonly ok: false; readonly diagnostics: readonly Diagnostic[] }

export function succeed<T>(value: T, warnings: readonly Diagnostic[] = []): Result<T> {
  return { ok: true, value, warnings }
}

export function fail(...diagnostics: readonly Diagnostic[]): {
  readonly ok: false
  readonly diagnostics: readonly Diagnostic[]
} {
  return { ok: false, diagnostics }
}

/** An impossible state. Thrown, caught once in `cmd/main.ts`, reported as our fault. */
export class Bug extends Error {
  override readonly name = 'Bug'
}

/** For the `default` of a switch over a closed union: a new member breaks the build here. */
export function impossible(value: never, what: string): never {
  throw new Bug(`${what}: ${JSON.stringify(value)}`)
}
