import { resolve } from 'node:path'
import { diagnose } from '../../engine/diagnostic.ts'
import { partnerText } from '../../engine/documents/partner-text.ts'
import { changesFor } from '../../engine/inventory/file-changes.ts'
import { encodeSnapshot, takeSnapshot } from '../../engine/inventory/snapshot.ts'
import { splitIdentities } from '../../engine/inventory/split-identities.ts'
import { jsonText } from '../../engine/json-text.ts'
import { dayOf } from '../../engine/model/ids.ts'
import { counted } from '../../engine/plural.ts'
import { complain, guarded, reportOptions, tell } from '../answer.ts'
import { codes } from '../codes.ts'
import { type ExitCode, exitCodes } from '../exit-codes.ts'
import { writeOutput } from '../files/write-output.ts'
import type { FormatOf } from '../formats.ts'
import { declaredOfSources } from '../importing/declared-of-sources.ts'
import { leaveToImport } from '../importing/leave-to-write.ts'
import { chosenPartners, draftsOfConsolidation, liveDrafts } from '../importing/live-drafts.ts'
import { readingAdmin } from '../importing/reading-admin.ts'
import {
  declaredElsewhere,
  inTheWay,
  notEdited,
  placeToWrite,
  writeChanges,
} from '../importing/write-changes.ts'
import type { TenantOptions } from '../program/global-options.ts'
import { importText } from '../report/import-text.ts'
import { bannerOf } from '../report/world.ts'
import type { Run, Shell } from '../shell.ts'
import { refuseWithoutEffect } from '../without-effect.ts'
import { width } from '../workspace/planning.ts'
import type { OpenWorkspace } from '../workspace/read-workspace.ts'
import { type Site, withWorkspace } from '../workspace/with-workspace.ts'

interface Options extends TenantOptions {
  readonly format: FormatOf<'import'>
  readonly partner?: readonly string[]
  readonly consolidation?: string
  readonly update: boolean
  readonly out?: string
  readonly from?: readonly string[]
  readonly headers?: string
  readonly tenantId?: string
  readonly admin: boolean
}

/** Accounts, or exports of the portal → documents. Reads everything first, writes last, and refuses to overwrite. */
export const run: Run<Options> = ({ shell, options }) => {
  const { from } = options
  const beside = Object.entries({
    '--from': from,
    '--consolidation': options.consolidation,
    '--snapshot': options.snapshot,
  }).filter(([, value]) => value !== undefined)
  if (options.admin && beside.length > 0)
    return Promise.resolve(
      complain(
        shell,
        [
          diagnose(codes.OPTION_WITHOUT_EFFECT, {
            detail: `--admin beside ${beside.map(([name]) => name).join(', ')}: only live accounts say who administers whom. Nothing was written.`,
          }),
        ],
        { format: options.format },
      ),
    )
  if (from !== undefined)
    return guarded(shell, options.format, async () => {
      refuseWithoutEffect(
        {
          '--consolidation': options.consolidation !== undefined,
          '--snapshot': options.snapshot !== undefined,
        },
        'with `--from` no account is read',
      )
      const { importExport } = await import('../importing/from-export.ts')
      return importExport(shell, { ...options, from })
    })
  if (
    options.snapshot !== undefined &&
    (options.update || options.consolidation !== undefined || options.out !== undefined)
  )
    return Promise.resolve(
      complain(
        shell,
        [
          diagnose(codes.BAD_VALUE, {
            detail:
              '--snapshot saves the inventory and writes no documents; import them in a run of its own.',
          }),
        ],
        { format: options.format },
      ),
    )
  // Here --snapshot is where to save, not where to read from.
  const { snapshot: _saved, ...live } = options
  return withWorkspace(shell, live, async site => {
    refuseWithoutEffect(
      { '--headers': options.headers !== undefined, '--tenant-id': options.tenantId !== undefined },
      'it belongs to the files of `--from`',
    )
    refuseWithoutEffect(
      { '--partner': options.partner !== undefined && options.consolidation !== undefined },
      '--consolidation chooses the accounts',
    )
    return importLive(site, shell, options)
  })
}

async function importLive(site: Site, shell: Shell, options: Options): Promise<ExitCode> {
  const { workspace, loaded, tenants, progress } = site
  if (options.snapshot !== undefined)
    return saveSnapshot(site, shell, { ...options, snapshot: options.snapshot })
  const place = await placeToWrite(workspace, shell, options.out)
  if (place.workspace === null && !isEmpty(place))
    return complain(shell, place.diagnostics, { format: options.format, sources: place.sources })
  const there = place.workspace?.desired
  const input = {
    desired: loaded.desired,
    declared: there?.customers ?? [],
    reader: tenants.reader,
    progress,
    partners: options.partner ?? [],
    today: dayOf(tenants.clock.now()),
    ...(options.admin && { admin: readingAdmin(tenants, shell) }),
  }
  const { drafts, partners, unread, rows } =
    options.consolidation === undefined
      ? await liveDrafts(input)
      : await draftsOfConsolidation(options.consolidation, input)
  const split = splitIdentities(input.declared, rows)
  const changes = changesFor(drafts, { customers: input.declared, sources: place.sources, split })
  const refused = [
    ...(options.update ? [] : inTheWay(changes)),
    ...declaredElsewhere(workspace, place, changes),
  ]
  if (refused.length > 0) return complain(shell, refused, { format: options.format })
  const texts = new Map(changes.texts)
  for (const partner of partners)
    if (!(there?.partners ?? []).some(entry => entry.name === partner.name))
      texts.set(`partners/${partner.name}.yaml`, partnerText(partner))
  await writeChanges(texts, { leave: leaveToImport, place, here: workspace })
  shell.streams.out(
    options.format === 'json'
      ? jsonText({ format: 1, madeIn: tenants.madeIn, files: changes.files, unread })
      : importText(changes.files, reportOptions(shell), bannerOf(tenants.madeIn)),
  )
  const left = [...unread, ...notEdited(changes), ...split.values()]
  tell(shell, [...left, ...declaredOfSources(changes.files, loaded.desired, options)], place.sources)
  return left.length > 0 ? exitCodes.partial : exitCodes.done
}

/** Everything the accounts show goes into one file; documents stay as they are. */
async function saveSnapshot(
  { loaded: { desired }, tenants: { reader, clock, madeIn }, progress }: Site,
  shell: Shell,
  options: Options & { readonly snapshot: string },
): Promise<ExitCode> {
  const partners = chosenPartners(desired, options.partner ?? [])
  const snapshot = await takeSnapshot({ desired, partners, reader, clock, madeIn, progress, width })
  const silent = snapshot.partners.flatMap(({ customers }) =>
    customers.kind === 'unknown' ? [customers.because] : [],
  )
  if (silent.length > 0) return complain(shell, silent, { format: options.format })
  await writeOutput(resolve(shell.cwd, options.snapshot), encodeSnapshot(snapshot))
  const banner = bannerOf(madeIn)
  const count = { customers: snapshot.customers.length, catalogue: snapshot.catalogue.length }
  shell.streams.out(
    options.format === 'json'
      ? jsonText({ format: 1, madeIn, snapshot: options.snapshot, takenAt: snapshot.takenAt, ...count }, 0)
      : `${banner === null ? '' : `${banner}\n`}Snapshot of ${counted(partners.length, 'account')} at ${snapshot.takenAt}: ${counted(count.customers, 'customer')}, ${counted(count.catalogue, 'catalogue item')}, in ${options.snapshot}\n`,
  )
  return exitCodes.done
}

function isEmpty({ sources }: OpenWorkspace): boolean {
  return sources.size === 0
}
