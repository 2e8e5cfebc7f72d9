import { lstatSync } from 'node:fs'
import { resolve } from 'node:path'
import { type Diagnostic, diagnose } from '../../engine/diagnostic.ts'
import type { LoadedWorkspace } from '../../engine/load/load-workspace.ts'
import type { Desired } from '../../engine/model/desired.ts'
import { isSent } from '../../engine/plan/action.ts'
import type { Plan } from '../../engine/plan/plan.ts'
import { jsonPieces } from '../../engine/plan/saved/json-pieces.ts'
import { withinLimits } from '../../engine/plan/saved/limits.ts'
import { linesInPieces } from '../../engine/plan/saved/pieces.ts'
import { isKeptShort, savedPlanLines } from '../../engine/plan/saved/saved-plan.ts'
import { counted, plural } from '../../engine/plural.ts'
import { Trouble } from '../../engine/trouble.ts'
import { complain, reportOptions, tell } from '../answer.ts'
import { codes } from '../codes.ts'
import { type ExitCode, exitCodes } from '../exit-codes.ts'
import { writeOutput } from '../files/write-output.ts'
import { type FindingsOptions, findingsFiles, writeFindings } from '../findings/write-findings.ts'
import { wholeCommand, wholeCommands } from '../follow-up.ts'
import type { FormatOf, Writers } from '../formats.ts'
import { onlyInText } from '../only-in-text.ts'
import { pipelineCodes } from '../pipeline/codes.ts'
import { findOrigin } from '../pipeline/origin.ts'
import { planHtml } from '../report/plan/plan-html.ts'
import { planMarkdown } from '../report/plan/plan-markdown.ts'
import { planText } from '../report/plan/plan-text.ts'
import { printable } from '../report/printable.ts'
import type { Run, Shell } from '../shell.ts'
import { changedSince } from '../workspace/changed-since.ts'
import { planNow, type ScopeOptions } from '../workspace/planning.ts'
import { withWorkspace } from '../workspace/with-workspace.ts'

interface Options extends ScopeOptions, FindingsOptions {
  readonly format: FormatOf<'plan'>
  readonly out?: string
  readonly all: boolean
  readonly detailedExitcode: boolean
  readonly strict: boolean
  readonly changedSince?: string
}

/** Previews. The client it holds cannot send a write. */
export const run: Run<Options> = ({ shell, args, options }) => {
  const [extra] = args
  if (extra !== undefined)
    return Promise.resolve(
      complain(
        shell,
        [
          diagnose(codes.UNEXPECTED_ARGUMENT, {
            detail: `\`plan\` takes no \`${extra}\`; a saved plan is shown with \`tenantform show ${extra}\`.`,
          }),
        ],
        { format: options.format },
      ),
    )
  const idle = onlyInText('--all', options.all, options.format)
  if (idle !== null) return Promise.resolve(complain(shell, [idle], { format: options.format }))
  return withWorkspace(shell, options, async site => {
    const { workspace, loaded } = site
    const files = findingsFiles(options, shell.cwd)
    const out = options.out === undefined ? null : resolve(shell.cwd, options.out)
    if (files.some(({ path }) => path === out))
      throw new Trouble(
        diagnose(codes.BAD_VALUE, {
          detail: `--out and --findings both name \`${options.out}\`: one would take the other's place.`,
        }),
      )
    const from = await findOrigin(loaded, workspace, shell)
    tell(shell, from.diagnostics)
    if (from.notCommitted?.severity === 'error') tell(shell, [{ ...from.notCommitted, severity: 'warning' }])
    const narrowed = await narrow(options, { shell, loaded, root: workspace.root })
    if ('nothing' in narrowed) {
      const found = { command: 'plan', checked: [], findings: [narrowed.nothing] }
      await writeFindings(files, found, { shell, root: workspace.root })
      return leaveNoEarlierPlan(options, shell)
    }
    const plan = await planNow({
      ...site,
      shell,
      options: narrowed,
      origin: from.origin,
      tellsUnfinished: true,
    })
    if (out !== null)
      await writeOutput(
        out,
        isKeptShort(plan) ? linesInPieces(withinLimits(savedPlanLines(plan))) : jsonPieces(plan),
        jsonPieces(plan),
      )
    await writeFindings(files, findingsOf(plan, loaded.desired), { shell, root: workspace.root })
    printPlan(plan, options.format, shell, options.all)
    const held = blockedCount(plan)
    if (options.strict && held > 0)
      tell(shell, [
        diagnose(codes.NOT_READY, {
          detail: `${counted(held, 'customer is', 'customers are')} blocked or waiting; the plan says by what.`,
        }),
      ])
    if (options.out !== undefined)
      shell.streams.err(`Saved to ${printable(options.out)}${nextOf(plan, options.out, shell)}\n`)
    return codeOf(plan, options)
  })
}

