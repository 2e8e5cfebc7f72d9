/** `import --from`: documents from the portal's own exports, without reading any account. */

import { type Diagnostic, diagnose } from '../../engine/diagnostic.ts'
import type { CustomerDraft, UnmanagedNote } from '../../engine/documents/draft.ts'
import { exportedPartnerText, partnerText } from '../../engine/documents/partner-text.ts'
import { codes } from '../../engine/inventory/codes.ts'
import { customerDraft } from '../../engine/inventory/customer-draft.ts'
import { changesFor } from '../../engine/inventory/file-changes.ts'
import { splitIdentities } from '../../engine/inventory/split-identities.ts'
import { jsonText } from '../../engine/json-text.ts'
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
import { leaveToImport } from './leave-to-write.ts'
import { readTables } from './read-table.ts'
import { readVocabulary } from './vocabulary.ts'
import { declaredElsewhere, inTheWay, notEdited, placeToWrite, writeChanges } from './write-changes.ts'

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
  const here = await openWorkspace(options.directory, shell)
  const place = await placeToWrite(here, shell, options.out)
  for (const one of [here, place])
    if (one.workspace === null && one.sources.size > 0)
      return complain(shell, one.diagnostics, { format: options.format, sources: one.sources })
  const partner = partnerOf(here, options)
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
  const declared = place.workspace?.desired.customers ?? []
  const split = splitIdentities(
    declared,
    customers.map(({ row }) => row),
  )
  const changes = changesFor(
    customers.map(({ row, subscriptions, unsaid, notes, isWhole }) => ({
      draft: withNotes(customerDraft(row, subscriptions), notes),
      update: { kind: 'as live', row, live: subscriptions, unsaid, notes, keepsPlannedLines: !isWhole },
    })),
    { customers: declared, sources: place.sources, split },
  )
  const refused = [...(options.update ? [] : inTheWay(changes)), ...declaredElsewhere(here, place, changes)]
  if (refused.length > 0) return complain(shell, refused, { format: options.format })
  const texts = new Map(changes.texts)
  const isThere = (place.workspace?.desired.partners ?? []).some(entry => entry.name === partner.name)
  if (!isThere) texts.set(`partners/${partner.name}.yaml`, partner.text)
  await writeChanges(texts, { leave: leaveToImport, place, here })
  tell(shell, diagnostics, sources)
  shell.streams.out(
    options.format === 'json'
      ? jsonText({ format: 1, files: changes.files, unread: [] })
      : importText(changes.files, reportOptions(shell)),
  )
  const left = [...notEdited(changes), ...split.values()]
  tell(shell, left, place.sources)
  return left.length > 0 ? exitCodes.partial : exitCodes.done
}

function withNotes(draft: CustomerDraft, notes: readonly UnmanagedNote[]): CustomerDraft {
  return { ...draft, unmanaged: [...draft.unmanaged, ...notes] }
}

/** An export does not say whose it is. `text`: its Partner document, where one is to be made. */
function partnerOf(
  place: OpenWorkspace,
  { partner: names = [], tenantId: tenant }: ExportOptions,
): { readonly name: PartnerName; readonly text: string } | Diagnostic {
  const there = place.workspace?.desired.partners ?? []
  const [name, another] = names.length === 0 && there.length === 1 ? there.map(entry => entry.name) : names
  if (name === undefined || another !== undefined)
    return diagnose(codes.NO_PARTNER, { detail: 'An export is of one account: name it with --partner.' })
  const declared = there.find(entry => entry.name === name)
  if (declared !== undefined) return { name: declared.name, text: partnerText(declared) }
  if (tenant === undefined)
    return diagnose(codes.NO_PARTNER, {
      detail: `There is no Partner document \`${name}\`; with --tenant-id one is made.`,
    })
  const draft = { name, tenant: tenantId(tenant), cloud: 'global' } as const
  return { name: partnerName(name), text: exportedPartnerText(draft) }
}
