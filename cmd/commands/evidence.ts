import { evidenceTable } from '../../engine/activity/tables.ts'
import type { OwnWrite } from '../../engine/activity/verify.ts'
import type { LoadedWorkspace } from '../../engine/load/load-workspace.ts'
import type { ActivityRecord } from '../../engine/model/activity.ts'
import { dayOf, type UtcDate } from '../../engine/model/ids.ts'
import { addDays } from '../../engine/time/utc-days.ts'
import { applyNamed, ownApplies } from '../activity/journals.ts'
import { horizonDays, readRecords } from '../activity/read-records.ts'
import { complain, guarded } from '../answer.ts'
import { type ExitCode, exitCodes } from '../exit-codes.ts'
import type { TenantOptions } from '../program/global-options.ts'
import { diagnosticsText } from '../report/diagnostics.ts'
import type { Run, Shell } from '../shell.ts'
import { answerTable, formatOf, type TableOptions } from '../tables/answer-table.ts'
import { journalOf } from '../workspace/journal-store.ts'
import { openWorkspace } from '../workspace/read-workspace.ts'
import { withWorkspace } from '../workspace/with-workspace.ts'

interface Options extends TenantOptions, TableOptions {
  readonly customer?: readonly string[]
  readonly records: boolean
}

/** What applies did: from the journal alone, or with Microsoft's records as the witness. */
export const run: Run<Options> = ({ shell, args, options }) => {
  const { format: _form, ...plain } = options
  if (options.records)
    return withWorkspace(shell, plain, async ({ workspace, loaded, tenants: { reader, clock } }) => {
      formatOf(options)
      const writes = await writesOf(loaded, { root: workspace.root, shell, name: args[0], options })
      const [from = clock.now()] = writes.map(({ began }) => began).sort()
      const today = dayOf(clock.now())
      const { records, unread, warnings } = await readRecords(reader, {
        partners: [...new Set(writes.map(entry => entry.action.partner))].sort(),
        from: dayOf(from),
        to: today,
        today,
      })
      const silent: ReadonlySet<string> = new Set(unread)
      const recordOf = recordOfWrite(records, addDays(today, -horizonDays))
      await answerTable(
        evidenceTable(writes, write => (silent.has(write.action.partner) ? 'unknown' : recordOf(write))),
        options,
        shell,
      )
      if (warnings.length > 0) shell.streams.err(diagnosticsText(warnings, workspace.sources))
      return unread.length > 0 ? exitCodes.partial : exitCodes.done
    })
  return guarded(shell, undefined, async (): Promise<ExitCode> => {
    formatOf(options)
    const opened = await openWorkspace(options.directory, shell.cwd)
    if (opened.workspace === null) return complain(shell, opened.diagnostics, { sources: opened.sources })
    const writes = await writesOf(opened.workspace, { root: opened.root, shell, name: args[0], options })
    await answerTable(
      evidenceTable(writes, () => 'not asked'),
      options,
      shell,
    )
    return exitCodes.done
  })
}

interface Place {
  readonly root: string
  readonly shell: Shell
  readonly name: string | undefined
  readonly options: Options
}

async function writesOf(
  { desired }: LoadedWorkspace,
  { root, shell, name, options }: Place,
): Promise<readonly OwnWrite[]> {
  const applies = await ownApplies(
    journalOf(desired.workspace, { root, env: shell.env, streams: shell.streams }),
  )
  const chosen = name === undefined ? applies : [applyNamed(applies, name)]
  const wanted = new Set((options.customer ?? []).map(word => word.toLowerCase()))
  const domains = new Map(desired.customers.map(entry => [entry.tenant, entry.domain?.toLowerCase()]))
  return chosen
    .flatMap(entry => entry.writes)
    .filter(
      ({ action, customerName }) =>
        wanted.size === 0 ||
        [action.customer, customerName.toLowerCase(), domains.get(action.customer) ?? ''].some(word =>
          wanted.has(word),
        ),
    )
}

function recordOfWrite(records: readonly ActivityRecord[], keptSince: UtcDate) {
  const byCorrelation = new Map(records.map(record => [record.correlationId?.toLowerCase() ?? '', record]))
  return (write: OwnWrite): ActivityRecord | 'not recorded' | 'no longer kept' => {
    for (const id of [...write.correlationIds].reverse()) {
      const record = byCorrelation.get(id.toLowerCase())
      if (record !== undefined) return record
    }
    return dayOf(write.ended ?? write.began) < keptSince ? 'no longer kept' : 'not recorded'
  }
}
