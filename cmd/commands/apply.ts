import { type Diagnostic, diagnose } from '../../engine/diagnostic.ts'
import { applyPlan } from '../../engine/execute/apply-plan.ts'
import type { ApplyPorts } from '../../engine/execute/carry-out.ts'
import { preflight } from '../../engine/execute/facts/preflight.ts'
import { nothingToDo } from '../../engine/execute/result.ts'
import { refusal } from '../../engine/execute/verdict.ts'
import type { Desired } from '../../engine/model/desired.ts'
import { isSent } from '../../engine/plan/action.ts'
import { customersInError } from '../../engine/plan/in-error.ts'
import type { Plan } from '../../engine/plan/plan.ts'
import { counted } from '../../engine/plural.ts'
import { complain, tell } from '../answer.ts'
import { answerResult, conclude } from '../answer-apply.ts'
import { codes } from '../codes.ts'
import { askForConsent } from '../consent/ask-for-consent.ts'
import { type ExitCode, exitCodes } from '../exit-codes.ts'
import { readSaved } from '../files/read-saved.ts'
import { scopedLike, wholeCommand, withAllowed } from '../follow-up.ts'
import type { FormatOf } from '../formats.ts'
import { onlyInText } from '../only-in-text.ts'
import { findOrigin } from '../pipeline/origin.ts'
import { summaryLine } from '../report/plan/plan-text.ts'
import type { Run, Shell } from '../shell.ts'
import { wholeNumber } from '../whole-number.ts'
import { refuseWithoutEffect } from '../without-effect.ts'
import { carriedOutByWorkers } from '../working/hand-over-here.ts'
import { portsOf } from '../workspace/apply-ports.ts'
import { planNow, type ScopeOptions } from '../workspace/planning.ts'
import { withWorkspace } from '../workspace/with-workspace.ts'

interface Options extends ScopeOptions {
  readonly format: FormatOf<'apply'>
  readonly autoApprove: boolean
  readonly allowIrreversible: boolean
  readonly takeOver: boolean
  readonly skipMoved: boolean
  readonly workers: boolean
  readonly maxFailures?: string
  readonly verbose: boolean
  readonly approved?: readonly string[]
  readonly out?: string
}

