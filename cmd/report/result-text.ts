/** What an apply did: done, failed, not started and unknown, always all four; what could be charged twice; the one command that goes on. */

import type { Diagnostic } from '../../engine/diagnostic.ts'
import type { IncurredOverlap } from '../../engine/journal/incurred-overlap.ts'
import type { ApplyResult, MovedFact } from '../../engine/journal/result.ts'
import { dayOf } from '../../engine/model/ids.ts'
import { isSent } from '../../engine/plan/action.ts'
import { counted } from '../../engine/plural.ts'
import { endOfDay } from '../../engine/time/utc-days.ts'
import { amountText } from './amount.ts'
import { alignColumns, wrapText } from './columns.ts'
import { remedyLines } from './diagnostics.ts'
import type { ReportOptions } from './options.ts'
import { type Paint, paintOf, paintOutcome, paintSign } from './paint.ts'
import { bucketOf, reasonsOf, stateWord } from './plan/action-state.ts'
import { changedWords } from './plan/changed-fact.ts'
import { lineOf } from './plan/lines.ts'
import { withinBudget } from './plan/markdown-budget.ts'
import { cell } from './plan/plan-markdown.ts'
import { printable } from './printable.ts'
import { bannerOf } from './world.ts'

export function resultText(result: ApplyResult, options: ReportOptions): string {
  const paint = paintOf(options)
  const wrapped = (line: string) => wrapText(line, options.columns)
  const banner = bannerOf(result.plan.madeIn)
  const lines = [
    ...(banner === null ? [] : [paint.yellow(paint.bold(wrapped(banner)))]),
    paint.bold(result.apply === null ? 'nothing to do' : `apply ${result.apply} · ${result.verdict}`),
    ...actionLines(result, options),
    ...movedText(
      result.moved.filter(entry => options.all === true || entry.adoptedBy === null),
      paint,
    ),
    ...trouble(result, options),
    ...alreadyText(result, options).map(wrapped),
    paint.bold(wrapped(tally(result))),
    ...result.atRisk.map(risk =>
      paint.yellow(
        wrapped(
          `Could be charged twice: ${printable(risk.name)} is charged on both sides ${riskText(risk, result)}.`,
        ),
      ),
    ),
    ...(result.overlap ?? []).map(pair =>
      paint.yellow(wrapped(`Charged on both sides: ${overlapText(pair)}.`)),
    ),
    ...(result.next === null ? [] : [`Go on with: ${paint.cyan(result.next)}`]),
  ]
  return `${lines.join('\n')}\n`
}

/** Customer by customer: what came of which action, and on which product. */
function actionLines(result: ApplyResult, options: ReportOptions): readonly string[] {
  const paint = paintOf(options)
  const actions = new Map(result.plan.actions.map(action => [action.id, action]))
  const names = new Map(result.plan.customers.map(customer => [customer.tenant, customer.name]))
  const reasonFor = reasonsOf(result.plan)
  const told = result.actions.flatMap(({ action: id, state }) => {
    const action = actions.get(id)
    if (action === undefined || !isSent(action)) return []
    const { sign, verb, what } = lineOf(action)
    const cells = [
      paintOutcome(stateWord(state), paint)(stateWord(state)),
      paintSign(sign, paint)(`${sign} ${verb}`),
      printable(what),
      action.partner,
      bucketOf(state) === 'done' && options.all !== true ? '' : reasonFor(state),
    ]
    return [{ customer: action.customer, cells }]
  })
  const rows = alignColumns(
    told.map(({ cells }) => cells),
    '  ',
    { columns: options.columns, widest: 60 },
  )
  const byCustomer = new Map<string, string[]>()
  for (const [at, { customer }] of told.entries()) {
    const name = paint.bold(printable(names.get(customer) ?? customer))
    const own = byCustomer.get(customer) ?? [name]
    byCustomer.set(customer, [...own, rows[at] ?? ''])
  }
  return [...byCustomer.values()].flat()
}

/** What an interrupted run had done is not told as if it were news. */
function alreadyText(
  { alreadyDone = 0, moved }: ApplyResult,
  { all = false }: ReportOptions,
): readonly string[] {
  const facts = moved.filter(entry => entry.adoptedBy !== null).length
  if (alreadyDone === 0 && (facts === 0 || all)) return []
  const what =
    alreadyDone > 0
      ? `${counted(alreadyDone, 'action was', 'actions were')} already done`
      : `${counted(facts, 'fact is', 'facts are')} already as the plan makes them`
  return [`${what}${facts === 0 || all ? '' : ' (--verbose shows the facts)'}.`]
}

