import { diagnose } from '../../engine/diagnostic.ts'
import { codes as importCodes } from '../../engine/inventory/codes.ts'
import { codes } from '../../engine/invite/codes.ts'
import { isAddress } from '../../engine/invite/eml.ts'
import { type Invitation, invitationsFor } from '../../engine/invite/invitations.ts'
import { editCustomer } from '../../engine/load/edit-customer.ts'
import type { DeclaredCustomer, DeclaredPartner, Desired } from '../../engine/model/desired.ts'
import { dayOf, type TenantId } from '../../engine/model/ids.ts'
import type { Reader } from '../../engine/ports.ts'
import { mapPool } from '../../engine/read/pool.ts'
import { orMeant, suggest } from '../../engine/scope/suggest.ts'
import { matchesTarget, matchTargets } from '../../engine/scope/targets.ts'
import { Trouble } from '../../engine/trouble.ts'
import { guarded, tell } from '../answer.ts'
import { codes as commandCodes } from '../codes.ts'
import { exitCodes } from '../exit-codes.ts'
import type { FormatOf } from '../formats.ts'
import { leaveToWrite } from '../importing/leave-to-write.ts'
import { chosenPartners, consolidationNamed } from '../importing/live-drafts.ts'
import { writeChanges } from '../importing/write-changes.ts'
import { askForAdmin } from '../inviting/ask-for-admin.ts'
import { readContacts } from '../inviting/contacts.ts'
import { readTemplates, saveTemplates } from '../inviting/templates.ts'
import { invitationsAnswer, writeInvitations } from '../inviting/write-invitations.ts'
import type { TenantOptions } from '../program/global-options.ts'
import { bannerOf } from '../report/world.ts'
import type { Run, Shell } from '../shell.ts'
import { UnmatchedScope } from '../unmatched-scope.ts'
import { refuseWithoutEffect } from '../without-effect.ts'
import { width } from '../workspace/planning.ts'
import { type Site, withWorkspace } from '../workspace/with-workspace.ts'

interface Options extends TenantOptions {
  readonly format: FormatOf<'invite'>
  readonly partner?: string
  readonly consolidation?: string
  readonly target?: readonly string[]
  readonly language?: string
  readonly templates?: string
  readonly saveTemplates?: string
  readonly contacts?: string
  readonly sender?: string
  readonly from?: string
  readonly out?: string
  /** Left out: where the accounts are real. */
  readonly mark?: boolean
  readonly admin: boolean
}

const mostNamed = 10

/**
 * Links and mail texts for customers that have not accepted; the day goes into their documents. Where `admin:` is declared they are asked
 * for delegated administration first. Sends no mail itself.
 */
export const run: Run<Options> = ({ shell, options }) => {
  const { saveTemplates: folder, format } = options
  if (folder !== undefined)
    return guarded(shell, format, async () => {
      refuseWithoutEffect(
        {
          '--out': options.out !== undefined,
          '--partner': options.partner !== undefined,
          '--consolidation': options.consolidation !== undefined,
          '--target': options.target !== undefined,
          '--language': options.language !== undefined,
          '--templates': options.templates !== undefined,
          '--contacts': options.contacts !== undefined,
          '--sender': options.sender !== undefined,
          '--from': options.from !== undefined,
          '--format': format !== 'text',
          '--mark': options.mark === true,
          '--no-mark': options.mark === false,
          '--no-admin': !options.admin,
        },
        '`--save-templates` alone invites no customer',
      )
      await saveTemplates(folder, shell)
      return exitCodes.done
    })
  return withWorkspace(shell, options, async site => {
    const { desired } = site.loaded
    refuseWithoutEffect(
      { '--from': options.from !== undefined && options.out === undefined },
      'it is written into the .eml files of --out',
    )
    refuseWithoutEffect(
      { '--consolidation': options.consolidation !== undefined && options.partner !== undefined },
      '--partner chooses the account to invite into',
    )
    if (options.from !== undefined && !isAddress(options.from))
      throw new Trouble(
        diagnose(commandCodes.BAD_VALUE, { detail: `--from is \`${options.from}\`, which is no address.` }),
      )
    const partner = accountToInvite(desired, options)
    const language = options.language ?? null
    const contacts = await readContacts(options.contacts, shell.cwd)
    const { reader, clock, madeIn } = site.tenants
    const accepted = await acceptedUnder(reader, partner)
    const link = await linkOf(reader, partner)
    const sender = options.sender ?? (await companyOf(reader, partner))
    const declared = desired.customers.filter(entry => entry.partner === partner.name)
    const customers = chosenCustomers(declared, options.target ?? [])
    const undeclared =
      options.target === undefined ? await undeclaredIn(reader, sourcesOf(desired, partner), declared) : []
    if (undeclared.length > 0) {
      const names = undeclared.slice(0, mostNamed).join(', ')
      const others = undeclared.length - mostNamed
      const detail = `${names}${others > 0 ? ` and ${others} more` : ''}.`
      tell(shell, [diagnose(codes.UNDECLARED, { detail })])
    }
    const isAsking = options.admin && customers.some(entry => entry.admin !== undefined)
    const templates = await readTemplates(options.templates, { language, isAsking, cwd: shell.cwd })
    const asked = isAsking
      ? await askForAdmin({ shell, site, partner, customers })
      : { links: new Map<TenantId, string>(), code: exitCodes.done }
    const waiting = customers.filter(entry => !accepted.has(entry.tenant) || asked.links.has(entry.tenant))
    const invitations = invitationsFor({
      customers,
      accepted,
      adminLinks: asked.links,
      countries: await countriesOf(reader, sourcesOf(desired, partner), waiting),
      contacts,
      templates,
      language,
      link,
      sender,
      banner: bannerOf(madeIn),
      today: dayOf(clock.now()),
    })
    await markInvited({ site, shell }, invitations, options.mark)
    if (options.out !== undefined)
      await writeInvitations(
        invitations,
        { out: options.out, from: options.from ?? null, at: clock.now() },
        shell,
      )
    shell.streams.out(await invitationsAnswer({ invitations, link, madeIn }, format, shell))
    return asked.code
  })
}

