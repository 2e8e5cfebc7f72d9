/**
 * This process's part of one budget: the lot it may start from, and what it has to tell of what it started. It asks again when the lot is used
 * up or its time is over, once for all that wait.
 */
import type { Effect } from '../request.ts'
import type { StartsPerMinute } from './learned.ts'
import { noPauses, type Pauses, pausesLater } from './pauses.ts'
import { type BudgetEvent, type Grant, type Report, step } from './rules.ts'
import type { BudgetKey, BudgetStore } from './store.ts'

export interface Share {
  /** A request of this effect waits for a start from now on, until it has taken one or is given up. */
  joined(effect: Effect): void
  left(effect: Effect): void
  /** 0: it may start now, and is counted. Otherwise how long to wait before asking again, in ms. */
  take(effect: Effect): Promise<number>
  refused(facts: {
    readonly customer: string | null
    readonly startedMs: number
    readonly saidMs: number | null
  }): Promise<void>
  answered(facts: { readonly customer: string | null; readonly startedMs: number }): void
  /** As far as this process knows. */
  pauses(): Pauses
  /** Requests at once, of this process. */
  inFlight(): number
}

export interface ShareOptions {
  readonly key: BudgetKey
  readonly store: BudgetStore
  readonly starts: StartsPerMinute
  readonly inFlight: number
  readonly nowMs: () => number
}

interface Lot {
  units: number
  reads: number
  readonly takenMs: number
}

/** Events by this process's clock, until they are told. */
type Noted =
  | { readonly kind: 'started'; readonly atMs: number; readonly effect: Effect }
  | { readonly kind: 'answered'; readonly startedMs: number; readonly customer: string | null }
  | {
      readonly kind: 'refused'
      readonly startedMs: number
      readonly atMs: number
      readonly customer: string | null
      readonly saidMs: number | null
    }

export function shareOf({ key, store, starts, inFlight, nowMs }: ShareOptions): Share {
  const wants = { read: 0, write: 0 }
  let lot: Lot = { units: 0, reads: 0, takenMs: 0 }
  let untold: Noted[] = []
  let pauses: Pauses = noPauses()
  let atOnce = inFlight
  let againAtMs = { read: 0, write: 0 }
  let asking: Promise<void> | null = null

  function isGood(now: number): boolean {
    const ageMs = now - lot.takenMs
    return ageMs >= 0 && ageMs <= store.lots.ms && !store.isStale(key)
  }

  function tookOne(effect: Effect, now: number): boolean {
    if (lot.units < 1 || (effect === 'read' && lot.reads < 1)) return false
    lot.units -= 1
    if (effect === 'read') lot.reads -= 1
    untold.push({ kind: 'started', atMs: now, effect })
    return true
  }

  /** One at a time; what is told is told once. */
  async function ask(wanted: Report['wants']): Promise<void> {
    const askedMs = nowMs()
    const telling = untold
    untold = []
    lot = { units: 0, reads: 0, takenMs: askedMs }
    const report: Report = {
      process: store.process,
      isJob: store.isJob,
      events: telling.map(event => ago(event, askedMs)),
      wants: wanted,
    }
    const rules = { starts, inFlight, lots: store.lots }
    const changing = store.change(key, starts, (state, now) => step(state, rules, report, now))
    const grant: Grant = changing instanceof Promise ? await changing : changing
    lot = { units: grant.units, reads: grant.reads, takenMs: askedMs }
    pauses = pausesLater(grant.pauses, askedMs - grant.nowMs)
    atOnce = grant.inFlight
    againAtMs = { read: askedMs + grant.readsWaitMs, write: askedMs + grant.waitMs }
  }

  async function inTurn(work: () => Promise<void>): Promise<void> {
    while (asking !== null) await asking
    asking = work().finally(() => {
      asking = null
    })
    await asking
  }

  return {
    joined(effect) {
      wants[effect] += 1
    },
    left(effect) {
      wants[effect] -= 1
    },
    async take(effect) {
      for (;;) {
        if (asking !== null) {
          await asking
          continue
        }
        const now = nowMs()
        if (isGood(now) && tookOne(effect, now)) return 0
        const waitMs = againAtMs[effect] - now
        if (waitMs > 0 && !store.isStale(key)) return waitMs
        let isTaken = false
        await inTurn(async () => {
          await ask({ reads: wants.read, writes: wants.write })
          // However long the answer took: otherwise nobody would ever start anything over a slow line.
          isTaken = tookOne(effect, nowMs())
        })
        if (isTaken) return 0
      }
    },
    async refused({ customer, startedMs, saidMs }) {
      untold.push({ kind: 'refused', startedMs, atMs: nowMs(), customer, saidMs })
      await inTurn(() => ask({ reads: 0, writes: 0 }))
    },
    answered({ customer, startedMs }) {
      const isOfUse = pauses.everybody !== null || (customer !== null && pauses.customers.has(customer))
      if (isOfUse) untold.push({ kind: 'answered', startedMs, customer })
    },
    pauses: () => pauses,
    inFlight: () => atOnce,
  }
}

function ago(event: Noted, nowMs: number): BudgetEvent {
  const since = (atMs: number) => Math.max(0, nowMs - atMs)
  switch (event.kind) {
    case 'started':
      return { kind: 'started', agoMs: since(event.atMs), effect: event.effect }
    case 'answered':
      return { kind: 'answered', startedAgoMs: since(event.startedMs), customer: event.customer }
    case 'refused':
      return {
        kind: 'refused',
        startedAgoMs: since(event.startedMs),
        agoMs: since(event.atMs),
        customer: event.customer,
        saidMs: event.saidMs,
      }
  }
}
