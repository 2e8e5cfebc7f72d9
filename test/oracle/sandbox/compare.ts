/** What the sandbox charged, against the oracle: a line for each figure that differs. */
import { type Day, dayOf, textOf } from '../calendar.ts'
import type { History } from '../facts.ts'
import {
  absolute,
  equal,
  type Fraction,
  fraction,
  isLess,
  minus,
  parseDecimal,
  times,
  total,
  zero,
} from '../fraction.ts'
import { group } from '../group.ts'
import { historyOf } from '../history.ts'
import type { Rules } from '../rules.ts'
import { chargeByDay } from '../totals.ts'
import type { Told } from './told.ts'

export interface LedgerRow {
  readonly day: string
  readonly partner: string
  readonly customer: string
  readonly subscription: string
  readonly charge: string | null
  readonly credit: string
  readonly currency: string
  readonly period: { readonly from: string } | null
}

export interface DoubleBilled {
  readonly customer: string
  readonly family: string
  readonly day: string
  readonly partners: readonly string[]
}

export interface Ledger {
  readonly days: readonly LedgerRow[]
  readonly doubleBilled: readonly DoubleBilled[]
}

/** From the day the clock starts to the last one that is over. */
export interface Window {
  readonly first: Day
  readonly last: Day
}

/** Histories of all, up to and including a day. */
export function historiesOf(told: readonly Told[], last: Day, rules: Rules): ReadonlyMap<Told, History> {
  return new Map(told.map(one => [one, historyOf(one.purchase, one.happenings, last, rules)]))
}

export function ledgerDifferences(
  histories: ReadonlyMap<Told, History>,
  ledger: Ledger,
  window: Window,
): string[] {
  const rows = group(ledger.days, ({ subscription }) => subscription.toLowerCase())
  const found: string[] = []
  for (const [told, history] of histories) {
    const id = told.purchase.id.toLowerCase()
    found.push(...daysThatDiffer(told, history, { rows: rows.get(id) ?? [], window }))
    rows.delete(id)
  }
  for (const id of rows.keys()) found.push(`${id}: the ledger has a subscription that is unknown here`)
  return found
}

interface Rows {
  readonly rows: readonly LedgerRow[]
  readonly window: Window
}

function daysThatDiffer(told: Told, history: History, { rows, window }: Rows): string[] {
  const charges = chargeByDay(history)
  const credits = new Map(
    [...group(history.credits, ({ day }) => day)].map(([day, all]) => [
      day,
      total(all.map(one => one.amount)),
    ]),
  )
  const live = new Map(rows.map(row => [dayOf(row.day), row]))
  const found: string[] = []
  for (let day = window.first; day <= window.last; day += 1) {
    const row = live.get(day)
    const [charge, credit] = [charges.get(day) ?? zero, credits.get(day) ?? zero]
    const at = `${told.purchase.id} ${textOf(day)}`
    if (!isSame(charge, row?.charge ?? (row === undefined ? '0' : 'null')))
      found.push(`${at}: charge ${row?.charge ?? 'none'}, oracle ${shown(charge)}`)
    if (!equal(credit, parseDecimal(row?.credit ?? '0')))
      found.push(`${at}: credit ${row?.credit ?? 'none'}, oracle ${shown(credit)}`)
    if (row !== undefined && row.currency !== told.purchase.currency) found.push(`${at}: in ${row.currency}`)
  }
  return found
}

/** The ledger cuts what does not end at the 16th digit. */
function isSame(exact: Fraction, text: string): boolean {
  if (text === 'null') return false
  const scale = isLess(exact, fraction(1)) ? fraction(1) : exact
  return isLess(times(absolute(minus(parseDecimal(text), exact)), 10 ** 14), scale)
}

export function shown(value: Fraction): string {
  return (Number(value.n) / Number(value.d)).toFixed(6)
}

/** `customer day` for each day on which one paid on both sides: for what was bought since the clock started, and for older elsewhere. */
export function overlapDays(histories: ReadonlyMap<Told, History>, first: Day): ReadonlySet<string> {
  const found = new Set<string>()
  for (const own of group(histories, ([{ customer }]) => customer).values())
    for (const [twin, its] of own) {
      if (twin.isSeeded || twin.source !== null || twin.sku === 'yearly') continue
      for (const [other, others] of own) {
        if (other.partner === twin.partner || other.sku === 'yearly') continue
        if (!other.isSeeded && other.purchase.at >= twin.purchase.at) continue
        const days = new Set(others.days.map(({ day }) => day))
        for (const { day } of its.days)
          if (days.has(day) && day >= first) found.add(`${twin.customer} ${textOf(day)}`)
      }
    }
  return found
}

export function overlapDifferences(expected: ReadonlySet<string>, ledger: Ledger): string[] {
  const live = new Set(ledger.doubleBilled.map(({ customer, day }) => `${customer} ${day}`))
  return [
    ...[...expected].filter(one => !live.has(one)).map(one => `${one}: not seen as billed twice`),
    ...[...live].filter(one => !expected.has(one)).map(one => `${one}: billed twice, not here`),
  ]
}
