/** Written → desired, of the Workspace document; without one the defaults hold. */
import type { Workspace } from '../../schemas/generated/workspace.ts'
import type { SecretRef, WorkspaceSettings } from '../model/desired.ts'
import { utcDate } from '../model/ids.ts'
import type { KindedDocument } from './check-schema.ts'

const defaultJournalPath = '.tenantform/journal'
const defaultContainer = 'tenantform-journal'

function resolveJournal(
  written: Workspace['journal'],
  connection: SecretRef | null,
): WorkspaceSettings['journal'] {
  if (connection === null) return { store: 'file', path: written?.path ?? defaultJournalPath }
  return written?.store === 'azure-blob'
    ? { store: 'azure-blob', connection, container: written.container ?? defaultContainer }
    : { store: 'postgres', connection }
}

export function resolveWorkspace(
  document: KindedDocument | null,
  written: Workspace | null,
  connection: SecretRef | null,
): WorkspaceSettings {
  const endpoints = written?.endpoints
  return {
    name: written?.name ?? null,
    journal: resolveJournal(written?.journal, connection),
    endpoints:
      endpoints === undefined
        ? null
        : {
            ...(endpoints.api !== undefined && { api: endpoints.api }),
            ...(endpoints.authority !== undefined && { authority: endpoints.authority }),
          },
    requestsPerMinute: written?.limits?.requestsPerMinute ?? null,
    exceptions: (written?.exceptions ?? []).flatMap((line, position) =>
      document === null
        ? []
        : [
            {
              rule: line.rule,
              scope: line.scope,
              kind: line.kind ?? 'exception',
              reason: line.reason,
              until: utcDate(line.until),
              at: document.rangeOf(['exceptions', position]),
            },
          ],
    ),
  }
}
