/**
 * What is billed for one subscription, line by line (2.5, E34); ledger and invoices are both read off these lines. Billing is in
 * advance: a line for each period that begins, two for seats that change within it, and for a switch-off a line that gives back.
 */
import { uuidOf } from '../ids.ts'
import { isOn as isQuirkOn } from '../quirks.ts'
import type { Service } from '../service.ts'
import type { ChargeState, SubscriptionRow } from '../state/subscription-rows.ts'
import { addDays, type Day, dayOf, daysBetween, normal, startOf } from '../time/calendar.ts'
import { Exact, lineText, perSeat, roundedText, seatsText, zero } from './amounts.ts'
import { type BookLine, type ChargeKind, netFrom, sumOf } from './book-line.ts'
import { type ChargedPeriod, chargedPeriod, currencyOf, isOn, stateAtDawn, stateBefore } from './charged.ts'

/** Days after a purchase within which a legacy switch-off gives the whole period back. */
const fullRefundDays = 30

/** First day invoices tell of: the first of the month in which the World's clock starts. */
export function firstInvoicedDay(service: Service): Day {
  return `${normal(service.world.clock).slice(0, 7)}-01`
}

/** All lines up to a day, with the one that was paid when invoices begin. */
export function bookOf(service: Service, row: SubscriptionRow, last: Day): readonly BookLine[] {
  if (row.commerce === 'azure') return []
  const book = new Book(service, row)
  const first = firstInvoicedDay(service)
  let day: Day | null = dayOf(row.purchasedAt)
  if (day < first) {
    book.assumePaid(addDays(first, -1))
    day = first
  }
  while (day !== null && day <= last) day = book.visit(day)
  return book.lines
}

/** What is paid for just now. */
interface Paid {
  readonly period: ChargedPeriod
  readonly state: ChargeState
  /** Since it was switched on in this period. */
  readonly lines: readonly BookLine[]
}

/** What a line is made from. */
interface LineFacts {
  readonly period: ChargedPeriod
  readonly state: ChargeState
  readonly seats: number
  readonly isEarlier?: boolean
  readonly isCredit?: boolean
  /** Where it is not what its seats cost for its days. */
  readonly exact?: Exact | null
}

/** Goes from one day on which something can change to the next. */
class Book {
  readonly lines: BookLine[] = []
  private readonly service: Service
  private readonly row: SubscriptionRow
  private readonly currency: string
  private paid: Paid | null = null
  /** All lines of the period that was billed last: also those from before a pause in it. */
  private ofPeriod: { readonly period: ChargedPeriod; readonly lines: BookLine[] } | null = null

  constructor(service: Service, row: SubscriptionRow) {
    this.service = service
    this.row = row
    this.currency = currencyOf(service, row)
  }

  /** The period of this day was billed before anybody looked. */
  assumePaid(day: Day): void {
    const { row } = this
    const state = stateBefore(row, startOf(addDays(day, 1)))
    if (state === undefined || !isOn(row, state, day)) return
    const period = chargedPeriod(this.service, row, state, day)
    if (period === null) return
    this.begin(period, state, {
      day: [dayOf(row.purchasedAt), period.start].toSorted().at(-1) ?? day,
      kind: 'renew',
      isEarlier: true,
    })
  }

  visit(day: Day): Day | null {
    const { row } = this
    const state = stateBefore(row, startOf(addDays(day, 1)))
    if (state !== undefined) {
      if (this.paid !== null && this.paid.period.end <= day) this.paid = null
      if (isOn(row, state, day)) this.charge(day, state)
      else this.switchOff(day, state)
    }
    return this.after(day)
  }

  private charge(day: Day, state: ChargeState): void {
    const period = chargedPeriod(this.service, this.row, state, day)
    if (period === null) return
    const { paid } = this
    if (paid === null) this.begin(period, state, { day, kind: this.kindOf(day, state), isEarlier: false })
    else if (!isSame(paid.period, period) || isConverted(paid.state, state)) {
      const kind = isConverted(paid.state, state)
        ? 'convert'
        : paid.state.billing === state.billing
          ? 'renew'
          : 'changeBillingPlan'
      this.giveBack(day, paid, kind)
      this.begin(period, state, { day, kind, isEarlier: false })
    } else if (paid.state.seats !== state.seats) this.changeSeats(day, paid, state)
    else this.paid = { ...paid, state }
  }

  private kindOf(day: Day, state: ChargeState): ChargeKind {
    const before = stateBefore(this.row, startOf(day))
    if (before === undefined && this.row.acquired === 'transition') return 'convert'
    if (before === undefined || this.row.chargedFrom === day) return 'new'
    if (before.trial) return 'convert'
    return state.termStart === day ? 'renew' : 'cycleCharge'
  }

  private begin(
    period: ChargedPeriod,
    state: ChargeState,
    { day, kind, isEarlier }: Pick<BookLine, 'day' | 'kind' | 'isEarlier'>,
  ): void {
    this.paid = { period, state, lines: [] }
    if (this.ofPeriod === null || !isSame(this.ofPeriod.period, period)) this.ofPeriod = { period, lines: [] }
    this.add(day, kind, { period, state, seats: state.seats, isEarlier })
  }

