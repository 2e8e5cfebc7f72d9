/**
 * Who has to wait after a 429, and how long. The service counts by partner or by partner and customer, and does not say which: so a 429 on
 * one customer's path pauses that customer first, and everybody of the budget once a second customer is told to wait as well (Q42).
 *
 * What the service asks for is kept to. Where it asks for nothing that can be kept to, the pause is ours: it doubles with each 429 in a
 * row, so that nobody asks hundreds of times who is told to come back at once.
 */
const firstPauseMs = 1_000
const longestOwnPauseMs = 60_000

/** Times are in ms since 1970. */
export interface Pause {
  untilMs: number
  /** 429s in a row, counted once for all that were on their way together. */
  inARow: number
  /** When the first of them came. */
  sinceMs: number
}

export interface Pauses {
  everybody: Pause | null
  readonly customers: Map<string, Pause>
}

export interface ToldToWait {
  /** null: the request was about no one customer. */
  readonly customer: string | null
  /** What the service asks for; null: nothing that can be kept to. */
  readonly saidMs: number | null
  readonly startedMs: number
  readonly nowMs: number
}

const never = Number.NEGATIVE_INFINITY

export function noPauses(): Pauses {
  return { everybody: null, customers: new Map() }
}

/** Until when a request of this customer (null: of none) waits. */
export function pausedUntilMs({ everybody, customers }: Pauses, customer: string | null): number {
  return Math.max(everybody?.untilMs ?? never, ownPause(customers, customer)?.untilMs ?? never)
}

/** Since when nothing but 429 came. */
export function pausedSinceMs({ everybody, customers }: Pauses, customer: string | null): number {
  const running = [everybody, ownPause(customers, customer)].flatMap(pause =>
    pause !== null && pause !== undefined && pause.inARow > 0 ? [pause.sinceMs] : [],
  )
  return Math.min(Number.POSITIVE_INFINITY, ...running)
}

export function pauseFor(pauses: Pauses, { customer, ...told }: ToldToWait): void {
  if (customer === null) {
    pauses.everybody = extended(pauses.everybody, told)
    return
  }
  pauses.customers.set(customer, extended(pauses.customers.get(customer) ?? null, told))
  const waiting = [...pauses.customers.values()].filter(({ untilMs }) => untilMs > told.nowMs)
  if (waiting.length > 1) pauses.everybody = extended(pauses.everybody, told)
}

/** A request of this customer was answered with something else. One that was on its way before the pause says nothing of it. */
export function endPause(
  pauses: Pauses,
  { customer, startedMs }: { readonly customer: string | null; readonly startedMs: number },
): void {
  const isOver = (pause: Pause | null | undefined) => pause != null && startedMs >= pause.untilMs
  if (customer !== null && isOver(pauses.customers.get(customer))) pauses.customers.delete(customer)
  if (isOver(pauses.everybody)) pauses.everybody = null
}

/** Forgets customers whose pause has been over for so long. */
export function forgetPauses({ customers }: Pauses, beforeMs: number): void {
  for (const [customer, { untilMs }] of customers) if (untilMs < beforeMs) customers.delete(customer)
}

/** The same by another clock. */
export function pausesLater({ everybody, customers }: Pauses, ms: number): Pauses {
  const later = (pause: Pause) => ({
    ...pause,
    untilMs: pause.untilMs + ms,
    sinceMs: pause.sinceMs + ms,
  })
  return {
    everybody: everybody === null ? null : later(everybody),
    customers: new Map([...customers].map(([customer, pause]) => [customer, later(pause)])),
  }
}

function ownPause(customers: Pauses['customers'], customer: string | null): Pause | undefined {
  return customer === null ? undefined : customers.get(customer)
}

function extended(before: Pause | null, { saidMs, startedMs, nowMs }: Omit<ToldToWait, 'customer'>): Pause {
  const pause = before ?? { untilMs: never, inARow: 0, sinceMs: nowMs }
  // Those that were on their way together are told the same once.
  const inARow = startedMs >= pause.untilMs ? pause.inARow + 1 : pause.inARow
  const own = Math.min(longestOwnPauseMs, firstPauseMs * 2 ** (Math.max(1, inARow) - 1))
  return {
    inARow,
    sinceMs: inARow <= 1 ? nowMs : pause.sinceMs,
    untilMs: Math.max(pause.untilMs, nowMs + Math.max(saidMs ?? own, firstPauseMs)),
  }
}
