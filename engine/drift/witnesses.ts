/** Asks the activity log of the accounts that drifted, and names who did it. One reading per account, or per customer where they are few. */
import type { ActivityRecord } from '../model/activity.ts'
import type { PartnerName, TenantId, UtcDate } from '../model/ids.ts'
import type { Read } from '../model/live.ts'
import type { Reader } from '../ports.ts'
import { addDays } from '../time/utc-days.ts'
import type { AdminDriftLine } from './admin-drift.ts'
import { type Attribution, attribute } from './attribute.ts'
import { attributeAdmin } from './attribute-admin.ts'
import type { Drift, DriftLine } from './drift.ts'

export interface DriftReport extends Omit<Drift, 'lines' | 'admin'> {
  readonly format: 1
  readonly lines: readonly WitnessedLine[]
  readonly admin?: readonly WitnessedAdminLine[]
}
export interface WitnessedLine extends DriftLine {
  readonly who: Attribution
}

/** Days Microsoft keeps its records (facts 14, read 2026-11-23). */
const horizonDays = 90
/** For so few customers of a partner it is cheaper to ask for each than for the whole account. */
const fewCustomers = 3

export interface WitnessedAdminLine extends AdminDriftLine {
  readonly who: Attribution
}

type Records = ReadonlyMap<string, Read<readonly ActivityRecord[]>>

export async function withWitnesses(
  drift: Drift,
  { reader, today }: { readonly reader: Reader; readonly today: UtcDate },
): Promise<DriftReport> {
  const { admin, lines, ...rest } = drift
  const records = await recordsFor([...lines.filter(line => line.subscription !== null), ...(admin ?? [])], {
    reader,
    today,
  })
  const of = ({ partner, customer }: Drifted) =>
    records.get(partner) ?? records.get(`${partner}/${customer}`) ?? ({ kind: 'absent' } as const)
  return {
    format: 1,
    ...rest,
    lines: lines.map(line => ({ ...line, who: attribute(line, of(line)) })),
    ...(admin !== undefined && {
      admin: admin.map(line => ({ ...line, who: attributeAdmin(line, of(line)) })),
    }),
  }
}

type Drifted = Pick<DriftLine, 'partner' | 'customer'>

/** By partner, or by partner and customer where only a few were asked for. */
async function recordsFor(
  lines: readonly Drifted[],
  { reader, today }: { readonly reader: Reader; readonly today: UtcDate },
): Promise<Records> {
  const drifted = new Map<PartnerName, Set<TenantId>>()
  for (const line of lines)
    drifted.set(line.partner, (drifted.get(line.partner) ?? new Set()).add(line.customer))
  const days = { from: addDays(today, 1 - horizonDays), to: today }
  const found = new Map<string, Read<readonly ActivityRecord[]>>()
  for (const [partner, customers] of drifted) {
    if (customers.size > fewCustomers) found.set(partner, await reader.auditRecords(partner, days))
    else
      for (const customer of customers)
        found.set(`${partner}/${customer}`, await reader.auditRecords(partner, { ...days, customer }))
  }
  return found
}
