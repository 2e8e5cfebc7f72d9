import { diagnose } from '../../engine/diagnostic.ts'
import { journalOfWorld } from '../../engine/execute/journal-of-world.ts'
import { subscriptionHistory } from '../../engine/explain/subscription-history.ts'
import { jsonText } from '../../engine/json-text.ts'
import type { LoadedWorkspace } from '../../engine/load/load-workspace.ts'
import type { ActivityRecord } from '../../engine/model/activity.ts'
import { guidIn } from '../../engine/model/guid.ts'
import { dayOf, subscriptionId } from '../../engine/model/ids.ts'
import type { InvoiceLine } from '../../engine/model/invoice.ts'
import { suggest } from '../../engine/scope/suggest.ts'
import { addDays } from '../../engine/time/utc-days.ts'
import { type OwnApplies, ownApplies, tellLeftOut } from '../activity/journals.ts'
import { horizonDays, readRecords } from '../activity/read-records.ts'
import { complain, guarded, reportOptions, tell } from '../answer.ts'
import { type ExitCode, exitCodes } from '../exit-codes.ts'
import { allCodes, pagesOf } from '../explaining/all-codes.ts'
import { codes } from '../explaining/codes.ts'
import { type CodeAnswer, codeText, exampleOf, historyText } from '../explaining/explain-text.ts'
import { serviceCodes } from '../explaining/service-codes.ts'
import type { FormatOf } from '../formats.ts'
import type { TenantOptions } from '../program/global-options.ts'
import { linesOfFiles } from '../reconciling/lines-of-files.ts'
import type { Run, Shell } from '../shell.ts'
import { UnmatchedScope } from '../unmatched-scope.ts'
import { refuseWithoutEffect } from '../without-effect.ts'
import { journalHere, journalOf } from '../workspace/journal-store.ts'
import { madeHere } from '../workspace/made-here.ts'
import { openWorkspace } from '../workspace/read-workspace.ts'
import { offlinePlaceOf } from '../workspace/store/journal-place.ts'
import { withWorkspace } from '../workspace/with-workspace.ts'

interface Options extends TenantOptions {
  readonly format: FormatOf<'explain'>
  readonly records: boolean
  readonly runPrograms: boolean
  readonly from?: readonly string[]
  readonly partner?: string
}

/** What a code means and what to do, or what this workspace knows of a subscription. */
export const run: Run<Options> = ({ shell, args, options }) => {
  const word = args[0] ?? ''
  const id = guidIn(word)
  if (id === null)
    return guarded(shell, options.format, async () => {
      refuseWithoutEffect(
        {
          '--records': options.records,
          '--from': options.from !== undefined,
          '--partner': options.partner !== undefined,
          '--run-programs': options.runPrograms,
        },
        'a code has no history; these are for a subscription',
      )
      return explainCode(word, shell, options)
    })
  if (options.records)
    return withWorkspace(shell, options, async site => {
      refuseWithoutEffect({ '--run-programs': options.runPrograms }, '`--records` runs it in any case')
      const found = await ownApplies(journalHere(site, shell))
      const { reader, clock } = site.tenants
      const today = dayOf(clock.now())
      const { records, warnings } = await readRecords(reader, {
        partners: site.loaded.desired.partners.map(({ name }) => name).sort(),
        from: addDays(today, -horizonDays),
        to: today,
        today,
      })
      tell(shell, warnings, site.workspace.sources)
      return explainSubscription(id, { ...site, found, records }, { shell, options })
    })
  return guarded(shell, options.format, async () => {
    const opened = await openWorkspace(options.directory, shell)
    if (opened.workspace === null)
      return complain(shell, opened.diagnostics, { format: options.format, sources: opened.sources })
    const place = offlinePlaceOf(opened.root, shell, options)
    const store = journalOf(opened.workspace.desired.workspace, place)
    const found = await ownApplies(journalOfWorld(store, await madeHere(opened.workspace, place, options)))
    return explainSubscription(id, { loaded: opened.workspace, found, records: null }, { shell, options })
  })
}

