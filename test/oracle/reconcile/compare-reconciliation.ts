/** What the command says of invoices, against the oracle: a line for each difference. */
import type { ReconciledLine, Reconciliation } from '../../../engine/reconcile/reconciliation.ts'
import { type Day, dayInMonth, dayOf, monthNumber, textOf } from '../calendar.ts'
import type { Happening } from '../facts.ts'
import { equal, type Fraction, negative, parseDecimal, total } from '../fraction.ts'
import { hidesPeriod } from '../hidden-period.ts'
import { historyOf } from '../history.ts'
import { moneyText } from '../money.ts'
import { type Create, purchaseOf } from '../plan/expected.ts'
import { roundedByLine, theRules } from '../rules.ts'
import { product, skuIds } from '../sandbox/catalogue.ts'
import type { Ledger } from '../sandbox/compare.ts'
import type { WorldPlan } from '../sandbox/stories.ts'
import type { Told } from '../sandbox/told.ts'
import { compareTwice } from './two-accounts.ts'

export interface InvoicedWorld {
  readonly world: WorldPlan
  readonly told: readonly Told[]
  readonly ledger: Ledger
  /** Last day of the last month that is invoiced. */
  readonly invoiced: Day
  /** First day of the first invoice that the API was asked for; files have all of them. */
  readonly asked: Day
}

export interface Answers {
  readonly byApi: Reconciliation
  /** null: there was no invoice. */
  readonly byFiles: Reconciliation | null
}

export interface ReconcileCheck {
  readonly differences: string[]
  /** What was compared, by its name. */
  readonly compared: string[]
}

export function compareReconciliation(scene: InvoicedWorld, { byApi, byFiles }: Answers): ReconcileCheck {
  const { currency, isRoundedByLine } = scene.world
  const rounding = isRoundedByLine ? 'rounded by the line' : 'rounded by the seat'
  const check: ReconcileCheck = { differences: [], compared: [currency, rounding] }
  for (const [place, answer] of [
    ['API', byApi],
    ['files', byFiles],
  ] as const) {
    if (answer === null) continue
    for (const line of answer.lines) compareLine(check, scene, { place, line })
    compareVariances(check, scene, { place, answer })
    // No invoice is older than the month in which the clock starts.
    const visible = monthBegin(place === 'API' ? Math.max(scene.asked, scene.world.clock) : scene.world.clock)
    compareTwice(check, scene, { place, answer, visible })
  }
  return check
}

function monthBegin(day: Day): Day {
  return dayInMonth(monthNumber(day), 1)
}

interface PlacedLine {
  readonly place: string
  readonly line: ReconciledLine
}

function compareLine(check: ReconcileCheck, scene: InvoicedWorld, { place, line }: PlacedLine): void {
  const rules = scene.world.isRoundedByLine ? roundedByLine : theRules
  const { action, began, subscription } = line.write
  const day = dayOf(began.slice(0, 10))
  const name = `${place} ${action.id} ${line.what} ${line.verdict}`
  if (action.kind === 'subscription.create') {
    const purchase = purchaseOf(scene.world, action as Create)
    const { lines } = historyOf(purchase, [], day, rules)
    const amount = total(lines.map(one => one.amount))
    compareAmount(check, { name, kind: `${place} charge ${purchase.commerce}`, line, amount })
    return
  }
  if (action.kind === 'subscription.transfer') {
    compareTransfer(check, { place, line })
    return
  }
  if (action.kind !== 'subscription.suspend' && action.kind !== 'subscription.cancel') {
    check.differences.push(`${name}: a line of another write`)
    return
  }
  const source = scene.told.find(({ purchase }) => purchase.id.toLowerCase() === subscription?.toLowerCase())
  if (source === undefined) throw new Error(`${name}: nothing is known of ${subscription}`)
  const kind = action.kind === 'subscription.suspend' ? 'suspended' : 'cancelled'
  const off: Happening = { at: began, kind }
  const history = historyOf(source.purchase, [...source.happenings, off], day, rules)
  const before = historyOf(source.purchase, source.happenings, day, rules)
  if (line.verdict === 'differs' && hidesPeriod(before, day)) {
    check.compared.push(`${place} credit of a period that no plan sees`)
    return
  }
  const amount = total(history.credits.filter(credit => credit.day === day).map(credit => credit.amount))
  compareAmount(check, { name, kind: `${place} credit ${source.purchase.commerce}`, line, amount })
}

