/** A name of other people's making, through every report that shows one, in every form, read as whatever opens it would. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { activityText } from '../../cmd/report/activity-text.ts'
import { doctorMarkdown, doctorText } from '../../cmd/report/doctor-text.ts'
import { driftMarkdown, driftText } from '../../cmd/report/drift-text.ts'
import { evidenceHtml } from '../../cmd/report/evidence-html.ts'
import { journalText } from '../../cmd/report/journal-text.ts'
import { doctorHtml } from '../../cmd/report/pages/doctor-html.ts'
import { driftHtml } from '../../cmd/report/pages/drift-html.ts'
import { reconcileHtml } from '../../cmd/report/pages/reconcile-html.ts'
import { renewalsHtml } from '../../cmd/report/pages/renewals-html.ts'
import { reconcileText } from '../../cmd/report/reconcile-text.ts'
import { renewalsCalendar } from '../../cmd/report/renewals-calendar.ts'
import { renewalsText } from '../../cmd/report/renewals-text.ts'
import { resultHtml } from '../../cmd/report/result-html.ts'
import { resultMarkdown, resultText } from '../../cmd/report/result-text.ts'
import { statusHtml } from '../../cmd/report/status-html.ts'
import { statusMarkdown, statusText } from '../../cmd/report/status-text.ts'
import { withoutCiCommands } from '../../cmd/terminal/ci-commands.ts'
import { aBoard } from '../support/boards.ts'
import { tenantform } from '../support/built-command.ts'
import { copyExample } from '../support/example.ts'
import { anEvidenceTable, aPartialResult } from '../support/pages.ts'
import { aWorkspace, type TestWorkspace } from '../support/workspaces/a-workspace.ts'
import { hostile } from './hostile.ts'
import { commands, named, names } from './names.ts'

const options = { columns: Number.POSITIVE_INFINITY, colour: false }
let workspace: TestWorkspace
let steady = ''
/** What each command answers as JSON, about a workspace in which much is to be said. */
const said: Record<string, unknown> = {}

beforeAll(async () => {
  workspace = aWorkspace({
    customers: [
      { name: 'alpha', sources: [{ offer: 'mail', seats: 5 }] },
      { name: 'beta', sources: [{ offer: 'mail', seats: 3 }] },
    ],
  })
  const run = async (...args: readonly string[]) =>
    (await tenantform([...args, '--sandbox', '-q'], { cwd: workspace.folder })).out
  said['result'] = JSON.parse(
    await run('apply', '--auto-approve', '--allow-irreversible', '--format', 'json'),
  )
  for (const command of [
    'status',
    'drift',
    'doctor',
    'renewals',
    'reconcile',
    'activity list',
    'activity verify',
  ])
    said[command] = JSON.parse(await run(...command.split(' '), '--format', 'json'))
  said['journal'] = JSON.parse(
    (await tenantform(['journal', 'show', '--format', 'json'], { cwd: workspace.folder })).out,
  )
  steady = mkdtempSync(join(tmpdir(), 'tenantform-reports-'))
  copyExample('steady-state', steady)
  for (const name of readdirSync(join(steady, 'customers'))) {
    const path = join(steady, 'customers', name)
    writeFileSync(path, readFileSync(path, 'utf8').replaceAll(/seats: (\d+)/g, 'seats: 1$1'))
  }
  for (const args of [['drift'], ['renewals', '--all', '--days', '400']])
    said[args[0] ?? ''] = JSON.parse(
      (await tenantform([...args, '--sandbox', '-q', '--format', 'json'], { cwd: steady })).out,
    )
})
afterAll(() => {
  workspace.remove()
  rmSync(steady, { recursive: true, force: true })
})

/** What a command said, as the value its report is made of: the schemas of these answers are tested against the types. */
function answered<Report>(command: string): Report {
  return said[command] as Report
}
type First<F extends (first: never, ...others: never) => unknown> = Parameters<F>[0]

const aBoardOf = (name: string) => {
  const board = named(aBoard(3), name, new Set(['customer']))
  return { ...board, rows: board.rows.map(row => ({ ...row, why: [name] })), notes: [name] }
}
/** What is looked at has names of ours. */
const details = new Set(['detail'])

const texts = {
  status: name => statusText(aBoardOf(name), options),
  drift: name => driftText(named(answered<First<typeof driftText>>('drift'), name), options),
  doctor: name => doctorText(named(answered<First<typeof doctorText>>('doctor'), name, details), options),
  renewals: name => renewalsText(named(answered<First<typeof renewalsText>>('renewals'), name), options),
  reconcile: name => reconcileText(named(answered<First<typeof reconcileText>>('reconcile'), name), options),
  activity: name =>
    activityText(
      named(answered<{ records: First<typeof activityText> }>('activity list').records, name),
      options,
    ),
  journal: name =>
    journalText(named(answered<{ entries: First<typeof journalText> }>('journal').entries, name), options),
  result: name => resultText(named(aPartialResult(), name), options),
} satisfies Record<string, (name: string) => string>

