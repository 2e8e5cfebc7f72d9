/** Evidence as a page: what was written when, for whom, and whether Microsoft's record says so too. Read off the table of `evidence`. */
import { type UtcDate, utcDate } from '../../engine/model/ids.ts'
import { counted, plural } from '../../engine/plural.ts'
import { type DataTable, objectsOf } from '../../engine/tables/table.ts'
import { type Panel, pageText } from './html/page.ts'
import { type SeatFlow, seatFlowPicture } from './html/seat-flow.ts'
import type { HtmlTable, Tone } from './html/table.ts'
import { type TimelineDay, timelinePicture } from './html/timeline.ts'
import { sumFlows } from './plan/plan-pictures.ts'
import { distinct, htmlTableOf } from './table-html.ts'

interface Write {
  readonly apply: string
  readonly customer: string
  readonly partner: string
  readonly action: string
  readonly seats: number
  readonly began: string
  readonly ended: string
  readonly outcome: string
  readonly irreversible: boolean
  readonly record: string
}

export function evidenceHtml(table: DataTable): string {
  const writes = objectsOf(table).map(
    (row): Write => ({
      apply: String(row['apply'] ?? ''),
      customer: String(row['tenant id'] ?? ''),
      partner: String(row['partner'] ?? ''),
      action: String(row['action'] ?? ''),
      seats: Number(row['seats'] ?? 0),
      began: String(row['began'] ?? ''),
      ended: String(row['ended'] ?? ''),
      outcome: String(row['outcome'] ?? 'unknown'),
      irreversible: row['irreversible'] === 'yes',
      record: String(row["Microsoft's record"] ?? ''),
    }),
  )
  const times = writes.map(write => write.began).sort()
  const applies = distinct(table, 'apply')
  return pageText({
    kind: 'Evidence',
    title: `${writes.length.toLocaleString('en')} ${plural(writes.length, 'write')} in ${counted(applies, 'apply', 'applies')}`,
    facts: [
      { name: 'first', value: times[0]?.replace('.000Z', 'Z') ?? null },
      { name: 'last', value: times.at(-1)?.replace('.000Z', 'Z') ?? null },
    ],
    madeIn: table.madeIn ?? null,
    lead: leadOf(writes),
    notices: [],
    panels: [writesPanel(writes), customersPanel(writes), recordsPanel(writes)],
    pictures: [
      ...seatFlowPicture('Seats switched off, and the account that has them now', flowsOf(writes)),
      ...timelinePicture('What was done, day by day', timelineOf(writes)),
    ],
    tables: [tableOf(table)],
  })
}

const wasDone = (write: Write) => write.outcome === 'done' || write.outcome === 'adopted'
const switchesOff = (write: Write) => /[.](suspend|cancel)$/.test(write.action)
const buys = (write: Write) => /[.](create|transfer)$/.test(write.action)

function leadOf(writes: readonly Write[]): string {
  const open = writes.filter(write => !wasDone(write)).length
  const done = `${(writes.length - open).toLocaleString('en')} of ${writes.length.toLocaleString('en')} writes were done and verified`
  return open === 0 ? `${done}.` : `${done}; ${open} were refused, or their outcome is unknown.`
}

function writesPanel(writes: readonly Write[]): Panel {
  const outcomes = [...new Set(writes.map(write => write.outcome))].sort()
  return {
    title: 'Writes',
    big: { value: writes.length.toLocaleString('en'), name: plural(writes.length, 'write') },
    rows: [
      ...outcomes.map(outcome => ({
        name: outcome,
        value: writes.filter(write => write.outcome === outcome).length.toLocaleString('en'),
        tone: toneOf(outcome),
      })),
      { name: 'irreversible', value: writes.filter(write => write.irreversible).length.toLocaleString('en') },
    ],
  }
}