/** `nothing`: no customer is left, and that was said. */
async function narrow(
  options: Options,
  { shell, loaded, root }: { readonly shell: Shell; readonly loaded: LoadedWorkspace; readonly root: string },
): Promise<Options | { readonly nothing: Diagnostic }> {
  const { changedSince: revision, target } = options
  if (revision === undefined) return options
  if (target !== undefined)
    throw new Trouble(
      diagnose(codes.OPTION_WITHOUT_EFFECT, {
        detail: '--target and --changed-since both choose customers.',
      }),
    )
  const { commit, tenants, because, gone } = await changedSince(revision, loaded, { ...shell, root })
  const since = `since ${printable(revision)} (${commit.slice(0, 12)})`
  if (tenants === null) {
    shell.streams.err(`Everyone is planned: ${because ?? ''} ${since}.\n`)
    return options
  }
  const left =
    gone === 0
      ? ''
      : ` ${counted(gone, 'customer')} ${plural(gone, 'is', 'are')} declared no more, and left as ${plural(gone, 'it is', 'they are')}.`
  if (tenants.length > 0) {
    if (left !== '') shell.streams.err(`${left.trim()}\n`)
    return { ...options, target: tenants }
  }
  const nothing = diagnose(pipelineCodes.NOTHING_CHANGED, { detail: `Not ${since}.${left}` })
  if (options.format === 'json') complain(shell, [nothing], { format: 'json' })
  else shell.streams.err(`No customer's documents have changed ${since}: nothing was planned.${left}\n`)
  return { nothing }
}

/** Pipelines know by the missing file that there is nothing to carry out; an earlier one would be carried out instead. */
function leaveNoEarlierPlan({ out }: Options, shell: Shell): ExitCode {
  if (out === undefined || !isThere(resolve(shell.cwd, out))) return exitCodes.done
  tell(shell, [diagnose(pipelineCodes.EARLIER_PLAN, { detail: `${printable(out)} is no plan of now.` })])
  return exitCodes.failed
}

/** A link that leads nowhere is there too. */
function isThere(path: string): boolean {
  try {
    lstatSync(path)
    return true
  } catch (error) {
    if (error instanceof Error && 'code' in error) return false
    throw error
  }
}

/** What was planned from a snapshot is carried out nowhere. */
function nextOf({ madeIn }: Plan, file: string, shell: Shell): string {
  return madeIn.kind === 'snapshot' ? '.' : `; carry it out with: ${applying(file, shell)}`
}

function applying(file: string, { followUp }: Shell): string {
  const named = file.startsWith('-') ? `./${file}` : file
  return wholeCommand('tenantform apply FILE', { ...followUp, verb: 'apply', file: named, given: [] })
}

const writers: Omit<Writers<'plan', Plan>, 'json'> = {
  text: planText,
  markdown: planMarkdown,
  html: planHtml,
}

/** As data in pieces: it may be larger than any text can be. */
export function printPlan(plan: Plan, format: FormatOf<'plan'>, shell: Shell, all: boolean): void {
  if (format === 'json') for (const piece of jsonPieces(plan)) shell.streams.out(piece)
  else shell.streams.out(writers[format](withWholeCommands(plan, shell), { ...reportOptions(shell), all }))
}

/** For people: what a finding says to run can be run as it stands. Data stays as it was made. */
function withWholeCommands(plan: Plan, { followUp }: Shell): Plan {
  return {
    ...plan,
    findings: wholeCommands(plan.findings, followUp),
    customers: plan.customers.map(entry => ({
      ...entry,
      blockedBy: wholeCommands(entry.blockedBy, followUp),
    })),
  }
}

/** Every policy rule passed or failed; who is blocked is a warning, unless it is an error of its own. */
function findingsOf({ findings, customers }: Plan, { policies }: Desired) {
  const blocked = customers.flatMap(customer => customer.blockedBy)
  return {
    command: 'plan',
    checked: policies.map(rule => ({ kind: 'rule' as const, name: `${rule.policy}/${rule.id}` })),
    findings: [...findings, ...blocked].map(({ subject, ...found }) => ({
      ...found,
      ...(subject.rule !== undefined && { rule: subject.rule }),
    })),
  }
}

function blockedCount({ summary: { customers } }: Plan): number {
  return customers.blocked + customers.waiting
}

function codeOf(plan: Plan, options: Options): ExitCode {
  if (plan.findings.some(found => found.blocks === 'run')) return exitCodes.declined
  if (options.strict && blockedCount(plan) > 0) return exitCodes.declined
  return options.detailedExitcode && plan.actions.some(isSent) ? exitCodes.pending : exitCodes.done
}