const markdowns = {
  status: name => statusMarkdown(aBoardOf(name)),
  drift: name => driftMarkdown(named(answered<First<typeof driftMarkdown>>('drift'), name)),
  doctor: name => doctorMarkdown(named(answered<First<typeof doctorMarkdown>>('doctor'), name, details)),
  result: name => resultMarkdown(named(aPartialResult(), name)),
} satisfies Record<string, (name: string) => string>

const evidence = anEvidenceTable(3)
const madeIn = aPartialResult().plan.madeIn
const pages = {
  drift: name =>
    driftHtml(named(answered<First<typeof driftHtml>>('drift'), name), {
      at: aPartialResult().startedAt,
      madeIn,
    }),
  doctor: name => doctorHtml(named(answered<First<typeof doctorHtml>>('doctor'), name, details), madeIn),
  reconcile: name =>
    reconcileHtml(named(answered<First<typeof reconcileHtml>>('reconcile'), name), { madeIn }),
  status: name => statusHtml(aBoardOf(name)),
  renewals: name => renewalsHtml(named(answered<First<typeof renewalsHtml>>('renewals'), name)),
  result: name => resultHtml(named(aPartialResult(), name)),
  evidence: name =>
    evidenceHtml({
      ...evidence,
      rows: evidence.rows.map(row =>
        row.map((cell, at) => (evidence.columns[at]?.name === 'customer' ? name : cell)),
      ),
    }),
} satisfies Record<string, (name: string) => string>

/** A name that means nothing in itself; ever as long as any other, so that no table is laid out anew. */
const plain = 'x'

describe('a name, as text on a terminal and in a log', () => {
  it.each(Object.entries(texts))(
    'of %s moves no cursor, begins no line and commands no runner',
    async (_, render) => {
      const lines = render(plain).split('\n').length
      await hostile('name in a report, as text', names, name => {
        const text = withoutCiCommands(render(name))
        expect(commands.exec(text)?.[0]).toBeUndefined()
        expect(text.split('\n').length).toBe(lines)
        return [text]
      })
    },
  )
})

describe('a name, as Markdown of a pull request', () => {
  it.each(Object.entries(markdowns))('of %s is text in its cell', async (_, render) => {
    const bars = (of: string) => of.split('\n').map(line => line.match(/(?<!\\)\|/g)?.length ?? 0)
    const expected = bars(render(plain))
    await hostile('name in a report, as Markdown', names, name => {
      const text = withoutCiCommands(render(name))
      expect(commands.exec(text)?.[0]).toBeUndefined()
      expect(text).not.toMatch(
        /\$|@(?!&#8203;)|<script|<!--|https?:\/\/(?!127)|\bgh-\d|:tada:|javascript:x\)/i,
      )
      // What takes more room than a comment has is left out, row by row.
      if (name.length < 1_000) expect(bars(text)).toEqual(expected)
      return [text]
    })
  })
})

describe('a name, in a page', () => {
  it.each(Object.entries(pages))('of %s makes no element, no attribute and no script', async (_, render) => {
    const tags = (html: string) =>
      (html.match(/<[a-z!/][^>]*>/gi) ?? []).map(tag => tag.replaceAll(/"[^"]*"/g, '""')).join('')
    const expected = tags(render(plain))
    await hostile('name in a report, as a page', names, name => {
      const html = render(name)
      expect(tags(html)).toBe(expected)
      return [html]
    })
  })
})

it('a name, in a calendar, begins no property', async () => {
  const render = (name: string) =>
    renewalsCalendar(named(answered<First<typeof renewalsCalendar>>('renewals'), name))
  const properties = (text: string) =>
    text
      .split('\r\n')
      .filter(line => !/^[ \t]/.test(line))
      .map(line => line.split(/[:;]/)[0])
  const expected = properties(render(plain))
  await hostile('name in a report, as a calendar', names, name => {
    const text = render(name)
    expect(properties(text)).toEqual(expected)
    return [text]
  })
})

it('reports are about something: each shows the name', () => {
  const mark = 'MARKMARK'
  const silent = [...Object.entries(texts), ...Object.entries(markdowns), ...Object.entries(pages)]
    .filter(([, render]) => !render(mark).includes(mark))
    .map(([name]) => name)
  expect(silent).toEqual([])
})