/** What is not done comes first: it is what a reader has to act on. */
export function resultMarkdown(result: ApplyResult): string {
  const actions = new Map(result.plan.actions.map(action => [action.id, action]))
  const names = new Map(result.plan.customers.map(customer => [customer.tenant, customer.name]))
  const reasonFor = reasonsOf(result.plan)
  const rows = result.actions.flatMap(({ action: id, state }) => {
    const action = actions.get(id)
    if (action === undefined || !isSent(action)) return []
    const line = lineOf(action)
    const text = `| ${stateWord(state)} | ${cell(names.get(action.customer) ?? action.customer)} | ${cell(line.verb)} | ${cell(line.what)} | ${cell(action.partner)} | ${cell(reasonFor(state))} |`
    return [{ text, kind: bucketOf(state) }]
  })
  const banner = bannerOf(result.plan.madeIn)
  const isDone = (row: { readonly kind: string }) => Number(row.kind === 'done')
  return withinBudget(
    [
      result.apply === null
        ? '## Tenantform apply: nothing to do'
        : `## Tenantform apply \`${result.apply}\`: ${result.verdict}`,
      '',
      ...(banner === null ? [] : [`> **${cell(banner)}**`, '']),
      tally(result),
      '',
      ...(result.next === null ? [] : [`Go on with: \`${result.next}\``, '']),
    ],
    [
      {
        head: [],
        rows: result.atRisk.map(risk => ({
          text: `- **Could be charged twice:** ${cell(risk.name)} is charged on both sides ${riskText(risk, result)}`,
          kind: 'charged twice',
        })),
      },
      {
        head: [],
        rows: (result.overlap ?? []).map(pair => ({
          text: `- **Charged on both sides:** ${cell(overlapText(pair))}`,
          kind: 'overlap',
        })),
      },
      {
        head: ['| | customer | action | product | partner | |', '|---|---|---|---|---|---|'],
        rows: rows.sort((a, b) => isDone(a) - isDone(b)),
      },
    ],
  )
}

/** How long, how much a day, what it has come to, and what ends it. */
function riskText(
  { perDay, incurred, bound, since }: ApplyResult['atRisk'][number],
  result: ApplyResult,
): string {
  const isFirstDay = incurred === undefined
  const soFar = isFirstDay
    ? ''
    : `; ${amountText(incurred.money)} so far, ${incurred.days === null ? 'for how many days is unknown' : `for ${counted(incurred.days, 'day')}, since ${dayOf(since)}`}`
  const daily = `${amountText(perDay)} a day${soFar}`
  if (bound === undefined)
    return `until its sources are off: ${daily}; off before ${nextMidnight(result)}, no ${isFirstDay ? '' : 'further '}day is added`
  const renews = bound.renews === true ? ', and renews then unless it is set to cancel' : ''
  return `to the end of a term that nothing ends sooner: ${daily}; the source is billed to ${bound.until}${renews}: ${amountText(bound.money)} more`
}

/** What a late switch-off has cost, the same words everywhere. */
export function overlapText({
  name,
  productName,
  partner,
  from,
  until,
  days,
  atMost,
  money,
}: IncurredOverlap): string {
  const what = `${printable(productName)} of ${printable(name)} under ${partner}`
  if (atMost === true)
    return `${what}, found switched off on ${until}, since when is not known: at most ${counted(days, 'day')} from ${from} on, at most ${amountText(money)}`
  return `${what}, ${counted(days, 'day')} from ${from} to before ${until}: ${amountText(money)}`
}

/** A day is charged to what is chargeable at its end (T8), so this is by when it costs nothing more. */
function nextMidnight({ endedAt }: ApplyResult): string {
  return endOfDay(dayOf(endedAt))
}

/** Planned from, now, and whose work it already is. */
export function movedText(moved: readonly MovedFact[], paint: Paint): readonly string[] {
  return moved.flatMap(entry => [
    `  ${entry.adoptedBy === null ? paint.yellow('moved') : 'adopted'}  ${printable(entry.fact)}`,
    `    changed       ${printable(changedWords(entry))}`,
    `    planned from  ${printable(JSON.stringify(entry.planned))}`,
    `    now           ${printable(JSON.stringify(entry.now))}`,
    ...(entry.wanted === null ? [] : [`    wanted        ${printable(entry.wanted)}`]),
    ...(entry.adoptedBy === null ? [] : [`    adopted by    ${printable(entry.adoptedBy)}`]),
  ])
}

/** What to do stands below the first of a kind, and not where it is the command that the answer ends with. */
function trouble({ diagnostics, next }: ApplyResult, options: ReportOptions): readonly string[] {
  const paint = paintOf(options)
  const wrapped = (line: string) => wrapText(line, options.columns, 4)
  const told = new Set<string>()
  return diagnostics.flatMap(entry => {
    const advice = remedyLines(
      entry.remedies.filter(remedy => remedy.kind !== 'run' || verbOf(remedy.command) !== verbOf(next ?? '')),
      options,
      '    ',
    ).filter(line => !told.has(line))
    for (const line of advice) told.add(line)
    return [paint.red(wrapped(troubleText(entry))), ...advice]
  })
}

const verbOf = (command: string) => command.split(' ').slice(0, 2).join(' ')

function troubleText({ severity, summary, code, detail, correlationId }: Diagnostic): string {
  const what = detail === undefined ? '' : `: ${printable(detail)}`
  const id = correlationId === undefined ? '' : ` (correlation id ${correlationId})`
  return `  ${severity}: ${summary} [${code}]${what}${id}`
}

function tally(result: ApplyResult): string {
  const writes = new Set(result.plan.actions.filter(isSent).map(action => action.id))
  const counts = { done: 0, failed: 0, 'not started': 0, unknown: 0 }
  for (const { action, state } of result.actions) if (writes.has(action)) counts[bucketOf(state)] += 1
  return `Done: ${counts.done} · failed: ${counts.failed} · not started: ${counts['not started']} · unknown: ${counts.unknown}`
}