function explainCode(word: string, shell: Shell, options: Options): ExitCode {
  const wanted = word.replace(/^\[|\]$/g, '').toUpperCase()
  const entry = allCodes.get(wanted)
  if (entry === undefined && /^(\d{3}\/)?\d+$/.test(wanted)) return explainServiceCode(wanted, shell, options)
  if (entry === undefined) {
    const nearest = nearestCodes(wanted)
    const detail = `\`${word}\` is no code${nearest.length === 0 ? '.' : `; did you mean ${nearest.join(' or ')}?`}`
    throw new UnmatchedScope(diagnose(codes.UNKNOWN_CODE, { detail }))
  }
  const { code, severity, summary, remedies } = entry
  const answer: CodeAnswer = {
    format: 1,
    kind: 'code',
    code,
    severity,
    summary,
    remedies,
    pages: [...pagesOf(entry)],
    example: exampleOf(entry),
  }
  shell.streams.out(options.format === 'json' ? jsonText(answer) : codeText(answer, reportOptions(shell)))
  return exitCodes.done
}

/** What the service answers, as plans and refusals print it: `403/2091`, or the code alone where that is enough. */
function explainServiceCode(word: string, shell: Shell, options: Options): ExitCode {
  const found = serviceCodes(word)
  const [only, another] = found
  if (only === undefined || another !== undefined) {
    const detail =
      only === undefined
        ? `\`${word}\` is no code of Partner Center that is known here.`
        : `Partner Center answers \`${word}\` with several statuses: ask for ${found.map(({ code }) => code).join(' or ')}.`
    throw new UnmatchedScope(diagnose(codes.UNKNOWN_CODE, { detail }))
  }
  shell.streams.out(options.format === 'json' ? jsonText(only) : codeText(only, reportOptions(shell)))
  return exitCodes.done
}

/** Of the same name, or else nearly so written, or else of nearly the same name in whatever area. */
function nearestCodes(wanted: string): readonly string[] {
  const known = [...allCodes.keys()]
  const nameOf = (code: string) => code.split('.')[1] ?? ''
  const named = (name: string | null) => known.filter(code => nameOf(code) === name)
  const whole = suggest(wanted, known)
  if (whole !== null && wanted.includes('.')) return [whole]
  const name = wanted.split('.').at(-1) ?? ''
  const same = named(name)
  return same.length > 0 ? same : named(suggest(name, known.map(nameOf)))
}

interface Known {
  readonly loaded: LoadedWorkspace
  readonly found: OwnApplies
  readonly records: readonly ActivityRecord[] | null
}

async function explainSubscription(
  id: string,
  { loaded: { desired }, found, records }: Known,
  { shell, options }: { readonly shell: Shell; readonly options: Options },
): Promise<ExitCode> {
  const { from, partner, format } = options
  tellLeftOut(found, shell)
  let lines: readonly InvoiceLine[] | null = null
  if (from !== undefined) {
    const files = await linesOfFiles(from, { desired, partner, shell })
    if (files.diagnostics.length > 0)
      return complain(shell, files.diagnostics, { format, sources: files.sources })
    lines = files.read.lines
  }
  const steps = found.applies.flatMap(apply => apply.steps)
  const history = subscriptionHistory({ subscription: subscriptionId(id), desired, steps, records, lines })
  shell.streams.out(format === 'json' ? jsonText(history) : historyText(history, reportOptions(shell)))
  const isKnown = [history.declared, history.links, history.byOthers, history.invoiceLines].some(
    part => typeof part !== 'string' && part.length > 0,
  )
  if (!isKnown)
    tell(shell, [
      diagnose(codes.UNKNOWN_SUBSCRIPTION, { detail: `${id} is in no document and no journal here.` }),
    ])
  return isKnown ? exitCodes.done : exitCodes.declined
}