  /** Always a pair: what was, taken back, and what is, charged, for the same rest of the period. */
  private changeSeats(day: Day, paid: Paid, state: ChargeState): void {
    const kind = state.seats > paid.state.seats ? 'addQuantity' : 'removeQuantity'
    this.add(day, kind, { ...paid, seats: -paid.state.seats })
    this.add(day, kind, { ...paid, state, seats: state.seats })
    if (this.paid !== null) this.paid = { ...this.paid, state }
  }

  private giveBack(day: Day, paid: Paid, kind: ChargeKind): void {
    this.add(day, kind, { ...paid, seats: -paid.state.seats })
    this.paid = null
  }

  private switchOff(day: Day, state: ChargeState): void {
    const { row } = this
    const isByHand = state.status === (row.commerce === 'legacy' ? 'suspended' : 'deleted')
    const isCredited = isByHand && row.chargedThrough === null && !state.trial
    if (this.paid === null && isCredited) this.beginAtDawn(day, state)
    const { paid } = this
    if (paid === null) return
    if (!isCredited) {
      this.giveBack(day, paid, 'cancelImmediate')
      return
    }
    this.add(day, 'cancelImmediate', {
      ...paid,
      seats: -paid.state.seats,
      isCredit: true,
      ...(row.commerce === 'legacy' && { exact: this.legacyCredit(day, paid) }),
    })
    this.paid = null
  }

  /** Switched off on the day of the purchase, or on the first of a period: what began on that day was charged before it is given back. */
  private beginAtDawn(day: Day, atEnd: ChargeState): void {
    const { row } = this
    // What a transfer brings is charged from the day after; cancelled before, it was never charged.
    if (row.chargedFrom !== null && day < row.chargedFrom) return
    const isBought = day === dayOf(row.purchasedAt)
    const state = isBought ? atEnd : stateAtDawn(row, day)
    const period = state === undefined ? null : chargedPeriod(this.service, row, state, day)
    if (state === undefined || period === null) return
    if (!isBought && !isOn(row, state, day)) return
    this.begin(period, state, { day, kind: this.kindOf(day, state), isEarlier: false })
  }

  /** Never more than what was charged since it is on, net of all lines. */
  private legacyCredit(day: Day, { period, lines }: Paid): Exact | null {
    const isYoung = daysBetween(dayOf(this.row.purchasedAt), day) <= fullRefundDays
    const isChanged = (this.ofPeriod?.lines ?? []).some(
      ({ kind }) => kind === 'addQuantity' || kind === 'removeQuantity',
    )
    const net = isYoung && !isChanged ? sumOf(lines) : netFrom(lines, day, period)
    return net === null ? null : net.negated()
  }

  private add(day: Day, kind: ChargeKind, facts: LineFacts): void {
    const { period, seats, state, isEarlier = false, isCredit = false } = facts
    const oneSeat =
      period.price === null ? null : perSeat(period.price, daysBetween(day, period.end), period.days)
    const exact = facts.exact === undefined ? (oneSeat?.times(seats) ?? null) : facts.exact
    const line: BookLine = {
      day,
      end: period.end,
      kind,
      seats,
      period,
      oneSeat,
      exact,
      amount: this.amountOf({ oneSeat, exact, seats, isCredit }),
      state,
      reference: uuidOf('charge', this.row.id, day, kind),
      isEarlier,
      isCredit,
    }
    this.lines.push(line)
    this.ofPeriod?.lines.push(line)
    if (this.paid !== null) this.paid = { ...this.paid, lines: [...this.paid.lines, line] }
  }

  /** Legacy: a credit is rounded once; the other lines of a period come to its total with them, rounded once. */
  private amountOf({
    oneSeat,
    exact,
    seats,
    isCredit,
  }: Pick<BookLine, 'oneSeat' | 'exact' | 'seats' | 'isCredit'>): string | null {
    if (oneSeat === null || exact === null) return null
    if (this.row.commerce !== 'legacy')
      return isQuirkOn(this.service, 'lineRounding')
        ? lineText(oneSeat, seats, this.currency)
        : seatsText(oneSeat, seats, this.currency)
    if (isCredit) return roundedText(exact, this.currency)
    let total = exact
    let written = zero
    for (const line of this.ofPeriod?.lines ?? []) {
      total = total.plus(line.exact ?? 0)
      written = written.plus(line.amount ?? 0)
    }
    return roundedText(new Exact(roundedText(total, this.currency)).minus(written), this.currency)
  }

  /** The next day on which anything can be different; null: none will come by itself. */
  private after(day: Day): Day | null {
    const { row, paid } = this
    const days = row.history.map(state => dayOf(state.at))
    if (paid !== null) days.push(paid.period.end)
    if (row.chargedFrom !== null) days.push(row.chargedFrom)
    if (row.chargedThrough !== null) days.push(addDays(row.chargedThrough, 1))
    const later = days.filter(other => other > day).sort()
    return later[0] ?? null
  }
}

/** Changed into another product in mid-term. */
function isConverted(before: ChargeState, after: ChargeState): boolean {
  return (
    before.productKey !== after.productKey || (before.extendedFrom === null) !== (after.extendedFrom === null)
  )
}

function isSame(left: ChargedPeriod, right: ChargedPeriod): boolean {
  return left.start === right.start && left.end === right.end && left.price === right.price
}
