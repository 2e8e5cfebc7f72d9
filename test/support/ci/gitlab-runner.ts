/** Runs a job of the GitLab pipeline as it is written: its rules by gitlab-ci-local, its script in bash as the runner starts it. */
import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { execa } from 'execa'
import { parse } from 'yaml'
import { root } from '../example.ts'
import { repositoryIn } from '../repository.ts'
import { runShell, type StepRun } from './shell-step.ts'

export const pipelineFile = join(root, 'examples', 'ci', 'gitlab', '.gitlab-ci.yml')

interface Matrix {
  readonly parallel: { readonly matrix: readonly [{ readonly DIRECTORY: readonly [string] }] }
}

interface Job {
  readonly script: readonly string[]
  readonly extends: string
  readonly variables?: Readonly<Record<string, string>>
  readonly inherit?: { readonly variables?: readonly string[] }
  readonly artifacts?: { readonly paths: readonly string[] }
}

export interface GitlabRun {
  readonly job: string
  readonly folder: string
  readonly checkout: string
  readonly env: Readonly<Record<string, string>>
  readonly variables: Readonly<Record<string, string>>
}

export interface GitlabResult extends StepRun {
  /** Where its artifacts are kept. */
  readonly artifacts: string
}

export async function runGitlabJob(run: GitlabRun): Promise<GitlabResult> {
  const file = parse(readFileSync(pipelineFile, 'utf8')) as Readonly<Record<string, unknown>>
  const job = file[run.job] as Job // the test names one
  const { parallel } = file[job.extends] as Matrix // every job is one of each workspace
  const global = file['variables'] as Readonly<Record<string, string>>
  const inherited = job.inherit?.variables
  const done = await runShell(run.job, job.script.join('\n'), {
    cwd: run.checkout,
    folder: join(run.folder, 'scripts'),
    options: ['-eo', 'pipefail'],
    env: {
      ...run.env,
      CI: 'true',
      GITLAB_CI: 'true',
      ...Object.fromEntries(
        Object.entries(global).filter(([name]) => inherited === undefined || inherited.includes(name)),
      ),
      DIRECTORY: parallel.matrix[0].DIRECTORY[0],
      ...job.variables,
      ...run.variables,
    },
  })
  const artifacts = join(run.folder, 'artifacts')
  mkdirSync(artifacts, { recursive: true })
  for (const path of job.artifacts?.paths ?? [])
    if (existsSync(join(run.checkout, path)))
      cpSync(join(run.checkout, path), join(artifacts, path), { recursive: true })
  return { ...done, artifacts }
}

export interface Listed {
  readonly code: number
  readonly out: string
}

/** Holds a pipeline against GitLab's schema, and names the jobs that its rules let run. It is for Node 22; of what Node 20 lacks it needs one method. */
export async function listJobs(
  text: string,
  variables: Readonly<Record<string, string>>,
  folder: string,
): Promise<Listed> {
  const repository = repositoryIn(folder)
  repository.git('init', '--quiet', '--initial-branch', 'main')
  repository.git('remote', 'add', 'origin', 'https://gitlab.example/partner/tenants.git')
  repository.write('.gitlab-ci.yml', text)
  repository.commit('A pipeline')
  const lacking = join(folder, 'union.mjs')
  writeFileSync(lacking, 'Set.prototype.union ??= function (other) { return new Set([...this, ...other]) }\n')
  const tool = join(root, 'node_modules', 'gitlab-ci-local', 'dist', 'index.js')
  const given = Object.entries(variables).flatMap(([name, value]) => ['--variable', `${name}=${value}`])
  const done = await execa(process.execPath, ['--import', lacking, tool, '--list-csv', ...given], {
    cwd: folder,
    reject: false,
    all: true,
    stdin: 'ignore',
  })
  return { code: done.exitCode ?? -1, out: done.all }
}
