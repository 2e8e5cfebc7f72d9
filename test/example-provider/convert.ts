/** The only door between the register's words and ours. */
import { productKey, seats } from '../../engine/model/ids.ts'
import type { LicencePool } from '../../engine/model/live.ts'
import type { SentOrNot } from '../../providers/http/request.ts'
import type { WirePool, WirePools, WireRefusal } from './wire.ts'

/** null: it is not what the register's page promises, so nothing of it is used. */
export function poolsOf(body: unknown): readonly LicencePool[] | null {
  const { pools } = (body ?? {}) as WirePools // unknown keys and missing ones are met below
  if (!Array.isArray(pools)) return null
  const converted = pools.map(poolOf)
  return converted.some(pool => pool === null) ? null : converted.flatMap(pool => pool ?? [])
}

function poolOf({ sku, licence, paid, assigned }: WirePool): LicencePool | null {
  if (typeof sku !== 'string' || typeof licence !== 'string') return null
  if (!isCount(paid) || !isCount(assigned)) return null
  return { product: productKey(sku), licence, enabled: seats(paid), consumed: seats(assigned) }
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && Number(value) >= 0
}

/** The register's own word, in its own shape: a 404 of a proxy says nothing about a customer (T28). */
export function saysUnknown(outcome: SentOrNot): boolean {
  if (outcome.kind !== 'response' || outcome.status !== 404) return false
  const { error } = (outcome.body ?? {}) as WireRefusal // any other word is no refusal of the register
  return error === 'unknown customer'
}
