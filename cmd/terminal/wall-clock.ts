/** The real clock, for real tenants. */
import { setTimeout as delay } from 'node:timers/promises'
import { instant } from '../../engine/model/ids.ts'
import type { Clock } from '../../engine/ports.ts'

export const wallClock: Clock = {
  now: () => instant(new Date().toISOString()),
  sleep: (ms, signal) => delay(ms, undefined, signal === undefined ? {} : { signal }),
}
