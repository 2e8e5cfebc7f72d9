/** Activity of several accounts, newest first, with what could not be read. The client cuts long spans into what one request may ask. */
import { codes } from '../../engine/activity/codes.ts'
import { compare } from '../../engine/compare.ts'
import { type Diagnostic, diagnose } from '../../engine/diagnostic.ts'
import type { ActivityRecord } from '../../engine/model/activity.ts'
import type { PartnerName, TenantId, UtcDate } from '../../engine/model/ids.ts'
import type { Reader } from '../../engine/ports.ts'
import { mapPool } from '../../engine/read/pool.ts'
import { addDays } from '../../engine/time/utc-days.ts'
import { width } from '../workspace/planning.ts'

/** Days Microsoft keeps its records (facts 14, read 2026-11-23). */
export const horizonDays = 90

export interface RecordsRead {
  readonly records: readonly ActivityRecord[]
  readonly unread: readonly PartnerName[]
  readonly warnings: readonly Diagnostic[]
}

export interface RecordsQuery {
  readonly partners: readonly PartnerName[]
  readonly from: UtcDate
  readonly to: UtcDate
  readonly today: UtcDate
  readonly customer?: TenantId
}

export async function readRecords(reader: Reader, wanted: RecordsQuery): Promise<RecordsRead> {
  const { partners, from, to, today, customer } = wanted
  const query = { from, to, ...(customer !== undefined && { customer }) }
  const reads = await mapPool(partners, width, async partner => ({
    partner,
    read: await reader.auditRecords(partner, query),
  }))
  const first = addDays(today, -horizonDays)
  const tooOld =
    from < first
      ? [diagnose(codes.HORIZON, { detail: `Nothing before ${first} is shown; ${from} was asked for.` })]
      : []
  return {
    records: reads
      .flatMap(({ read }) => (read.kind === 'present' ? read.value : []))
      .sort((a, b) => compare(b.at, a.at) || compare(a.id, b.id)),
    unread: reads.filter(({ read }) => read.kind === 'unknown').map(({ partner }) => partner),
    warnings: [
      ...tooOld,
      ...reads.flatMap(({ partner, read }) =>
        read.kind === 'unknown'
          ? [diagnose(codes.UNREAD, { detail: `${partner}: ${read.because.summary}.` })]
          : [],
      ),
    ],
  }
}
