import { resolve } from 'node:path'
import { partnerText } from '../../engine/documents/partner-text.ts'
import { changesFor } from '../../engine/inventory/file-changes.ts'
import { complain, guarded } from '../answer.ts'
import { type ExitCode, exitCodes } from '../exit-codes.ts'
import type { TenantOptions } from '../global-options.ts'
import { consolidationWishes, liveWishes } from '../importing/live-wishes.ts'
import { inTheWay, writeChanges } from '../importing/write-changes.ts'
import type { Run, Shell } from '../program.ts'
import { diagnosticsText } from '../report/diagnostics.ts'
import { importText } from '../report/import-text.ts'
import { type Site, withWorkspace } from '../with-workspace.ts'
import { type OpenWorkspace, openWorkspace } from '../workspace.ts'

interface Options extends TenantOptions {
  readonly format: 'text' | 'json'
  readonly partner?: readonly string[]
  readonly consolidation?: string
  readonly update: boolean
  readonly out?: string
  readonly from?: readonly string[]
  readonly headers?: string
  readonly tenantId?: string
}

/** Accounts, or exports of the portal → documents. Reads everything first, writes last, and refuses to overwrite. */
export const run: Run<Options> = ({ shell, options }) => {
  const { from } = options
  if (from !== undefined)
    return guarded(shell, options.format, async () => {
      const { importExport } = await import('../importing/from-export.ts')
      return importExport(shell, { ...options, from })
    })
  return withWorkspace(shell, options, async site => importLive(site, shell, options))
}

async function importLive(
  { workspace, loaded, tenants, progress }: Site,
  shell: Shell,
  options: Options,
): Promise<ExitCode> {
  const place = await placeToWrite(workspace, shell, options)
  if (place.workspace === null && !isEmpty(place))
    return complain(shell, place.diagnostics, { format: options.format, sources: place.sources })
  const there = place.workspace?.desired
  const input = {
    desired: loaded.desired,
    declared: there?.customers ?? [],
    reader: tenants.reader,
    progress,
    partners: options.partner ?? [],
  }
  const { wishes, partners, unread } =
    options.consolidation === undefined
      ? await liveWishes(input)
      : await consolidationWishes(options.consolidation, input)
  const changes = changesFor(wishes, { customers: input.declared, sources: place.sources })
  const refused = options.update ? [] : inTheWay(changes)
  if (refused.length > 0) return complain(shell, refused, { format: options.format })
  const texts = new Map(changes.texts)
  for (const partner of partners)
    if (!(there?.partners ?? []).some(entry => entry.name === partner.name))
      texts.set(`partners/${partner.name}.yaml`, partnerText(partner))
  await writeChanges(place.root, texts, place.sources)
  shell.streams.out(
    options.format === 'json'
      ? `${JSON.stringify({ format: 1, files: changes.files, unread }, null, 2)}\n`
      : importText(changes.files),
  )
  if (unread.length > 0) shell.streams.err(diagnosticsText(unread, new Map()))
  return unread.length > 0 ? exitCodes.partial : exitCodes.done
}

/** The workspace itself, or the one under `--out`, which may be empty yet. */
async function placeToWrite(
  workspace: OpenWorkspace,
  shell: Shell,
  { out }: Options,
): Promise<OpenWorkspace> {
  return out === undefined ? workspace : openWorkspace(resolve(shell.cwd, out), shell.cwd)
}

function isEmpty({ sources }: OpenWorkspace): boolean {
  return sources.size === 0
}
