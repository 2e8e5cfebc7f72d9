/** The tables under a plan's page: steps, customers, what stays in the sources, seats, findings. */
import { isIrreversible, isSent } from '../../../engine/plan/action.ts'
import type { Plan } from '../../../engine/plan/plan.ts'
import type { HtmlTable, Tone } from '../html/table.ts'
import { chargedTwiceWords } from './charged-twice.ts'
import { adviceText } from './finding-text.ts'
import { lineOf } from './lines.ts'
import { readinessText } from './plan-text.ts'

export function planTables(plan: Plan): readonly HtmlTable[] {
  return [
    changesOf(plan),
    customersOf(plan),
    staysOf(plan),
    ...chargedTwiceOf(plan),
    seatsOf(plan),
    findingsOf(plan),
  ]
}

function changesOf(plan: Plan): HtmlTable {
  const names = new Map(plan.customers.map(customer => [customer.tenant, customer]))
  return {
    id: 'changes',
    caption: 'Changes',
    columns: [
      { name: 'customer', kind: 'text' },
      { name: 'action', kind: 'word' },
      { name: 'product', kind: 'text' },
      { name: 'seats', kind: 'number' },
      { name: 'account', kind: 'word' },
      { name: 'wave', kind: 'word' },
      { name: 'reversible', kind: 'word' },
      { name: 'effect', kind: 'text' },
    ],
    rows: plan.actions.flatMap(action => {
      if (!isSent(action)) return []
      const line = lineOf(action)
      const customer = names.get(action.customer)
      const cells = [
        customer?.name ?? action.customer,
        line.verb,
        line.what,
        line.seats === '' ? null : line.seats,
        line.where,
        customer?.wave ?? null,
        isIrreversible(action) ? 'no' : 'yes',
        line.details.filter(detail => detail !== 'irreversible').join(' · '),
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
  'nothing to do': 'soft',
} as const

function customersOf(plan: Plan): HtmlTable {
  const isTimed = plan.refresh !== undefined
  return {
    id: 'customers',
    caption: 'Customers',
    columns: [
      { name: 'customer', kind: 'text' },
      { name: 'state', kind: 'word' },
      { name: 'readiness', kind: 'text' },
      { name: 'wave', kind: 'word' },
      { name: 'actions', kind: 'number' },
      { name: 'blocked by', kind: 'text' },
      ...(isTimed ? [{ name: 'read', kind: 'text' as const }] : []),
    ],
    rows: plan.customers.map(customer => ({
      cells: [
        { text: customer.name, under: customer.tenant },
        customer.state,
        readinessText(customer.readiness),
        customer.wave,
        customer.actions.length,
        customer.blockedBy.length === 0 ? null : customer.blockedBy.map(adviceText).join(' '),
        ...(isTimed ? [`${(customer.readAt ?? plan.madeAt).slice(0, 16)}Z`] : []),
      ],
      tone: states[customer.state],
    })),
  }
}

/** Source subscriptions for which nothing is written: each with its reason. */
function staysOf(plan: Plan): HtmlTable {
  return {
    id: 'stays',
    caption: 'Left alone in the sources',
    columns: [
      { name: 'customer', kind: 'text' },
      { name: 'method', kind: 'word' },
      { name: 'product', kind: 'text' },
      { name: 'seats', kind: 'number' },
      { name: 'account', kind: 'word' },
      { name: 'status', kind: 'word' },
      { name: 'billed to', kind: 'text' },
      { name: 'why', kind: 'text' },
    ],
    rows: plan.customers.flatMap(customer =>
      customer.sources
        .filter(line => line.action === null)
        .map(line => ({
          cells: [
            customer.name,
            line.method,
            line.productName,
            line.seats ?? 'unknown',
            line.partner,
            line.status,
            line.billedUntil,
            line.note,
          ],
          tone:
            line.method === 'blocked' || line.method === 'unsupported' ? ('bad' as const) : ('soft' as const),
        })),
    ),
  }
}

function chargedTwiceOf(plan: Plan): readonly HtmlTable[] {
  const rows = plan.customers.flatMap(({ name, chargedTwice }) =>
    chargedTwice.map(pair => {
      const { product, partner, details, money } = chargedTwiceWords(pair)
      return { cells: [name, product, partner, details, money], tone: 'bad' as const }
    }),
  )
  if (rows.length === 0) return []
  return [
    {
      id: 'charged-twice',
      caption: 'Charged on both sides',
      columns: [
        { name: 'customer', kind: 'text' },
        { name: 'product', kind: 'text' },
        { name: 'account', kind: 'word' },
        { name: 'how long', kind: 'text' },
        { name: 'money', kind: 'money' },
      ],
      rows,
    },
  ]
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

const stops = { nothing: 'soft', line: 'busy', customer: 'bad', run: 'bad' } as const

function findingsOf(plan: Plan): HtmlTable {
  const names = new Map<string, string>(plan.customers.map(customer => [customer.tenant, customer.name]))
  return {
    id: 'findings',
    caption: 'Findings',
    columns: [
      { name: 'customer', kind: 'text' },
      { name: 'stops', kind: 'word' },
      { name: 'finding', kind: 'text' },
      { name: 'code', kind: 'id' },
    ],
    rows: plan.findings.map(found => {
      const { customer, partner } = found.subject
      return {
        cells: [
          customer === undefined ? (partner ?? 'the whole plan') : (names.get(customer) ?? customer),
          found.blocks,
          adviceText(found),
          found.code,
        ],
        tone: stops[found.blocks],
      }
    }),
  }
}
