/** What a rehearsal shows row by row on its page. */
import type { RehearsalReport, SeedReport } from '../../../engine/rehearse/report.ts'
import type { HtmlTable } from '../html/table.ts'
import { durationText } from './duration.ts'
import { endWords, stageName } from './rehearsal-words.ts'

export function stageTable({ stages }: SeedReport): HtmlTable {
  return {
    id: 'waves',
    caption: 'Waves',
    columns: [
      { name: 'wave', kind: 'text' },
      { name: 'from', kind: 'text' },
      { name: 'to', kind: 'text' },
      { name: 'work', kind: 'text' },
      { name: 'customers', kind: 'number' },
      { name: 'actions', kind: 'number' },
      { name: 'requests', kind: 'number' },
      { name: 'end', kind: 'text' },
    ],
    rows: stages.map(stage => ({
      cells: [
        stageName(stage),
        stage.from === null ? '' : `${stage.from.slice(0, 16)}Z`,
        stage.to === null ? '' : `${stage.to.slice(0, 16)}Z`,
        durationText(stage.workedMs),
        stage.customers,
        stage.actions,
        stage.requests,
        endWords(stage),
      ],
      tone: stage.end === 'finished' ? 'good' : 'bad',
    })),
  }
}

export function accountTable({ accounts }: SeedReport): HtmlTable {
  return {
    id: 'requests',
    caption: 'Requests',
    columns: [
      { name: 'account', kind: 'word' },
      { name: 'hour', kind: 'text' },
      { name: 'requests', kind: 'number' },
    ],
    rows: accounts.flatMap(({ partner, hours }) =>
      hours.map(({ hour, requests }) => ({ cells: [partner, `${hour.slice(0, 16)}Z`, requests] })),
    ),
  }
}

export function failTable({ failing, seeds }: RehearsalReport): HtmlTable {
  return {
    id: 'failing',
    caption: 'Customers that fail',
    columns: [
      { name: 'customer', kind: 'text' },
      { name: 'wave', kind: 'word' },
      { name: 'standing', kind: 'word' },
      { name: 'next', kind: 'word' },
      { name: 'in', kind: 'text' },
      { name: 'why', kind: 'text' },
    ],
    rows: failing.map(entry => ({
      cells: [
        entry.customer,
        entry.wave ?? '',
        entry.standing,
        entry.next,
        `${entry.seeds} of ${seeds.length}`,
        entry.why.join(' · '),
      ],
      tone: 'bad',
    })),
  }
}

export function seedTable({ seeds }: RehearsalReport): HtmlTable {
  return {
    id: 'rehearsals',
    caption: 'Rehearsals',
    columns: [
      { name: 'rehearsal', kind: 'number' },
      { name: 'from', kind: 'text' },
      { name: 'to', kind: 'text' },
      { name: 'work', kind: 'text' },
      { name: 'requests', kind: 'number' },
      { name: 'refused', kind: 'number' },
      { name: 'actions', kind: 'number' },
    ],
    rows: seeds.map(({ seed, from, to, workedMs, requests, throttled, actions }) => ({
      cells: [
        seed,
        `${from.slice(0, 16)}Z`,
        `${to.slice(0, 16)}Z`,
        durationText(workedMs),
        requests,
        throttled,
        actions,
      ],
    })),
  }
}
