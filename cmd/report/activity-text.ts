/** Microsoft's records, and what joining them with the journal found. */

import type { Verification, VerifiedLine } from '../../engine/activity/verify.ts'
import type { ActivityRecord } from '../../engine/model/activity.ts'
import { counted } from '../../engine/plural.ts'
import { alignColumns, wrapText } from './columns.ts'
import type { ReportOptions } from './options.ts'
import { paintOf } from './paint.ts'
import { printable } from './printable.ts'

export function activityText(records: readonly ActivityRecord[], options: ReportOptions): string {
  const paint = paintOf(options)
  const rows = records.map(record => [
    minute(record.at),
    record.partner,
    printable(record.customerName ?? record.customer ?? ''),
    printable(record.operation),
    record.status,
    printable(record.user ?? record.application ?? ''),
  ])
  const [head = '', ...body] = alignColumns(
    [['time', 'partner', 'customer', 'action', 'status', 'by'], ...rows],
    '',
    { columns: options.columns, widest: 40 },
  )
  const count = counted(records.length, 'record')
  return `${[paint.bold(head), ...body, count].join('\n')}\n`
}

const marks: Readonly<Record<VerifiedLine['verdict'], string>> = {
  confirmed: 'ok',
  'not recorded yet': '?',
  'no longer kept': '?',
  'never recorded': '?',
  'not ours': '!',
  'changed since': '!',
}

export function verificationText(verification: Verification, options: ReportOptions): string {
  const paint = paintOf(options)
  const rows = verification.lines.map(({ verdict, customerName, write, record, partner, subscription }) => [
    marks[verdict],
    verdict,
    printable(customerName),
    write === null || verdict === 'changed since' ? printable(record?.operation ?? '') : write.action.kind,
    partner,
    subscription ?? '',
    record === null ? '' : `${minute(record.at)}${by(verdict, record)}`,
  ])
  const { totals, unread } = verification
  // Rare, so told only where there is some.
  const counts = Object.entries(totals)
    .filter(([verdict, count]) => verdict !== 'no longer kept' || count > 0)
    .map(([verdict, count]) => `${count} ${verdict}`)
  const isClean = totals['not ours'] + totals['changed since'] === 0
  const sum = `${verification.apply}: ${counts.join(' · ')}${unread.length === 0 ? '' : ` · not read: ${unread.join(', ')}`}`
  return `${[...alignColumns(rows, '', { columns: options.columns, widest: 40 }), wrapText(isClean ? sum : paint.bold(sum), options.columns)].join('\n')}\n`
}

/** Who, where it was not us. */
function by(verdict: VerifiedLine['verdict'], record: ActivityRecord): string {
  if (verdict === 'confirmed') return record.status === 'succeeded' ? '' : ` ${record.status}`
  return ` by ${printable(record.user ?? record.application ?? 'an unnamed caller')}`
}

function minute(at: string): string {
  return `${at.slice(0, 16)}Z`
}
