/** The published schemas as text, by kind, for editors. */

import activity from '../answers/activity.schema.json' with { type: 'json' }
import applies from '../answers/applies.schema.json' with { type: 'json' }
import diagnostics from '../answers/diagnostics.schema.json' with { type: 'json' }
import doctor from '../answers/doctor.schema.json' with { type: 'json' }
import drift from '../answers/drift.schema.json' with { type: 'json' }
import entries from '../answers/entries.schema.json' with { type: 'json' }
import explanation from '../answers/explanation.schema.json' with { type: 'json' }
import files from '../answers/files.schema.json' with { type: 'json' }
import importReport from '../answers/import.schema.json' with { type: 'json' }
import invitations from '../answers/invitations.schema.json' with { type: 'json' }
import login from '../answers/login.schema.json' with { type: 'json' }
import reconciliation from '../answers/reconciliation.schema.json' with { type: 'json' }
import rehearsal from '../answers/rehearsal.schema.json' with { type: 'json' }
import renewals from '../answers/renewals.schema.json' with { type: 'json' }
import sandbox from '../answers/sandbox.schema.json' with { type: 'json' }
import schemaList from '../answers/schemas.schema.json' with { type: 'json' }
import status from '../answers/status.schema.json' with { type: 'json' }
import table from '../answers/table.schema.json' with { type: 'json' }
import verification from '../answers/verification.schema.json' with { type: 'json' }
import version from '../answers/version.schema.json' with { type: 'json' }
import catalog from '../catalog.schema.json' with { type: 'json' }
import consolidation from '../consolidation.schema.json' with { type: 'json' }
import customer from '../customer.schema.json' with { type: 'json' }
import event from '../event.schema.json' with { type: 'json' }
import journal from '../journal.schema.json' with { type: 'json' }
import partner from '../partner.schema.json' with { type: 'json' }
import plan from '../plan.schema.json' with { type: 'json' }
import policy from '../policy.schema.json' with { type: 'json' }
import result from '../result.schema.json' with { type: 'json' }
import snapshot from '../snapshot.schema.json' with { type: 'json' }
import workspace from '../workspace.schema.json' with { type: 'json' }
import world from '../world.schema.json' with { type: 'json' }
import { documentSchema } from './document-schema.ts'

const document = documentSchema(
  new Map<string, Readonly<Record<string, unknown>>>([
    ['Partner', partner],
    ['Customer', customer],
    ['Consolidation', consolidation],
    ['Policy', policy],
    ['Catalog', catalog],
    ['Workspace', workspace],
    ['World', world],
  ]),
)

const schemas: Readonly<Record<string, unknown>> = {
  document,
  partner,
  customer,
  consolidation,
  policy,
  catalog,
  workspace,
  world,
  plan,
  result,
  journal,
  status,
  snapshot,
  diagnostics,
  doctor,
  drift,
  activity,
  event,
  import: importReport,
  invitations,
  login,
  reconciliation,
  rehearsal,
  renewals,
  table,
  verification,
  applies,
  entries,
  explanation,
  files,
  sandbox,
  schemas: schemaList,
  version,
}

export const schemaKinds: readonly string[] = Object.keys(schemas)

/** Upper or lower case; null when there is no such schema. */
export function schemaText(kind: string): string | null {
  const name = kind.toLowerCase()
  return Object.hasOwn(schemas, name) ? `${JSON.stringify(schemas[name], null, 2)}\n` : null
}
