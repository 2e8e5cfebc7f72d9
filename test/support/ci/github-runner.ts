/**
 * Runs a job of a GitHub workflow as it is written: its `if`s and expressions by GitHub's own language, its shell steps in bash with the
 * options of the runner and no variable but those a runner sets. Checkout and artifacts are done here, our own action comes from action.yml,
 * and any other action is refused.
 */
import { spawnSync } from 'node:child_process'
import { appendFileSync, cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { parse } from 'yaml'
import { root } from '../example.ts'
import { filled, isWanted, type Scope } from './expressions.ts'

export interface JobRun {
  /** The workflow file. */
  readonly file: string
  readonly job: string
  /** Its own folder: checkout, temporary files, artifacts. */
  readonly folder: string
  /** Repository that is checked out, and at which commit. */
  readonly repository: string
  readonly commit: string
  readonly github: Readonly<Record<string, unknown>>
  /** Of the runner: PATH, and variables that a test sets a trap with. */
  readonly env: Readonly<Record<string, string>>
  readonly vars?: Readonly<Record<string, string>>
  /** In place of the only one of the job's matrix. */
  readonly directory?: string
}

export interface JobResult {
  readonly ran: boolean
  readonly failed: boolean
  /** Names of the shell steps that ran, with what they printed. */
  readonly steps: readonly { readonly name: string; readonly code: number; readonly out: string }[]
  readonly summary: string
  /** Folder of each artifact. */
  readonly artifacts: Readonly<Record<string, string>>
}

interface Step {
  readonly id?: string
  readonly name?: string
  readonly if?: string
  readonly uses?: string
  readonly run?: string
  readonly shell?: string
  readonly env?: Readonly<Record<string, string>>
  readonly with?: Readonly<Record<string, string | number | boolean>>
}

interface Action {
  readonly inputs: Readonly<Record<string, { readonly default?: string }>>
  readonly outputs: Readonly<Record<string, { readonly value: string }>>
  readonly runs: { readonly steps: readonly Step[] }
}

interface Workflow {
  readonly name: string
  readonly jobs: Readonly<
    Record<
      string,
      {
        readonly if?: string
        readonly env?: Readonly<Record<string, string>>
        readonly strategy: { readonly matrix: { readonly directory: readonly string[] } }
        readonly steps: readonly Step[]
      }
    >
  >
}

export function runJob(run: JobRun): JobResult {
  const workflow = parse(readFileSync(run.file, 'utf8')) as Workflow
  const job = workflow.jobs[run.job]
  if (job === undefined) throw new Error(`${run.file} has no job ${run.job}`)
  const workspace = join(run.folder, 'workspace')
  const temp = join(run.folder, 'temp')
  mkdirSync(workspace, { recursive: true })
  mkdirSync(temp, { recursive: true })
  const summary = join(run.folder, 'summary.md')
  const state: State = {
    run,
    workspace,
    temp,
    summary,
    failed: false,
    steps: [],
    artifacts: {},
    env: { ...run.env, ...job.env },
  }
  writeFileSync(summary, '')
  const [only] = job.strategy.matrix.directory
  const matrix = { directory: run.directory ?? only }
  const outer = { github: run.github, vars: run.vars ?? {}, env: state.env, runner: { temp }, matrix }
  const ran = isWanted(job.if, { contexts: outer, hasFailed: false })
  if (ran) runSteps(job.steps, outer, state)
  return {
    ran,
    failed: state.failed,
    steps: state.steps,
    summary: readFileSync(summary, 'utf8'),
    artifacts: state.artifacts,
  }
}

interface State {
  readonly run: JobRun
  readonly workspace: string
  readonly temp: string
  readonly summary: string
  failed: boolean
  readonly steps: { name: string; code: number; out: string }[]
  readonly artifacts: Record<string, string>
  readonly env: Record<string, string>
}

/** What the steps said, by id. */
function runSteps(steps: readonly Step[], contexts: Readonly<Record<string, unknown>>, state: State) {
  const outputs: Record<string, { outputs: Record<string, string> }> = {}
  for (const step of steps) {
    const scope: Scope = { contexts: { ...contexts, steps: outputs }, hasFailed: state.failed }
    if (!isWanted(step.if, scope)) continue
    const said = step.uses === undefined ? shellStep(step, scope, state) : usedStep(step, scope, state)
    if (step.id !== undefined) outputs[step.id] = { outputs: said }
  }
  return outputs
}

function usedStep(step: Step, scope: Scope, state: State): Record<string, string> {
  const inputs = Object.fromEntries(
    Object.entries(step.with ?? {}).map(([name, value]) => [name, filled(String(value), scope)]),
  )
  const [action = ''] = (step.uses ?? '').split('@')
  if (action === 'actions/checkout') checkOut(state)
  else if (action === 'actions/upload-artifact') keep(inputs, state)
  else if (action === 'tenantform/tenantform') return ownAction(inputs, scope, state)
  else throw new Error(`no action ${action} is known to this runner`)
  return {}
}

function ownAction(
  given: Readonly<Record<string, string>>,
  { contexts }: Scope,
  state: State,
): Record<string, string> {
  const action = parse(readFileSync(join(root, 'action.yml'), 'utf8')) as Action
  const unknown = Object.keys(given).filter(name => !Object.hasOwn(action.inputs, name))
  if (unknown.length > 0) throw new Error(`action.yml has no input ${unknown.join(', ')}`)
  const { github, env, runner } = contexts
  const own = { github, env, runner }
  const outer: Scope = { contexts: own, hasFailed: false }
  const inputs = Object.fromEntries(
    Object.entries(action.inputs).map(([name, input]) => [
      name,
      given[name] ?? filled(input.default ?? '', outer),
    ]),
  )
  const steps = runSteps(action.runs.steps, { ...own, inputs }, state)
  const scope: Scope = { contexts: { ...own, inputs, steps }, hasFailed: state.failed }
  return Object.fromEntries(
    Object.entries(action.outputs).map(([name, { value }]) => [name, filled(value, scope)]),
  )
}

function shellStep(step: Step, scope: Scope, state: State): Record<string, string> {
  const { run, workspace, temp, summary } = state
  const script = join(temp, `step-${state.steps.length}.sh`)
  const output = join(temp, `output-${state.steps.length}`)
  const further = join(temp, `env-${state.steps.length}`)
  writeFileSync(script, filled(step.run ?? '', scope))
  for (const file of [output, further]) writeFileSync(file, '')
  const own = Object.fromEntries(
    Object.entries(step.env ?? {}).map(([name, value]) => [name, filled(String(value), scope)]),
  )
  const options = step.shell === 'bash' ? ['--noprofile', '--norc', '-eo', 'pipefail'] : ['-e']
  const done = spawnSync('bash', [...options, script], {
    cwd: workspace,
    encoding: 'utf8',
    env: {
      ...state.env,
      ...runnerVariables(run, workspace, temp),
      ...own,
      GITHUB_OUTPUT: output,
      GITHUB_ENV: further,
      GITHUB_STEP_SUMMARY: summary,
    },
  })
  const name = step.name ?? step.id ?? 'step'
  state.steps.push({ name, code: done.status ?? -1, out: `${done.stdout}${done.stderr}` })
  if (done.status !== 0) state.failed = true
  Object.assign(state.env, pairsIn(further))
  return pairsIn(output)
}

function runnerVariables({ github }: JobRun, workspace: string, temp: string): Record<string, string> {
  const names = [
    'event_name',
    'repository',
    'run_id',
    'sha',
    'ref',
    'base_ref',
    'actor',
    'server_url',
  ] as const
  return {
    CI: 'true',
    GITHUB_ACTIONS: 'true',
    GITHUB_WORKSPACE: workspace,
    RUNNER_TEMP: temp,
    ...Object.fromEntries(
      names.flatMap(name =>
        github[name] === undefined ? [] : [[`GITHUB_${name.toUpperCase()}`, String(github[name])]],
      ),
    ),
  }
}

function pairsIn(file: string): Record<string, string> {
  return Object.fromEntries(
    readFileSync(file, 'utf8')
      .split('\n')
      .flatMap(line => {
        const at = line.indexOf('=')
        return at < 0 ? [] : [[line.slice(0, at), line.slice(at + 1)]]
      }),
  )
}

function checkOut({ run, workspace, env }: State): void {
  const git = (...args: readonly string[]) => {
    const done = spawnSync('git', args, { cwd: workspace, encoding: 'utf8', env: { ...env } })
    if (done.status !== 0) throw new Error(done.stderr)
  }
  git('clone', '--quiet', run.repository, '.')
  git('checkout', '--quiet', '--detach', run.commit)
}

function keep({ name = '', path = '' }: Readonly<Record<string, string>>, state: State): void {
  const to = join(state.run.folder, 'artifacts', name)
  mkdirSync(to, { recursive: true })
  const paths = path.split('\n').filter(line => line !== '')
  for (const one of paths) {
    const from = one.startsWith('/') ? one : join(state.workspace, one)
    if (existsSync(from))
      cpSync(from, paths.length === 1 ? to : join(to, basename(from)), { recursive: true })
  }
  state.artifacts[name] = to
  appendFileSync(join(state.run.folder, 'kept.txt'), `${name}\n`)
}
