/** What the invoices say about what the journal predicted, as a page for finance: what to ask Microsoft about first, money by currency. */
import { subjectOfWrite } from '../../../engine/activity/subject.ts'
import type { LineSetAside } from '../../../engine/model/invoice.ts'
import { isZero } from '../../../engine/money/decimals.ts'
import { counted, plural } from '../../../engine/plural.ts'
import {
  alarming,
  type ReconciledLine,
  type Reconciliation,
} from '../../../engine/reconcile/reconciliation.ts'
import { isFinding, type Variance } from '../../../engine/reconcile/variance.ts'
import { type Panel, pageText } from '../html/page.ts'
import type { HtmlRow, HtmlTable, Tone } from '../html/table.ts'
import { amountOrUnknown, rowsText } from '../reconcile-text.ts'
import type { Reading } from './reading.ts'

export function reconcileHtml(found: Reconciliation, { madeIn }: Pick<Reading, 'madeIn'>): string {
  const wrong = found.lines.filter(({ verdict }) => alarming.has(verdict)).length
  const unexplained = found.variances.filter(isFinding).length
  const aside = found.setAside.length
  return pageText({
    kind: 'Reconciliation',
    title: 'Invoices against what was done',
    facts: [{ name: 'rows read', value: found.rows.read.toLocaleString('en') }],
    madeIn,
    lead: leadOf(found, wrong + unexplained),
    notices: [
      ...(aside > 0
        ? [
            {
              tone: 'busy' as const,
              text: `${counted(aside, 'row is', 'rows are')} not counted, as listed below: no sum holds ${plural(aside, 'it', 'them')}.`,
            },
          ]
        : []),
      ...found.repeated.map(({ file, sameAs, rows }) => ({
        tone: 'soft' as const,
        text: `${file} repeats ${counted(rows, 'row')} of ${sameAs}: counted once.`,
      })),
    ],
    panels: [verdictPanel(found, wrong), ...found.money.map(moneyPanel), rowPanel(found, unexplained)],
    pictures: [],
    tables: [linesTable(found.lines), variancesTable(found.variances), asideTable(found.setAside)],
  })
}

function leadOf({ lines, rows }: Reconciliation, wrong: number): string {
  const what =
    lines.length === 0
      ? 'Nothing was bought or switched off'
      : `${counted(lines.length, 'charge or credit', 'charges and credits')} expected or seen`
  const end =
    wrong === 0 ? 'nothing is wrong as far as it can be compared' : `${counted(wrong, 'line')} to look at`
  return `${what}; ${end}. ${rowsText(rows)}.`
}

function verdictPanel({ totals }: Reconciliation, wrong: number): Panel {
  return {
    title: 'What was done',
    big: { value: wrong.toLocaleString('en'), name: 'to look at', tone: wrong === 0 ? 'good' : 'bad' },
    rows: totals.map(({ verdict, count }) => ({
      name: verdict,
      value: count.toLocaleString('en'),
      ...(alarming.has(verdict) && { tone: 'bad' as const }),
    })),
  }
}

function moneyPanel(money: Reconciliation['money'][number]): Panel {
  const { currency, creditsExpected, creditsSeen, chargedAfter, billedTwice, chargedLate } = money
  const bad = (amount: typeof billedTwice) => (isZero(amount) ? {} : { tone: 'bad' as const })
  return {
    title: `Money in ${currency}`,
    big: {
      value: `${currency} ${billedTwice}`,
      name: 'billed twice',
      tone: isZero(billedTwice) ? 'good' : 'bad',
    },
    rows: [
      { name: 'credits expected', value: creditsExpected },
      { name: 'credits seen', value: creditsSeen },
      { name: 'charged after switch-off', value: chargedAfter, ...bad(chargedAfter) },
      { name: 'for late switch-offs', value: chargedLate, ...bad(chargedLate) },
    ],
  }
}

function rowPanel({ rows }: Reconciliation, unexplained: number): Panel {
  const counts: readonly (readonly [string, number])[] = [
    ['of what an apply did', rows.explained],
    ['listed as unexplained', rows.variances],
    ['charged again as before', rows.recurring],
    ['nothing to compare with', rows.notCompared],
    ['not counted', rows.setAside],
    ['repeated', rows.repeated],
  ]
  return {
    title: 'Rows of the invoices',
    big: {
      value: unexplained.toLocaleString('en'),
      name: 'not explained, and to look at',
      tone: unexplained === 0 ? 'good' : 'bad',
    },
    rows: counts.map(([name, value]) => ({ name, value: value.toLocaleString('en') })),
  }
}

