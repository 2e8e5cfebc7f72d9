import { resolve } from 'node:path'
import { diagnose } from '../../engine/diagnostic.ts'
import { codes as inventoryCodes } from '../../engine/inventory/codes.ts'
import { type InventoryCustomer, readInventory } from '../../engine/inventory/inventory.ts'
import { splitIdentities } from '../../engine/inventory/split-identities.ts'
import { entriesOf } from '../../engine/inventory/table-filter.ts'
import { jsonText } from '../../engine/json-text.ts'
import { dayOf, type PartnerName, type UtcDate } from '../../engine/model/ids.ts'
import { counted } from '../../engine/plural.ts'
import { type AdminEnds, readAdminEnds } from '../../engine/renewals/admin-ends.ts'
import { withProposals } from '../../engine/renewals/edits.ts'
import { readTermEnds } from '../../engine/renewals/read-term-ends.ts'
import type { RenewalsReport } from '../../engine/renewals/report.ts'
import { standingInventory } from '../../engine/renewals/standing-inventory.ts'
import { renewalsTable } from '../../engine/renewals/table.ts'
import { termCalendar } from '../../engine/renewals/term-calendar.ts'
import { unreadableEnds } from '../../engine/renewals/unreadable-ends.ts'
import { addDays } from '../../engine/time/utc-days.ts'
import { Trouble } from '../../engine/trouble.ts'
import { reportOptions, tell } from '../answer.ts'
import { codes } from '../codes.ts'
import { exitCodes } from '../exit-codes.ts'
import { writeOutput } from '../files/write-output.ts'
import type { FormatOf, TableFormat, Writers } from '../formats.ts'
import { leaveToWrite } from '../importing/leave-to-write.ts'
import { chosenPartners, notRead, readable, rowsOf, unreadOf } from '../importing/live-drafts.ts'
import { writeChanges } from '../importing/write-changes.ts'
import type { TenantOptions } from '../program/global-options.ts'
import { renewalsHtml } from '../report/pages/renewals-html.ts'
import { renewalsText } from '../report/renewals-text.ts'
import type { Run, Shell } from '../shell.ts'
import { chosenFormat } from '../tables/chosen-format.ts'
import { encodeTable } from '../tables/encode.ts'
import { declineUnknownCustomers } from '../tables/strict-filter.ts'
import { width } from '../workspace/planning.ts'
import { type Site, withWorkspace } from '../workspace/with-workspace.ts'

interface Options extends TenantOptions {
  readonly format?: FormatOf<'renewals'>
  readonly out?: string
  readonly bom: boolean
  readonly separator: string
  readonly partner?: readonly string[]
  readonly customer?: readonly string[]
  readonly days: string
  readonly all: boolean
  readonly propose: boolean
}

const mostDays = 1100

/** The calendar of term ends; what needs no decision is counted and not shown. Reads accounts, and writes documents only when asked to. */
export const run: Run<Options> = ({ shell, options }) =>
  withWorkspace(shell, options, async site => {
    const format = chosenFormat('renewals', options)
    const report = await calendarOf(site, options)
    await answer(report, { format, options, shell })
    tell(shell, report.unread, site.workspace.sources)
    return report.unread.length > 0 ? exitCodes.partial : exitCodes.done
  })

