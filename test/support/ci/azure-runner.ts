/** Runs a job of an Azure pipeline as it is written: its shell steps in bash as the agent starts it, conditions, and variables that steps set. */
import { cpSync, mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { data } from '@actions/expressions'
import { parse } from 'yaml'
import { root } from '../example.ts'
import { evaluateWith } from './expressions.ts'
import { runShell, type StepRun } from './shell-step.ts'

export interface AzureRun {
  readonly file: string
  readonly job: string
  readonly folder: string
  /** Where the commit is checked out. */
  readonly checkout: string
  /** As pipelines name them: `System.AccessToken`. */
  readonly variables: Readonly<Record<string, string>>
  readonly env: Readonly<Record<string, string>>
  /** Folder of a published artifact, for a later download. */
  readonly artifacts: Record<string, string>
}

interface Step {
  readonly bash?: string
  readonly task?: string
  readonly publish?: string
  readonly artifact?: string
  readonly checkout?: string
  readonly displayName?: string
  readonly condition?: string
  readonly env?: Readonly<Record<string, string>>
  readonly inputs?: Readonly<Record<string, string>>
}

interface Job {
  readonly job?: string
  readonly deployment?: string
  readonly condition?: string
  /** A list: groups, which a test gives itself. */
  readonly variables?: Readonly<Record<string, string>> | readonly { readonly group: string }[]
  readonly steps?: readonly Step[]
  readonly strategy?: { readonly runOnce: { readonly deploy: { readonly steps: readonly Step[] } } }
}

export interface AzureResult {
  readonly ran: boolean
  readonly failed: boolean
  readonly steps: readonly StepRun[]
}

export async function runAzureJob(run: AzureRun): Promise<AzureResult> {
  const text = readFileSync(join(root, 'examples', 'ci', 'azure-devops', run.file), 'utf8')
  const { jobs } = parse(text) as { readonly jobs: readonly Job[] }
  const job = jobs.find(one => run.job === (one.job ?? one.deployment))
  if (job === undefined) throw new Error(`${run.file} has no job ${run.job}`)
  const staging = join(run.folder, 'staging')
  const temp = join(run.folder, 'temp')
  for (const folder of [staging, temp]) mkdirSync(folder, { recursive: true })
  const variables: Record<string, string> = {
    TF_BUILD: 'True',
    'Build.ArtifactStagingDirectory': staging,
    'Agent.TempDirectory': temp,
    ...run.variables,
    ...ownVariables(job),
  }
  if (!isWanted(job.condition, variables, false)) return { ran: false, failed: false, steps: [] }
  const steps: StepRun[] = []
  let failed = false
  for (const step of job.steps ?? job.strategy?.runOnce.deploy.steps ?? []) {
    if (!isWanted(step.condition, variables, failed)) continue
    const script = step.bash ?? step.inputs?.['inlineScript']
    if (script !== undefined) {
      const done = await runShell(step.displayName ?? `step ${steps.length}`, script, {
        cwd: run.checkout,
        folder: join(temp, 'scripts'),
        options: ['--noprofile', '--norc'],
        env: { ...run.env, ...environmentOf(variables), ...filledIn(step.env ?? {}, variables) },
      })
      steps.push(done)
      if (done.code !== 0) failed = true
      for (const [, name = '', value = ''] of done.out.matchAll(
        /##vso\[task\.setvariable variable=([^\];]+)\](.*)/g,
      ))
        variables[name] = value.trimEnd()
    } else if (step.publish !== undefined) {
      const to = join(run.folder, 'published', step.artifact ?? '')
      cpSync(macro(step.publish, variables), to, { recursive: true })
      run.artifacts[step.artifact ?? ''] = to
    } else if (step.task === 'DownloadPipelineArtifact@2') {
      const { artifact = '', path = '' } = step.inputs ?? {}
      cpSync(run.artifacts[artifact] ?? '', macro(path, variables), { recursive: true })
    } else if (step.checkout === undefined && step.task !== 'PublishTestResults@2')
      throw new Error(`no step like ${JSON.stringify(step)} is known to this agent`)
  }
  return { ran: true, failed, steps }
}

function ownVariables({ variables = {} }: Job): Readonly<Record<string, string>> {
  return 'length' in variables ? {} : (variables as Readonly<Record<string, string>>) // no list, so a record
}

/** `$(Name)` is the variable's value. */
function macro(text: string, variables: Readonly<Record<string, string>>): string {
  return text.replaceAll(/\$\(([^)]+)\)/g, (whole, name: string) => variables[name] ?? whole)
}

function filledIn(
  env: Readonly<Record<string, string>>,
  variables: Readonly<Record<string, string>>,
): Record<string, string> {
  return Object.fromEntries(Object.entries(env).map(([name, value]) => [name, macro(value, variables)]))
}

/** Secrets reach a script only where `env:` says so. */
function environmentOf(variables: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(variables)
      .filter(([name]) => name !== 'System.AccessToken')
      .map(([name, value]) => [name.replaceAll('.', '_').toUpperCase(), value]),
  )
}

function isWanted(
  condition: string | undefined,
  variables: Readonly<Record<string, string>>,
  failed: boolean,
): boolean {
  const truth = (value: boolean) => new data.BooleanData(value)
  const text = (value: data.ExpressionData) => value.coerceString().toLowerCase()
  const isTrue = (value: data.ExpressionData) => text(value) === 'true'
  const two = { minArgs: 2, maxArgs: 2 }
  const none = { minArgs: 0, maxArgs: 0 }
  const value = evaluateWith(condition ?? 'succeeded()', { variables }, [
    { name: 'eq', ...two, call: (a, b) => truth(a !== undefined && b !== undefined && text(a) === text(b)) },
    { name: 'ne', ...two, call: (a, b) => truth(a !== undefined && b !== undefined && text(a) !== text(b)) },
    { name: 'and', minArgs: 2, maxArgs: 9, call: (...all) => truth(all.every(isTrue)) },
    { name: 'succeeded', ...none, call: () => truth(!failed) },
    { name: 'succeededOrFailed', ...none, call: () => truth(true) },
  ])
  return isTrue(value)
}
