/** Processes that ask a counting service as fast as their budget lets them; by a clock that jumps, so nothing is waited for. */
import { windowMs } from '../../providers/http/budget/learned.ts'
import type { BudgetStore } from '../../providers/http/budget/store.ts'
import { createThrottle } from '../../providers/http/throttle.ts'
import { type JumpingClock, jumpingClock } from './jumping-clock.ts'
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

/** Stores whose disc or server takes time, under a clock that stands still meanwhile. */
export function processesOver(
  open: (process: number) => (nowMs: () => number) => BudgetStore,
  count: number,
): { readonly clock: JumpingClock; readonly stores: readonly BudgetStore[] } {
  let changing = 0
  const clock = jumpingClock('2026-12-07T06:00:25Z', { isBusy: () => changing > 0 })
  const stores = Array.from({ length: count }, (_, at) => {
    const store = open(at)(() => Date.parse(clock.now()))
    const waitedFor: BudgetStore = {
      ...store,
      async change(key, starts, work) {
        changing += 1
        try {
          return await store.change(key, starts, work)
        } finally {
          changing -= 1
        }
      },
    }
    return waitedFor
  })
  return { clock, stores }
}

/** What is promised of an allowance that was not known before. */
export function judged(
  { starts }: AskedTogether,
  { allowance, minutes }: { readonly allowance: number; readonly minutes: number },
) {
  const refused = starts.filter(({ isRefused }) => isRefused).length
  const fromMs = Math.min(...starts.map(({ atMs }) => atMs))
  const learnedMs = fromMs + Math.min(6, minutes / 2) * windowMs
  return {
    isUsed: starts.length - refused >= 0.95 * minutes * allowance,
    isRarelyRefused: refused <= starts.length / 100,
    isWithinOnceLearned: mostInAMinute(starts, learnedMs) <= Math.ceil(allowance * 1.01) + 5,
  }
}

export const asItShould = { isUsed: true, isRarelyRefused: true, isWithinOnceLearned: true } as const