async function calendarOf(site: Site, options: Options): Promise<RenewalsReport> {
  const { loaded, tenants, progress, workspace } = site
  const { desired } = loaded
  const { reader, clock } = tenants
  const now = clock.now()
  const until = addDays(dayOf(now), daysOf(options))
  const chosen = new Set(chosenPartners(desired, options.partner ?? []).map(entry => entry.name))
  // All of them: a pool is the customer's, and narrowing what is shown must not make its seats look unused (T26).
  const partners = desired.partners.map(entry => entry.name)
  const read = await readInventory({ partners, reader, progress, width, details: false })
  const inventory = standingInventory(read, desired)
  const accounts = readable(inventory.filter(entry => chosen.has(entry.partner)))
  const filter = { customers: (options.customer ?? []).map(word => word.toLowerCase()), statuses: [] }
  declineUnknownCustomers(accounts, filter)
  const customers = entriesOf(accounts, filter)
  const shown = entriesOf(inventory, { customers: [], statuses: [] })
  const silent = inventory.filter(entry => entry.customers.kind === 'unknown').map(entry => entry.partner)
  const terms = await readTermEnds({ desired, customers, shown, reader, width, now, until })
  const rows = termCalendar({ desired, customers: terms, shown, unread: silent, now, until })
  const admin = await adminEnds(site, { chosen, customers, until })
  const listed = options.all ? rows : rows.filter(row => row.decision !== null)
  const declared = desired.customers.filter(entry => chosen.has(entry.partner))
  const split = splitIdentities(declared, rowsOf(inventory))
  const own = listed.filter(row => !split.has(`${row.partner}/${row.customer}`))
  // Only where it was asked for, in every world alike.
  const leave = leaveToWrite(tenants.madeIn, options.propose)
  const proposed = leave === null ? null : withProposals(own, workspace.sources)
  const [refused, ...more] = (proposed?.refused ?? []).map(({ file, key }) =>
    diagnose(inventoryCodes.NOT_EDITABLE, {
      detail: `${file}: nothing is written for \`${key}\`, and for no other.`,
    }),
  )
  if (refused !== undefined) throw new Trouble(refused, ...more)
  if (leave !== null && proposed !== null) await writeChanges(proposed.texts, { leave, place: workspace })
  return {
    format: 1,
    at: now,
    madeIn: tenants.madeIn,
    until,
    rows: listed,
    ...(admin !== null && { admin: admin.rows.filter(row => options.all || row.decision !== null) }),
    hidden: rows.length - listed.length,
    unread: [
      ...accounts.flatMap(unreadOf).map(entry => notRead(entry.row, entry.because)),
      ...unreadableEnds(terms),
      ...(admin?.unread ?? []),
      ...split.values(),
    ],
    written: proposed?.written ?? [],
  }
}

/** null: no document of these accounts declares delegated administration. */
async function adminEnds(
  { loaded, tenants }: Site,
  { chosen, customers, until }: AdminEndsScope,
): Promise<AdminEnds | null> {
  const declaring = loaded.desired.customers.filter(
    entry => entry.admin !== undefined && chosen.has(entry.partner),
  )
  if (declaring.length === 0) return null
  return readAdminEnds({
    partners: [...new Set(declaring.map(entry => entry.partner))].sort(),
    customers: customers.map(({ row }) => row),
    reader: tenants.graph?.reader,
    until,
    width,
  })
}

interface AdminEndsScope {
  readonly chosen: ReadonlySet<PartnerName>
  /** Those asked for. */
  readonly customers: readonly InventoryCustomer[]
  readonly until: UtcDate
}

interface Answering {
  readonly format: FormatOf<'renewals'>
  readonly options: Options
  readonly shell: Shell
}

async function answer(report: RenewalsReport, { format, options, shell }: Answering): Promise<void> {
  const { out, bom } = options
  const csv = { bom, separator: options.separator === '\\t' ? '\t' : options.separator }
  const tableAs = (as: TableFormat) =>
    encodeTable({ ...renewalsTable(report), madeIn: report.madeIn }, as, csv)
  const writers: Writers<'renewals', RenewalsReport, string | Promise<string | Buffer>> = {
    text: renewalsText,
    json: value => jsonText(value),
    csv: () => tableAs('csv'),
    xlsx: () => tableAs('xlsx'),
    html: renewalsHtml,
    ics: async value => (await import('../report/renewals-calendar.ts')).renewalsCalendar(value),
  }
  const bytes = await writers[format](report, reportOptions(shell))
  if (out === undefined) {
    shell.streams.out(String(bytes))
    return
  }
  await writeOutput(resolve(shell.cwd, out), bytes)
  shell.streams.err(`${counted(report.rows.length, 'row')} in ${out}\n`)
}

function daysOf({ days }: Options): number {
  if (!/^\d{1,4}$/.test(days) || Number(days) < 1 || Number(days) > mostDays)
    throw bad(`--days is \`${days}\`; it takes a number of days from 1 to ${mostDays}.`)
  return Number(days)
}

function bad(detail: string): Trouble {
  return new Trouble(diagnose(codes.BAD_VALUE, { detail }))
}
