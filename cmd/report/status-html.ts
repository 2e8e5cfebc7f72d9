/** The readiness board as a page. */
import type { Standing } from '../../engine/cutover/standing.ts'
import type { StatusReport, StatusRow } from '../../engine/cutover/status.ts'
import { sumsText } from './amount.ts'
import { pageText } from './html/page.ts'
import type { HtmlTable, Tone } from './html/table.ts'
import { timelinePicture } from './html/timeline.ts'

const tones: Readonly<Record<Standing, Tone>> = {
  'not invited': 'busy',
  invited: 'busy',
  'agreement missing': 'bad',
  unknown: 'bad',
  blocked: 'bad',
  ready: 'good',
  moving: 'busy',
  moved: 'good',
  verified: 'good',
  steady: 'good',
}

export function statusHtml(report: StatusReport): string {
  return pageText({
    title: 'Readiness board',
    subtitle: `${report.on} UTC, read at ${report.at}`,
    cards: [
      { name: 'customers', value: String(report.rows.length) },
      ...report.totals.map(({ standing, count }) => ({
        name: standing,
        value: String(count),
        tone: tones[standing],
      })),
      { name: 'at risk', value: sumsText(report.summary.atRisk) },
    ],
    pictures: timelinePicture(
      'Where the waves stand',
      report.waves.map(wave => ({
        name: wave.wave,
        steps: [
          { name: 'moved', count: wave.moved, tone: 'good' },
          { name: 'accepted', count: Math.max(0, wave.accepted - wave.moved), tone: 'busy' },
          { name: 'not accepted', count: wave.customers - wave.accepted, tone: 'soft' },
        ],
      })),
    ),
    tables: [tableOf(report.rows)],
  })
}

function tableOf(rows: readonly StatusRow[]): HtmlTable {
  return {
    id: 'customers',
    caption: 'Customers',
    columns: [
      { name: 'customer', kind: 'text' },
      { name: 'standing', kind: 'word' },
      { name: 'days', kind: 'number' },
      { name: 'next', kind: 'word' },
      { name: 'wave', kind: 'word' },
      { name: 'partner', kind: 'word' },
      { name: 'seats', kind: 'number' },
      { name: 'methods', kind: 'text' },
      { name: 'at risk', kind: 'text' },
      { name: 'why', kind: 'text' },
      { name: 'tenant', kind: 'text' },
    ],
    rows: rows.map(row => ({
      cells: [
        row.customer,
        row.standing,
        row.invitedDays,
        row.next,
        row.wave,
        row.partner,
        row.seats,
        row.methods.map(entry => `${entry.count} ${entry.method}`).join(', '),
        row.atRisk.known.length + row.atRisk.unknown === 0 ? null : sumsText(row.atRisk),
        row.why.join(' '),
        row.tenant,
      ],
      tone: tones[row.standing],
    })),
  }
}
