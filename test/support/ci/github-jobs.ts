/** Jobs of our workflows on a repository of a partner: a pull request, its merge, and what GitHub keeps of both. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest'
import { root } from '../example.ts'
import { newTenants, type Tenants } from './checked-out.ts'
import { type HostFile, newHost } from './github-host.ts'
import { type JobResult, runJob } from './github-runner.ts'
import { runnerPath } from './installed.ts'

export const repositoryName = 'partner/tenants'

export interface Where {
  readonly commit: string
  readonly ref?: string
  /** Repository that a pull request comes from. */
  readonly head?: string
  readonly env?: Readonly<Record<string, string>>
  readonly vars?: Readonly<Record<string, string>>
  readonly directory?: string
}

export interface Planned {
  readonly head: string
  readonly merge: string
  readonly result: JobResult
  /** Folder of the artifact with the plan. */
  readonly artifact: string
}

interface MergeFacts {
  /** Left out: the branch is merged here. */
  readonly commit?: string
  /** Repository that the pull request came from. */
  readonly from?: string
  /** Artifacts of the run of its last commit; left out: that of the plan. */
  readonly artifacts?: Readonly<Record<string, string>>
  /** The commit whose run succeeded; left out: the last one. */
  readonly plannedAt?: string
}

export interface Site {
  readonly tenants: Tenants
  readonly host: HostFile
  run(file: string, job: string, where: Where): JobResult
  /** A pull request with this change of the customer's document, and its plan. */
  planned(change: (text: string) => string, where?: Partial<Where>): Planned
  /** What GitHub knows once the pull request is merged, and the commit on main. */
  merged(plan: Pick<Planned, 'head' | 'artifact'>, facts?: MergeFacts): string
}

/** A fresh one for each test. */
export function useSite(workspaces?: readonly string[]): () => Site {
  let shared = ''
  let path = ''
  let site: Site
  beforeAll(() => {
    shared = mkdtempSync(join(tmpdir(), 'tenantform-runner-'))
    path = runnerPath(shared)
  })
  afterAll(() => rmSync(shared, { recursive: true, force: true }))
  beforeEach(async () => {
    site = await newSite(path, workspaces)
  })
  afterEach(() => site.tenants.stop())
  return () => site
}

async function newSite(path: string, workspaces?: readonly string[]): Promise<Site> {
  const tenants = await newTenants(workspaces)
  const host = newHost(tenants.folder)
  let runs = 0
  const run: Site['run'] = (
    file,
    job,
    { commit, ref = 'refs/heads/main', head, env = {}, vars, directory },
  ) => {
    runs += 1
    const isPull = head !== undefined
    return runJob({
      file: join(root, 'examples', 'ci', 'github', file),
      job,
      folder: join(tenants.folder, `run-${runs}`),
      repository: tenants.repository.folder,
      commit,
      github: {
        event_name: isPull ? 'pull_request' : 'push',
        repository: repositoryName,
        run_id: `${4000 + runs}`,
        sha: commit,
        ref,
        base_ref: isPull ? 'main' : '',
        actor: 'anna',
        server_url: 'https://github.com',
        token: 'token-of-the-job',
        event: { pull_request: { number: 7, head: { repo: { full_name: head ?? repositoryName } } } },
      },
      env: { PATH: path, HOME: tenants.folder, GH_HOST_FILE: host.file, ...env },
      vars: {
        TENANTFORM_SCOPE: '--target panificiorossi.example',
        TENANTFORM_OPTIONS: `--sandbox ${tenants.sandbox.url} -q`,
        ...vars,
      },
      ...(directory !== undefined && { directory }),
    })
  }
  return {
    tenants,
    host,
    run,
    planned(change, where = {}) {
      const pull = tenants.pullRequest(change)
      const result = run('pull-request.yml', 'plan', {
        commit: pull.merge,
        ref: 'refs/pull/7/merge',
        head: repositoryName,
        ...where,
      })
      const [artifact = ''] = Object.values(result.artifacts)
      return { ...pull, result, artifact }
    },
    merged({ head, artifact }, facts = {}) {
      const { from = repositoryName, artifacts = { 'tenantform-plan-.': artifact }, plannedAt = head } = facts
      const commit = facts.commit ?? tenants.merge()
      host.change({
        pulls: [{ merge_commit_sha: commit, head: { sha: head, repo: { full_name: from } } }],
        runs: [
          {
            databaseId: 4001,
            workflow: 'pull-request.yml',
            event: 'pull_request',
            commit: plannedAt,
            status: 'success',
            artifacts,
          },
        ],
        approvals: [{ state: 'approved', user: { login: 'bruno' } }],
      })
      return commit
    },
  }
}

/** Steps and what they printed, for the message of a test that fails. */
export function told(result: JobResult): string {
  return result.steps.map(step => `${step.name}: ${step.code}\n${step.out}`).join('\n')
}

export function stepsOf(result: JobResult): readonly (readonly [name: string, code: number])[] {
  return result.steps.map(({ name, code }) => [name, code])
}
