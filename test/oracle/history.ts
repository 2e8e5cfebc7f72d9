/**
 * The life of one subscription, day by day. A day begins with what is due (the end of a term, a new billing period), then comes what
 * happened on it; what differs at its end from its beginning makes lines, and what is chargeable at its end is charged.
 */
import { amountOf, dailyPrice } from './amounts.ts'
import { monthsOfBilling, type Period, periodAt, rhythmOf, wholePeriod } from './billing-periods.ts'
import { type Day, dayOf, dayOfMonth } from './calendar.ts'
import type {
  ChargedDay,
  Credit,
  EndOfTerm,
  Happening,
  History,
  Line,
  LineKind,
  Price,
  Purchase,
} from './facts.ts'
import { negative, times } from './fraction.ts'
import { group } from './group.ts'
import { type Rules, theRules } from './rules.ts'
import { type CurrentTerm, firstTerm, nextTerm, outcomeOf } from './terms.ts'

interface Life {
  purchase: Purchase
  readonly rules: Rules
  term: CurrentTerm
  period: Period
  seats: number
  isSuspended: boolean
  /** Cancelled, transferred, or at the end of its last term. */
  isOver: boolean
  isTransferred: boolean
  /** Under its source still: nothing of it is charged here. */
  isElsewhere: boolean
  /** Seats changed within the period. */
  isMixed: boolean
  /** Since when it has been on within the period, without a pause. */
  since: Day
  /** Another billing cycle, and its live end. */
  billing: Billing | null
  /** Another item of the same term and cycle. */
  converted: Pick<Extract<Happening, { kind: 'converted' }>, 'price' | 'monthlyPlan'> | null
  readonly days: ChargedDay[]
  readonly credits: Credit[]
  readonly lines: Line[]
  readonly terms: CurrentTerm[]
}

/** Everything that is charged and credited from its first charged day up to and including `until`. */
export function historyOf(
  purchase: Purchase,
  happenings: readonly Happening[],
  until: Day,
  rules: Rules = theRules,
): History {
  const first = purchase.chargedFrom ?? dayOf(purchase.at)
  const term = firstTerm(purchase, rules)
  const life: Life = {
    purchase,
    rules,
    term,
    period: periodOf({ purchase, term, rules }, first),
    seats: purchase.seats,
    isSuspended: purchase.isSuspended === true,
    isOver: false,
    isTransferred: false,
    isElsewhere: purchase.arrives !== undefined,
    isMixed: false,
    since: first,
    billing: null,
    converted: null,
    days: [],
    credits: [],
    lines: [],
    terms: [term],
  }
  const byDay = group(happenings, ({ at }) => dayOf(at))
  for (let day = first; day <= until; day += 1) {
    if (day > first) beginDay(life, day)
    if (purchase.arrives === day - 1) arrive(life, day)
    const before = { seats: life.seats, wasOn: isChargeable(life) }
    for (const happening of byDay.get(day) ?? []) happen(life, happening)
    // What was bought on a day and changed on it was bought as it is at its end.
    if (day === first) {
      before.seats = life.seats
      if (life.billing !== null && life.billing.cycleEnds !== null) {
        changeBilling(life, day, life.billing)
        life.period = periodOf(life, day)
      }
    }
    if (day === first && before.wasOn) write(life, 'period', { on: day, from: day, seats: life.seats })
    endDay(life, day, before)
  }
  const { days, credits, lines, terms, isOver } = life
  return { purchase, days, credits, lines, terms: [...terms.slice(0, -1), life.term], isOver }
}

/** Legacy: active. New commerce: every day of its terms, whatever the status. Trials cost nothing. */
function isChargeable({ purchase, isOver, isSuspended, term, rules }: Life): boolean {
  const pausesCharge = purchase.commerce === 'legacy' || !rules.chargesSuspended
  return !isOver && term.kind !== 'trial' && !(isSuspended && pausesCharge)
}

