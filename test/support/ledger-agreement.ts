/**
 * What plans predicted in money, against what the sandbox's ledger says once the days have passed. The planner's arithmetic and
 * the ledger's were written apart from the same page (facts 2.5), so agreement says something. Where a plan says that it does not
 * know, the ledger is not asked.
 */
import { Decimal } from 'decimal.js'
import { Temporal } from 'temporal-polyfill'
import type { Action, WriteAction } from '../../engine/plan/action.ts'
import type { Effect } from '../../engine/plan/effect.ts'
import type { CreateSubscription } from '../../engine/plan/kinds/create.ts'
import type { Plan } from '../../engine/plan/plan.ts'
import type { LedgerAnswer, StateSubscription } from './sandbox-process.ts'

export interface Books {
  readonly ledger: LedgerAnswer
  readonly subscriptions: readonly StateSubscription[]
}

type Row = LedgerAnswer['days'][number]

/**
 * One line per figure that does not agree; empty when all do. The plans are all that was carried out, in their order. The clock must
 * have passed one billing month since the last apply, and a commitment is looked at once its last day is over.
 */
export function disagreements(plans: readonly Plan[], books: Books): readonly string[] {
  const writes = plans.flatMap(plan => plan.actions.filter(isWrite))
  return [
    ...creditsOff(writes, books),
    ...overlapsOff(plans, books),
    ...writes.flatMap(write => [
      ...(isOvertaken(write, writes) ? [] : pricesOff(write, books)),
      ...endsOff(write, books),
      ...commitmentsOff(write, books),
    ]),
  ]
}

function isWrite(action: Action): action is WriteAction {
  return 'effect' in action
}

/** Seats that change on the day of a reactivation: that day is charged for the seats of its end, which the later line prices. */
function isOvertaken(write: WriteAction, writes: readonly WriteAction[]): boolean {
  return (
    write.kind === 'subscription.reactivate' &&
    writes.some(
      other => other.kind === 'subscription.change-seats' && other.subscription === write.subscription,
    )
  )
}

function creditsOff(writes: readonly WriteAction[], { ledger }: Books): readonly string[] {
  const credited = new Map<string, Decimal>()
  for (const row of ledger.days) {
    const id = row.subscription.toLowerCase()
    if (row.credit !== '0') credited.set(id, (credited.get(id) ?? new Decimal(0)).plus(row.credit))
  }
  const found: string[] = []
  for (const write of writes) {
    const { credit } = write.effect
    if (credit === undefined || !('subscription' in write)) continue
    const paid = credited.get(write.subscription) ?? new Decimal(0)
    credited.delete(write.subscription)
    if (credit.kind === 'known' && !paid.equals(credit.amount))
      found.push(`credit of ${write.subscription}: plan ${credit.amount}, ledger ${paid.toFixed()}`)
  }
  for (const [subscription, paid] of credited)
    found.push(`credit of ${subscription}: plan nothing, ledger ${paid.toFixed()}`)
  return found
}

/** Days charged on both sides: the ledger's, per customer, are those the plans announced. */
function overlapsOff(plans: readonly Plan[], { ledger }: Books): readonly string[] {
  const customers = new Map(
    plans.flatMap(plan => plan.customers.map(({ tenant, name }) => [tenant, name] as const)),
  )
  const overlaps = plans.flatMap(plan =>
    plan.actions
      .filter(isWrite)
      .flatMap(({ customer, effect: { overlap } }) =>
        overlap === undefined ? [] : [{ customer, ...overlap }],
      ),
  )
  return [...customers].flatMap(([tenant, name]) => {
    const own = overlaps.filter(({ customer }) => customer === tenant)
    if (own.some(({ days }) => days === null)) return []
    const announced = Math.max(0, ...own.map(({ days }) => days ?? 0))
    const days = new Set(ledger.doubleBilled.filter(row => row.customer === tenant).map(row => row.day)).size
    return announced === days ? [] : [`${name}: plans announce ${announced} days twice, ledger has ${days}`]
  })
}

/** A billing month of what was bought sums up to the price the plan printed; of everything else, a day's share is its share. */
function pricesOff(write: WriteAction, books: Books): readonly string[] {
  const { perPeriod, date } = write.effect
  const isPriced =
    write.kind === 'subscription.create' ||
    write.kind === 'subscription.change-seats' ||
    write.kind === 'subscription.reactivate'
  // Billed in another cycle from the next charge on: the price is of that one.
  const isLater = write.kind === 'subscription.change-seats' && write.also?.billing !== undefined
  if (!isPriced || isLater || perPeriod?.amount.kind !== 'known' || perPeriod.period === 'term') return []
  const { period, amount } = perPeriod
  const subject = subjectOf(write, books)
  if (subject === undefined) return [`${write.id}: nothing like it is there`]
  const { start, days } = periodAround(subject, date, period)
  const rows = charges(books, subject.id)
  const isWhole = write.kind === 'subscription.create' && period === 'month'
  const charged = isWhole
    ? sum(rows.filter(row => row.day >= start).slice(0, days))
    : new Decimal(rows.find(row => row.day === date)?.charge ?? 0).times(days)
  return rounded(charged).equals(amount.amount)
    ? []
    : [`${write.id}: plan ${amount.amount} a ${period}, ledger ${charged.toFixed(4)}`]
}

