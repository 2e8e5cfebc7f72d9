/**
 * Request ids by name: the same plan, action, attempt and step always give the same id, so it is known even when the
 * journal is lost, and the service recognises a repeat (T15; facts 4.1, 4.6). Name-based UUID, version 5 (RFC 9562).
 */
import { createHash } from 'node:crypto'
import type { ActionId, Digest } from '../model/ids.ts'

function nameBasedUuid(name: string): string {
  const hash = createHash('sha1').update(`tenantform/v1\n${name}`).digest()
  const bytes = Uint8Array.from(hash.subarray(0, 16))
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x50
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80
  const hex = Buffer.from(bytes).toString('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}

export function requestIdOf(plan: Digest, action: ActionId, attempt: number, step = 'main'): string {
  return nameBasedUuid(['request', plan, action, attempt, step].join('\n'))
}

/** One per action and attempt: all its requests carry it, and Microsoft's audit record repeats it. */
export function correlationIdOf(plan: Digest, action: ActionId, attempt: number): string {
  return nameBasedUuid(['correlation', plan, action, attempt].join('\n'))
}