function customersPanel(writes: readonly Write[]): Panel {
  const customers = new Set(writes.map(write => write.customer)).size
  const seats = (some: readonly Write[]) =>
    some.reduce((sum, write) => sum + write.seats, 0).toLocaleString('en')
  const done = writes.filter(wasDone)
  return {
    title: 'Customers',
    big: { value: customers.toLocaleString('en'), name: plural(customers, 'customer') },
    rows: [
      { name: 'seats bought or transferred', value: seats(done.filter(buys)) },
      { name: 'seats switched off', value: seats(done.filter(switchesOff)) },
    ],
  }
}

function recordsPanel(writes: readonly Write[]): Panel {
  const count = (...records: readonly string[]) =>
    writes.filter(write => records.includes(write.record)).length
  const seen = writes.length - count('not recorded', 'not asked', 'unknown', 'no longer kept')
  return {
    title: "Microsoft's own record",
    big: { value: seen.toLocaleString('en'), name: 'of them recorded' },
    rows: [
      { name: 'not recorded yet', value: count('not recorded').toLocaleString('en') },
      { name: 'not asked', value: count('not asked').toLocaleString('en') },
      {
        name: 'no answer, or no longer kept',
        value: count('unknown', 'no longer kept').toLocaleString('en'),
      },
    ],
  }
}

function toneOf(outcome: string): Tone {
  return outcome === 'done' || outcome === 'adopted' ? 'good' : 'bad'
}

/** A customer is bought for in one account; what was switched off elsewhere went there. */
function flowsOf(writes: readonly Write[]): readonly SeatFlow[] {
  const done = writes.filter(wasDone)
  const targets = new Map(done.filter(buys).map(write => [write.customer, write.partner]))
  return sumFlows(
    done.filter(switchesOff).map(({ customer, partner, seats }) => {
      const target = targets.get(customer)
      return {
        from: partner,
        to: target ?? 'not bought here',
        seats,
        way: target === undefined ? 'stays' : 'moves',
      } as const
    }),
  )
}

function timelineOf(writes: readonly Write[]): readonly TimelineDay[] {
  const days = new Map<UtcDate, Write[]>()
  for (const write of writes) {
    if (write.began === '') continue
    const day = utcDate(write.began.slice(0, 10))
    days.set(day, [...(days.get(day) ?? []), write])
  }
  return [...days].map(([date, some]) => ({
    date,
    name: null,
    isNow: false,
    lines: [],
    lanes: [...new Set(some.map(write => write.apply))].map(apply => {
      const of = some.filter(write => write.apply === apply)
      const bought = of.filter(write => wasDone(write) && buys(write)).length
      const off = of.filter(write => wasDone(write) && switchesOff(write)).length
      const done = of.filter(wasDone).length
      return {
        name: apply,
        note: null,
        between: ' · ' as const,
        parts: [
          { name: 'bought', count: bought, tone: 'good' as const },
          { name: 'changed', count: done - bought - off, tone: 'busy' as const },
          { name: 'switched off', count: off, tone: 'soft' as const },
          { name: 'not done', count: of.length - done, tone: 'bad' as const },
        ],
      }
    }),
  }))
}

/** What a reader looks for first; ids follow, whole, for a support ticket. */
const first = [
  'customer',
  'outcome',
  'action',
  'product name',
  'seats',
  'partner',
  'began',
  'ended',
  "Microsoft's record",
]

function tableOf(table: DataTable): HtmlTable {
  const { columns, rows, ...rest } = htmlTableOf(table)
  const at = (name: string) => columns.findIndex(column => column.name === name)
  const tenant = at('tenant id')
  const order = [...new Set([...first.map(at), ...columns.keys()])].filter(position => position !== tenant)
  return {
    ...rest,
    columns: order.flatMap(position => columns[position] ?? []),
    rows: rows.map(({ cells }) => ({
      cells: order.map(position =>
        position === at('customer')
          ? { text: String(cells[position] ?? ''), under: String(cells[tenant] ?? '') }
          : (cells[position] ?? null),
      ),
      tone: toneOf(String(cells[at('outcome')] ?? 'unknown')),
    })),
  }
}
