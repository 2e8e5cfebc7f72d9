/** Where a table goes: into a file, whole or not at all, or to stdout. */
import { createHash } from 'node:crypto'
import { resolve } from 'node:path'
import { diagnose } from '../../engine/diagnostic.ts'
import { jsonText } from '../../engine/json-text.ts'
import { counted } from '../../engine/plural.ts'
import type { DataTable } from '../../engine/tables/table.ts'
import { Trouble } from '../../engine/trouble.ts'
import { codes } from '../codes.ts'
import { writeWhole } from '../files/write-whole.ts'
import type { Shell } from '../shell.ts'
import { refuseWithoutEffect } from '../without-effect.ts'
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
  ...csv
}: Pick<TableOptions, 'format' | 'out' | 'bom' | 'separator'>): TableFormat {
  const ending = /[.](csv|json|xlsx|html)$/i.exec(out ?? '')?.[1]?.toLowerCase()
  const chosen = format ?? (ending === 'json' || ending === 'xlsx' || ending === 'html' ? ending : 'csv')
  checkCsvOptions(chosen, csv)
  if (chosen === 'xlsx' && out === undefined) throw wrong('A workbook goes into a file: name it with --out.')
  return chosen
}

/** A mark and a separator are of CSV alone, and a separator is none that a cell is quoted with or a record ends with. */
export function checkCsvOptions(
  form: string,
  { bom, separator }: Pick<TableOptions, 'bom' | 'separator'>,
): void {
  if (separator !== '\\t' && !/^[^"\r\n]$/.test(separator))
    throw wrong(
      `--separator is ${JSON.stringify(separator)}; it is one character that ends no line and quotes nothing, or \\t.`,
    )
  if (form !== 'csv')
    refuseWithoutEffect({ '--bom': bom, '--separator': separator !== ',' }, `the answer is ${form}, not CSV`)
}

export interface TextOrTableOptions {
  readonly format?: 'text' | 'json' | 'csv' | 'xlsx'
  readonly out?: string
}

/** Of a command that answers people too. As asked; else as the file is named; else text, which goes into no file. */
export function textOrTable({ format, out }: TextOrTableOptions): 'text' | 'json' | 'csv' | 'xlsx' {
  const ending = /[.](csv|json|xlsx)$/i.exec(out ?? '')?.[1]?.toLowerCase()
  const chosen = format ?? (ending === 'csv' || ending === 'json' || ending === 'xlsx' ? ending : 'text')
  if (chosen === 'text')
    refuseWithoutEffect(
      { '--out': out !== undefined },
      'text goes to stdout; give --format, or a name that ends in .csv, .json or .xlsx',
    )
  if (chosen === 'xlsx' && out === undefined) throw wrong('A workbook goes into a file: name it with --out.')
  return chosen
}

/** JSON of more than rows, where a table would go. */
export async function answerJson(value: unknown, out: string | undefined, shell: Shell): Promise<void> {
  if (out === undefined) shell.streams.out(jsonText(value))
  else await writeWhole(resolve(shell.cwd, out), jsonText(value))
}

function wrong(detail: string): Trouble {
  return new Trouble(diagnose(codes.BAD_VALUE, { detail }))
}
