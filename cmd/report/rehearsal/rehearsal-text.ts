/** A rehearsal on a terminal: what it comes to, then wave by wave, account by account, and who fails. */
import { Ansis } from 'ansis'
import { counted } from '../../../engine/plural.ts'
import type {
  AccountRequests,
  FailingCustomer,
  RehearsalReport,
  SeedReport,
  StageReport,
} from '../../../engine/rehearse/report.ts'
import { alignColumns, wrapText } from '../columns.ts'
import type { ReportOptions } from '../options.ts'
import { printable } from '../printable.ts'
import { bannerOf } from '../world.ts'
import { durationText } from './duration.ts'
import { endWords, factsOf, middleSeed, stageName } from './rehearsal-words.ts'

export function rehearsalText(report: RehearsalReport, options: ReportOptions): string {
  const paint = new Ansis(options.colour ? 1 : 0)
  const seed = middleSeed(report)
  const { copiedFrom, seeds } = report
  const banner = bannerOf(report.madeIn)
  const title = `${counted(seeds.length, 'rehearsal')} on copies of ${counted(copiedFrom.customers, 'customer')}, as of ${copiedFrom.takenAt.slice(0, 16)}Z`
  const facts = alignColumns(
    factsOf(report).map(({ name, value, isBad = false }) => [
      name,
      isBad ? paint.red(printable(value)) : printable(value),
    ]),
    '',
    { columns: options.columns },
  )
  const table = (head: readonly string[], rows: readonly (readonly string[])[]) => {
    if (rows.length === 0) return []
    const [first = '', ...body] = alignColumns([head, ...rows], '', { columns: options.columns })
    return ['', paint.bold(first), ...body]
  }
  return `${[
    ...(banner === null ? [] : [paint.yellow(paint.bold(banner))]),
    wrapText(title, options.columns),
    '',
    ...facts,
    ...(seed === undefined ? [] : table(stageHead, seed.stages.map(stageCells))),
    ...(seed === undefined ? [] : table(accountHead, accountRows(seed))),
    ...table(
      failHead,
      report.failing.map(entry => failCells(entry, seeds.length)),
    ),
  ].join('\n')}\n`
}

const stageHead = ['wave', 'from', 'to', 'work', 'customers', 'actions', 'requests', 'end']

function stageCells(stage: StageReport): readonly string[] {
  const { from, to, workedMs, customers, actions, requests } = stage
  return [
    printable(stageName(stage)),
    from === null ? '' : `${from.slice(0, 16)}Z`,
    to === null ? '' : `${to.slice(0, 16)}Z`,
    durationText(workedMs),
    customers.toLocaleString('en'),
    actions.toLocaleString('en'),
    requests.toLocaleString('en'),
    printable(endWords(stage)),
  ]
}

const accountHead = ['account', 'hour', 'requests', 'busiest minute']

function accountRows({ accounts }: SeedReport): readonly (readonly string[])[] {
  return accounts.flatMap((account: AccountRequests) =>
    account.hours.map(({ hour, requests }, position) => [
      position === 0 ? printable(account.partner) : '',
      `${hour.slice(0, 16)}Z`,
      requests.toLocaleString('en'),
      position === 0 ? `${account.busiestMinute} of one kind` : '',
    ]),
  )
}

const failHead = ['customer', 'wave', 'standing', 'next', 'in', 'why']

function failCells(
  { customer, wave, standing, next, seeds, why }: FailingCustomer,
  all: number,
): readonly string[] {
  return [
    printable(customer),
    printable(wave ?? ''),
    standing,
    next,
    `${seeds} of ${all}`,
    why.map(printable).join(' · '),
  ]
}
