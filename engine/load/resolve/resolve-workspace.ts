/** Written → desired, of the Workspace document; without one the defaults hold. */

import type { Workspace } from '../../../schemas/generated/workspace.ts'
import type { PolicyException, PolicyRule, SecretRef, WorkspaceSettings } from '../../model/desired.ts'
import { isGuid } from '../../model/guid.ts'
import { tenantId, utcDate } from '../../model/ids.ts'
import { durationMs } from '../../time/utc-days.ts'
import type { KindedDocument } from '../check-schema.ts'

const defaultJournalPath = '.tenantform/journal'
/** Half an hour before a deadline nothing is begun any more, unless the workspace says otherwise. */
const usualDeadlineMargin = 'PT30M'
const usualReadAgainAfterHours = 24
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
  {
    connection,
    policies,
  }: { readonly connection: SecretRef | null; readonly policies: readonly PolicyRule[] },
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
            ...(endpoints.graph !== undefined && { graph: endpoints.graph }),
          },
    requestsPerMinute: written?.limits?.requestsPerMinute ?? null,
    readAgainAfterHours: written?.limits?.readAgainAfterHours ?? usualReadAgainAfterHours,
    deadlineMarginMs: durationMs(written?.limits?.deadlineMargin ?? usualDeadlineMargin),
    exceptions: (written?.exceptions ?? []).flatMap((line, position) =>
      document === null
        ? []
        : [
            {
              rule: line.rule,
              scope: isGuid(line.scope) ? tenantId(line.scope) : line.scope,
              kind: line.kind ?? kindFor(line.rule, policies),
              reason: line.reason,
              until: utcDate(line.until),
              at: document.rangeOf(['exceptions', position]),
            },
          ],
    ),
  }
}

/** A line that does not say what it is, is what its rule asks for. */
function kindFor(name: string, policies: readonly PolicyRule[]): PolicyException['kind'] {
  const rules = policies.filter(({ policy, id }) => name === id || name === `${policy}/${id}`)
  return rules.length > 0 && rules.every(rule => rule.effect === 'needsApproval') ? 'approval' : 'exception'
}
