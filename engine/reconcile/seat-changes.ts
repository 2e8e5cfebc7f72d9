/**
 * What our changes of seats are charged: the difference of the seats for the rest of the cycle (facts 2.5). The rows are pairs; only their sum means something. Changes of
 * one day are one change.
 */
import type { OwnWrite } from '../activity/own-steps.ts'
import { type Decimal, decimal, type UtcDate } from '../model/ids.ts'
import type { InvoiceLine } from '../model/invoice.ts'
import type { Amount } from '../model/money.ts'
import { addDecimals, isNegative, negated, roundDown, roundMoney, shareOf } from '../money/decimals.ts'
import { monthsOfWord } from '../money/monthly.ts'
import type { ChangeSeats } from '../plan/kinds/change-seats.ts'
import { addDays, daysBetween } from '../time/utc-days.ts'
import { daysOf, daysOfPeriodFrom, daysOfPeriodUntil, monthsOfSpan } from './cycles/months.ts'
import { groupBy } from './groups-of-lines.ts'
import { dayOfWrite, invoicesOf, isCharge, isSeatChange, linesOf, partFrom } from './invoice-lines.ts'
import { pairsIn } from './line-pairs.ts'
import type { ReconciledLine } from './reconciliation.ts'
import { closestOf, moneyIn, total } from './sums.ts'
import { roundingOf } from './tolerance.ts'
import { verdictOf } from './verdict.ts'

type SeatWrite = OwnWrite & { readonly action: ChangeSeats }

export interface SeatChanges {
  readonly lines: readonly ReconciledLine[]
  /** Rows that these writes are held against. */
  readonly rows: ReadonlySet<InvoiceLine>
}

export function seatChanges(writes: readonly OwnWrite[], invoiced: readonly InvoiceLine[]): SeatChanges {
  const changes = writes.filter(
    (write): write is SeatWrite => write.action.kind === 'subscription.change-seats',
  )
  const days = groupBy(changes, write => `${write.action.partner}/${write.subscription}/${dayOfWrite(write)}`)
  const judged = days.flatMap(group => judge(group, invoiced) ?? [])
  return { lines: judged.map(one => one.line), rows: new Set(judged.flatMap(one => one.rows)) }
}

function judge(group: readonly SeatWrite[], invoiced: readonly InvoiceLine[]) {
  const [first, last] = [group[0], group.at(-1)]
  if (first === undefined || last === undefined) return null
  const [before, after] = [first.action.from, last.action.to]
  const from = dayOfWrite(last)
  const price = last.action.effect.perPeriod
  const own = linesOf(last, invoiced).filter(line => line.amount !== null)
  const currency = price?.amount.kind === 'known' ? price.amount.currency : (own[0]?.currency ?? null)
  const inCurrency = own.filter(line => line.currency === currency)
  const rows = rowsOf(inCurrency, from)
  const isLegacy = last.action.effect.commerce === 'legacy'
  const tolerance =
    currency === null
      ? decimal('0')
      : roundingOf(rows, currency, { seats: Math.max(before, after), isLegacy })
  const base = inCurrency
    .filter(line => isCharge(line) && line.from < from && line.lastDay >= from && !isSeatChange(line))
    .at(-1)
  const lastDay =
    rows
      .map(line => line.lastDay)
      .sort()
      .at(-1) ??
    base?.lastDay ??
    null
  const shares =
    currency === null || lastDay === null
      ? []
      : sharesOf(last, { from, lastDay, base }).map(share =>
          shareOf(isLegacy ? share : roundDown(share, currency), after - before, 1),
        )
  const seen = rows.length === 0 ? null : total(rows)
  const rebooked =
    base === undefined || lastDay === null ? null : netOfRest(inCurrency, { from, lastDay, base, before })
  const fits = (amount: Decimal) => closestOf(shares, share => addDecimals(share, negated(amount)))
  const isReduced = after < before
  const signed = (amount: Decimal | null) => (amount === null ? null : isReduced ? negated(amount) : amount)
  const expectedFor = (amount: Decimal | null): Amount => {
    const share = signed(amount === null ? (shares[0] ?? null) : fits(amount))
    if (share === null || currency === null) return { kind: 'unknown', why: 'billing period unknown' }
    return { kind: 'known', amount: roundMoney(share, currency), currency }
  }
  const judgedAs = (amount: Decimal | null) => {
    const expected = expectedFor(amount)
    const money = moneyIn(signed(amount), currency)
    const verdict = verdictOf(last, {
      what: isReduced ? 'credit' : 'charge',
      expected,
      seen: money,
      from,
      invoiced,
      isOwed: false,
      tolerance,
    })
    return { expected, money, verdict }
  }
  const bySum = judgedAs(seen)
  const byNet = rebooked === null || seen === null ? null : judgedAs(rebooked)
  const shown = bySum.verdict !== 'matched' && byNet?.verdict === 'matched' ? byNet : bySum
  const line: ReconciledLine = {
    verdict: shown.verdict,
    what: isReduced ? 'credit' : 'charge',
    write: last,
    partner: last.action.partner,
    from,
    expected: shown.expected,
    seen: shown.money,
    invoices: invoicesOf(rows),
  }
  return { line, rows }
}

