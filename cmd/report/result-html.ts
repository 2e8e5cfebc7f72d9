/** What an apply did, as a page: done, failed, not started and unknown, and what to do next. */
import type { ApplyResult } from '../../engine/journal/result.ts'
import { amountText } from './amount.ts'
import { type HtmlPage, pageText } from './html/page.ts'
import { seatFlowPicture } from './html/seat-flow.ts'
import type { Tone } from './html/table.ts'
import { timelinePicture } from './html/timeline.ts'
import { lineOf } from './lines.ts'
import { flowsOf } from './plan-html.ts'
import { becauseText, bucketOf, stateWord } from './result-text.ts'

const tones: Readonly<Record<ReturnType<typeof bucketOf>, Tone>> = {
  done: 'good',
  failed: 'bad',
  'not started': 'busy',
  unknown: 'bad',
}

export function resultHtml(result: ApplyResult): string {
  const { plan } = result
  const actions = new Map(plan.actions.map(action => [action.id, action]))
  const names = new Map(plan.customers.map(customer => [customer.tenant, customer.name]))
  const waves = new Map(plan.customers.map(customer => [customer.tenant, customer.wave ?? 'steady state']))
  const steps = result.actions.flatMap(({ action: id, state }) => {
    const action = actions.get(id)
    return action === undefined || !('effect' in action) ? [] : [{ action, state, bucket: bucketOf(state) }]
  })
  const count = (bucket: string) => steps.filter(step => step.bucket === bucket).length
  const buckets = ['done', 'failed', 'not started', 'unknown'] as const
  const cards: HtmlPage['cards'] = [
    { name: 'verdict', value: result.verdict, tone: result.verdict === 'complete' ? 'good' : 'bad' },
    ...buckets.map(bucket => ({
      name: bucket,
      value: String(count(bucket)),
      ...(count(bucket) > 0 && { tone: tones[bucket] }),
    })),
    ...(result.next === null ? [] : [{ name: 'go on with', value: result.next }]),
  ]
  const lanes = [...new Set(steps.map(({ action }) => waves.get(action.customer) ?? ''))].map(name => ({
    name,
    steps: buckets.map(bucket => ({
      name: bucket,
      count: steps.filter(step => step.bucket === bucket && waves.get(step.action.customer) === name).length,
      tone: tones[bucket],
    })),
  }))
  return pageText({
    title: `Apply ${result.apply}`,
    subtitle: `${result.startedAt} to ${result.endedAt}, plan ${plan.id.slice(7, 19)}`,
    cards,
    pictures: [...seatFlowPicture(flowsOf(plan)), ...timelinePicture('What was done', lanes)],
    tables: [
      {
        id: 'risks',
        caption: 'Charged on both sides',
        columns: [
          { name: 'customer', kind: 'text' },
          { name: 'a day', kind: 'text' },
          { name: 'since', kind: 'text' },
        ],
        rows: result.atRisk.map(risk => ({
          cells: [risk.name, amountText(risk.perDay), risk.since],
          tone: 'bad',
        })),
      },
      {
        id: 'steps',
        caption: 'Steps',
        columns: [
          { name: 'customer', kind: 'text' },
          { name: 'state', kind: 'word' },
          { name: 'step', kind: 'word' },
          { name: 'product', kind: 'text' },
          { name: 'partner', kind: 'word' },
          { name: 'how', kind: 'text' },
        ],
        rows: steps.map(({ action, state, bucket }) => ({
          cells: [
            names.get(action.customer) ?? action.customer,
            stateWord(state),
            lineOf(action).verb,
            lineOf(action).what,
            action.partner,
            becauseText(state, names),
          ],
          tone: tones[bucket],
        })),
      },
      {
        id: 'trouble',
        caption: 'Trouble',
        columns: [
          { name: 'code', kind: 'word' },
          { name: 'what', kind: 'text' },
          { name: 'correlation id', kind: 'text' },
        ],
        rows: result.diagnostics.map(entry => ({
          cells: [entry.code, `${entry.summary} ${entry.detail ?? ''}`, entry.correlationId ?? null],
          tone: 'bad',
        })),
      },
    ],
  })
}
