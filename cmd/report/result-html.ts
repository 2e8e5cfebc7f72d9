/** What an apply did, as a page: done, failed, not started and unknown, and what to do next. */
import type { ActionState, ApplyResult } from '../../engine/journal/result.ts'
import { type ActionId, dayOf } from '../../engine/model/ids.ts'
import { sumAmounts } from '../../engine/money/amounts.ts'
import { isSent, type SentAction } from '../../engine/plan/action.ts'
import { consolidationOf } from '../../engine/plan/consolidation-of.ts'
import { heldOf } from '../../engine/plan/plan.ts'
import { counted, plural } from '../../engine/plural.ts'
import { amountText, sumsText } from './amount.ts'
import { type Lane, lanesPicture } from './html/bar.ts'
import { markup } from './html/markup.ts'
import { type HtmlPage, type Panel, pageText } from './html/page.ts'
import { type SeatFlow, seatFlowPicture } from './html/seat-flow.ts'
import type { HtmlTable, Tone } from './html/table.ts'
import { movedTable } from './pages/moved-facts.ts'
import { bucketOf, reasonsOf, stateWord } from './plan/action-state.ts'
import { lineOf } from './plan/lines.ts'
import { zoneOf } from './plan/plan-html.ts'
import { sumFlows, wayOf } from './plan/plan-pictures.ts'
import { overlapText } from './result-text.ts'
import { withZone } from './times.ts'

const buckets = ['done', 'failed', 'not started', 'unknown'] as const
type Bucket = (typeof buckets)[number]
const tones: Readonly<Record<Bucket, Tone>> = {
  done: 'good',
  failed: 'bad',
  'not started': 'busy',
  unknown: 'bad',
}
const verdicts: Readonly<Record<ApplyResult['verdict'], Tone>> = {
  complete: 'good',
  partial: 'bad',
  'nothing written': 'busy',
}

interface Step {
  readonly action: SentAction
  readonly state: ActionState
  readonly bucket: Bucket
}

export function resultHtml(result: ApplyResult): string {
  const { plan } = result
  const actions = new Map(plan.actions.map(action => [action.id, action]))
  const steps = result.actions.flatMap(({ action: id, state }): readonly Step[] => {
    const action = actions.get(id)
    return action === undefined || !isSent(action) ? [] : [{ action, state, bucket: bucketOf(state) }]
  })
  const zone = zoneOf(plan)
  return pageText({
    kind: 'Apply',
    title: [
      consolidationOf(plan),
      plan.scope.wave === null ? null : `wave ${plan.scope.wave}`,
      result.verdict,
    ]
      .filter(part => part !== null)
      .join(' · '),
    madeIn: plan.madeIn,
    facts: [
      { name: 'apply', value: result.apply ?? 'none: there was nothing to do' },
      { name: 'began', value: withZone(result.startedAt, zone) },
      { name: 'ended', value: withZone(result.endedAt, zone) },
      { name: 'plan', value: plan.id.slice(7, 19) },
    ],
    lead: leadOf(result, steps),
    notices: noticesOf(result),
    panels: [riskPanel(result), stepsPanel(result, steps), customersPanel(result, steps)],
    pictures: [
      ...seatFlowPicture('Seats, and where they are now', flowsOf(result, steps)),
      ...lanesPicture('The waves, and how far they came', lanesOf(result, steps)),
    ],
    tables: [risksOf(result), stepsOf(result, steps), movedTable(result), troubleOf(result)],
  })
}

function countOf(steps: readonly Step[], bucket: Bucket): number {
  return steps.filter(step => step.bucket === bucket).length
}

function leadOf({ verdict, endedAt, atRisk, overlap = [] }: ApplyResult, steps: readonly Step[]): string {
  const risk =
    atRisk.length === 0
      ? overlap.length === 0
        ? 'No customer is charged on both sides.'
        : overlap.some(({ until }) => until > dayOf(endedAt))
          ? 'Sources are charged beside their replacements to the end of their terms, as accepted.'
          : 'No customer is charged on both sides any more.'
      : `${counted(customersOf(atRisk), 'customer is', 'customers are')} charged on both sides until the sources are off or their terms end.`
  if (verdict === 'nothing written') return `Nothing was written. ${risk}`
  const done = `${countOf(steps, 'done')} of ${counted(steps.length, 'action is', 'actions are')} done.`
  return verdict === 'complete'
    ? `Everything that was planned is done and verified: ${counted(steps.length, 'action')}. ${risk}`
    : `${done} ${risk}`
}

function noticesOf({ atRisk, overlap = [], next }: ApplyResult): HtmlPage['notices'] {
  return [
    ...(atRisk.length === 0
      ? []
      : [
          {
            tone: 'bad' as const,
            text: `Could be charged twice: ${sumsText(
              sumAmounts(
                atRisk.map(risk => risk.perDay),
                [],
              ),
            )} a day, until the sources are off or their terms end.`,
          },
        ]),
    ...overlap.map(pair => ({
      tone: 'bad' as const,
      text: `Charged on both sides: ${overlapText(pair)}.`,
    })),
    ...(next === null ? [] : [{ tone: 'busy' as const, text: markup`Go on with: <code>${next}</code>` }]),
  ]
}

function customersOf(atRisk: ApplyResult['atRisk']): number {
  return new Set(atRisk.map(({ customer }) => customer)).size
}

