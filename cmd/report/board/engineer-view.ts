/** For the platform engineer: which applies ran, what became of them, and the command that goes on. */
import { counted } from '../../../engine/plural.ts'
import type { HtmlTable } from '../html/table.ts'
import { lineOf } from '../plan/lines.ts'
import { type Board, type BoardApply, outcomeOf, outcomeTones, type View } from './board.ts'

export function engineerView({ applies, status }: Board): View {
  const open = applies.filter(({ finished }) => !finished)
  const steps = applies.flatMap(entry => entry.steps)
  const count = (word: ReturnType<typeof outcomeOf>) => steps.filter(step => outcomeOf(step) === word).length
  return {
    title: 'Applies',
    lead:
      open.length === 0
        ? `${counted(applies.length, 'apply', 'applies')}, and each has ended.`
        : `${counted(open.length, 'apply has', 'applies have')} not ended: it runs, or was interrupted and is to be resumed.`,
    panels: [
      {
        title: 'Applies',
        big: {
          value: open.length.toLocaleString('en'),
          name: 'not ended',
          tone: open.length === 0 ? 'good' : 'busy',
        },
        rows: [{ name: 'in all', value: applies.length.toLocaleString('en') }],
      },
      {
        title: 'Actions',
        big: { value: count('done').toLocaleString('en'), name: 'done' },
        rows: (['failed', 'unknown'] as const).map(word => ({
          name: word,
          value: count(word).toLocaleString('en'),
          ...(count(word) > 0 && { tone: 'bad' as const }),
        })),
      },
      {
        title: 'Next plan',
        big: {
          value: (['create', 'transfer', 'suspend', 'change'] as const)
            .reduce((sum, kind) => sum + status.summary[kind], 0)
            .toLocaleString('en'),
          name: 'actions are pending',
        },
        rows: [{ name: 'irreversible', value: status.summary.irreversible.toLocaleString('en') }],
      },
    ],
    pictures: [],
    tables: [appliesTable(applies), troubleTable(applies)],
  }
}

function appliesTable(applies: readonly BoardApply[]): HtmlTable {
  return {
    id: 'applies',
    caption: 'Applies',
    columns: [
      { name: 'apply', kind: 'id' },
      { name: 'state', kind: 'word' },
      { name: 'began', kind: 'id' },
      { name: 'done', kind: 'number' },
      { name: 'failed', kind: 'number' },
      { name: 'unknown', kind: 'number' },
      { name: 'by', kind: 'text' },
      { name: 'what to do', kind: 'text' },
    ],
    rows: [...applies].reverse().map(({ apply, startedAt, finished, steps }) => {
      const count = (word: ReturnType<typeof outcomeOf>) =>
        steps.filter(step => outcomeOf(step) === word).length
      return {
        cells: [
          apply,
          finished ? 'ended' : 'not ended',
          startedAt,
          count('done'),
          count('failed'),
          count('unknown'),
          [...new Set(steps.map(({ who }) => who))].join(', '),
          finished ? null : `unless it still runs: \`tenantform resume ${apply}\``,
        ],
        tone: finished ? 'good' : 'busy',
      }
    }),
  }
}

function troubleTable(applies: readonly BoardApply[]): HtmlTable {
  return {
    id: 'open',
    caption: 'Failed or unknown',
    columns: [
      { name: 'customer', kind: 'text' },
      { name: 'outcome', kind: 'word' },
      { name: 'action', kind: 'word' },
      { name: 'product', kind: 'text' },
      { name: 'account', kind: 'word' },
      { name: 'request id', kind: 'id' },
    ],
    rows: applies
      .flatMap(({ steps }) => steps)
      .filter(step => outcomeOf(step) !== 'done')
      .map(step => {
        const { verb, what, where } = lineOf(step.action)
        const outcome = outcomeOf(step)
        return {
          cells: [step.customerName, outcome, verb, what, where, step.requestId],
          tone: outcomeTones[outcome],
        }
      }),
  }
}