function accountToInvite(desired: Desired, { partner, consolidation }: Options): DeclaredPartner {
  const targets = new Set(desired.consolidations.map(entry => entry.to))
  const [only, another] = [...targets]
  const name =
    partner ??
    (consolidation === undefined
      ? another === undefined
        ? only
        : undefined
      : consolidationNamed(desired.consolidations, consolidation).to)
  const [found] = name === undefined ? [] : chosenPartners(desired, [name])
  if (found !== undefined) return found
  const detail =
    targets.size === 0
      ? 'No document is a Consolidation, so no account takes customers over.'
      : `Consolidations move into ${[...targets].join(' and ')}.`
  throw new Trouble(diagnose(codes.NO_TARGET, { detail }))
}

function chosenCustomers(
  declared: readonly DeclaredCustomer[],
  targets: readonly string[],
): readonly DeclaredCustomer[] {
  const [first, ...others] = targets
    .filter(target => !declared.some(entry => matchesTarget(entry, target)))
    .map(target => {
      const near = suggest(
        target,
        declared.flatMap(({ domain, name }) => [...(domain === null ? [] : [domain]), name]),
      )
      return diagnose(codes.NO_CUSTOMER, {
        detail: `No document declares \`${target}\` there${orMeant(near)}`,
      })
    })
  if (first !== undefined) throw new UnmatchedScope(first, ...others)
  return declared.filter(entry => matchTargets(entry, targets).isSelected)
}

/** Names of those that nobody has written down yet. A source that does not answer says nothing here; `status` tells that. */
async function undeclaredIn(
  reader: Reader,
  sources: readonly DeclaredPartner['name'][],
  declared: readonly DeclaredCustomer[],
): Promise<readonly string[]> {
  const known = new Set(declared.map(entry => entry.tenant))
  const reads = await mapPool(sources, width, source => reader.customers(source))
  const rows = reads.flatMap(read => (read.kind === 'present' ? read.value : []))
  return [...new Set(rows.filter(row => !known.has(row.tenant)).map(row => row.name || row.tenant))].sort()
}

async function acceptedUnder(reader: Reader, { name }: DeclaredPartner): Promise<ReadonlySet<TenantId>> {
  const read = await reader.customers(name)
  if (read.kind === 'unknown') throw new Trouble(read.because)
  return new Set(read.kind === 'present' ? read.value.map(row => row.tenant) : [])
}

async function linkOf(reader: Reader, { name }: DeclaredPartner): Promise<string> {
  const read = await reader.relationshipLink(name)
  if (read.kind === 'present') return read.value
  const why = diagnose(codes.NO_LINK, {
    detail: `${name} is asked for it by a signed-in user, not by an application.`,
  })
  throw read.kind === 'unknown' ? new Trouble(why, read.because) : new Trouble(why)
}

/** Customers know a company, and not the handle that an account has in documents. */
async function companyOf(reader: Reader, { name }: DeclaredPartner): Promise<string> {
  const read = await reader.companyName(name)
  if (read.kind === 'present') return read.value
  const why = diagnose(codes.SENDER_UNKNOWN, { detail: `${name} does not say what its company is called.` })
  throw read.kind === 'unknown' ? new Trouble(why, read.because) : new Trouble(why)
}

function sourcesOf(desired: Desired, { name }: DeclaredPartner) {
  return [...new Set(desired.consolidations.filter(entry => entry.to === name).flatMap(entry => entry.from))]
}

/** The country decides the language; a source that has the customer already knows it. */
async function countriesOf(
  reader: Reader,
  sources: readonly DeclaredPartner['name'][],
  customers: readonly DeclaredCustomer[],
): Promise<ReadonlyMap<TenantId, string>> {
  const found = new Map<TenantId, string>()
  await mapPool(customers, width, async ({ tenant }) => {
    for (const source of sources) {
      const read = await reader.customer(source, tenant)
      if (read.kind !== 'present' || read.value.country === null) continue
      found.set(tenant, read.value.country)
      return
    }
  })
  return found
}

interface Called {
  readonly site: Site
  readonly shell: Shell
}

/** The first day stays: it tells how long somebody has been waited for. In a rehearsal nobody is, and nothing is written unless asked for. */
async function markInvited(
  { site: { workspace, tenants }, shell }: Called,
  invitations: readonly Invitation[],
  asked: boolean | undefined,
): Promise<void> {
  const leave = leaveToWrite(tenants.madeIn, asked)
  if (leave === null) {
    if (asked === undefined)
      shell.streams.err('A rehearsal: no document is changed; --mark writes `invited:` all the same.\n')
    return
  }
  const texts = new Map<string, string>()
  for (const { customer, invited, isFirst, link } of invitations) {
    if (!isFirst || link === null) continue
    const path = customer.at.file
    const before = texts.get(path) ?? workspace.sources.get(path) ?? ''
    const after = editCustomer(before, customer, { top: [{ path: ['invited'], value: invited }] })
    if (after === null)
      throw new Trouble(
        diagnose(importCodes.NOT_EDITABLE, { detail: `${path}: \`invited\` is not written.` }),
      )
    texts.set(path, after)
  }
  await writeChanges(texts, { leave, place: workspace })
}
