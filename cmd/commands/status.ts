import { filterStatus } from '../../engine/cutover/filter-status.ts'
import { standings } from '../../engine/cutover/standing.ts'
import { type StatusReport, statusOf } from '../../engine/cutover/status.ts'
import { statusTable } from '../../engine/cutover/status-table.ts'
import { diagnose } from '../../engine/diagnostic.ts'
import { type Format, reportOptions } from '../answer.ts'
import { codes } from '../codes.ts'
import { exitCodes } from '../exit-codes.ts'
import { planNow, type ScopeOptions } from '../planning.ts'
import type { Run, Shell } from '../program.ts'
import { statusHtml } from '../report/status-html.ts'
import { statusMarkdown, statusText } from '../report/status-text.ts'
import { encodeTable } from '../tables/encode.ts'
import { wallClock } from '../terminal/wall-clock.ts'
import { Trouble } from '../trouble.ts'
import { withWorkspace } from '../with-workspace.ts'

interface Options extends ScopeOptions {
  readonly format: Format | 'csv'
  readonly standing?: readonly string[]
  readonly next?: readonly string[]
  readonly watch?: string | true
}

/** Acceptance takes people hours; asking more often than this only spends the request budget. In seconds. */
const politeSeconds = { usual: 300, least: 30 }

/** Readiness board and cutover progress. */
export const run: Run<Options> = ({ shell, options }) => {
  const { format, ...plain } = options
  return withWorkspace(
    shell,
    { ...plain, ...(format !== 'csv' && { format }) },
    async ({ loaded, tenants, progress }) => {
      const filter = filterOf(options)
      const every = secondsOf(options.watch)
      let shown = ''
      for (;;) {
        const whole = statusOf(await planNow({ shell, loaded, tenants, options: plain, progress }))
        const text = await render(filterStatus(whole, filter), options, shell)
        if (text !== shown) shell.streams.out(text)
        shown = text
        const isWaiting = whole.rows.some(row => row.standing === 'invited' || row.standing === 'not invited')
        if (every === null || !isWaiting || shell.signal.aborted) return exitCodes.done
        await wallClock.sleep(every * 1000, shell.signal).catch(() => undefined)
        if (shell.signal.aborted) return exitCodes.done
      }
    },
  )
}

async function render(report: StatusReport, { format, color }: Options, shell: Shell): Promise<string> {
  switch (format) {
    case 'json':
      return `${JSON.stringify(report, null, 2)}\n`
    case 'html':
      return statusHtml(report)
    case 'markdown':
      return statusMarkdown(report)
    case 'csv':
      return String(await encodeTable(statusTable(report), 'csv', { bom: false, separator: ',' }))
    case 'text':
      return statusText(report, reportOptions(shell, color))
  }
}

function filterOf({ standing = [], next = [] }: Options) {
  const lower = (words: readonly string[]) => words.map(word => word.toLowerCase())
  const known: readonly string[] = standings
  const wrong = lower(standing).find(word => !known.includes(word))
  if (wrong !== undefined) throw bad(`--standing is \`${wrong}\`; it is one of ${standings.join(', ')}.`)
  const actors = ['customer', 'partner', 'microsoft', 'nobody']
  const nobody = lower(next).find(word => !actors.includes(word))
  if (nobody !== undefined)
    throw bad(`--next is \`${nobody}\`; it is one of customer, partner, Microsoft, nobody.`)
  return { standings: lower(standing), next: lower(next) }
}

function secondsOf(watch: Options['watch']): number | null {
  if (watch === undefined) return null
  if (watch === true) return politeSeconds.usual
  if (!/^\d+$/.test(watch) || Number(watch) < politeSeconds.least)
    throw bad(`--watch is \`${watch}\`; it takes seconds, ${politeSeconds.least} or more.`)
  return Number(watch)
}

function bad(detail: string): Trouble {
  return new Trouble(diagnose(codes.BAD_VALUE, { detail }))
}
