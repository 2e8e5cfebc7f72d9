/** The order in which mistakes are told. */
import { compare } from '../compare.ts'
import type { Diagnostic } from '../diagnostic.ts'

/** As one reads: by file, line and column; what has no place comes first. */
export function inFileOrder(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  const keyOf = ({ at }: Diagnostic) =>
    at === undefined
      ? ''
      : `${at.file}\u0000${String(at.line).padStart(9, '0')}\u0000${String(at.column).padStart(9, '0')}`
  return diagnostics
    .map((entry, position) => ({ entry, key: keyOf(entry), position }))
    .sort((a, b) => compare(a.key, b.key) || a.position - b.position)
    .map(({ entry }) => entry)
}
