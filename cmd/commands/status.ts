import { changesBetween } from '../../engine/cutover/changes.ts'
import { filterStatus } from '../../engine/cutover/filter-status.ts'
import { accountsToAsk, withSince } from '../../engine/cutover/since.ts'
import { standings } from '../../engine/cutover/standing.ts'
import { type StatusReport, statusOf } from '../../engine/cutover/status.ts'
import { statusTable } from '../../engine/cutover/status-table.ts'
import { diagnose } from '../../engine/diagnostic.ts'
import { jsonText } from '../../engine/json-text.ts'
import { dayOf, type PartnerName } from '../../engine/model/ids.ts'
import { codes as planCodes } from '../../engine/plan/codes.ts'
import type { Plan } from '../../engine/plan/plan.ts'
import { addDays } from '../../engine/time/utc-days.ts'
import { diagnosticsOf, Trouble } from '../../engine/trouble.ts'
import { ownApplies } from '../activity/journals.ts'
import { newsFrom } from '../activity/news.ts'
import { horizonDays, readRecords } from '../activity/read-records.ts'
import { reportOptions, tell } from '../answer.ts'
import { codes } from '../codes.ts'
import { exitCodes } from '../exit-codes.ts'
import { wholeCommands } from '../follow-up.ts'
import type { FormatOf, Writers } from '../formats.ts'
import { statusHtml } from '../report/status-html.ts'
import { changesText, statusMarkdown, statusText } from '../report/status-text.ts'
import { createBoardSource } from '../serving/board-source.ts'
import { serveBoard } from '../serving/serve-board.ts'
import type { Run, Shell } from '../shell.ts'
import { encodeTable } from '../tables/encode.ts'
import { wholeNumber } from '../whole-number.ts'
import { refuseWithoutEffect } from '../without-effect.ts'
import { type RunningSaid, sayRunning } from '../working/running-here.ts'
import { journalHere } from '../workspace/journal-store.ts'
import { planNow, type ScopeOptions } from '../workspace/planning.ts'
import type { Tenants } from '../workspace/tenants-of-command.ts'
import { type Site, withWorkspace } from '../workspace/with-workspace.ts'

interface Options extends ScopeOptions {
  readonly format: FormatOf<'status'>
  readonly standing?: readonly string[]
  readonly next?: readonly string[]
  readonly watch?: string | true
  readonly serve?: string | true
}

/** Acceptance takes people hours; asking more often than this only spends the request budget. In seconds. */
const politeSeconds = { usual: 300, least: 30 }

const writers: Writers<'status', StatusReport, string | Promise<string>> = {
  text: statusText,
  json: report => jsonText(report),
  markdown: statusMarkdown,
  html: statusHtml,
  csv: async report => String(await encodeTable(statusTable(report), 'csv', { bom: false, separator: ',' })),
}

/** Readiness board and cutover progress. */
export const run: Run<Options> = ({ shell, options }) =>
  withWorkspace(
    shell,
    options,
    async site => {
      refuseWithoutEffect(
        { '--watch': options.watch !== undefined && options.format !== 'text' },
        `what changes is told as text, and would spoil the ${options.format}`,
      )
      refuseWithoutEffect(
        {
          '--watch': options.serve !== undefined && options.watch !== undefined,
          '--format': options.serve !== undefined && options.format !== 'text',
        },
        'the served board is a page, and stays up to date by itself',
      )
      const filter = filterOf(options)
      const every = secondsOf(options)
      const look = async () => {
        const plan = await planNow({ shell, ...site, options })
        const whole = await boardOf(plan, site, shell)
        const isScopeKnown = !plan.findings.some(found => found.code === planCodes.UNKNOWN_SCOPE.code)
        return { whole, shown: filterStatus(whole, filter), isScopeKnown }
      }
      const first = await look()
      if (options.serve !== undefined && first.isScopeKnown) {
        const source = createBoardSource(first.shown, {
          look: async () => (await look()).shown,
          journal: journalHere(site, shell),
          clock: shell.clock,
          everyMs: options.snapshot === undefined ? politeSeconds.usual * 1000 : Number.POSITIVE_INFINITY,
        })
        await serveBoard(source, { port: portOf(options), shell })
        return exitCodes.done
      }
      shell.streams.out(await writers[options.format](first.shown, reportOptions(shell)))
      const workers = sayRunning(site, shell)
      const isCarriedOut = await workers.say()
      if (every !== null)
        await watch(first, { look, every, shell, tenants: site.tenants, workers, isCarriedOut })
      return first.isScopeKnown ? exitCodes.done : exitCodes.declined
    },
    { stopsItself: options.watch !== undefined || options.serve !== undefined },
  )

