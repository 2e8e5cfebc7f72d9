/** The same invoice in two files (downloaded twice, or plain and packed) counts once: by what it says, whatever the file is called. */
import type { InvoiceLine } from '../model/invoice.ts'

export interface FileLines {
  readonly file: string
  readonly lines: readonly InvoiceLine[]
}

export interface CountedOnce {
  readonly lines: readonly InvoiceLine[]
  /** Invoices of a file that another file has to the last line. */
  readonly repeated: readonly { readonly file: string; readonly sameAs: string; readonly invoice: string }[]
}

export function onceEach(files: readonly FileLines[]): CountedOnce {
  const seen = new Map<string, string>()
  const lines: InvoiceLine[] = []
  const repeated: CountedOnce['repeated'][number][] = []
  for (const { file, lines: all } of files) {
    const byInvoice = new Map<string, InvoiceLine[]>()
    for (const line of all) {
      // A file without numbers is named after itself: two copies have two names.
      const name = line.invoice === file ? '' : line.invoice
      byInvoice.set(name, [...(byInvoice.get(name) ?? []), line])
    }
    for (const [invoice, ofInvoice] of byInvoice) {
      const content = ofInvoice
        .map(line => JSON.stringify({ ...line, invoice }, Object.keys(line).sort()))
        .sort()
        .join('\n')
      const before = seen.get(content)
      if (before === undefined) {
        seen.set(content, file)
        lines.push(...ofInvoice)
      } else repeated.push({ file, sameAs: before, invoice })
    }
  }
  return { lines, repeated }
}
