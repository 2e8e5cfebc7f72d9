/** The activity log of each account, from before the oldest reading that is kept: what it names is read again. */
import { dayOf, type PartnerName } from '../model/ids.ts'
import type { WhyEverybody } from '../plan/plan-refresh.ts'
import type { Clock, Reader, ServiceTime } from '../ports.ts'
import { mapPool } from '../read/pool.ts'
import { skewText } from '../time/clock-skew.ts'
import { addMs } from '../time/utc-days.ts'
import { type NamedCustomers, namedCustomers } from './named-customers.ts'

export interface LogInput {
  readonly partners: readonly PartnerName[]
  readonly reader: Pick<Reader, 'auditRecords'>
  readonly clock: Pick<Clock, 'now'>
  readonly serviceTime: Pick<ServiceTime, 'skewMs'>
  readonly width: number
  /** By the service's clock; in ms. */
  readonly sinceMs: number
  /** By how much the two clocks may differ; in ms. */
  readonly marginMs: number
}

export interface EverybodyRead {
  readonly why: WhyEverybody
  readonly detail?: string
}

export async function readLogs(
  input: LogInput,
): Promise<ReadonlyMap<PartnerName, NamedCustomers> | EverybodyRead> {
  const { partners, reader, clock, serviceTime, width, sinceMs, marginMs } = input
  const asked = clock.now()
  const query = { from: dayOf(addMs(asked, sinceMs - Date.parse(asked))), to: dayOf(asked) }
  const logs = await mapPool(partners, width, async partner => ({
    partner,
    read: await reader.auditRecords(partner, query),
  }))
  const skewMs = serviceTime.skewMs() ?? 0
  // The service may have begun a day that was not asked for.
  if (Math.abs(skewMs) > marginMs || dayOf(addMs(asked, skewMs)) > query.to)
    return { why: 'clock', detail: `this machine is ${skewText(skewMs)}` }
  const named = new Map<PartnerName, NamedCustomers>()
  for (const { partner, read } of logs) {
    if (read.kind !== 'present') {
      const reason = read.kind === 'unknown' ? `: ${read.because.detail ?? read.because.summary}` : ''
      return { why: 'activity not read', detail: `${partner}${reason}` }
    }
    const found = namedCustomers(read.value, sinceMs)
    if (found.nameless !== null) return { why: 'nameless record', detail: nameOf(partner, found.nameless) }
    named.set(partner, found)
  }
  return named
}

function nameOf(partner: PartnerName, { at, operation, resource }: NonNullable<NamedCustomers['nameless']>) {
  return `${partner}: ${operation} of ${resource} at ${at}`
}