/** Whoever stops being billed is charged on no day from then on, and until then on each. */
function endsOff(write: WriteAction, books: Books): readonly string[] {
  return write.effect.billing.flatMap(({ note, until }) => {
    if (until === null || (note !== 'stops' && note !== 'continues to term end')) return []
    // A transfer names the last day that the source pays (facts 2.5), a switch-off the first that nobody does.
    const isLastDay = write.kind === 'subscription.transfer' || note === 'continues to term end'
    const isCharged = ({ day }: Row) => (isLastDay ? day > until : day >= until)
    const ids =
      write.kind === 'subscription.transfer'
        ? write.items.map(item => String(item.subscription))
        : 'subscription' in write
          ? [String(write.subscription)]
          : []
    return ids.flatMap(id => {
      const after = charges(books, id).find(isCharged)
      return after === undefined ? [] : [`${id}: plan bills it to ${until}, ledger still on ${after.day}`]
    })
  })
}

/** What new commerce binds to is what is charged to the end of the term: all of a purchase, the share of the seats that were added. */
function commitmentsOff(write: WriteAction, books: Books): readonly string[] {
  const { commitment, date } = write.effect
  const isOver = commitment !== undefined && books.ledger.days.some(row => row.day > commitment.until)
  if (!isOver || commitment.total.kind !== 'known') return []
  const subject = subjectOf(write, books)
  if (subject === undefined) return [`${write.id}: nothing like it is there`]
  const share =
    write.kind === 'subscription.change-seats'
      ? new Decimal(write.to - write.from).dividedBy(write.to)
      : new Decimal(1)
  const periods = new Map<string, Row[]>()
  for (const row of charges(books, subject.id)) {
    if (row.day < date || row.day > commitment.until) continue
    const { start } = periodAround(subject, row.day, 'month')
    periods.set(start, [...(periods.get(start) ?? []), row])
  }
  const charged = [...periods.values()].reduce(
    (total, rows) => total.plus(rounded(sum(rows).times(share))),
    new Decimal(0),
  )
  return charged.equals(commitment.total.amount)
    ? []
    : [`${write.id}: plan commits to ${commitment.total.amount}, ledger ${charged.toFixed()}`]
}

function subjectOf(write: WriteAction, { subscriptions }: Books): StateSubscription | undefined {
  if (write.kind === 'subscription.create') return boughtBy(write, subscriptions)
  return 'subscription' in write
    ? subscriptions.find(row => row.id.toLowerCase() === write.subscription)
    : undefined
}

function boughtBy(
  { partner, customer, product, effect }: CreateSubscription,
  subscriptions: readonly StateSubscription[],
): StateSubscription | undefined {
  return subscriptions.find(
    row =>
      row.partner === partner &&
      row.customer === customer &&
      row.acquired !== 'seed' &&
      row.createdAt.startsWith(effect.date) &&
      row.offerId.toUpperCase().startsWith(product),
  )
}

/** The billing period a day lies in; periods count from the day of the purchase. */
function periodAround(
  { createdAt }: StateSubscription,
  day: string,
  period: Exclude<NonNullable<Effect['perPeriod']>['period'], 'term'>,
): { readonly start: string; readonly days: number } {
  const bought = Temporal.Instant.from(createdAt).toZonedDateTimeISO('UTC').toPlainDate()
  const months = period === 'month' ? 1 : 12
  const passed = Math.floor(bought.until(day, { largestUnit: 'month' }).months / months)
  const start = bought.add({ months: passed * months })
  const next = bought.add({ months: (passed + 1) * months })
  return { start: start.toString(), days: start.until(next).days }
}

function charges({ ledger }: Books, subscription: string): readonly Row[] {
  return ledger.days.filter(
    row => row.subscription.toLowerCase() === subscription.toLowerCase() && row.charge !== '0',
  )
}

function sum(rows: readonly Row[]): Decimal {
  return rows.reduce((total, row) => total.plus(row.charge), new Decimal(0))
}

/** To cents: every world of these tests is in euros. */
function rounded(amount: Decimal): Decimal {
  return amount.toDecimalPlaces(2, Decimal.ROUND_HALF_UP)
}
