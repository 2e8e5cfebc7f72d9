/** What git tracks among our own files came with the repository, and so from whoever may write to it. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { type Diagnostic, diagnose } from '../../engine/diagnostic.ts'
import type { LoadOutcome } from '../../engine/load/load-workspace.ts'
import { trustCodes } from '../../engine/load/trust-codes.ts'
import { trackedBelow } from '../../providers/files/git-index.ts'

export interface StatePlace {
  readonly root: string
  readonly isTrusted: boolean
}

/** Told with trust, refused without. */
export function withTracked(outcome: LoadOutcome, { root, isTrusted }: StatePlace): LoadOutcome {
  const journal = outcome.workspace?.desired.workspace.journal
  const isElsewhere = journal?.store === 'file' && !/^(\.\/)?\.tenantform(\/|$)/.test(journal.path)
  const paths = ['.tenantform', ...(isElsewhere ? [journal.path] : [])]
  const found = paths.flatMap(path => trackedTrouble(root, path, isTrusted))
  if (found.length === 0) return outcome
  return {
    ...outcome,
    workspace: isTrusted ? outcome.workspace : null,
    diagnostics: [...outcome.diagnostics, ...found],
  }
}

/** For commands that tell nothing else about the documents. */
export function trackedIn({ diagnostics }: Pick<LoadOutcome, 'diagnostics'>): readonly Diagnostic[] {
  return diagnostics.filter(({ code }) => code === trustCodes.TRACKED.code)
}

function trackedTrouble(root: string, path: string, isTrusted: boolean): readonly Diagnostic[] {
  if (!existsSync(join(root, path))) return []
  const tracked = trackedBelow(root, path)
  if (tracked !== null && tracked.length === 0) return []
  if (tracked === null && isTrusted) return []
  const detail =
    tracked === null
      ? `Whether git tracks ${path} cannot be read from its index.`
      : `${tracked.slice(0, 3).join(', ')}${tracked.length > 3 ? ` and ${tracked.length - 3} more` : ''}.`
  const told = diagnose(trustCodes.TRACKED, { detail })
  return [isTrusted ? told : { ...told, severity: 'error' }]
}