/** Carries out a saved plan, or plans and asks. `--auto-approve` never covers irreversible steps. */
export const run: Run<Options> = ({ shell, args, options }) =>
  withWorkspace(
    shell,
    options,
    async site => {
      const idle = onlyInText('--verbose', options.verbose, options.format)
      if (idle !== null) return complain(shell, [idle], { format: options.format })
      refuseWithoutEffect(
        { '--max-failures': options.maxFailures !== undefined && !options.workers },
        'it is counted over workers, and `--workers` hands the apply to them',
      )
      const maxFailures = wholeNumber('--max-failures', options.maxFailures) ?? null
      const { workspace, loaded, tenants } = site
      const [file] = args
      const from = await findOrigin(loaded, workspace, shell)
      if (from.notCommitted?.severity === 'error')
        return complain(shell, [from.notCommitted], { format: options.format, code: exitCodes.stale })
      tell(shell, [...from.diagnostics, ...(from.notCommitted === null ? [] : [from.notCommitted])])
      const { origin } = from
      let plan: Plan
      if (file === undefined) plan = await planNow({ ...site, shell, options, origin })
      else {
        const idle = withoutEffect(options)
        if (idle.length > 0)
          return complain(
            shell,
            [
              diagnose(codes.OPTION_WITHOUT_EFFECT, {
                detail: `${idle.join(', ')} beside ${file}: a saved plan is carried out as it is. Nothing was written.`,
              }),
            ],
            { format: options.format },
          )
        const saved = readSaved(file, shell.cwd)
        if (!saved.ok) return complain(shell, saved.diagnostics, { format: options.format })
        if (saved.value.kind !== 'plan')
          return complain(
            shell,
            [diagnose(codes.NO_FILE, { detail: `${file} is the result of an apply, not a plan.` })],
            { format: options.format },
          )
        plan = saved.value.plan
      }
      // A saved plan chose its customers itself, and whatever is planned next is about the same ones.
      const asking = { format: options.format, verbose: options.verbose, out: options.out }
      const told = file === undefined ? shell : { ...shell, followUp: scopedLike(plan.scope, shell.followUp) }
      const strange = notAsking(options.approved ?? [], loaded.desired.policies)
      if (strange !== null) return complain(told, [strange], { format: options.format })
      const ports = { ...portsOf(site, told, origin), approved: options.approved }
      // Nobody is asked about a plan that will be refused, or told that it holds nothing to do. Consent is what the asking is for.
      const judged = preflight({
        ...ports,
        plan,
        version: told.version,
        now: tenants.clock.now(),
        consent: ['changes', 'irreversible'],
      })
      if (judged.kind !== 'go')
        return conclude(refusal(judged.kind, judged.diagnostics), { shell: told, plan, ...asking })
      if (!plan.actions.some(isSent)) {
        const code = await answerResult(nothingToDo(plan, tenants.clock.now()), {
          shell: told,
          ...asking,
          words: `${summaryLine(plan)}\nNothing to do${blockedText(plan, told)}.\n`,
        })
        return leftInError(plan, code, told)
      }
      const asked = await askForConsent(plan, options, { shell: told })
      if ('refusal' in asked) return asked.refusal
      const consented = asked.consent.includes('irreversible') ? withAllowed(told) : told
      const begin = (handOver?: ApplyPorts['handOver']) =>
        applyPlan({
          ...ports,
          plan,
          version: told.version,
          skipMoved: options.skipMoved,
          takeOver: options.takeOver,
          consent: asked.consent,
          ...(handOver !== undefined && { handOver }),
        })
      const verdict = options.workers
        ? await carriedOutByWorkers(site, told, { maxFailures, begin })
        : await begin()
      const code = await conclude(verdict, { shell: consented, plan, ...asking })
      return leftInError(plan, code, told)
    },
    { stopsItself: true },
  )

/** What was done is done; that something declared could not even be planned is said all the same. */
function leftInError(plan: Plan, code: ExitCode, shell: Shell): ExitCode {
  const left = customersInError(plan)
  if (left.length === 0 || code !== exitCodes.done) return code
  tell(
    shell,
    left.flatMap(({ blockedBy }) => blockedBy.filter(found => found.severity === 'error')),
  )
  return exitCodes.declined
}

/** An approval of a rule that asks for none would be a mistake in the pipeline, or in the name. */
function notAsking(approved: readonly string[], policies: Desired['policies']): Diagnostic | null {
  const asking = policies
    .filter(rule => rule.effect === 'needsApproval')
    .map(rule => `${rule.policy}/${rule.id}`)
  const strange = approved.find(rule => !asking.includes(rule))
  if (strange === undefined) return null
  const known =
    asking.length === 0 ? 'No rule asks for one.' : `Rules that ask for one: ${asking.join(', ')}.`
  return diagnose(codes.BAD_VALUE, {
    detail: `--approved is \`${strange}\`, which asks for no approval. ${known}`,
  })
}

/** Options that choose what to plan: a saved plan has chosen. */
function withoutEffect({ consolidation, wave, target, on, refresh }: ScopeOptions): readonly string[] {
  const chosen = { '--consolidation': consolidation, '--wave': wave, '--target': target, '--on': on }
  return Object.entries({ ...chosen, '--refresh': refresh })
    .filter(([, value]) => value !== undefined)
    .map(([name]) => name)
}

/** Nothing to do is no success where a customer is blocked. */
function blockedText({ summary: { customers } }: Plan, { followUp }: Shell): string {
  const held = customers.blocked + customers.waiting
  if (held === 0) return ''
  return ` now: ${counted(held, 'customer is', 'customers are')} blocked or waiting, and \`${wholeCommand('tenantform plan', followUp)}\` says by what`
}
