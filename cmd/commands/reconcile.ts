import type { OwnWrite } from '../../engine/activity/own-steps.ts'
import { journalOfWorld } from '../../engine/execute/journal-of-world.ts'
import type { Desired } from '../../engine/model/desired.ts'
import { dayOf, type PartnerName } from '../../engine/model/ids.ts'
import type { InvoicesRead } from '../../engine/model/invoice.ts'
import type { MadeIn } from '../../engine/model/made-in.ts'
import { fullRefundDays } from '../../engine/money/pricing.ts'
import type { CountedOnce } from '../../engine/reconcile/invoices/once-each.ts'
import { reconcile } from '../../engine/reconcile/reconcile.ts'
import { alarming } from '../../engine/reconcile/reconciliation.ts'
import { reconciliationTable } from '../../engine/reconcile/table.ts'
import { isFinding } from '../../engine/reconcile/variance.ts'
import { addDays } from '../../engine/time/utc-days.ts'
import { applyNamed, type OwnApplies, ownApplies, tellLeftOut } from '../activity/journals.ts'
import { complain, guarded, reportOptions, tell } from '../answer.ts'
import { type ExitCode, exitCodes } from '../exit-codes.ts'
import type { FormatOf } from '../formats.ts'
import type { TenantOptions } from '../program/global-options.ts'
import { invoicesOfAccounts } from '../reconciling/invoices-of-accounts.ts'
import { linesOfFiles } from '../reconciling/lines-of-files.ts'
import { reconcileHtml } from '../report/pages/reconcile-html.ts'
import { reconcileText } from '../report/reconcile-text.ts'
import type { Run, Shell } from '../shell.ts'
import { answerJson, answerTable, answerText } from '../tables/answer-table.ts'
import { chosenFormat } from '../tables/chosen-format.ts'
import { refuseWithoutEffect } from '../without-effect.ts'
import { journalHere, journalOf } from '../workspace/journal-store.ts'
import { madeHere } from '../workspace/made-here.ts'
import { openWorkspace } from '../workspace/read-workspace.ts'
import { offlinePlaceOf } from '../workspace/store/journal-place.ts'
import { trackedIn } from '../workspace/tracked-state.ts'
import { withWorkspace } from '../workspace/with-workspace.ts'

interface Options extends TenantOptions {
  readonly format?: FormatOf<'reconcile'>
  readonly from?: readonly string[]
  readonly partner?: string
  readonly runPrograms: boolean
  readonly out?: string
}

/** Invoices of the accounts, or downloaded files, against what the journal predicts; exit 2 when something is wrong. */
export const run: Run<Options> = ({ shell, args, options }) => {
  const { format, from } = options
  if (from !== undefined)
    return guarded(shell, format, async () => {
      chosenFormat('reconcile', options)
      const opened = await openWorkspace(options.directory, shell)
      if (opened.workspace === null)
        return complain(shell, opened.diagnostics, { format, sources: opened.sources })
      tell(shell, trackedIn(opened), opened.sources)
      const { desired } = opened.workspace
      const { read, diagnostics, sources } = await linesOfFiles(from, {
        desired,
        partner: options.partner,
        shell,
      })
      if (diagnostics.length > 0) return complain(shell, diagnostics, { format, sources })
      const { root, workspace } = opened
      const place = offlinePlaceOf(root, shell, options)
      const here = await madeHere(workspace, place, options)
      const found = await ownApplies(journalOfWorld(journalOf(desired.workspace, place), here))
      return answer(read, found, { desired, shell, options, name: args[0], madeIn: here })
    })
  return withWorkspace(shell, options, async site => {
    chosenFormat('reconcile', options)
    refuseWithoutEffect(
      { '--partner': options.partner !== undefined },
      'it says whose the files of --from are; without them every account of the documents is asked',
    )
    refuseWithoutEffect({ '--run-programs': options.runPrograms }, 'it belongs to `--from`')
    const {
      workspace,
      tenants: { clock },
    } = site
    const found = await ownApplies(journalHere(site, shell))
    const writes =
      args[0] === undefined ? found.applies.flatMap(entry => entry.writes) : applyNamed(found, args[0]).writes
    const to = dayOf(clock.now())
    const [first = to] = writes.map(entry => dayOf(entry.began)).sort()
    // Seats that changed since a young subscription was bought decide its credit; no plan sees them.
    const since = addDays(first, -fullRefundDays)
    const { desired } = site.loaded
    const { silent, noted, ...invoices } = await invoicesOfAccounts(accountsOf(writes, desired), {
      partners: desired.partners,
      tenants: site.tenants,
      query: { from: since, to },
    })
    tell(shell, [...silent, ...noted], workspace.sources)
    const code = await answer({ ...invoices, repeated: [] }, found, {
      desired,
      shell,
      options,
      name: args[0],
      madeIn: site.tenants.madeIn,
    })
    return code === exitCodes.done && silent.length > 0 ? exitCodes.partial : code
  })
}

/** Those of the writes, and every declared one: what is billed in two accounts shows in both only, and what no apply explains in any. */
function accountsOf(writes: readonly OwnWrite[], { partners }: Desired): readonly PartnerName[] {
  const written = writes.flatMap(({ action }) =>
    action.kind === 'subscription.transfer' ? [action.from, action.partner] : [action.partner],
  )
  return [...new Set([...written, ...partners.map(({ name }) => name)])].sort()
}

interface AnswerFacts {
  readonly desired: Desired
  readonly shell: Shell
  readonly options: Options
  readonly name: string | undefined
  /** Where the writes were made that the invoices are held against (T29). */
  readonly madeIn: MadeIn
}

interface Invoices extends Pick<InvoicesRead, 'lines' | 'aside'> {
  readonly repeated: CountedOnce['repeated']
}

async function answer(
  { lines, aside, repeated }: Invoices,
  own: OwnApplies,
  { desired, shell, options, name, madeIn }: AnswerFacts,
): Promise<ExitCode> {
  const chosen = name === undefined ? own.applies : [applyNamed(own, name)]
  if (name === undefined) tellLeftOut(own, shell)
  const found = reconcile(
    chosen.flatMap(entry => entry.writes),
    lines,
    {
      becomes: new Map(
        desired.consolidations.flatMap(entry => entry.map).map(line => [line.from, line.to] as const),
      ),
      left: new Set(desired.consolidations.flatMap(entry => entry.leave).map(line => line.subscription)),
      sources: new Set(desired.consolidations.flatMap(entry => entry.from)),
      setAside: aside,
      repeated,
    },
  )
  const format = chosenFormat('reconcile', options)
  if (format === 'html') await answerText(reconcileHtml(found, { madeIn }), options.out, shell)
  else if (format === 'json') await answerJson(found, options.out, shell)
  else if (format === 'text') shell.streams.out(reconcileText(found, reportOptions(shell)))
  else await answerTable(reconciliationTable(found), { ...options, format }, shell)
  const isWrong = found.lines.some(line => alarming.has(line.verdict)) || found.variances.some(isFinding)
  return isWrong ? exitCodes.pending : exitCodes.done
}
