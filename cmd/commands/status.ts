import { statusOf } from '../../engine/cutover/status.ts'
import { type Format, reportOptions } from '../answer.ts'
import { exitCodes } from '../exit-codes.ts'
import { planNow, type ScopeOptions } from '../planning.ts'
import type { Run } from '../program.ts'
import { statusMarkdown, statusText } from '../report/status-text.ts'
import { withWorkspace } from '../with-workspace.ts'

/** Readiness board and cutover progress. */
export const run: Run<ScopeOptions & { readonly format: Format }> = ({ shell, options }) =>
  withWorkspace(shell, options, async ({ loaded, tenants, progress }) => {
    const report = statusOf(await planNow({ shell, loaded, tenants, options, progress }))
    if (options.format === 'json') shell.streams.out(`${JSON.stringify(report, null, 2)}\n`)
    else
      shell.streams.out(
        options.format === 'markdown'
          ? statusMarkdown(report)
          : statusText(report, reportOptions(shell, options.color)),
      )
    return exitCodes.done
  })
