/** What an apply did: done, failed, not started and unknown, always all four; what is at risk; the one command that goes on. */

import { Ansis } from 'ansis'
import type { Diagnostic } from '../../engine/diagnostic.ts'
import type { IncurredOverlap } from '../../engine/journal/incurred-overlap.ts'
import type { ActionState, ApplyResult, MovedFact } from '../../engine/journal/result.ts'
import { dayOf } from '../../engine/model/ids.ts'
import { isSent } from '../../engine/plan/action.ts'
import { counted } from '../../engine/plural.ts'
import { endOfDay } from '../../engine/time/utc-days.ts'
import { amountText } from './amount.ts'
import { alignColumns } from './columns.ts'
import { remedyText } from './diagnostics.ts'
import type { ReportOptions } from './options.ts'
import { lineOf } from './plan/lines.ts'
import { withinBudget } from './plan/markdown-budget.ts'
import { cell } from './plan/plan-markdown.ts'
import { printable } from './printable.ts'
import { bannerOf } from './world.ts'

export function resultText(result: ApplyResult, options: ReportOptions): string {
  const paint = new Ansis(options.colour ? 1 : 0)
  const actions = new Map(result.plan.actions.map(action => [action.id, action]))
  const names = new Map(result.plan.customers.map(customer => [customer.tenant, customer.name]))
  const rows = result.actions.flatMap(({ action: id, state }) => {
    const action = actions.get(id)
    return action === undefined || !isSent(action)
      ? []
      : [
          [
            stateWord(state),
            printable(names.get(action.customer) ?? action.customer),
            `${lineOf(action).sign} ${lineOf(action).verb}`,
            printable(lineOf(action).what),
            action.partner,
            becauseText(state, names),
          ],
        ]
  })
  const banner = bannerOf(result.plan.madeIn)
  const lines = [
    ...(banner === null ? [] : [paint.yellow(paint.bold(banner))]),
    paint.bold(result.apply === null ? 'nothing to do' : `apply ${result.apply} · ${result.verdict}`),
    ...alignColumns(rows, '  ', { columns: options.columns, widest: 60 }),
    ...movedText(result.moved, paint),
    ...trouble(result, paint),
    tally(result),
  ]
  for (const risk of result.atRisk)
    lines.push(
      paint.yellow(
        `At risk: ${printable(risk.name)} is charged on both sides until its sources are off: ${amountText(risk.perDay)} a day; off before ${nextMidnight(result)}, no day is added.`,
      ),
    )
  for (const pair of result.overlap ?? [])
    lines.push(paint.yellow(`Charged on both sides: ${overlapText(pair)}.`))
  if (result.next !== null) lines.push(`Go on with: ${result.next}`)
  return `${lines.join('\n')}\n`
}

/** What is not done comes first: it is what a reader has to act on. */
export function resultMarkdown(result: ApplyResult): string {
  const actions = new Map(result.plan.actions.map(action => [action.id, action]))
  const names = new Map(result.plan.customers.map(customer => [customer.tenant, customer.name]))
  const rows = result.actions.flatMap(({ action: id, state }) => {
    const action = actions.get(id)
    if (action === undefined || !isSent(action)) return []
    const line = lineOf(action)
    const text = `| ${stateWord(state)} | ${cell(names.get(action.customer) ?? action.customer)} | ${cell(line.verb)} | ${cell(line.what)} | ${cell(action.partner)} | ${cell(becauseText(state, names))} |`
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
          text: `- **At risk:** ${cell(risk.name)}, ${amountText(risk.perDay)} a day until its sources are off; off before ${nextMidnight(result)}, no day is added`,
          kind: 'at risk',
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
export function movedText(moved: readonly MovedFact[], paint: Ansis): readonly string[] {
  return moved.flatMap(entry => [
    `  ${entry.adoptedBy === null ? paint.yellow('moved') : 'adopted'}  ${printable(entry.fact)}`,
    `    planned from  ${printable(JSON.stringify(entry.planned))}`,
    `    now           ${printable(JSON.stringify(entry.now))}`,
    ...(entry.wanted === null ? [] : [`    wanted        ${printable(entry.wanted)}`]),
    ...(entry.adoptedBy === null ? [] : [`    adopted by    ${printable(entry.adoptedBy)}`]),
  ])
}

/** What to do stands below the first of a kind, and not where it is the command that the answer ends with. */
function trouble({ diagnostics, next }: ApplyResult, paint: Ansis): readonly string[] {
  const told = new Set<string>()
  return diagnostics.flatMap(entry => {
    const advice = entry.remedies
      .filter(remedy => remedy.kind !== 'run' || verbOf(remedy.command) !== verbOf(next ?? ''))
      .map(remedy => `    → ${remedyText(remedy)}`)
      .filter(line => !told.has(line))
    for (const line of advice) told.add(line)
    return [paint.red(troubleText(entry)), ...advice]
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

export function bucketOf(state: ActionState): 'done' | 'failed' | 'not started' | 'unknown' {
  switch (state.kind) {
    case 'done':
    case 'adopted':
      return 'done'
    case 'refused':
    case 'stale':
      return 'failed'
    case 'unknown':
      return 'unknown'
    case 'skipped':
    case 'not started':
      return 'not started'
  }
}

export function stateWord(state: ActionState): string {
  return state.kind === 'adopted' ? 'done (found done)' : state.kind
}

export function becauseText(state: ActionState, names: ReadonlyMap<string, string>): string {
  switch (state.kind) {
    case 'done':
    case 'adopted':
      return state.evidence.subscription === undefined ? '' : `subscription ${state.evidence.subscription}`
    case 'refused':
    case 'unknown':
    case 'stale':
      return printable(state.because.summary)
    case 'skipped':
      if (state.because.kind === 'depends on') return `waits for ${state.because.culprit}`
      return state.because.kind === 'customer moved'
        ? `${names.get(state.because.customer as never) ?? state.because.customer} was left out`
        : state.because.kind
    case 'not started':
      return ''
  }
}