interface Look {
  readonly whole: StatusReport
  readonly shown: StatusReport
  /** What was asked for is there. */
  readonly isScopeKnown: boolean
}

interface Watching {
  readonly look: () => Promise<Look>
  readonly every: number
  readonly shell: Shell
  readonly tenants: Tenants
  readonly workers: RunningSaid
  /** Workers carry an apply out. */
  readonly isCarriedOut: boolean
}

/**
 * Until everybody has accepted and approved and no worker carries an apply out, or somebody stops it. Customers are looked at again once the activity log of their account has
 * something new. A look that fails is told, and the next one follows in its time.
 */
async function watch(
  first: Look,
  { look, every, shell, tenants, workers, isCarriedOut: isRunning }: Watching,
): Promise<void> {
  const { clock, reader } = tenants
  const news = newsFrom(reader)
  let last = first
  let isCarriedOut = isRunning
  news.looked(clock.now())
  await news.ask(waitingFor(last.whole), clock.now())
  for (;;) {
    const partners = waitingFor(last.whole)
    if ((partners.length === 0 && !isCarriedOut) || shell.signal.aborted) return
    await shell.clock.sleep(every * 1000, shell.signal).catch(() => undefined)
    if (shell.signal.aborted) return
    try {
      isCarriedOut = await workers.say()
      if ((await news.ask(partners, clock.now())) === 'nothing' && !isCarriedOut) continue
      const now = await look()
      news.looked(clock.now())
      shell.streams.out(changesText(changesBetween(last.shown, now.shown), now.shown.at))
      last = now
    } catch (error) {
      const said = diagnosticsOf(error)
      if (said.length === 0) throw error
      tell(shell, said)
    }
  }
}

/** Accounts whose customers are still to accept, or to approve delegated administration. */
function waitingFor({ rows }: StatusReport): readonly PartnerName[] {
  const waiting = rows.filter(
    ({ standing, admin }) =>
      ['invited', 'not invited'].includes(standing) || ['asked', 'approved'].includes(admin?.state ?? ''),
  )
  return [...new Set(waiting.map(row => row.partner))].sort()
}

/** The plan as a board, with the days somebody wrote down. */
async function boardOf(plan: Plan, site: Site, shell: Shell): Promise<StatusReport> {
  const board = wholeCommands(statusOf(plan, site.loaded.desired.consolidations), shell.followUp)
  const { applies, damaged } = await ownApplies(journalHere(site, shell))
  tell(shell, damaged)
  const today = dayOf(board.at)
  // A log that gives no answer leaves the days of acceptance out; the board itself does not hang on it.
  const { records } = await readRecords(site.tenants.reader, {
    partners: accountsToAsk(board),
    from: addDays(today, 1 - horizonDays),
    to: today,
    today,
  })
  const writes = applies
    .flatMap(entry => entry.writes)
    .flatMap(({ action, ended, outcome }) =>
      ended !== null && (outcome === 'done' || outcome === 'adopted')
        ? [{ customer: action.customer, at: ended }]
        : [],
    )
  const budgets = (await site.tenants.budgets?.()) ?? []
  return { ...withSince(board, { records, writes }), ...(budgets.length > 0 && { budgets }) }
}

function filterOf({ standing = [], next = [] }: Options) {
  const lower = (words: readonly string[]) => words.map(word => word.toLowerCase())
  const known: readonly string[] = standings
  const wrong = lower(standing).find(word => !known.includes(word))
  if (wrong !== undefined) throw bad(`--standing is \`${wrong}\`; it is one of ${standings.join(', ')}.`)
  const actors = ['customer', 'partner', 'microsoft', 'nobody']
  const nobody = lower(next).find(word => !actors.includes(word))
  if (nobody !== undefined)
    throw bad(`--next is \`${nobody}\`; it is one of customer, partner, Microsoft, \`nobody\`.`)
  return { standings: lower(standing), next: lower(next) }
}

function secondsOf({ watch: wanted, format, snapshot }: Options): number | null {
  if (wanted === undefined) return null
  if (format !== 'text')
    throw bad(`--watch goes on as text; it cannot make one ${format} of several answers.`)
  if (snapshot !== undefined) throw bad('--watch looks at the accounts; a snapshot does not change.')
  if (wanted === true) return politeSeconds.usual
  if (!/^\d+$/.test(wanted) || Number(wanted) < politeSeconds.least)
    throw bad(`--watch is \`${wanted}\`; it takes seconds, ${politeSeconds.least} or more.`)
  return Number(wanted)
}

function portOf({ serve }: Options): number {
  return serve === undefined || serve === true ? 0 : (wholeNumber('--serve', serve, { most: 65_535 }) ?? 0)
}

function bad(detail: string): Trouble {
  return new Trouble(diagnose(codes.BAD_VALUE, { detail }))
}
