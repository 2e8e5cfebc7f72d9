/**
 * A plan for a pull request comment: summary first, risky lines before the others, and never more than the byte budget,
 * cut between rows and said aloud.
 */
import { originWords } from '../../../engine/model/origin.ts'
import { type Action, isIrreversible, isSent, isWrite } from '../../../engine/plan/action.ts'
import { consolidationOf } from '../../../engine/plan/consolidation-of.ts'
import type { Plan } from '../../../engine/plan/plan.ts'
import { sumsText } from '../amount.ts'
import { printable } from '../printable.ts'
import { bannerOf } from '../world.ts'
import { chargedTwiceWords } from './charged-twice.ts'
import { adviceText, findingText } from './finding-text.ts'
import { lineOf } from './lines.ts'
import { withinBudget } from './markdown-budget.ts'
import { readinessText, summaryLine } from './plan-text.ts'
import { refreshText } from './refresh-text.ts'

export function planMarkdown(plan: Plan): string {
  const consolidation = consolidationOf(plan)
  const origin = originWords(plan.origin)
  const refresh = refreshText(plan)
  const head = [
    `## Tenantform plan${consolidation === null ? '' : ` · ${cell(consolidation)}`}${plan.scope.wave === null ? '' : ` · wave ${cell(plan.scope.wave)}`} · ${plan.on} UTC`,
    '',
    ...(bannerOf(plan.madeIn) === null ? [] : [`> **${cell(bannerOf(plan.madeIn) ?? '')}**`, '']),
    summaryLine(plan).split('\n')[0] ?? '',
    '',
    `Plan \`${plan.id.slice(7, 19)}\`, good until ${plan.expiresAt}. Could be charged twice: ${sumsText(plan.summary.atRisk)}.`,
    ...(origin === null ? [] : ['', `From ${cell(origin)}.`]),
    ...(refresh === null ? [] : ['', cell(refresh)]),
    '',
  ]
  const denied = plan.findings.filter(found => found.blocks === 'run')
  const names = new Map(plan.customers.map(customer => [customer.tenant, customer.name]))
  const rowsOf = (some: readonly Action[]) =>
    some.map(action => ({ text: changeRow(action, names), kind: lineOf(action).verb }))
  const changes = [...plan.actions].filter(isSent).sort((a, b) => risk(b) - risk(a))
  const blocked = plan.customers.filter(customer => customer.blockedBy.length > 0)
  const notes = plan.findings.filter(found => found.blocks === 'line' || found.blocks === 'nothing')
  const seats = plan.customers
    .filter(customer => customer.actions.length > 0 && customer.sources.length > 0)
    .flatMap(customer => customer.seats.map(line => ({ customer: customer.name, line })))
  return withinBudget(head, [
    {
      head: [],
      rows: denied.map(found => ({ text: `> **Denied:** ${cell(findingText(found))}`, kind: 'denied' })),
    },
    {
      head: [],
      rows: (plan.approvals ?? [])
        .filter(approval => approval.state === 'given')
        .map(({ rule, asked, lines }) => ({
          text: `> **Approved:** ${cell(`${rule}: ${asked.join('; ')} (${lines.map(line => `${line.reason}, until ${line.until}`).join('; ')})`)}`,
          kind: 'approved',
        })),
    },
    {
      head: ['### What cannot be undone, or reduces service', '', ...changesHead],
      rows: rowsOf(changes.filter(action => risk(action) > 0)),
    },
    {
      folded: 'Other changes',
      head: changesHead,
      rows: rowsOf(changes.filter(action => risk(action) === 0)),
    },
    {
      folded: 'Blocked',
      head: ['| customer | standing | why |', '|---|---|---|'],
      rows: blocked.map(({ name, readiness, blockedBy, state }) => ({
        text: `| ${cell(name)} | ${cell(readinessText(readiness))} | ${cell(blockedBy.map(adviceText).join(' '))} |`,
        kind: state,
      })),
    },
    {
      head: [
        '### Charged on both sides',
        '',
        '| customer | product | partner | how long | money |',
        '|---|---|---|---|---|',
      ],
      rows: plan.customers.flatMap(({ name, chargedTwice }) =>
        chargedTwice.map(pair => {
          const { product, partner, details, money } = chargedTwiceWords(pair)
          return {
            text: `| ${cell(name)} | ${cell(product)} | ${cell(partner)} | ${cell(details)} | ${money} |`,
            kind: 'charged on both sides',
          }
        }),
      ),
    },
    {
      folded: 'Seats',
      head: [
        '| customer | product | on sources | on target | declared | after | |',
        '|---|---|---|---|---|---|---|',
      ],
      rows: seats.map(({ customer, line }) => ({
        text: `| ${cell(customer)} | ${cell(line.productName)} | ${line.onSources} | ${line.onTargetNow} | ${line.declared} | ${line.onTargetAfter} | ${line.verdict} |`,
        kind: line.verdict,
      })),
    },
    {
      folded: 'Notes',
      head: [],
      rows: notes.map(found => ({ text: `- ${cell(findingText(found))}`, kind: found.code })),
    },
  ])
}

const changesHead = ['| | customer | product | seats | partner | effect |', '|---|---|---|---|---|---|']

/** Irreversible first, then what reduces service, then the rest. */
function risk(action: Action): number {
  const reducesService = isWrite(action) && action.effect.reducesService
  return (isIrreversible(action) ? 2 : 0) + (reducesService ? 1 : 0)
}

function changeRow(action: Action, names: ReadonlyMap<string, string>): string {
  const line = lineOf(action)
  const customer = 'customer' in action ? (names.get(action.customer) ?? action.customer) : ''
  return `| ${line.sign === '-' ? '−' : line.sign} ${line.verb} | ${cell(customer)} | ${cell(line.what)} | ${cell(line.seats)} | ${cell(line.where)} | ${cell(line.details.join(' · '))} |`
}

/**
 * What GitHub, GitLab and Azure DevOps make something of: people, issues (`#1`, `GH-1`), merge requests (`!1`), milestones (`%1`), epics (`&1`),
 * addresses, and names of pictures (`:tada:`).
 */
const beginsReference =
  /[@#]|[!%](?=["\w])|&amp;(?=\d)|\bgh(?=-\d)|:(?=\/\/)|:(?=[a-z+-][a-z\d_+-]*:)|www(?=\.)/gi

/** Text inside a table or sentence: nothing in it may act as Markdown or HTML, or mention anybody. */
export function cell(text: string): string {
  return (
    printable(text)
      .replaceAll('\\', '\\\\')
      .replaceAll('&', '&amp;')
      .replaceAll('<', '&lt;')
      .replaceAll('>', '&gt;')
      // Written as an entity, GitHub reads it before it looks for people, issues and addresses; a space of no width keeps them apart.
      .replace(beginsReference, start => `${start}&#8203;`)
      // Between dollars GitHub and GitLab typeset: words of any look.
      .replaceAll('$', '&#36;&#8203;')
      .replace(/[|`*_~[\]{}]/g, character => `\\${character}`)
      .replace(/\s+/g, ' ')
  )
}
