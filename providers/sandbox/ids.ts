/**
 * Ids that come out the same whenever the same things happen again: hashes of what they are for and of a count kept per
 * partner and customer, so that customers handled side by side do not disturb each other's.
 */
import { createHash } from 'node:crypto'
import type { Service } from './service.ts'

export function uuidOf(...parts: readonly string[]): string {
  const hex = createHash('sha256').update(parts.join('\u0000')).digest('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}

/** 1, 2, 3… per scope; part of the state. */
export function nextCount(service: Service, ...scope: readonly string[]): number {
  const key = scope.join('/')
  const count = (service.store.counters.get(key)?.count ?? 0) + 1
  service.store.counters.put({ key, count })
  return count
}

export function newId(service: Service, kind: string, partner: string, customer: string): string {
  const count = nextCount(service, kind, partner, customer)
  return uuidOf(service.world.name, kind, partner, customer, String(count))
}

/** Twelve hex digits, as newer orders have. */
export function newShortId(service: Service, kind: string, partner: string, customer: string): string {
  return newId(service, kind, partner, customer).replaceAll('-', '').slice(0, 12)
}

/** The location id of a partner, by its tenant id. */
export function mpnIdOf(tenantId: string): string {
  return String(Number.parseInt(uuidOf('mpn', tenantId).slice(0, 6), 16))
}
