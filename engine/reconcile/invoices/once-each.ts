/**
 * A row that two files have counts once: the same invoice downloaded again later in the month, plain and packed, or in two forms. Judged by what a row says, whatever
 * the file is called; a file that has a row twice means it twice.
 */
import type { InvoiceLine, LineSetAside } from '../../model/invoice.ts'

export interface FileLines {
  readonly file: string
  readonly lines: readonly InvoiceLine[]
  readonly aside: readonly LineSetAside[]
}

export interface CountedOnce {
  readonly lines: readonly InvoiceLine[]
  readonly aside: readonly LineSetAside[]
  /** Rows of an invoice that an earlier file has as well; `invoice` is empty where a file names none. */
  readonly repeated: readonly {
    readonly file: string
    readonly sameAs: string
    readonly invoice: string
    readonly rows: number
  }[]
}

export function onceEach(files: readonly FileLines[]): CountedOnce {
  const [lines, aside] = [new Rows(), new Rows()]
  const kept: { lines: InvoiceLine[]; aside: LineSetAside[] } = { lines: [], aside: [] }
  const repeated = new Map<string, { file: string; sameAs: string; invoice: string; rows: number }>()
  const again = (file: string, sameAs: string, invoice: string) => {
    const known = repeated.get([file, sameAs, invoice].join('\n')) ?? { file, sameAs, invoice, rows: 0 }
    known.rows += 1
    repeated.set([file, sameAs, invoice].join('\n'), known)
  }
  for (const file of files) {
    const shared = new Map<string, string>()
    for (const line of file.lines) {
      // A file without numbers is named after itself: two copies have two names.
      const invoice = line.invoice === file.file ? '' : line.invoice
      const sameAs = lines.seenIn(file.file, JSON.stringify({ ...line, invoice }, Object.keys(line).sort()))
      if (sameAs === null) kept.lines.push(line)
      else {
        again(file.file, sameAs, invoice)
        shared.set(sameAs, invoice)
      }
    }
    // A row that says little is the same only in a file that has others of that one.
    for (const row of file.aside) {
      const { source: _, line: _line, ...content } = row
      const sameAs = aside.seenIn(file.file, JSON.stringify(content), shared)
      if (sameAs === null) kept.aside.push(row)
      else again(file.file, sameAs, shared.get(sameAs) ?? '')
    }
  }
  return { ...kept, repeated: [...repeated.values()] }
}

/** How often a row counts so far, and which file had it first. */
class Rows {
  readonly #seen = new Map<string, { readonly file: string; count: number }>()
  readonly #here = new Map<string, number>()

  /** The file that has it already; null: it is one more. `among`: other files that count at all. */
  seenIn(file: string, content: string, among?: ReadonlyMap<string, string>): string | null {
    const here = `${file}\n${content}`
    const count = (this.#here.get(here) ?? 0) + 1
    this.#here.set(here, count)
    const before = this.#seen.get(content)
    if (before === undefined) {
      this.#seen.set(content, { file, count })
      return null
    }
    if (before.file !== file && count <= before.count && (among === undefined || among.has(before.file)))
      return before.file
    before.count = Math.max(before.count, count)
    return null
  }
}
