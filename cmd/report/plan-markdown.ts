/**
 * A plan for a pull request comment: summary first, risky lines before the others, and never more than the byte budget,
 * cut between rows and said aloud.
 */
import type { Action } from '../../engine/plan/action.ts'
import { consolidationOf } from '../../engine/plan/consolidation-of.ts'
import type { Plan } from '../../engine/plan/plan.ts'
import { sumsText } from './amount.ts'
import { lineOf } from './lines.ts'
import { findingText, readinessText, summaryLine } from './plan-text.ts'
import { printable } from './printable.ts'

/** GitHub takes 65,536 characters in a comment; in bytes, with room for what a pipeline adds. */
const budgetBytes = 60_000

export function planMarkdown(plan: Plan): string {
  const consolidation = consolidationOf(plan)
  const head = [
    `## Tenantform plan${consolidation === null ? '' : ` · ${cell(consolidation)}`}${plan.scope.wave === null ? '' : ` · wave ${cell(plan.scope.wave)}`} · ${plan.on} UTC`,
    '',
    summaryLine(plan).split('\n')[0] ?? '',
    '',
    `Plan \`${plan.id.slice(7, 19)}\`, good until ${plan.expiresAt}. At risk: ${sumsText(plan.summary.atRisk)}.`,
    '',
  ]
  const denied = plan.findings
    .filter(found => found.blocks === 'run')
    .map(found => `> **Denied:** ${cell(findingText(found))}`)
  const names = new Map(plan.customers.map(customer => [customer.tenant, customer.name]))
  const changes = [...plan.actions]
    .filter(action => 'effect' in action)
    .sort((a, b) => risk(b) - risk(a))
    .map(action => changeRow(action, names))
  const blocked = plan.customers
    .filter(customer => customer.blockedBy.length > 0)
    .map(
      customer =>
        `| ${cell(customer.name)} | ${cell(readinessText(customer.readiness))} | ${cell(customer.blockedBy.map(findingText).join(' '))} |`,
    )
  const notes = plan.findings
    .filter(found => found.blocks === 'line' || found.blocks === 'nothing')
    .map(found => `- ${cell(findingText(found))}`)
  const seats = plan.customers
    .filter(customer => customer.actions.length > 0 && customer.sources.length > 0)
    .flatMap(customer =>
      customer.seats.map(
        line =>
          `| ${cell(customer.name)} | ${cell(line.productName)} | ${line.onSources} | ${line.onTargetNow} | ${line.declared} | ${line.onTargetAfter} | ${line.verdict} |`,
      ),
    )
  return withinBudget([
    { head, rows: denied.length > 0 ? [...denied, ''] : [] },
    section(
      '### Changes',
      ['| | customer | product | seats | partner | effect |', '|---|---|---|---|---|---|'],
      changes,
    ),
    section('### Blocked', ['| customer | standing | why |', '|---|---|---|'], blocked),
    section(
      '### Seats',
      [
        '| customer | product | on sources | on target | declared | after | |',
        '|---|---|---|---|---|---|---|',
      ],
      seats,
    ),
    section('### Notes', [], notes),
  ])
}

interface Section {
  readonly head: readonly string[]
  readonly rows: readonly string[]
}

function section(title: string, table: readonly string[], rows: readonly string[]): Section {
  return rows.length === 0 ? { head: [], rows: [] } : { head: [title, '', ...table], rows: [...rows, ''] }
}

/** Irreversible first, then what reduces service, then the rest. */
function risk(action: Action): number {
  if (!('effect' in action)) return 0
  return (action.effect.irreversible ? 2 : 0) + (action.effect.reducesService ? 1 : 0)
}

function changeRow(action: Action, names: ReadonlyMap<string, string>): string {
  const line = lineOf(action)
  const customer = 'customer' in action ? (names.get(action.customer) ?? action.customer) : ''
  return `| ${line.sign === '-' ? '−' : line.sign} ${line.verb} | ${cell(customer)} | ${cell(line.what)} | ${cell(line.seats)} | ${cell(line.where)} | ${cell(line.details.join(' · '))} |`
}

function withinBudget(sections: readonly Section[]): string {
  const lines: string[] = []
  let used = 0
  let left = 0
  const room = (text: string) => used + Buffer.byteLength(text) + 1 <= budgetBytes
  for (const { head, rows } of sections) {
    const title = head.join('\n')
    if (head.length > 0 && !room(title)) {
      left += rows.length
      continue
    }
    if (head.length > 0) {
      lines.push(title)
      used += Buffer.byteLength(title) + 1
    }
    for (const row of rows) {
      if (room(row)) {
        lines.push(row)
        used += Buffer.byteLength(row) + 1
      } else left += 1
    }
  }
  if (left > 0) lines.push('', `${left} more rows; \`tenantform show FILE\` prints all of them.`)
  return `${lines.join('\n').trimEnd()}\n`
}

/** Text inside a table or sentence: nothing in it may act as Markdown or HTML, or mention anybody. */
export function cell(text: string): string {
  return printable(text)
    .replaceAll('\\', '\\\\')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('@', '&#64;')
    .replace(/[|`*_[\]]/g, character => `\\${character}`)
    .replace(/\s+/g, ' ')
}