function riskPanel({ atRisk, plan }: ApplyResult): Panel {
  const perDay = sumAmounts(
    atRisk.map(risk => risk.perDay),
    [],
  )
  return {
    title: 'Money',
    big: {
      value: atRisk.length === 0 ? 'nothing' : sumsText(perDay),
      name: 'a day is charged twice now',
      tone: atRisk.length === 0 ? 'good' : 'bad',
    },
    rows: [
      { name: 'customers charged on both sides', value: String(customersOf(atRisk)) },
      { name: 'credit expected, of the whole plan', value: sumsText(plan.summary.credit) },
      { name: 'committed, of the whole plan', value: sumsText(plan.summary.committed) },
    ],
  }
}

function stepsPanel({ verdict }: ApplyResult, steps: readonly Step[]): Panel {
  return {
    title: 'Steps',
    big: { value: verdict, name: '', tone: verdicts[verdict] },
    rows: buckets.map(bucket => {
      const count = countOf(steps, bucket)
      return { name: bucket, value: count.toLocaleString('en'), ...(count > 0 && { tone: tones[bucket] }) }
    }),
  }
}

function customersPanel({ plan }: ApplyResult, steps: readonly Step[]): Panel {
  const touched = new Set(steps.map(step => step.action.customer))
  const open = new Set(steps.filter(step => step.bucket !== 'done').map(step => step.action.customer))
  return {
    title: 'Customers',
    big: { value: touched.size.toLocaleString('en'), name: plural(touched.size, 'customer') },
    rows: [
      { name: 'all done', value: (touched.size - open.size).toLocaleString('en') },
      {
        name: 'not all done',
        value: open.size.toLocaleString('en'),
        ...(open.size > 0 && { tone: 'bad' as const }),
      },
      {
        name: 'in the plan without an action',
        value: (plan.customers.length - touched.size).toLocaleString('en'),
      },
    ],
  }
}

/** A source's seats have moved when what was planned for it is done. */
function flowsOf({ plan }: ApplyResult, steps: readonly Step[]): readonly SeatFlow[] {
  const bucketBy = new Map<ActionId, Bucket>(steps.map(step => [step.action.id, step.bucket]))
  return sumFlows(
    plan.customers.flatMap(customer =>
      customer.sources.map(line => {
        const bucket = line.action === null ? undefined : bucketBy.get(line.action)
        const way = wayOf(line.method, { target: customer.partner, held: heldOf(customer) })
        const isOpen = bucket !== undefined && bucket !== 'done'
        return {
          from: line.partner,
          seats: line.seats ?? 0,
          ...(isOpen ? { to: `not yet: ${bucket}`, way: 'stays' as const } : way),
        }
      }),
    ),
  )
}

function lanesOf({ plan }: ApplyResult, steps: readonly Step[]): readonly Lane[] {
  const waves = new Map(plan.customers.map(customer => [customer.tenant, customer.wave ?? 'steady state']))
  const names = [...new Set(steps.map(({ action }) => waves.get(action.customer) ?? ''))]
  return names.map(name => ({
    name,
    note: null,
    between: ' · ',
    parts: buckets.map(bucket => ({
      name: bucket,
      count: steps.filter(step => step.bucket === bucket && waves.get(step.action.customer) === name).length,
      tone: tones[bucket],
    })),
  }))
}

function chargedCells({ incurred, bound }: ApplyResult['atRisk'][number]): readonly string[] {
  const renews = bound?.renews === true ? ', renews' : ''
  return [
    incurred === undefined ? '' : amountText(incurred.money),
    bound === undefined ? 'until it is off' : `${bound.until}${renews}: ${amountText(bound.money)}`,
  ]
}

function risksOf({ atRisk }: ApplyResult): HtmlTable {
  return {
    id: 'risks',
    caption: 'Charged on both sides',
    columns: [
      { name: 'customer', kind: 'text' },
      { name: 'a day', kind: 'money' },
      { name: 'since', kind: 'text' },
      { name: 'so far', kind: 'money' },
      { name: 'billed to', kind: 'text' },
    ],
    rows: atRisk.map(risk => ({
      cells: [
        { text: risk.name, under: risk.customer },
        amountText(risk.perDay),
        risk.since,
        ...chargedCells(risk),
      ],
      tone: 'bad',
    })),
  }
}

function stepsOf({ plan }: ApplyResult, steps: readonly Step[]): HtmlTable {
  const names = new Map(plan.customers.map(customer => [customer.tenant, customer.name]))
  const reasonFor = reasonsOf(plan)
  return {
    id: 'steps',
    caption: 'Steps',
    columns: [
      { name: 'customer', kind: 'text' },
      { name: 'state', kind: 'word' },
      { name: 'action', kind: 'word' },
      { name: 'product', kind: 'text' },
      { name: 'seats', kind: 'number' },
      { name: 'account', kind: 'word' },
      { name: 'how', kind: 'text' },
    ],
    rows: steps.map(({ action, state, bucket }) => {
      const line = lineOf(action)
      const how = reasonFor(state)
      return {
        cells: [
          names.get(action.customer) ?? action.customer,
          stateWord(state),
          line.verb,
          line.what,
          line.seats === '' ? null : line.seats,
          line.where,
          how === '' ? null : how,
        ],
        tone: tones[bucket],
      }
    }),
  }
}

function troubleOf({ diagnostics }: ApplyResult): HtmlTable {
  return {
    id: 'trouble',
    caption: 'Trouble',
    columns: [
      { name: 'what', kind: 'text' },
      { name: 'severity', kind: 'word' },
      { name: 'code', kind: 'id' },
      { name: 'correlation id', kind: 'id' },
    ],
    rows: diagnostics.map(entry => ({
      cells: [
        [entry.summary, entry.detail].filter(part => part !== undefined).join(' '),
        entry.severity,
        entry.code,
        entry.correlationId ?? null,
      ],
      tone: entry.severity === 'error' ? 'bad' : 'busy',
    })),
  }
}
