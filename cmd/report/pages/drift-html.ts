/** What is not as declared as a page: old and new, who changed it, where it is declared, and what could not be compared. */
import { type Diagnostic, placeText } from '../../../engine/diagnostic.ts'
import type { Unmanaged } from '../../../engine/drift/drift.ts'
import type { DriftReport, WitnessedAdminLine, WitnessedLine } from '../../../engine/drift/witnesses.ts'
import { counted } from '../../../engine/plural.ts'
import { remedyText } from '../diagnostics.ts'
import { driftTotals, whatOfLine, whoOf } from '../drift-text.ts'
import { type Panel, pageText } from '../html/page.ts'
import type { HtmlRow, HtmlTable, Tone } from '../html/table.ts'
import { type Reading, readFact } from './reading.ts'

export function driftHtml(report: DriftReport, { at, madeIn }: Reading): string {
  const { lines, admin = [], unknown, customers } = report
  const drifted = lines.length + admin.length
  return pageText({
    kind: 'Drift',
    title: 'What is not as declared',
    facts: [readFact(at), { name: 'looked at', value: counted(customers, 'customer') }],
    madeIn,
    lead: `${driftTotals(report)}.`,
    notices: [
      ...(drifted > 0
        ? [
            {
              tone: 'busy' as const,
              text: 'A plan brings all of it back to what is declared; what is to stay is written into its document first.',
            },
          ]
        : []),
      ...(unknown.length > 0
        ? [
            {
              tone: 'bad' as const,
              text: `${counted(unknown.length, 'comparison')} could not be made: nothing is known of them, which is not the same as no drift.`,
            },
          ]
        : []),
    ],
    panels: [driftPanel(report), otherPanel(report)],
    pictures: [],
    tables: [driftTable(lines, admin), unknownTable(unknown), unmanagedTable(report.unmanaged)],
  })
}

function driftPanel({ lines, admin = [] }: DriftReport): Panel {
  const count = (kind: WitnessedLine['kind']) => lines.filter(line => line.kind === kind).length
  const all = lines.length + admin.length
  const rows: readonly (readonly [string, number])[] = [
    ['changed', count('changed')],
    ['missing', count('missing')],
    ['bought under a retired partner', count('bought under a retired partner')],
    ['delegated administration', admin.length],
  ]
  return {
    title: 'Drifted',
    big: { value: all.toLocaleString('en'), name: 'not as declared', tone: all === 0 ? 'good' : 'busy' },
    rows: rows.map(([name, value]) => toned(name, value, 'busy')),
  }
}

function otherPanel({ customers, unknown, unmanaged, waiting }: DriftReport): Panel {
  return {
    title: 'Customers',
    big: { value: customers.toLocaleString('en'), name: 'compared' },
    rows: [
      toned('waiting to move or to be accepted', waiting.length, 'soft'),
      toned('subscriptions in no document', unmanaged.length, 'soft'),
      toned('unknown', unknown.length, 'bad'),
    ],
  }
}

function toned(name: string, value: number, tone: Tone): Panel['rows'][number] {
  return { name, value: value.toLocaleString('en'), ...(value > 0 && tone !== 'soft' && { tone }) }
}

function driftTable(lines: readonly WitnessedLine[], admin: readonly WitnessedAdminLine[]): HtmlTable {
  return {
    id: 'drift',
    caption: 'Drift',
    columns: [
      { name: 'customer', kind: 'text' },
      { name: 'drift', kind: 'word' },
      { name: 'account', kind: 'word' },
      { name: 'product', kind: 'text' },
      { name: 'what', kind: 'text' },
      { name: 'who', kind: 'text' },
      { name: 'declared in', kind: 'text' },
    ],
    rows: [...lines.flatMap(lineRows), ...admin.map(adminRow)],
  }
}

function lineRows(line: WitnessedLine): readonly HtmlRow[] {
  return whatOfLine(line).map(what => ({
    cells: [
      { text: line.customerName, under: line.customer },
      line.kind,
      line.partner,
      line.subscription === null ? line.productName : { text: line.productName, under: line.subscription },
      what,
      whoOf(line),
      line.at === null ? null : placeText(line.at),
    ],
    tone: line.kind === 'changed' ? 'busy' : 'bad',
  }))
}

function adminRow(line: WitnessedAdminLine): HtmlRow {
  return {
    cells: [
      { text: line.customerName, under: line.customer },
      'delegated administration',
      line.partner,
      null,
      line.what,
      whoOf(line),
      placeText(line.at),
    ],
    tone: 'busy',
  }
}

function unknownTable(unknown: readonly Diagnostic[]): HtmlTable {
  return {
    id: 'unknown',
    caption: 'Not compared',
    columns: [
      { name: 'what', kind: 'text' },
      { name: 'code', kind: 'id' },
      { name: 'what to do', kind: 'text' },
    ],
    rows: unknown.map(({ detail, summary, code, remedies }) => ({
      cells: [detail ?? summary, code, remedies.length === 0 ? null : remedies.map(remedyText).join(' · ')],
      tone: 'bad',
    })),
  }
}

function unmanagedTable(unmanaged: readonly Unmanaged[]): HtmlTable {
  return {
    id: 'unmanaged',
    caption: 'In no document',
    columns: [
      { name: 'product', kind: 'text' },
      { name: 'account', kind: 'word' },
      { name: 'seats', kind: 'number' },
      { name: 'status', kind: 'word' },
      { name: 'customer', kind: 'id' },
      { name: 'subscription', kind: 'id' },
    ],
    rows: unmanaged.map(({ productName, partner, seats, status, customer, subscription }) => ({
      cells: [productName, partner, seats ?? 'unknown', status ?? 'unknown', customer, subscription],
    })),
  }
}