/** Periods of new commerce are cut by their term, legacy ones by nothing. */
function periodOf({ purchase, term, rules }: Pick<Life, 'purchase' | 'term' | 'rules'>, day: Day): Period {
  const isCut = purchase.commerce === 'nce' && rules.cutsPeriods
  const last = isCut ? term.last : Number.MAX_SAFE_INTEGER
  return periodAt(term.rhythm, day, { first: isCut ? term.start : dayOf(purchase.at), last })
}

function beginDay(life: Life, day: Day): void {
  const wasOfTerm = life.term
  if (day > life.term.last && !life.isOver) endTerm(life, day)
  if (life.isOver || (life.term === wasOfTerm && day <= life.period.end)) return
  if (life.purchase.commerce === 'legacy' && day <= life.period.end) return
  if (life.billing !== null) changeBilling(life, day, life.billing)
  life.period = periodOf(life, day)
  life.isMixed = false
  life.since = day
  if (isChargeable(life)) write(life, 'period', { on: day, from: day, seats: life.seats })
}

/** The target of a transfer is charged for the rest of the running period. */
function arrive(life: Life, day: Day): void {
  life.isElsewhere = false
  if (isChargeable(life)) write(life, 'moved', { on: day, from: day, seats: life.seats })
}

function endTerm(life: Life, day: Day): void {
  const { purchase, term } = life
  const isLegacy = purchase.commerce === 'legacy'
  const outcome = outcomeOf(term, { commerce: purchase.commerce, isSuspended: life.isSuspended })
  if (outcome === 'ends') {
    // Periods run on over the end of a legacy term: the rest of one was charged, and is given back.
    if (isLegacy && isChargeable(life)) write(life, 'ended', { on: day, from: day, seats: -life.seats })
    life.isOver = true
    return
  }
  const { next } = term.endOfTerm
  life.terms[life.terms.length - 1] = term
  const begun = nextTerm(term, day, { outcome, purchase, rules: life.rules })
  if (outcome === 'renews') life.seats = next?.seats ?? life.seats
  // A cycle that was to begin now gives way to what was planned for the term.
  if (outcome === 'extends' || next?.price !== undefined) life.billing = null
  // A legacy term brings no new periods.
  life.term = isLegacy ? { ...begun, rhythm: term.rhythm, endOfTerm: term.endOfTerm } : begun
  life.terms.push(life.term)
}

interface Billing {
  readonly price: Price
  /** null: from the end of the running period on. */
  readonly cycleEnds: Day | null
}

/** The new periods begin on `day`; where the live end of the cycle says otherwise, they are anchored at that end. */
function changeBilling(life: Life, day: Day, { price, cycleEnds }: Billing): void {
  const months = monthsOfBilling[price.billing]
  const own = rhythmOf(day, months)
  const keeps = dayOfMonth(dayOf(life.purchase.at))
  const isOwn = cycleEnds === null || wholePeriod(own, day).next === cycleEnds + 1
  life.term = { ...life.term, price, rhythm: isOwn ? own : rhythmOf(cycleEnds + 1, months, keeps) }
  life.billing = null
}

function happen(life: Life, happening: Happening): void {
  const isNce = life.purchase.commerce === 'nce'
  switch (happening.kind) {
    case 'seats':
      life.seats = happening.to
      return
    case 'suspended':
      life.isSuspended = true
      if (isNce) life.term = { ...life.term, endOfTerm: suspendedEnd(life.term.endOfTerm) }
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
    case 'converted':
      life.converted = { price: happening.price, monthlyPlan: happening.monthlyPlan }
      return
    case 'billing changed':
      life.billing = { price: happening.price, cycleEnds: happening.cycleEnds }
      return
  }
}

/** Renewal is switched off, and what was set for the next term is dropped; a cancel and an extension stay. */
function suspendedEnd({ action }: EndOfTerm): EndOfTerm {
  return { renews: false, ...((action === 'cancel' || action === 'extend') && { action }) }
}