/** Both sides of a transfer are told against each other, which the oracle cannot do better. */
function compareTransfer(check: ReconcileCheck, { place, line }: PlacedLine): void {
  const { action } = line.write
  check.compared.push(`${place} transfer`)
  const isSettled = ['matched', 'not invoiced yet', 'not predicted'].includes(line.verdict)
  if (isSettled) return
  const { expected, seen } = line
  check.differences.push(
    `${place} ${action.id} ${line.what} ${line.verdict}: ${JSON.stringify({ expected, seen })}`,
  )
}

interface Compared {
  readonly name: string
  readonly kind: string
  readonly line: ReconciledLine
  readonly amount: Fraction
}

function compareAmount(check: ReconcileCheck, { name, kind, line, amount }: Compared): void {
  check.compared.push(line.verdict === 'not predicted' ? `${kind} not predicted` : kind)
  if (line.verdict !== 'matched' && line.verdict !== 'not predicted') check.differences.push(name)
  const shown = line.seen === null ? null : parseDecimal(line.seen.amount)
  const seen = shown !== null && shown.n < 0n ? negative(shown) : shown
  if (seen === null ? amount.n === 0n : equal(seen, amount)) return
  const currency = line.seen?.currency ?? 'EUR'
  check.differences.push(
    `${name}: seen ${line.seen?.amount ?? 'nothing'}, oracle ${moneyText(amount, currency)}`,
  )
}

interface PlacedAnswer {
  readonly place: string
  readonly answer: Reconciliation
}

/** What is billed in two accounts is, and nothing that a write explains is called unexplained. */
function compareVariances(check: ReconcileCheck, scene: InvoicedWorld, { place, answer }: PlacedAnswer) {
  const { ledger, invoiced, told } = scene
  const chargedOn = (customer: string | null, day: Day) =>
    ledger.days.filter(row => row.customer === customer && row.day === textOf(day) && row.charge !== '0')
  const twice = answer.variances.filter(({ kind }) => kind === 'billed in two accounts')
  for (const { customer, customerName, from, lastDay } of twice) {
    check.compared.push(`${place} billed in two accounts`)
    for (let day = dayOf(from); day <= Math.min(dayOf(lastDay), invoiced); day += 1)
      if (new Set(chargedOn(customer, day).map(({ partner }) => partner)).size < 2)
        check.differences.push(`${place} ${customerName} ${textOf(day)}: not billed in two accounts`)
  }
  for (const { write } of answer.lines) {
    const { action, began, customerName } = write
    if (action.kind !== 'subscription.create' || action.product !== `${product}:${skuIds.suite}`) continue
    for (let day = dayOf(began.slice(0, 10)); day <= invoiced; day += 1) {
      // Of a period that was paid before, no invoice at hand tells.
      const isDouble = chargedOn(action.customer, day).some(
        row =>
          (row.period?.from ?? '') >= began.slice(0, 10) &&
          told.some(
            one =>
              one.purchase.id.toLowerCase() === row.subscription.toLowerCase() &&
              one.sku === 'suite' &&
              one.partner === 'italy',
          ),
      )
      const isSeen = twice.some(
        one => one.customer === action.customer && dayOf(one.from) <= day && day <= dayOf(one.lastDay),
      )
      if (isDouble && !isSeen)
        check.differences.push(
          `${place} ${customerName} ${textOf(day)}: billed in two accounts, and not said`,
        )
    }
  }
  const explained = new Map(answer.lines.map(({ write }) => [write.subscription?.toLowerCase(), write.began]))
  for (const { kind, subscription, customerName, from } of answer.variances)
    if (kind === 'not explained' && from >= (explained.get(subscription?.toLowerCase())?.slice(0, 10) ?? '9'))
      check.differences.push(`${place} ${customerName} ${subscription}: not explained, and written by us`)
}
