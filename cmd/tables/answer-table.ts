/** Where a table goes: into a file, whole or not at all, or to stdout. */
import { createHash } from 'node:crypto'
import { resolve } from 'node:path'
import { diagnose } from '../../engine/diagnostic.ts'
import { counted } from '../../engine/plural.ts'
import type { DataTable } from '../../engine/tables/table.ts'
import { Trouble } from '../../engine/trouble.ts'
import { codes } from '../codes.ts'
import { writeWhole } from '../files/write-whole.ts'
import type { Shell } from '../shell.ts'
import { encodeTable, type TableFormat } from './encode.ts'

export interface TableOptions {
  readonly format?: TableFormat
  readonly out?: string
  readonly bom: boolean
  readonly separator: string
}

export async function answerTable(table: DataTable, options: TableOptions, shell: Shell): Promise<void> {
  const format = formatOf(options)
  const separator = options.separator === '\\t' ? '\t' : options.separator
  const bytes = await encodeTable(table, format, { bom: options.bom, separator })
  if (options.out === undefined) {
    shell.streams.out(String(bytes))
    return
  }
  const path = resolve(shell.cwd, options.out)
  await writeWhole(path, bytes)
  const digest = createHash('sha256').update(bytes).digest('hex')
  shell.streams.err(`${counted(table.rows.length, 'row')} in ${options.out} · SHA-256 ${digest}\n`)
}

/** As asked; else as the file is named; else CSV. */
export function formatOf({
  format,
  out,
  separator,
}: Pick<TableOptions, 'format' | 'out' | 'separator'>): TableFormat {
  if (separator !== '\\t' && separator.length !== 1)
    throw wrong(`--separator is \`${separator}\`; it is one character, or \\t.`)
  const ending = /[.](csv|json|xlsx|html)$/i.exec(out ?? '')?.[1]?.toLowerCase()
  const chosen = format ?? (ending === 'json' || ending === 'xlsx' || ending === 'html' ? ending : 'csv')
  if (chosen === 'xlsx' && out === undefined) throw wrong('A workbook goes into a file: name it with --out.')
  return chosen
}

function wrong(detail: string): Trouble {
  return new Trouble(diagnose(codes.BAD_VALUE, { detail }))
}