/** What differs at the end of a day from its beginning; what came and went within it leaves no trace. */
function endDay(life: Life, day: Day, before: { readonly seats: number; readonly wasOn: boolean }): void {
  const isOn = isChargeable(life)
  if (before.wasOn && !isOn && !life.isTransferred) {
    switchOff(life, day, before.seats)
    restart(life, day, false)
    return
  }
  const wasConverted = convert(life, day, before)
  if (before.wasOn && !wasConverted && before.seats !== life.seats) {
    write(life, 'seats', { on: day, from: day, seats: -before.seats })
    write(life, 'seats', { on: day, from: day, seats: life.seats })
    life.isMixed = true
  }
  // The source of a transfer is charged through the day on which it is complete.
  if (before.wasOn && life.isTransferred) {
    const isSources = life.rules.sourcePaysTransferDay
    if (isSources) charge(life, day)
    write(life, 'moved', { on: day, from: isSources ? day + 1 : day, seats: -life.seats })
    return
  }
  restart(life, day, before.wasOn)
  if (!before.wasOn && isOn) {
    write(life, 'on', { on: day, from: day, seats: life.seats })
    life.since = day
  }
  if (isOn) charge(life, day)
}

/** The rest of the period is given back at the old price and charged at the new one; what was planned for the cycle is dropped. */
function convert(life: Life, day: Day, before: { readonly seats: number; readonly wasOn: boolean }): boolean {
  if (life.converted === null) return false
  const { price, monthlyPlan } = life.converted
  life.converted = null
  life.billing = null
  if (before.wasOn) write(life, 'convert', { on: day, from: day, seats: -before.seats })
  life.purchase = { ...life.purchase, monthlyPlan }
  life.term = { ...life.term, price }
  if (before.wasOn) write(life, 'convert', { on: day, from: day, seats: life.seats })
  return before.wasOn
}

/** Where another cycle begins at once, the rest of the old one is given back. */
function restart(life: Life, day: Day, wasOn: boolean): void {
  if (life.billing === null || life.billing.cycleEnds === null) return
  if (wasOn) write(life, 'billing', { on: day, from: day, seats: -life.seats })
  changeBilling(life, day, life.billing)
  life.period = periodOf(life, day)
  life.isMixed = false
  life.since = day
  if (wasOn) write(life, 'billing', { on: day, from: day, seats: life.seats })
}

function charge({ days, seats, term, period, isElsewhere }: Life, day: Day): void {
  if (!isElsewhere)
    days.push({ day, seats, perSeat: dailyPrice(term.price.perSeat, period), period: period.start })
}

interface LineFacts {
  readonly on: Day
  readonly from: Day
  /** First of the days it counts, where it counts more than it speaks of: the credit of a whole period. */
  readonly counted?: Day
  readonly seats: number
}

function write(life: Life, kind: LineKind, { on, from, seats, counted = from }: LineFacts): Line | null {
  const { period, purchase, term } = life
  if (life.isElsewhere || seats === 0 || from > period.end || term.kind === 'trial') return null
  const perSeat = times(dailyPrice(term.price.perSeat, period), period.end - counted + 1)
  const size = amountOf(purchase, { perSeat, seats: Math.abs(seats) }, life.rules)
  const exact = times(perSeat, seats)
  const line: Line = {
    kind,
    on,
    start: from,
    end: period.end,
    period: period.start,
    seats,
    amount: seats < 0 ? negative(size) : size,
    exact,
  }
  life.lines.push(line)
  return line
}

function switchOff(life: Life, day: Day, seats: number): void {
  const { purchase } = life
  const isWhole =
    purchase.commerce === 'legacy' && day - dayOf(purchase.at) <= life.rules.wholeCreditDays && !life.isMixed
  const from = life.rules.isSwitchOffFree ? day : day + 1
  if (from > day) charge(life, day)
  const line = write(life, 'off', { on: day, from, seats: -seats, counted: isWhole ? life.since : from })
  if (line !== null) life.credits.push({ day, amount: negative(line.amount) })
}
