/** What import made of the accounts: one line per document that is new or changed, and what changed in it. */
import type { FileChange } from '../../engine/inventory/file-changes.ts'
import { counted } from '../../engine/plural.ts'
import { alignColumns } from './columns.ts'
import type { ReportOptions } from './options.ts'
import { printable } from './printable.ts'

/** `banner`: above everything else (T29); null: it is of the accounts, or of files. */
export function importText(
  files: readonly FileChange[],
  options: ReportOptions,
  banner: string | null = null,
): string {
  const shown = files.filter(entry => entry.change !== 'none')
  const rows = shown.map(entry => [
    { create: '+', update: '~', none: ' ', refused: '!' }[entry.change],
    entry.path,
    printable(entry.name),
    counted(entry.subscriptions, 'subscription'),
  ])
  const lines = alignColumns(rows, '', { columns: options.columns, widest: 60 })
  const said = shown.flatMap((entry, position) => [
    lines[position] ?? '',
    ...entry.changes.map(change => `    ${printable(change)}`),
  ])
  const count = (change: FileChange['change']) => files.filter(entry => entry.change === change).length
  return `${[...(banner === null ? [] : [banner]), ...said, `Import: ${count('create')} new, ${count('update')} changed, ${count('none')} as they were${count('refused') === 0 ? '' : `, ${count('refused')} that could not be changed`}`].join('\n')}\n`
}
