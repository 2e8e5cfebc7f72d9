import { activityTable, verificationTable } from '../../engine/activity/tables.ts'
import { verify as verifyJournal } from '../../engine/activity/verify.ts'
import { diagnose } from '../../engine/diagnostic.ts'
import { jsonText } from '../../engine/json-text.ts'
import type { Desired } from '../../engine/model/desired.ts'
import { isGuid } from '../../engine/model/guid.ts'
import {
  dayOf,
  type Instant,
  type PartnerName,
  type TenantId,
  tenantId,
  type UtcDate,
} from '../../engine/model/ids.ts'
import { addDays, calendarDay } from '../../engine/time/utc-days.ts'
import { Trouble } from '../../engine/trouble.ts'
import { applyNamed, ownApplies, tellLeftOut } from '../activity/journals.ts'
import { horizonDays, readRecords } from '../activity/read-records.ts'
import { declineUnknownCustomers, declineUnknownTypes } from '../activity/unknown-words.ts'
import { reportOptions, tell } from '../answer.ts'
import { codes } from '../codes.ts'
import { type ExitCode, exitCodes } from '../exit-codes.ts'
import type { FormatOf } from '../formats.ts'
import { chosenPartners } from '../importing/live-drafts.ts'
import type { TenantOptions } from '../program/global-options.ts'
import { activityText, verificationText } from '../report/activity-text.ts'
import type { Run, Shell } from '../shell.ts'
import { answerJson, answerTable, type TableOptions } from '../tables/answer-table.ts'
import { chosenFormat } from '../tables/chosen-format.ts'
import { journalHere } from '../workspace/journal-store.ts'
import { type Site, withWorkspace } from '../workspace/with-workspace.ts'

interface RecordOptions extends TenantOptions {
  readonly partner?: readonly string[]
  readonly from?: string
  readonly to?: string
  readonly customer?: string
  readonly type?: readonly string[]
}

/** The last month unless days are given, as the portal shows it. */
const usualDays = 30

export const list: Run<RecordOptions & { readonly format: FormatOf<'activity list'> }> = ({
  shell,
  options,
}) =>
  withWorkspace(shell, options, async site => {
    const { records, unread } = await recordsFor(site, shell, options)
    shell.streams.out(
      options.format === 'json'
        ? jsonText({ format: 1, kind: 'activity', records, unread })
        : activityText(records, reportOptions(shell)),
    )
    return codeOf(unread)
  })

export const exportRecords: Run<RecordOptions & TableOptions> = ({ shell, options }) =>
  withWorkspace(shell, options, async site => {
    const format = chosenFormat('activity export', options)
    const { records, unread } = await recordsFor(site, shell, options)
    await answerTable(
      { ...activityTable(records), madeIn: site.tenants.madeIn },
      { ...options, format },
      shell,
    )
    return codeOf(unread)
  })

/** Journal and Microsoft's records, joined both ways; exit 2 when others changed something. */
interface VerifyOptions extends TenantOptions {
  readonly format?: FormatOf<'activity verify'>
  readonly out?: string
}

export const verify: Run<VerifyOptions> = ({ shell, args, options }) =>
  withWorkspace(shell, options, async (site): Promise<ExitCode> => {
    const format = chosenFormat('activity verify', options)
    const {
      workspace,
      tenants: { reader, clock },
    } = site
    const found = await ownApplies(journalHere(site, shell))
    const { applies } = found
    tellLeftOut(found, shell)
    const { apply, startedAt, steps: writes } = applyNamed(found, args[0])
    const now = clock.now()
    const partners = [...new Set(writes.map(entry => entry.action.partner))].sort()
    const days = { from: dayOf(startedAt), to: dayOf(now), today: dayOf(now) }
    const { records, unread, warnings } = await readRecords(reader, { partners, ...days })
    const others = applies.filter(entry => entry.apply !== apply).flatMap(entry => entry.steps)
    const verified = verifyJournal({
      apply,
      writes,
      ours: new Set(others.flatMap(entry => entry.correlationIds)),
      records,
      unread,
      from: firstOf(
        startedAt,
        writes.map(entry => entry.began),
      ),
      to: now,
      keptSince: addDays(days.today, -horizonDays),
    })
    if (format === 'json') await answerJson(verified, options.out, shell)
    else if (format === 'text') shell.streams.out(verificationText(verified, reportOptions(shell)))
    else
      await answerTable(
        { ...verificationTable(verified), madeIn: site.tenants.madeIn },
        { ...options, format },
        shell,
      )
    tell(shell, warnings, workspace.sources)
    if (verified.totals['not ours'] + verified.totals['changed since'] > 0) return exitCodes.pending
    return unread.length > 0 ? exitCodes.partial : exitCodes.done
  })

/** The journal keeps the time of whoever applied; under a sandbox its writes tell the sandbox's. */
function firstOf(startedAt: Instant, began: readonly Instant[]): Instant {
  return [startedAt, ...began].sort()[0] ?? startedAt
}

async function recordsFor(
  { workspace, loaded: { desired }, tenants }: Site,
  shell: Shell,
  options: RecordOptions,
) {
  const today = dayOf(tenants.clock.now())
  const to = dayIn('--to', options.to) ?? today
  const from = dayIn('--from', options.from) ?? addDays(to, 1 - usualDays)
  if (from > to) throw wrong(`--from ${from} is after --to ${to}.`)
  const partners = chosenPartners(desired, options.partner ?? []).map(entry => entry.name)
  const customer = options.customer === undefined ? null : tenantOf(desired, options.customer)
  const { records, unread, warnings } = await readRecords(tenants.reader, {
    partners,
    from,
    to,
    today,
    ...(customer !== null && { customer }),
  })
  tell(shell, warnings, workspace.sources)
  const types = (options.type ?? []).map(word => word.toLowerCase())
  declineUnknownTypes(types, records)
  const name = customer === null ? (options.customer?.toLowerCase() ?? '') : ''
  const names = [
    ...desired.customers.flatMap(entry => [entry.name, entry.domain, entry.tenant]),
    ...records.flatMap(record => [record.customerName, record.customer]),
  ]
  if (!names.some(text => name !== '' && text?.toLowerCase().includes(name) === true))
    declineUnknownCustomers(options.customer === undefined ? [] : [options.customer], names)
  const wanted = records.filter(
    record =>
      (types.length === 0 ||
        types.includes(record.resource.toLowerCase()) ||
        types.includes(record.operation.toLowerCase())) &&
      (record.customerName ?? '').toLowerCase().includes(name),
  )
  return { records: wanted, unread }
}

/** An account that gave no answer is no account without records. */
function codeOf(unread: readonly PartnerName[]): ExitCode {
  return unread.length > 0 ? exitCodes.partial : exitCodes.done
}

/** A tenant id or a declared domain is asked for; any other word is looked for in the names of the records. */
function tenantOf(desired: Desired, word: string): TenantId | null {
  if (isGuid(word)) return tenantId(word)
  return desired.customers.find(entry => entry.domain?.toLowerCase() === word.toLowerCase())?.tenant ?? null
}

function dayIn(flag: string, text: string | undefined): UtcDate | null {
  if (text === undefined) return null
  const day = calendarDay(text)
  if (day === null) throw wrong(`${flag} is \`${text}\`; write a UTC day as YYYY-MM-DD.`)
  return day
}

function wrong(detail: string): Trouble {
  return new Trouble(diagnose(codes.BAD_VALUE, { detail }))
}
