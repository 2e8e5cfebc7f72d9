/** Invoice lines of downloaded files, each counted once. */
import type { Diagnostic } from '../../engine/diagnostic.ts'
import type { Desired } from '../../engine/model/desired.ts'
import type { PartnerName } from '../../engine/model/ids.ts'
import { mapPool } from '../../engine/read/pool.ts'
import { readInvoiceFile } from '../../engine/reconcile/invoices/invoice-files.ts'
import { onceEach } from '../../engine/reconcile/invoices/once-each.ts'
import { chosenPartners } from '../importing/live-drafts.ts'
import { readTables } from '../importing/read-table.ts'
import type { Shell } from '../shell.ts'

interface FileFacts {
  readonly desired: Desired
  readonly partner: string | undefined
  readonly shell: Shell
}

export async function linesOfFiles(paths: readonly string[], { desired, partner, shell }: FileFacts) {
  const [named] = partner === undefined ? [] : chosenPartners(desired, [partner])
  const only: PartnerName | null = named?.name ?? null
  const partners = new Map(desired.partners.map(entry => [entry.tenant, entry.name]))
  const tables = (await mapPool(paths, 1, path => readTables(path, shell.cwd))).flat()
  const reads = tables.map(({ table }) => ({
    file: table.file,
    ...readInvoiceFile(table, { partners, partner: only }),
  }))
  return {
    read: onceEach(reads),
    diagnostics: reads.flatMap((read): readonly Diagnostic[] => read.diagnostics),
    sources: new Map(tables.map(({ table, text }) => [table.file, text])),
  }
}
