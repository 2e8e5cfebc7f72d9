/**
 * The life of one subscription, day by day. A day begins with what is due (the end of a term, a new billing period), then comes what
 * happened on it; what differs at its end from its beginning makes lines, and what is chargeable at its end is charged.
 */
import { amountOf, dailyPrice } from './amounts.ts'
import { monthsOfBilling, type Period, periodAt, rhythmOf } from './billing-periods.ts'
import { type Day, dayOf, dayOfMonth } from './calendar.ts'
import type { ChargedDay, Credit, Happening, History, Line, LineKind, Price, Purchase } from './facts.ts'
import { negative, times } from './fraction.ts'
import { group } from './group.ts'
import { type CurrentTerm, firstTerm, nextTerm, outcomeOf } from './terms.ts'

/** Bought so many days ago or less, a legacy subscription is credited with the whole period. */
const wholeCreditDays = 30

interface Life {
  readonly purchase: Purchase
  term: CurrentTerm
  period: Period
  seats: number
  isSuspended: boolean
  /** Cancelled, transferred, or at the end of its last term. */
  isOver: boolean
  isTransferred: boolean
  /** The period is no longer one plain charge: its seats changed, or it was off for a while. */
  isMixed: boolean
  /** Another billing cycle, from a day on. */
  waiting: { readonly price: Price; readonly from: Day } | null
  readonly days: ChargedDay[]
  readonly credits: Credit[]
  readonly lines: Line[]
  readonly terms: CurrentTerm[]
}

/** Everything that is charged and credited from its first charged day up to and including `until`. */
export function historyOf(purchase: Purchase, happenings: readonly Happening[], until: Day): History {
  const first = purchase.chargedFrom ?? dayOf(purchase.at)
  const term = firstTerm(purchase)
  const life: Life = {
    purchase,
    term,
    period: periodOf(purchase, term, first),
    seats: purchase.seats,
    isSuspended: purchase.isSuspended === true,
    isOver: false,
    isTransferred: false,
    isMixed: false,
    waiting: null,
    days: [],
    credits: [],
    lines: [],
    terms: [term],
  }
  const byDay = group(happenings, ({ at }) => dayOf(at))
  if (isChargeable(life)) write(life, 'period', { on: first, from: first, seats: life.seats })
  for (let day = first; day <= until; day += 1) {
    if (day > first) beginDay(life, day)
    const before = { seats: life.seats, wasOn: isChargeable(life) }
    for (const happening of byDay.get(day) ?? []) happen(life, happening)
    endDay(life, day, before)
  }
  const { days, credits, lines, terms } = life
  return { purchase, days, credits, lines, terms }
}

/** Legacy: active. New commerce: every day of its terms, whatever the status. Trials cost nothing. */
function isChargeable({ purchase, isOver, isSuspended, term }: Life): boolean {
  return !isOver && term.kind !== 'trial' && (purchase.commerce === 'nce' || !isSuspended)
}

/** Periods of new commerce are cut by their term, legacy ones by nothing. */
function periodOf({ commerce, at }: Purchase, term: CurrentTerm, day: Day): Period {
  const bounds =
    commerce === 'nce'
      ? { first: term.start, last: term.last }
      : { first: dayOf(at), last: Number.MAX_SAFE_INTEGER }
  return periodAt(term.rhythm, day, bounds)
}

function beginDay(life: Life, day: Day): void {
  const wasOfTerm = life.term
  if (day > life.term.last && !life.isOver) endTerm(life, day)
  if (life.isOver || (life.term === wasOfTerm && day <= life.period.end)) return
  if (life.waiting !== null && day >= life.waiting.from) changeBilling(life, day, life.waiting.price)
  if (life.purchase.commerce === 'legacy' && day <= life.period.end) return
  life.period = periodOf(life.purchase, life.term, day)
  life.isMixed = !isChargeable(life)
  if (isChargeable(life)) write(life, 'period', { on: day, from: day, seats: life.seats })
}