function linesTable(lines: readonly ReconciledLine[]): HtmlTable {
  const isAlarming = ({ verdict }: ReconciledLine) => alarming.has(verdict)
  const sorted = [...lines.filter(isAlarming), ...lines.filter(line => !isAlarming(line))]
  return {
    id: 'lines',
    caption: 'Expected and seen',
    columns: [
      { name: 'customer', kind: 'text' },
      { name: 'verdict', kind: 'word' },
      { name: 'what', kind: 'word' },
      { name: 'account', kind: 'word' },
      { name: 'product', kind: 'text' },
      { name: 'from', kind: 'id' },
      { name: 'expected', kind: 'money' },
      { name: 'seen', kind: 'money' },
      { name: 'invoices', kind: 'text' },
    ],
    rows: sorted.map(lineRow),
  }
}

function lineRow(line: ReconciledLine): HtmlRow {
  const { verdict, what, write, partner, from, expected, seen, invoices, item } = line
  const product = item?.productName ?? subjectOfWrite(write.action).productName
  return {
    cells: [
      { text: write.customerName, under: write.action.customer },
      verdict,
      what,
      partner,
      product ?? null,
      from,
      expected === null ? null : amountOrUnknown(expected),
      seenCell(line, seen === null ? 'nothing seen' : amountOrUnknown(seen)),
      invoices.length === 0 ? null : invoices.join(' '),
    ],
    tone: alarming.has(verdict) ? 'bad' : verdict === 'matched' ? 'good' : 'busy',
  }
}

function seenCell({ late, stillCharged }: ReconciledLine, seen: string): HtmlRow['cells'][number] {
  const under = [
    ...(stillCharged === undefined ? [] : [`${amountOrUnknown(stillCharged)} stays charged`]),
    ...(late === undefined
      ? []
      : [
          `${counted(late.days, 'day')} late: ${late.money === null ? 'unknown' : amountOrUnknown(late.money)}`,
        ]),
  ]
  return under.length === 0 ? seen : { text: seen, under: under.join(', ') }
}

function variancesTable(variances: readonly Variance[]): HtmlTable {
  const sorted = [...variances.filter(isFinding), ...variances.filter(entry => !isFinding(entry))]
  return {
    id: 'variances',
    caption: 'Explained by no apply',
    columns: [
      { name: 'customer', kind: 'text' },
      { name: 'what', kind: 'word' },
      { name: 'account', kind: 'word' },
      { name: 'product', kind: 'text' },
      { name: 'from', kind: 'id' },
      { name: 'last day', kind: 'id' },
      { name: 'money', kind: 'money' },
      { name: 'charged as', kind: 'text' },
      { name: 'invoices', kind: 'text' },
    ],
    rows: sorted.map(entry => ({
      cells: [
        entry.customer === null ? entry.customerName : { text: entry.customerName, under: entry.customer },
        entry.kind,
        entry.other === undefined ? entry.partner : `${entry.partner} and ${entry.other}`,
        entry.product,
        entry.from,
        entry.lastDay,
        entry.money === null ? 'unknown' : amountOrUnknown(entry.money),
        entry.chargeTypes.length === 0 ? null : entry.chargeTypes.join(' '),
        entry.invoices.length === 0 ? null : entry.invoices.join(' '),
      ],
      tone: (isFinding(entry) ? 'bad' : 'busy') satisfies Tone,
    })),
  }
}

function asideTable(aside: readonly LineSetAside[]): HtmlTable {
  return {
    id: 'aside',
    caption: 'Not counted',
    columns: [
      { name: 'where', kind: 'text' },
      { name: 'because', kind: 'word' },
      { name: 'customer', kind: 'text' },
      { name: 'subscription', kind: 'id' },
      { name: 'as written', kind: 'money' },
      { name: 'detail', kind: 'text' },
    ],
    rows: aside.map(({ source, line, because, customerName, subscription, amount, detail }) => ({
      cells: [
        `${source}${line === null ? '' : `:${line}`}`,
        because,
        customerName,
        subscription,
        amount,
        detail ?? null,
      ],
      tone: 'busy',
    })),
  }
}
