/** `import --from`: documents from the portal's own exports, without reading any account. */
import { resolve } from 'node:path'
import { type Diagnostic, diagnose } from '../../engine/diagnostic.ts'
import { exportedPartnerText } from '../../engine/documents/partner-text.ts'
import { codes } from '../../engine/inventory/codes.ts'
import { customerDraft } from '../../engine/inventory/customer-draft.ts'
import { changesFor } from '../../engine/inventory/file-changes.ts'
import { type PartnerName, partnerName, tenantId } from '../../engine/model/ids.ts'
import { noVocabulary } from '../../engine/portal/columns.ts'
import { readExport } from '../../engine/portal/read-export.ts'
import { mapPool } from '../../engine/read/pool.ts'
import { complain, reportOptions, tell } from '../answer.ts'
import { type ExitCode, exitCodes } from '../exit-codes.ts'
import type { GlobalOptions } from '../program/global-options.ts'
import { importText } from '../report/import-text.ts'
import type { Shell } from '../shell.ts'
import { type OpenWorkspace, openWorkspace } from '../workspace/read-workspace.ts'
import { readTables } from './read-table.ts'
import { readVocabulary } from './vocabulary.ts'
import { inTheWay, writeChanges } from './write-changes.ts'

export interface ExportOptions extends GlobalOptions {
  readonly format: 'text' | 'json'
  readonly from: readonly string[]
  readonly headers?: string
  readonly partner?: readonly string[]
  readonly tenantId?: string
  readonly update: boolean
  readonly out?: string
}

export async function importExport(shell: Shell, options: ExportOptions): Promise<ExitCode> {
  const place = await openWorkspace(resolve(shell.cwd, options.out ?? options.directory), shell.cwd)
  if (place.workspace === null && place.sources.size > 0)
    return complain(shell, place.diagnostics, { format: options.format, sources: place.sources })
  const partner = partnerOf(place, options)
  if ('code' in partner) return complain(shell, [partner], { format: options.format })
  const vocabulary =
    options.headers === undefined ? noVocabulary : await readVocabulary(options.headers, shell.cwd)
  const tables = (await mapPool(options.from, 1, path => readTables(path, shell.cwd))).flat()
  const sources = new Map(tables.filter(one => one.text !== '').map(({ table, text }) => [table.file, text]))
  const { customers, diagnostics } = readExport(
    partner.name,
    tables.map(({ table }) => table),
    vocabulary,
  )
  if (diagnostics.some(entry => entry.severity === 'error'))
    return complain(shell, diagnostics, { format: options.format, sources })
  const changes = changesFor(
    customers.map(({ row, subscriptions }) => ({
      draft: customerDraft(row, subscriptions),
      update: { kind: 'as live', row, live: subscriptions, keepsWishes: false },
    })),
    { customers: place.workspace?.desired.customers ?? [], sources: place.sources },
  )
  const refused = options.update ? [] : inTheWay(changes)
  if (refused.length > 0) return complain(shell, refused, { format: options.format })
  const texts = new Map(changes.texts)
  if (partner.text !== null) texts.set(`partners/${partner.name}.yaml`, partner.text)
  await writeChanges(place.root, texts, place.sources)
  tell(shell, diagnostics, sources)
  shell.streams.out(
    options.format === 'json'
      ? `${JSON.stringify({ format: 1, files: changes.files, unread: [] }, null, 2)}\n`
      : importText(changes.files, reportOptions(shell, options.color)),
  )
  return exitCodes.done
}

/** An export does not say whose it is. `text`: the Partner document to be made. */
function partnerOf(
  place: OpenWorkspace,
  { partner: names = [], tenantId: tenant }: ExportOptions,
): { readonly name: PartnerName; readonly text: string | null } | Diagnostic {
  const there = place.workspace?.desired.partners ?? []
  const [name, another] = names.length === 0 && there.length === 1 ? there.map(entry => entry.name) : names
  if (name === undefined || another !== undefined)
    return diagnose(codes.NO_PARTNER, { detail: 'An export is of one account: name it with --partner.' })
  if (there.some(entry => entry.name === name)) return { name: partnerName(name), text: null }
  if (tenant === undefined)
    return diagnose(codes.NO_PARTNER, {
      detail: `There is no Partner document \`${name}\`; with --tenant-id one is made.`,
    })
  const draft = { name, tenant: tenantId(tenant), cloud: 'global' } as const
  return { name: partnerName(name), text: exportedPartnerText(draft) }
}
