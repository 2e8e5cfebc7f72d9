/** Where a table goes: into a file, whole or not at all, or to stdout. */
import { createHash } from 'node:crypto'
import { resolve } from 'node:path'
import { jsonText } from '../../engine/json-text.ts'
import { counted } from '../../engine/plural.ts'
import type { DataTable } from '../../engine/tables/table.ts'
import { writeOutput } from '../files/write-output.ts'
import type { TableFormat } from '../formats.ts'
import type { Shell } from '../shell.ts'
import { encodeTable } from './encode.ts'

/** Of a command that answers with a table. */
export interface TableOptions {
  readonly format?: TableFormat
  readonly out?: string
  readonly bom: boolean
  readonly separator: string
}

export async function answerTable(
  table: DataTable,
  { format, out, bom = false, separator = ',' }: Partial<TableOptions> & { readonly format: TableFormat },
  shell: Shell,
): Promise<void> {
  const bytes = await encodeTable(table, format, { bom, separator: separator === '\\t' ? '\t' : separator })
  if (out === undefined) {
    shell.streams.out(String(bytes))
    return
  }
  const path = resolve(shell.cwd, out)
  await writeOutput(path, bytes)
  const digest = createHash('sha256').update(bytes).digest('hex')
  shell.streams.err(`${counted(table.rows.length, 'row')} in ${out} · SHA-256 ${digest}\n`)
}

/** JSON of more than rows, where a table would go. */
export async function answerJson(value: unknown, out: string | undefined, shell: Shell): Promise<void> {
  await answerText(jsonText(value), out, shell)
}

/** A page, or other text of more than rows, where a table would go. */
export async function answerText(text: string, out: string | undefined, shell: Shell): Promise<void> {
  if (out === undefined) shell.streams.out(text)
  else await writeOutput(resolve(shell.cwd, out), text)
}
