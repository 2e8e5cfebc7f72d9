/** Processes that ask a counting service as fast as their budget lets them; by a clock that jumps, so nothing is waited for. */
import { windowMs } from '../../providers/http/budget/learned.ts'
import type { BudgetStore } from '../../providers/http/budget/store.ts'
import { createThrottle } from '../../providers/http/throttle.ts'
import type { JumpingClock } from './jumping-clock.ts'
import { aRequest, aResponse } from './requests.ts'

export interface Together {
  readonly clock: JumpingClock
  readonly stores: readonly BudgetStore[]
  /** Requests a calendar minute that the service lets through. */
  readonly allowance: number
  readonly latencyMs: number
  readonly minutes: number
  /** What each process asks for at once. */
  readonly lanes?: number
  readonly declared?: number
}

export interface AskedTogether {
  readonly starts: readonly { readonly atMs: number; readonly process: number; readonly isRefused: boolean }[]
}

export async function askTogether({
  clock,
  stores,
  allowance,
  latencyMs,
  minutes,
  lanes = 8,
  declared,
}: Together): Promise<AskedTogether> {
  const nowMs = () => Date.parse(clock.now())
  const endMs = nowMs() + minutes * windowMs
  const perMinute = new Map<number, number>()
  const starts: { atMs: number; process: number; isRefused: boolean }[] = []
  const most = declared ?? 1_000
  await Promise.all(
    stores.map(async (store, process) => {
      const throttle = createThrottle({
        startsOf: () => ({ first: declared ?? 400, most }),
        inFlight: 5,
        clock,
        progress: () => undefined,
        sharing: { store, service: 'partner-center' },
      })
      const send = throttle.wrap(async () => {
        const atMs = nowMs()
        const minute = Math.floor(atMs / windowMs)
        const count = (perMinute.get(minute) ?? 0) + 1
        perMinute.set(minute, count)
        const isRefused = count > allowance
        starts.push({ atMs, process, isRefused })
        const waitMs = (minute + 1) * windowMs - atMs
        await clock.sleep(latencyMs)
        if (!isRefused) return aResponse()
        return aResponse({ status: 429, headers: { 'retry-after': String(Math.ceil(waitMs / 1_000)) } })
      })
      await Promise.all(
        Array.from({ length: lanes }, async (_, lane) => {
          for (let turn = 0; nowMs() < endMs; turn += 1)
            await send(aRequest({ url: `http://127.0.0.1:9/v1/customers?page=${process}-${lane}-${turn}` }))
        }),
      )
    }),
  )
  return { starts: starts.filter(({ atMs }) => atMs < endMs) }
}

/** The most starts in any sixty seconds, from a time on. */
export function mostInAMinute(starts: AskedTogether['starts'], fromMs: number): number {
  const times = starts
    .map(({ atMs }) => atMs)
    .filter(at => at >= fromMs)
    .sort((a, b) => a - b)
  let first = 0
  let most = 0
  for (const [position, at] of times.entries()) {
    while ((times[first] ?? at) <= at - windowMs) first += 1
    most = Math.max(most, position - first + 1)
  }
  return most
}
