/**
 * Delegated administration against what is declared of it. What the customer has not been asked for, or has not answered, waits and is no
 * drift; groups nobody declared are left alone.
 */
import type { Diagnostic, SourceRange } from '../diagnostic.ts'
import type { ActualIndex } from '../model/actual-index.ts'
import { dayOf, type Instant, type PartnerName, type TenantId } from '../model/ids.ts'
import type { AdminAction } from '../plan/admin/admin-action.ts'
import { adminCodes as codes } from '../plan/admin/codes.ts'
import { decideAdmin } from '../plan/admin/decide-admin.ts'
import { namesOf } from '../plan/admin/decide-groups.ts'
import type { ScopedCustomer } from '../scope/scoped-customer.ts'

export interface AdminDriftLine {
  readonly partner: PartnerName
  readonly customer: TenantId
  readonly customerName: string
  /** null: no relationship is left that it could be about. */
  readonly relationship: string | null
  /** The group, where it is about one. */
  readonly group: string | null
  /** One sentence. */
  readonly what: string
  readonly at: SourceRange
}

export interface AdminDrift {
  readonly lines: readonly AdminDriftLine[]
  readonly unknown: readonly Diagnostic[]
}

const drifting: ReadonlySet<string> = new Set(
  [
    codes.ENDED,
    codes.ENDS_SOON,
    codes.ROLES_MISSING,
    codes.MORE_ROLES,
    codes.GLOBAL_ADMINISTRATOR,
    codes.GROUP_IN_ERROR,
    codes.GROUP_WAITS,
  ].map(entry => entry.code),
)
const unknown: ReadonlySet<string> = new Set([codes.UNKNOWN, codes.UNSUPPORTED].map(entry => entry.code))

export function adminDriftOf(
  scoped: readonly ScopedCustomer[],
  { index, readAt }: { readonly index: ActualIndex; readonly readAt: Instant },
): AdminDrift {
  const lines: AdminDriftLine[] = []
  const unknowns: Diagnostic[] = []
  for (const { customer, written } of scoped) {
    const { admin, partner, tenant, name } = customer
    if (!written || admin === undefined) continue
    const seen = index.admin(partner, tenant)
    const { actions, findings, standing } = decideAdmin({ customer, admin, seen, on: dayOf(readAt) })
    const line = { partner, customer: tenant, customerName: name, relationship: standing.relationship }
    for (const action of actions)
      lines.push({ ...line, ...differenceIn(action), at: action.source ?? admin.at })
    for (const found of findings) {
      if (unknown.has(found.code)) unknowns.push(found)
      if (drifting.has(found.code))
        lines.push({ ...line, group: null, what: found.detail ?? found.summary, at: found.at ?? admin.at })
    }
  }
  return { lines, unknown: unknowns }
}

function differenceIn(action: AdminAction): Pick<AdminDriftLine, 'group' | 'what'> {
  switch (action.kind) {
    case 'admin.assign':
      return {
        group: action.group,
        what: `group ${action.group}: nothing live, ${namesOf(action.roles)} declared`,
      }
    case 'admin.change-assignment':
      return {
        group: action.group,
        what: `group ${action.group}: ${namesOf(action.from)} live, ${namesOf(action.to)} declared`,
      }
    case 'admin.auto-extend':
      return {
        group: null,
        what: `auto-extend: ${action.from ?? 'off'} live, ${action.to ?? 'off'} declared`,
      }
    case 'admin.request':
    case 'admin.lock':
    case 'admin.end':
      return { group: null, what: action.name }
  }
}
