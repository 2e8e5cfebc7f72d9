/** Customer lists: a short one costs one request and is read each time; a long one is kept as long as nothing speaks against it. */
import type { Desired } from '../model/desired.ts'
import type { PartnerName } from '../model/ids.ts'
import type { KeptList } from './kept.ts'
import type { NamedCustomers } from './named-customers.ts'

/** As many as one page holds (facts 7). */
const shortList = 500

export interface ListFacts {
  readonly desired: Pick<Desired, 'customers'>
  readonly named: ReadonlyMap<PartnerName, NamedCustomers>
  readonly nowMs: number
  readonly marginMs: number
  readonly maxAgeMs: number
}

/**
 * Somebody who is declared and not on it may have accepted since, which the log need not tell (facts 21), and so may the log name somebody who is new. Who
 * else has come or gone unrecorded shows with the next reading.
 */
export function isListKept(list: KeptList, facts: ListFacts): boolean {
  const { partner, rows } = list
  const { named, nowMs, marginMs, maxAgeMs } = facts
  const readAtMs = Date.parse(list.readAt)
  const ageMs = nowMs - readAtMs
  const records = named.get(partner)
  if (rows.length <= shortList || ageMs >= maxAgeMs || ageMs < -marginMs || records === undefined)
    return false
  const since = readAtMs - marginMs
  if (records.listMs !== null && records.listMs >= since) return false
  const listed = new Set(rows.map(row => row.tenant))
  if ([...records.latest].some(([tenant, atMs]) => atMs >= since && !listed.has(tenant))) return false
  return facts.desired.customers.every(entry => entry.partner !== partner || listed.has(entry.tenant))
}
