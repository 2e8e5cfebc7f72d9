import { recordOfAdmin } from '../../engine/activity/admin-records.ts'
import type { OwnStep } from '../../engine/activity/own-steps.ts'
import { evidenceTable } from '../../engine/activity/tables.ts'
import { type JournalOfWorld, journalOfWorld } from '../../engine/execute/journal-of-world.ts'
import type { LoadedWorkspace } from '../../engine/load/load-workspace.ts'
import type { ActivityRecord } from '../../engine/model/activity.ts'
import { dayOf, type UtcDate } from '../../engine/model/ids.ts'
import { addDays } from '../../engine/time/utc-days.ts'
import { applyNamed, ownApplies, tellLeftOut } from '../activity/journals.ts'
import { horizonDays, readRecords } from '../activity/read-records.ts'
import { declineUnknownCustomers } from '../activity/unknown-words.ts'
import { complain, guarded, tell } from '../answer.ts'
import { type ExitCode, exitCodes } from '../exit-codes.ts'
import type { TenantOptions } from '../program/global-options.ts'
import type { Run, Shell } from '../shell.ts'
import { answerTable, type TableOptions } from '../tables/answer-table.ts'
import { chosenFormat } from '../tables/chosen-format.ts'
import { refuseWithoutEffect } from '../without-effect.ts'
import { journalHere, journalOf } from '../workspace/journal-store.ts'
import { madeHere } from '../workspace/made-here.ts'
import { openWorkspace } from '../workspace/read-workspace.ts'
import { offlinePlaceOf } from '../workspace/store/journal-place.ts'
import { trackedIn } from '../workspace/tracked-state.ts'
import { withWorkspace } from '../workspace/with-workspace.ts'

interface Options extends TenantOptions, TableOptions {
  readonly customer?: readonly string[]
  readonly records: boolean
  readonly runPrograms: boolean
}

/** What applies did: from the journal alone, or with Microsoft's records as the witness. */
export const run: Run<Options> = ({ shell, args, options }) => {
  if (options.records)
    return withWorkspace(shell, options, async site => {
      const {
        workspace,
        loaded,
        tenants: { reader, clock },
      } = site
      const format = chosenFormat('export evidence', options)
      refuseWithoutEffect({ '--run-programs': options.runPrograms }, 'it belongs to `--no-records`')
      const { writes, damaged } = await writesOf(loaded, journalHere(site, shell), {
        shell,
        name: args[0],
        options,
      })
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
        {
          ...evidenceTable(writes, write => (silent.has(write.action.partner) ? 'unknown' : recordOf(write))),
          madeIn: site.tenants.madeIn,
        },
        { ...options, format },
        shell,
      )
      tell(shell, warnings, workspace.sources)
      return unread.length > 0 || damaged ? exitCodes.partial : exitCodes.done
    })
  return guarded(shell, options.format, async (): Promise<ExitCode> => {
    const format = chosenFormat('export evidence', options)
    const opened = await openWorkspace(options.directory, shell)
    if (opened.workspace === null)
      return complain(shell, opened.diagnostics, { format: options.format, sources: opened.sources })
    tell(shell, trackedIn(opened), opened.sources)
    const { root, workspace } = opened
    const place = offlinePlaceOf(root, shell, options)
    const store = journalOf(workspace.desired.workspace, place)
    const here = await madeHere(workspace, place, options)
    const { writes, damaged } = await writesOf(workspace, journalOfWorld(store, here), {
      shell,
      name: args[0],
      options,
    })
    await answerTable(
      { ...evidenceTable(writes, () => 'not asked'), madeIn: here },
      { ...options, format },
      shell,
    )
    return damaged ? exitCodes.partial : exitCodes.done
  })
}

interface TableCall {
  readonly shell: Shell
  readonly name: string | undefined
  readonly options: Options
}

async function writesOf(
  { desired }: LoadedWorkspace,
  store: JournalOfWorld,
  { shell, name, options }: TableCall,
): Promise<{ readonly writes: readonly OwnStep[]; readonly damaged: boolean }> {
  const found = await ownApplies(store)
  const { applies, damaged } = found
  const chosen = name === undefined ? applies : [applyNamed(found, name)]
  if (name === undefined) tellLeftOut(found, shell)
  const wanted = new Set((options.customer ?? []).map(word => word.toLowerCase()))
  const domains = new Map(desired.customers.map(entry => [entry.tenant, entry.domain?.toLowerCase()]))
  const steps = chosen.flatMap(entry => entry.steps)
  declineUnknownCustomers(options.customer ?? [], [
    ...desired.customers.flatMap(entry => [entry.domain, entry.name, entry.tenant]),
    ...steps.flatMap(({ action, customerName }) => [customerName, action.customer]),
  ])
  const writes = steps.filter(
    ({ action, customerName }) =>
      wanted.size === 0 ||
      [action.customer, customerName.toLowerCase(), domains.get(action.customer) ?? ''].some(word =>
        wanted.has(word),
      ),
  )
  return { writes, damaged: name === undefined && damaged.length > 0 }
}

function recordOfWrite(records: readonly ActivityRecord[], keptSince: UtcDate) {
  const byCorrelation = new Map(records.map(record => [record.correlationId?.toLowerCase() ?? '', record]))
  return (write: OwnStep): ActivityRecord | 'not recorded' | 'no longer kept' => {
    for (const id of [...write.correlationIds].reverse()) {
      const record = byCorrelation.get(id.toLowerCase())
      if (record !== undefined) return record
    }
    const ofAdmin = recordOfAdmin(write, records)
    if (ofAdmin !== undefined) return ofAdmin
    return dayOf(write.ended ?? write.began) < keptSince ? 'no longer kept' : 'not recorded'
  }
}
