/**
 * Since when a customer stands where it stands, as far as somebody wrote it down: the document (`invited:`), Microsoft's record of
 * the acceptance, or our journal. Nothing is guessed: what nobody wrote down is null.
 */
import type { ActivityRecord } from '../model/activity.ts'
import { dayOf, type Instant, type PartnerName, type TenantId, type UtcDate } from '../model/ids.ts'
import type { AdminStanding } from '../plan/admin/standing.ts'
import { endOfRelationship, whoIn } from './relationship-end.ts'
import type { Standing } from './standing.ts'
import type { StatusReport, StatusRow } from './status.ts'

export interface StandingWitnesses {
  /** Of the accounts that keep customers. */
  readonly records: readonly ActivityRecord[]
  /** Our own writes, each with the moment it ended. */
  readonly writes: readonly { readonly customer: TenantId; readonly at: Instant }[]
}

/** What these are about began with the acceptance. */
const fromAcceptance: ReadonlySet<Standing> = new Set<Standing>([
  'agreement missing',
  'qualification missing',
  'blocked',
  'ready',
])
const fromJournal: ReadonlySet<Standing> = new Set<Standing>(['moving', 'moved', 'verified'])

/** Accounts whose records say when customers of this board accepted, or who ended a relationship; none: nobody has to be asked. */
export function accountsToAsk({ rows }: StatusReport): readonly PartnerName[] {
  const asked = rows.filter(
    row => (row.consolidation !== null && fromAcceptance.has(row.standing)) || row.admin?.state === 'ended',
  )
  return [...new Set(asked.map(row => row.partner))].sort()
}

export function withSince(report: StatusReport, witnesses: StandingWitnesses): StatusReport {
  const accepted = new Map<string, Instant>()
  for (const { partner, customer, operation, at } of witnesses.records) {
    if (customer === null || operation.replaceAll('_', '').toLowerCase() !== 'addcustomer') continue
    latest(accepted, `${partner}/${customer}`, at)
  }
  const wrote = new Map<string, Instant>()
  for (const { customer, at } of witnesses.writes) latest(wrote, customer, at)
  const dayOfStanding = (row: StatusRow): UtcDate | null => {
    if (fromJournal.has(row.standing)) return dayAt(wrote.get(row.tenant))
    if (fromAcceptance.has(row.standing)) return dayAt(accepted.get(`${row.partner}/${row.tenant}`))
    return row.since
  }
  return {
    ...report,
    rows: report.rows.map(row => ({
      ...row,
      since: dayOfStanding(row),
      ...(row.admin !== undefined && { admin: withEnd(row, row.admin, witnesses.records) }),
    })),
  }
}

/** Who ended a relationship, and when, where the log says so. */
function withEnd(row: StatusRow, admin: AdminStanding, records: StandingWitnesses['records']): AdminStanding {
  if (admin.state !== 'ended') return admin
  const found = endOfRelationship(records, {
    partner: row.partner,
    customer: row.tenant,
    relationship: admin.relationship,
  })
  if (found === null) return admin
  return { ...admin, why: `${admin.why ?? 'ended'} by ${whoIn(found)} on ${dayOf(found.at)}` }
}

function latest(found: Map<string, Instant>, key: string, at: Instant): void {
  const before = found.get(key)
  if (before === undefined || before < at) found.set(key, at)
}

function dayAt(at: Instant | undefined): UtcDate | null {
  return at === undefined ? null : dayOf(at)
}
