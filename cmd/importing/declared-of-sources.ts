import { type Diagnostic, diagnose } from '../../engine/diagnostic.ts'
import { codes } from '../../engine/inventory/codes.ts'
import type { FileChange } from '../../engine/inventory/file-changes.ts'
import type { Desired } from '../../engine/model/desired.ts'
import { counted, plural } from '../../engine/plural.ts'
import { shellQuoted } from '../../engine/shell-words.ts'

/** What a source has, declared for the source, moves nowhere, and the target's documents declare nothing yet. */
export function declaredOfSources(
  files: readonly FileChange[],
  { consolidations }: Desired,
  { consolidation, partner }: { readonly consolidation?: string; readonly partner?: readonly string[] },
): readonly Diagnostic[] {
  if (consolidation !== undefined || partner !== undefined) return []
  return consolidations.flatMap(({ name, from, to }) => {
    const made = files.filter(file => file.change === 'create' && from.includes(file.partner))
    if (made.length === 0) return []
    const detail = `${counted(made.length, 'document')} of ${from.join(' and ')} ${plural(made.length, 'declares', 'declare')} what stays there. What \`${name}\` is to move is declared for ${to}.`
    const found = diagnose(codes.OF_A_MOVE, { detail })
    const command = `tenantform import --consolidation ${shellQuoted(name)} --update`
    const why = `writes into the documents of ${to} what ${from.join(' and ')} ${plural(from.length, 'has', 'have')}`
    return [{ ...found, remedies: [{ kind: 'run', command, why } as const, ...found.remedies] }]
  })
}
