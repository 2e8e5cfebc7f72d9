import type { ApplyPorts } from '../../engine/execute/carry-out.ts'
import { resumeApply } from '../../engine/execute/resume-apply.ts'
import { complain, tell } from '../answer.ts'
import { conclude } from '../answer-apply.ts'
import { exitCodes } from '../exit-codes.ts'
import { scopedLike } from '../follow-up.ts'
import type { FormatOf } from '../formats.ts'
import { onlyInText } from '../only-in-text.ts'
import { findOrigin } from '../pipeline/origin.ts'
import type { TenantOptions } from '../program/global-options.ts'
import type { Run } from '../shell.ts'
import { carriedOutByWorkers, followedHere } from '../working/hand-over-here.ts'
import { portsOf } from '../workspace/apply-ports.ts'
import { withWorkspace } from '../workspace/with-workspace.ts'

interface Options extends TenantOptions {
  readonly format: FormatOf<'resume'>
  readonly allowIrreversible: boolean
  readonly takeOver: boolean
  readonly workers: boolean
  readonly verbose: boolean
  readonly out?: string
}

/** Goes on with an interrupted apply: what is unknown is looked at before anything is repeated. */
export const run: Run<Options> = ({ shell, args, options }) =>
  withWorkspace(
    shell,
    options,
    async site => {
      const idle = onlyInText('--verbose', options.verbose, options.format)
      if (idle !== null) return complain(shell, [idle], { format: options.format })
      const from = await findOrigin(site.loaded, site.workspace, shell)
      if (from.notCommitted?.severity === 'error')
        return complain(shell, [from.notCommitted], { format: options.format, code: exitCodes.stale })
      tell(shell, [...from.diagnostics, ...(from.notCommitted === null ? [] : [from.notCommitted])])
      const begin = (handOver?: ApplyPorts['handOver']) =>
        resumeApply({
          ...portsOf(site, shell, from.origin),
          apply: args[0] ?? null,
          takeOver: options.takeOver,
          consent: options.allowIrreversible ? ['changes', 'irreversible'] : ['changes'],
          ...(handOver !== undefined && { handOver }),
        })
      const verdict = options.workers
        ? ((await followedHere(site, shell, args[0] ?? null)) ??
          (await carriedOutByWorkers(site, shell, { maxFailures: null, begin })))
        : await begin()
      const told =
        verdict.plan === undefined
          ? shell
          : { ...shell, followUp: scopedLike(verdict.plan.scope, shell.followUp) }
      return conclude(verdict, {
        shell: told,
        format: options.format,
        verbose: options.verbose,
        out: options.out,
        plan: verdict.plan ?? null,
      })
    },
    { stopsItself: true },
  )
