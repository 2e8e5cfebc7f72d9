/** A plan as a page: what moves where, in what order, at what price, and who is held up by what. */
import type { Action } from '../../engine/plan/action.ts'
import { consolidationOf } from '../../engine/plan/consolidation-of.ts'
import type { Plan } from '../../engine/plan/plan.ts'
import { sumsText } from './amount.ts'
import { type HtmlPage, pageText } from './html/page.ts'
import { type SeatFlow, seatFlowPicture } from './html/seat-flow.ts'
import type { HtmlTable, Tone } from './html/table.ts'
import { type Lane, timelinePicture } from './html/timeline.ts'
import { lineOf } from './lines.ts'
import { findingText, readinessText } from './plan-text.ts'

const moving = new Set<string>(['reprovision', 'transfer', 'repurchase', 'lapse'])

export function planHtml(plan: Plan): string {
  const consolidation = consolidationOf(plan)
  const about = [consolidation, plan.scope.wave === null ? null : `wave ${plan.scope.wave}`, `${plan.on} UTC`]
  return pageText({
    title: `Plan ${about.filter(part => part !== null).join(' · ')}`,
    subtitle: `Plan ${plan.id.slice(7, 19)}, made ${plan.madeAt}, good until ${plan.expiresAt}`,
    cards: cardsOf(plan),
    pictures: [...seatFlowPicture(flowsOf(plan)), ...timelinePicture('Order of the cutover', lanesOf(plan))],
    tables: [changesOf(plan), customersOf(plan), seatsOf(plan), findingsOf(plan)],
  })
}

export function cardsOf({ summary, findings }: Plan): HtmlPage['cards'] {
  const denied = findings.filter(found => found.blocks === 'run').length
  return [
    { name: 'to create', value: String(summary.create) },
    { name: 'to transfer', value: String(summary.transfer) },
    { name: 'to suspend', value: String(summary.suspend) },
    { name: 'to change', value: String(summary.change) },
    {
      name: 'irreversible',
      value: String(summary.irreversible),
      ...(summary.irreversible > 0 && { tone: 'busy' as const }),
    },
    {
      name: 'customers blocked',
      value: String(summary.customers.blocked),
      ...(summary.customers.blocked > 0 && { tone: 'bad' as const }),
    },
    { name: 'at risk', value: sumsText(summary.atRisk) },
    { name: 'credit expected', value: sumsText(summary.credit) },
    { name: 'committed', value: sumsText(summary.committed) },
    ...(denied > 0 ? [{ name: 'denied by policy', value: String(denied), tone: 'bad' as const }] : []),
  ]
}

/** Seats of the sources by where they end up. */
export function flowsOf(plan: Plan): readonly SeatFlow[] {
  const flows = new Map<string, { from: string; to: string; seats: number }>()
  for (const customer of plan.customers)
    for (const line of customer.sources) {
      const to = moving.has(line.method) ? customer.partner : `not moved (${line.method})`
      const key = `${line.partner}\n${to}`
      const flow = flows.get(key) ?? { from: line.partner, to, seats: 0 }
      flow.seats += line.seats ?? 0
      flows.set(key, flow)
    }
  return [...flows].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, flow]) => flow)
}

function lanesOf(plan: Plan): readonly Lane[] {
  const waves = new Map<string, Action[]>()
  const actions = new Map(plan.actions.map(action => [action.id, action]))
  for (const customer of plan.customers) {
    const name = customer.wave ?? 'steady state'
    const lane = waves.get(name) ?? []
    waves.set(name, lane)
    for (const id of customer.actions) {
      const action = actions.get(id)
      if (action !== undefined) lane.push(action)
    }
  }
  return [...waves].map(([name, lane]) => {
    const count = (sign: string) => lane.filter(action => lineOf(action).sign === sign).length
    return {
      name,
      steps: [
        { name: 'bought', count: count('+') + count('>'), tone: 'good' as const },
        { name: 'changed', count: count('~'), tone: 'busy' as const },
        { name: 'gates', count: count('='), tone: 'soft' as const },
        { name: 'switched off', count: count('-'), tone: 'bad' as const },
      ],
    }
  })
}

function changesOf(plan: Plan): HtmlTable {
  const names = new Map(plan.customers.map(customer => [customer.tenant, customer]))
  return {
    id: 'changes',
    caption: 'Changes',
    columns: [
      { name: 'customer', kind: 'text' },
      { name: 'step', kind: 'word' },
      { name: 'product', kind: 'text' },
      { name: 'seats', kind: 'number' },
      { name: 'partner', kind: 'word' },
      { name: 'wave', kind: 'word' },
      { name: 'effect', kind: 'text' },
    ],
    rows: plan.actions.flatMap(action => {
      if (!('effect' in action)) return []
      const line = lineOf(action)
      const customer = names.get(action.customer)
      const cells = [
        customer?.name ?? action.customer,
        line.verb,
        line.what,
        line.seats,
        line.where,
        customer?.wave ?? null,
        line.details.join(' · '),
      ]
      const tone: Tone = line.sign === '-' ? 'bad' : line.sign === '~' ? 'busy' : 'good'
      return [{ cells, tone }]
    }),
  }
}

const states = {
  planned: 'good',
  blocked: 'bad',
  waiting: 'busy',
  moved: 'good',
  'nothing to do': 'good',
} as const

function customersOf(plan: Plan): HtmlTable {
  return {
    id: 'customers',
    caption: 'Customers',
    columns: [
      { name: 'customer', kind: 'text' },
      { name: 'state', kind: 'word' },
      { name: 'readiness', kind: 'text' },
      { name: 'wave', kind: 'word' },
      { name: 'steps', kind: 'number' },
      { name: 'why not', kind: 'text' },
      { name: 'tenant', kind: 'text' },
    ],
    rows: plan.customers.map(customer => ({
      cells: [
        customer.name,
        customer.state,
        readinessText(customer.readiness),
        customer.wave,
        customer.actions.length,
        customer.blockedBy.map(findingText).join(' '),
        customer.tenant,
      ],
      tone: states[customer.state],
    })),
  }
}

function seatsOf(plan: Plan): HtmlTable {
  return {
    id: 'seats',
    caption: 'Seats',
    columns: [
      { name: 'customer', kind: 'text' },
      { name: 'product', kind: 'text' },
      { name: 'on sources', kind: 'number' },
      { name: 'on target', kind: 'number' },
      { name: 'declared', kind: 'number' },
      { name: 'after', kind: 'number' },
      { name: 'verdict', kind: 'word' },
    ],
    rows: plan.customers.flatMap(customer =>
      customer.seats.map(line => ({
        cells: [
          customer.name,
          line.productName,
          line.onSources,
          line.onTargetNow,
          line.declared,
          line.onTargetAfter,
          line.verdict,
        ],
        tone: line.verdict === 'ok' ? ('good' as const) : ('bad' as const),
      })),
    ),
  }
}

function findingsOf(plan: Plan): HtmlTable {
  return {
    id: 'findings',
    caption: 'Findings',
    columns: [
      { name: 'code', kind: 'word' },
      { name: 'stops', kind: 'word' },
      { name: 'finding', kind: 'text' },
    ],
    rows: plan.findings.map(found => ({
      cells: [found.code, found.blocks, findingText(found)],
      tone: found.blocks === 'nothing' ? ('good' as const) : ('bad' as const),
    })),
  }
}