/** Pairs of that day; or what is charged from it on for days that are no whole cycle. */
function rowsOf(own: readonly InvoiceLine[], from: UtcDate): readonly InvoiceLine[] {
  const ofDay = own.filter(line => line.from === from)
  const { changes } = pairsIn(ofDay)
  const rows = ofDay.filter(line => changes.has(line) || isSeatChange(line))
  return rows.length > 0 ? rows : ofDay.filter(line => monthsOfSpan(line) === null)
}

interface Rest {
  readonly from: UtcDate
  readonly lastDay: UtcDate
  readonly base: InvoiceLine | undefined
}

/**
 * What one seat costs for the rest of the cycle: by the price of the plan, or by what the cycle was charged. A running term keeps its price, which a list of today may not
 * have any more.
 */
function sharesOf({ action }: SeatWrite, { from, lastDay, base }: Rest): readonly Decimal[] {
  const rest = daysBetween(from, addDays(lastDay, 1))
  const price = action.effect.perPeriod
  const months = price === undefined ? null : monthsOfWord(price.period)
  const byPlan = (amount: Decimal, of: number) => {
    const whole =
      base !== undefined && monthsOfSpan(base) === of ? [daysOf(base)] : daysOfPeriodUntil(lastDay, of)
    const cut = base === undefined ? [] : daysOfPeriodFrom(base.from, of)
    const seat = shareOf(amount, 1, action.to)
    return [...whole, ...cut].filter(days => days >= rest).map(days => shareOf(seat, rest, days))
  }
  const isKnown = price?.amount.kind === 'known' && months !== null && action.also?.billing === undefined
  return [
    ...(isKnown && action.to > 0 ? byPlan(price.amount.amount, months) : []),
    ...(base?.amount == null || !base.quantity || base.lastDay !== lastDay
      ? []
      : [shareOf(shareOf(base.amount, 1, base.quantity), rest, daysOf(base))]),
  ]
}

/** What the rest of the cycle is charged beyond what its seats before would be; also where the whole cycle was taken back and charged anew. */
function netOfRest(
  own: readonly InvoiceLine[],
  { from, lastDay, base, before }: Rest & { readonly base: InvoiceLine; readonly before: number },
): Decimal | null {
  const { amount, quantity } = base
  if (amount === null || quantity !== before) return null
  const until = addDays(lastDay, 1)
  const net = own
    .filter(line => line.from <= from)
    .reduce((sum, line) => addDecimals(sum, partFrom(line, from, until) ?? decimal('0')), decimal('0'))
  const of = partFrom(base, from, until) ?? decimal('0')
  return addDecimals(net, isNegative(of) ? of : negated(of))
}
