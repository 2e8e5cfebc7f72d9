/** An apply or a resume that wrote nothing, as a page: why, and where the world moved what the plan said and what is there now. */
import type { Diagnostic } from '../../../engine/diagnostic.ts'
import type { MovedFact } from '../../../engine/journal/result.ts'
import type { TenantId } from '../../../engine/model/ids.ts'
import { isSent } from '../../../engine/plan/action.ts'
import { consolidationOf } from '../../../engine/plan/consolidation-of.ts'
import type { Plan } from '../../../engine/plan/plan.ts'
import { counted, plural } from '../../../engine/plural.ts'
import { remedyText } from '../diagnostics.ts'
import { type Panel, pageText } from '../html/page.ts'
import type { HtmlTable } from '../html/table.ts'
import { zoneOf } from '../plan/plan-html.ts'
import { withZone } from '../times.ts'
import { concernedBy, movedTable, verdictOf } from './moved-facts.ts'

export interface Refusal {
  /** What exit codes tell apart, in a word. */
  readonly kind: string
  readonly diagnostics: readonly Diagnostic[]
  readonly moved: readonly MovedFact[]
}

export function refusalHtml(refusal: Refusal, plan: Plan): string {
  const { kind, diagnostics, moved } = refusal
  const zone = zoneOf(plan)
  const standing = standingOf(refusal, plan)
  return pageText({
    kind: 'Apply',
    title: [
      consolidationOf(plan),
      plan.scope.wave === null ? null : `wave ${plan.scope.wave}`,
      `${kind}, nothing written`,
    ]
      .filter(part => part !== null)
      .join(' · '),
    facts: [
      { name: 'plan', value: plan.id.slice(7, 19) },
      { name: 'for', value: `${plan.on} UTC` },
      { name: 'made', value: withZone(plan.madeAt, zone) },
      { name: 'good until', value: withZone(plan.expiresAt, zone) },
    ],
    madeIn: plan.madeIn,
    lead: leadOf(moved.length, standing),
    notices: [],
    panels: [customersPanel(standing), factsPanel(refusal, plan)],
    pictures: [],
    tables: [movedTable({ plan, moved }), whyTable(diagnostics)],
  })
}

interface Standing {
  /** With something to write. */
  readonly all: number
  readonly moved: number
  readonly unknown: number
}

/** A customer of which one fact moved and another is unknown counts as moved. */
function standingOf({ moved }: Refusal, plan: Plan): Standing {
  const verdicts = new Map<TenantId, 'moved' | 'unknown'>()
  for (const entry of moved) {
    const verdict = verdictOf(entry)
    if (verdict === 'adopted') continue
    for (const customer of concernedBy(entry, { plan, moved }))
      if (verdicts.get(customer) !== 'moved') verdicts.set(customer, verdict)
  }
  const counts = [...verdicts.values()]
  return {
    all: new Set(plan.actions.flatMap(action => (isSent(action) ? [action.customer] : []))).size,
    moved: counts.filter(verdict => verdict === 'moved').length,
    unknown: counts.filter(verdict => verdict === 'unknown').length,
  }
}

function leadOf(facts: number, { all, moved, unknown }: Standing): string {
  if (facts === 0)
    return 'Nothing was written. What the accounts show now was not compared, or is as planned.'
  const parts = [
    moved > 0 ? `of ${counted(moved, 'customer')} something is not as the plan was made from` : null,
    unknown > 0 ? `of ${counted(unknown, 'customer')} something could not be read` : null,
  ].filter(part => part !== null)
  const what = parts.length === 0 ? 'all that moved is as the plan makes it' : parts.join(', and ')
  return `Nothing was written: ${what}; the plan has something to do for ${counted(all, 'customer')}.`
}

function customersPanel({ all, moved, unknown }: Standing): Panel {
  return {
    title: 'Customers',
    big: {
      value: moved.toLocaleString('en'),
      name: `${plural(moved, 'is', 'are')} not as planned`,
      tone: moved > 0 ? 'bad' : 'good',
    },
    rows: [
      { name: 'in the plan with something to do', value: all.toLocaleString('en') },
      { name: 'not read', value: unknown.toLocaleString('en'), ...(unknown > 0 && { tone: 'bad' as const }) },
    ],
  }
}

function factsPanel({ moved }: Refusal, plan: Plan): Panel {
  const count = (verdict: ReturnType<typeof verdictOf>) =>
    moved.filter(entry => verdictOf(entry) === verdict).length
  return {
    title: 'Facts',
    big: { value: plan.facts.length.toLocaleString('en'), name: 'the plan relied on' },
    rows: [
      { name: 'moved', value: count('moved').toLocaleString('en') },
      { name: 'unknown', value: count('unknown').toLocaleString('en') },
      { name: 'adopted: already as the plan makes them', value: count('adopted').toLocaleString('en') },
    ],
  }
}

function whyTable(diagnostics: readonly Diagnostic[]): HtmlTable {
  return {
    id: 'why',
    caption: 'Why, and what to do',
    columns: [
      { name: 'why', kind: 'text' },
      { name: 'code', kind: 'id' },
      { name: 'what to do', kind: 'text' },
      { name: 'correlation id', kind: 'id' },
    ],
    rows: diagnostics.map(({ severity, summary, detail, code, remedies, correlationId }) => ({
      cells: [
        detail === undefined ? summary : { text: summary, under: detail },
        code,
        remedies.length === 0 ? null : remedies.map(remedyText).join(' · '),
        correlationId ?? null,
      ],
      tone: severity === 'error' ? 'bad' : 'busy',
    })),
  }
}