function endTerm(life: Life, day: Day): void {
  const { purchase, term } = life
  const isLegacy = purchase.commerce === 'legacy'
  const outcome = outcomeOf(term, life.isSuspended && !isLegacy, purchase.extension)
  if (outcome === 'ends') {
    life.isOver = true
    return
  }
  const { next } = term.endOfTerm
  const begun = nextTerm(term, day, { outcome, purchase })
  if (outcome === 'renews') life.seats = next?.seats ?? life.seats
  // A legacy term brings no new periods.
  life.term = isLegacy ? { ...begun, rhythm: term.rhythm, endOfTerm: term.endOfTerm } : begun
  life.terms.push(life.term)
}

function changeBilling(life: Life, day: Day, price: Price): void {
  const keeps = dayOfMonth(dayOf(life.purchase.at))
  life.term = { ...life.term, price, rhythm: rhythmOf(day, monthsOfBilling[price.billing], keeps) }
  life.waiting = null
}

function happen(life: Life, happening: Happening): void {
  const isNce = life.purchase.commerce === 'nce'
  switch (happening.kind) {
    case 'seats':
      life.seats = happening.to
      return
    case 'suspended':
      life.isSuspended = true
      // Renewal is switched off, and what was set for the next term is dropped.
      if (isNce) life.term = { ...life.term, endOfTerm: { renews: false } }
      return
    case 'resumed':
      life.isSuspended = false
      return
    case 'cancelled':
      life.isOver = true
      return
    case 'transferred':
      life.isOver = true
      life.isTransferred = true
      return
    case 'end of term set':
      life.term = { ...life.term, endOfTerm: happening.to }
      return
    case 'billing changed':
      life.waiting = { price: happening.price, from: happening.cycleEnds + 1 }
      return
  }
}

function endDay(life: Life, day: Day, before: { readonly seats: number; readonly wasOn: boolean }): void {
  const isOn = isChargeable(life)
  if (before.wasOn && before.seats !== life.seats) {
    write(life, 'seats', { on: day, from: day, seats: -before.seats })
    write(life, 'seats', { on: day, from: day, seats: life.seats })
    life.isMixed = true
  }
  // The source of a transfer is charged through the day on which it is complete.
  if (before.wasOn && life.isTransferred) {
    charge(life, day)
    write(life, 'moved', { on: day, from: day + 1, seats: -life.seats })
    return
  }
  if (before.wasOn && !isOn) switchOff(life, day)
  if (!before.wasOn && isOn) write(life, 'on', { on: day, from: day, seats: life.seats })
  if (isOn) charge(life, day)
}

function charge({ days, seats, term, period }: Life, day: Day): void {
  days.push({ day, seats, perSeat: dailyPrice(term.price.perSeat, period), period: period.start })
}

interface LineFacts {
  readonly on: Day
  readonly from: Day
  readonly seats: number
}

function write(life: Life, kind: LineKind, { on, from, seats }: LineFacts): Line | null {
  const { period, purchase, term } = life
  if (seats === 0 || from > period.end || term.kind === 'trial') return null
  const perSeat = times(dailyPrice(term.price.perSeat, period), period.end - from + 1)
  const size = amountOf(purchase, perSeat, Math.abs(seats))
  const line: Line = {
    kind,
    on,
    start: from,
    end: period.end,
    period: period.start,
    seats,
    amount: seats < 0 ? negative(size) : size,
  }
  life.lines.push(line)
  return line
}

function switchOff(life: Life, day: Day): void {
  const { purchase, period, seats } = life
  const isWhole =
    purchase.commerce === 'legacy' && day - dayOf(purchase.at) <= wholeCreditDays && !life.isMixed
  const line = write(life, 'off', { on: day, from: isWhole ? period.start : day, seats: -seats })
  if (line !== null) life.credits.push({ day, amount: negative(line.amount) })
  life.isMixed = true
}
