/** A plan as a page: what moves where, in what order, at what price, and who is blocked by what. */

import { originWords } from '../../../engine/model/origin.ts'
import { consolidationOf } from '../../../engine/plan/consolidation-of.ts'
import type { Plan } from '../../../engine/plan/plan.ts'
import { plural } from '../../../engine/plural.ts'
import { isNothing, signedSumsText, sumsText } from '../amount.ts'
import { type Panel, pageText } from '../html/page.ts'
import { seatFlowPicture } from '../html/seat-flow.ts'
import type { Tone } from '../html/table.ts'
import { timelinePicture } from '../html/timeline.ts'
import { withZone } from '../times.ts'
import { findingText } from './finding-text.ts'
import { flowsOf, timelineOf } from './plan-pictures.ts'
import { planTables } from './plan-tables.ts'
import { refreshText } from './refresh-text.ts'

export function planHtml(plan: Plan): string {
  const zone = zoneOf(plan)
  const refresh = refreshText(plan)
  return pageText({
    kind: 'Plan',
    title: [consolidationOf(plan), plan.scope.wave === null ? null : `wave ${plan.scope.wave}`, plan.on]
      .filter(part => part !== null)
      .join(' · '),
    facts: [
      { name: 'for', value: `${plan.on} UTC` },
      { name: 'made', value: withZone(plan.madeAt, zone) },
      { name: 'good until', value: withZone(plan.expiresAt, zone) },
      { name: 'only', value: plan.scope.targets.length === 0 ? null : plan.scope.targets.join(', ') },
      { name: 'plan', value: plan.id.slice(7, 19) },
      { name: 'from', value: originWords(plan.origin) },
    ],
    madeIn: plan.madeIn,
    lead: leadOf(plan),
    notices: [
      ...plan.findings
        .filter(found => found.blocks === 'run')
        .map(found => ({ tone: 'bad' as const, text: `Nothing may be carried out: ${findingText(found)}` })),
      ...(refresh === null ? [] : [{ tone: 'busy' as const, text: refresh }]),
    ],
    panels: [moneyPanel(plan.summary), stepsPanel(plan), customersPanel(plan)],
    pictures: [
      ...seatFlowPicture('Seats, from the sources to where they end up', flowsOf(plan)),
      ...timelinePicture('The cutover, day by day', timelineOf(plan)),
    ],
    tables: planTables(plan),
  })
}

/** Of the first partner that keeps a customer of the plan. */
export function zoneOf({ partners, customers }: Plan): string {
  return (
    partners.find(partner => customers.some(customer => customer.partner === partner.name))?.timeZone ?? 'UTC'
  )
}

function leadOf({ summary }: Plan): string {
  const { create, transfer, suspend, change, irreversible } = summary
  if (create + transfer + suspend + change === 0) return `Nothing is to be done. ${blockedText(summary)}`
  const done = [
    create > 0 ? `${things(create)} bought` : null,
    transfer > 0 ? `${things(transfer)} transferred` : null,
    change > 0 ? `${things(change)} changed` : null,
    suspend > 0 ? `${things(suspend)} switched off` : null,
  ].filter(part => part !== null)
  const order =
    create + transfer > 0 && suspend > 0
      ? ', nothing of a customer before all that replaces it is verified'
      : ''
  const final =
    irreversible === 0 ? 'All of it can be undone.' : `${irreversible} of the actions cannot be undone.`
  return `${done.join(', ')}${order}. ${final} ${blockedText(summary)}`
}

function things(count: number): string {
  return `${count.toLocaleString('en')} ${plural(count, 'subscription is', 'subscriptions are')}`
}

function blockedText({ customers }: Plan['summary']): string {
  const held = customers.blocked + customers.waiting
  const all = held + customers.planned + customers.nothingToDo + customers.moved
  return held === 0 ? '' : `${held} of ${all} customers ${plural(held, 'is', 'are')} blocked or waiting.`
}

/** Money that is charged twice comes first: it is what a cutover is about. */
export function moneyPanel(summary: Plan['summary']): Panel {
  const { atRisk, committed, credit, monthly } = summary
  return {
    title: 'Money',
    big: { value: sumsText(atRisk), name: 'could be charged twice', tone: riskTone(atRisk) },
    rows: [
      { name: 'credit expected', value: sumsText(credit) },
      { name: 'committed', value: sumsText(committed) },
      {
        name: 'change of a full month',
        value: isNothing(monthly) ? 'nothing' : signedSumsText(monthly),
      },
    ],
  }
}

function riskTone({ known, unknown }: Plan['summary']['atRisk']): Tone {
  if (known.some(sum => Number(sum.amount) !== 0)) return 'bad'
  return unknown > 0 ? 'busy' : 'good'
}

function stepsPanel({ summary }: Plan): Panel {
  const { create, transfer, suspend, change, irreversible, requests } = summary
  const counted = (name: string, value: number, tone?: Tone) => ({
    name,
    value: value.toLocaleString('en'),
    ...(value > 0 && tone !== undefined && { tone }),
  })
  return {
    title: 'Steps',
    big: { value: (create + transfer + suspend + change).toLocaleString('en'), name: 'actions' },
    rows: [
      counted('to create', create),
      counted('to transfer', transfer),
      counted('to suspend', suspend),
      counted('to change', change),
      counted('irreversible', irreversible, 'busy'),
      {
        name: 'requests',
        value: `${(requests.reads + requests.writes).toLocaleString('en')} in about ${durationText(requests.secondsAtBudget)}`,
      },
    ],
  }
}

function durationText(seconds: number): string {
  return seconds < 120 ? `${seconds} s` : `${Math.ceil(seconds / 60)} min`
}

function customersPanel({ summary, customers }: Plan): Panel {
  const { planned, blocked, waiting, moved, nothingToDo } = summary.customers
  const rows: readonly (readonly [string, number, Tone?])[] = [
    ['planned', planned],
    ['blocked', blocked, 'bad'],
    ['waiting', waiting, 'busy'],
    ['moved', moved, 'good'],
    ['nothing to do', nothingToDo],
  ]
  return {
    title: 'Customers',
    big: {
      value: customers.length.toLocaleString('en'),
      name: plural(customers.length, 'customer'),
    },
    rows: rows.map(([name, value, tone]) => ({
      name,
      value: value.toLocaleString('en'),
      ...(value > 0 && tone !== undefined && { tone }),
    })),
  }
}
