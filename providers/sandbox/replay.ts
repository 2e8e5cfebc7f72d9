/** E8: a write that comes again with its MS-RequestId gets its settled answer again, byte for byte, for 24 hours. */
import type { Answer } from './call.ts'
import type { Service } from './service.ts'

const keptMs = 24 * 60 * 60 * 1000

export function replayKey(partner: string, method: string, path: string, requestId: string): string {
  return `${partner} ${method} ${path} ${requestId.toLowerCase()}`
}

export function replayed(service: Service, key: string): Answer | null {
  const row = service.store.get('replays', key)
  if (row === undefined || Date.parse(service.time.now()) - Date.parse(row.at) > keptMs) return null
  return { status: row.status, body: row.body, headers: row.headers }
}

/** Settled: 2xx, and 4xx other than 408 and 429. */
export function remember(service: Service, key: string, answer: Answer): void {
  const isSettled =
    answer.status < 300 ||
    (answer.status >= 400 && answer.status < 500 && answer.status !== 408 && answer.status !== 429)
  if (isSettled)
    service.store.put('replays', key, {
      at: service.time.now(),
      status: answer.status,
      body: answer.body ?? null,
      headers: answer.headers ?? {},
    })
}
