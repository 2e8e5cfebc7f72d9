/** In which format an answer is wanted that can go into a file. */
import { extname } from 'node:path'
import { diagnose } from '../../engine/diagnostic.ts'
import { Trouble } from '../../engine/trouble.ts'
import { codes } from '../codes.ts'
import { answers, type FileAnswerName, type FormatOf } from '../formats.ts'
import { refuseWithoutEffect } from '../without-effect.ts'

interface Asked<Name extends FileAnswerName> {
  readonly format?: FormatOf<Name>
  readonly out?: string
  readonly bom?: boolean
  readonly separator?: string
}

/** As asked; else as the file is named; else the usual one. Refuses what has no effect on it, and a workbook on stdout. */
export function chosenFormat<Name extends FileAnswerName>(
  name: Name,
  { format, out, bom = false, separator = ',' }: Asked<Name>,
): FormatOf<Name> {
  const formats: readonly FormatOf<Name>[] = answers[name].formats
  const ending = extname(out ?? '')
    .slice(1)
    .toLowerCase()
  const chosen = format ?? formats.find(one => one === ending) ?? answers[name].formats[0]
  checkCsvOptions(chosen, { bom, separator })
  if (chosen === 'text' && answers[name].out === 'all but text')
    refuseWithoutEffect(
      { '--out': out !== undefined },
      `text goes to stdout; give --format, or a name that ends in ${endings(formats)}`,
    )
  if (chosen === 'xlsx' && out === undefined) throw wrong('A workbook goes into a file: name it with --out.')
  return chosen
}

function endings(formats: readonly string[]): string {
  const sorted = formats.filter(one => one !== 'text').sort()
  return new Intl.ListFormat('en', { type: 'disjunction' }).format(sorted.map(one => `.${one}`))
}

/** A mark and a separator are of CSV alone, and a separator is none that a cell is quoted with or a record ends with. */
function checkCsvOptions(
  format: string,
  { bom, separator }: { readonly bom: boolean; readonly separator: string },
): void {
  if (separator !== '\\t' && !/^[^"\r\n]$/.test(separator))
    throw wrong(
      `--separator is ${JSON.stringify(separator)}; it is one character that ends no line and quotes nothing, or \\t.`,
    )
  if (format !== 'csv')
    refuseWithoutEffect(
      { '--bom': bom, '--separator': separator !== ',' },
      `the answer is ${format}, not CSV`,
    )
}

function wrong(detail: string): Trouble {
  return new Trouble(diagnose(codes.BAD_VALUE, { detail }))
}
