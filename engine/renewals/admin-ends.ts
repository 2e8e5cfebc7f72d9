/** Relationships of delegated administration that end soon: like a term, somebody has to decide before it is over. */
import type { AdminReader } from '../admin/port.ts'
import { compare } from '../compare.ts'
import { type Diagnostic, diagnose } from '../diagnostic.ts'
import { type AdminRelationship, isMicrosofts } from '../model/admin.ts'
import { dayOf, type PartnerName, type TenantId, type UtcDate } from '../model/ids.ts'
import { adminCodes as codes } from '../plan/admin/codes.ts'
import { mapPool } from '../read/pool.ts'

export interface AdminEndRow {
  readonly partner: PartnerName
  readonly customer: TenantId
  readonly customerName: string
  readonly relationship: string
  readonly name: string
  readonly endsOn: UtcDate
  readonly will: 'end' | 'be extended'
  /** By how long each time, ISO 8601; null: it ends. */
  readonly by: string | null
  /** null: nobody has to do anything. */
  readonly decision: 'extend it, or ask anew' | null
}

export interface AdminEndsFacts {
  /** Accounts whose documents declare delegated administration. */
  readonly partners: readonly PartnerName[]
  readonly customers: readonly {
    readonly partner: PartnerName
    readonly tenant: TenantId
    readonly name: string
  }[]
  /** Left out: nothing here signs in to Graph. */
  readonly reader: AdminReader | undefined
  /** Last day that is looked at. */
  readonly until: UtcDate
  readonly width: number
}

export interface AdminEnds {
  /** By end, then customer. */
  readonly rows: readonly AdminEndRow[]
  readonly unread: readonly Diagnostic[]
}

/** One list per account, whoever of its customers was asked for. */
export async function readAdminEnds({
  partners,
  customers,
  reader,
  until,
  width,
}: AdminEndsFacts): Promise<AdminEnds> {
  const reads = await mapPool(partners, width, async partner => ({
    partner,
    read:
      reader === undefined
        ? ({ kind: 'unknown', because: diagnose(codes.NO_ACCESS) } as const)
        : await reader.relationships(partner, null),
  }))
  const names = new Map(customers.map(entry => [`${entry.partner}/${entry.tenant}`, entry.name]))
  return {
    rows: reads
      .flatMap(({ read }) => (read.kind === 'present' ? read.value : []))
      .flatMap(relationship => rowOf(relationship, names, until) ?? [])
      .sort((a, b) => compare(a.endsOn, b.endsOn) || compare(a.customerName, b.customerName)),
    unread: reads.flatMap(({ partner, read }) =>
      read.kind === 'unknown'
        ? [
            diagnose(codes.UNKNOWN, {
              detail: `The relationships of ${partner}: ${read.because.detail ?? read.because.summary}`,
            }),
          ]
        : [],
    ),
  }
}

function rowOf(
  relationship: AdminRelationship,
  names: ReadonlyMap<string, string>,
  until: UtcDate,
): AdminEndRow | null {
  const { partner, customer, status, endsAt, autoExtend, id, name } = relationship
  if (status !== 'active' || customer === null || endsAt === null || isMicrosofts(relationship)) return null
  const customerName = names.get(`${partner}/${customer.tenant}`)
  if (customerName === undefined || dayOf(endsAt) > until) return null
  return {
    partner,
    customer: customer.tenant,
    customerName,
    relationship: id,
    name,
    endsOn: dayOf(endsAt),
    will: autoExtend === null ? 'end' : 'be extended',
    by: autoExtend,
    decision: autoExtend === null ? 'extend it, or ask anew' : null,
  }
}

export function adminEndWords({ will, by, decision, name }: AdminEndRow): string {
  return [
    will === 'end' ? 'ends, and nothing extends it' : `is extended by ${by ?? ''}`,
    name,
    ...(decision === null ? [] : [`to decide: ${decision}`]),
  ].join(' · ')
}
