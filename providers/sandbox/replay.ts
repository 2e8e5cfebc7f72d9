/** E8: a write that comes again with its MS-RequestId gets its settled answer again, byte for byte, for 24 hours. */
import { createHash } from 'node:crypto'
import { isOn } from './quirks.ts'
import { conflict } from './refusal.ts'
import type { Service } from './service.ts'
import type { ReplayRow } from './state/trace-rows.ts'
import { addDuration } from './time/calendar.ts'

const keptDuration = 'P1D'

export function replayKey(partner: string, method: string, path: string, requestId: string): string {
  return [partner, method, path.toLowerCase(), requestId.toLowerCase()].join(' ')
}

/** The same id with another body is the same request too; some services say 409 (facts 4.6). */
export function keptAnswer(service: Service, key: string, text: string): ReplayRow | null {
  const row = service.store.replays.get(key)
  if (row === undefined || addDuration(row.at, keptDuration) < service.time.now()) return null
  if (row.bodyDigest !== bodyDigest(text) && isOn(service, 'otherBodyConflicts'))
    throw conflict('The MS-RequestId was used for another body.')
  return row
}

export function bodyDigest(text: string): string {
  return createHash('sha256').update(text).digest('base64')
}

/**
 * Settled: 2xx, and 4xx other than 408 and 429. An answer to somebody the service does not know (401) belongs to nobody,
 * so it is not kept: the repeat with a fresh token is a first try.
 */
export function isSettled(status: number): boolean {
  if (status >= 200 && status < 300) return true
  return status >= 400 && status < 500 && ![401, 408, 429].includes(status)
}
