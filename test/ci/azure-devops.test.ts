/** The pipelines for Azure DevOps, run as they are written, against an agent and a service that stand in for Microsoft's. */
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { type ApiHost, startApiHost } from '../support/ci/api-host.ts'
import { type AzureResult, runAzureJob } from '../support/ci/azure-runner.ts'
import { customer, newTenants, seatsOf, type Tenants, trapDocument } from '../support/ci/checked-out.ts'
import { runnerPath } from '../support/ci/installed.ts'
import { firstEntry, severe } from '../support/ci/severe-policy.ts'
import { root } from '../support/example.ts'
import { isWrite } from '../support/sandbox-process.ts'

interface Thread {
  readonly id: number
  readonly comments: { content: string }[]
}
interface Item {
  readonly id: number
  readonly fields: Record<string, string>
}

/** What the tests of GitHub show in every run is shown again of this host in the full one. */
const isFullRun = process.env['TENANTFORM_FULL'] === '1'

let shared = ''
let path = ''
beforeAll(() => {
  shared = mkdtempSync(join(tmpdir(), 'tenantform-package-'))
  path = runnerPath(shared)
})
afterAll(() => rmSync(shared, { recursive: true, force: true }))

let tenants: Tenants
let host: ApiHost
let threads: Thread[] = []
let items: Item[] = []
let artifacts: Record<string, string> = {}
let merged = ''
let runs = 0
beforeEach(async () => {
  threads = []
  items = []
  artifacts = {}
  merged = ''
  tenants = await newTenants()
  host = await startApiHost([
    [/^GET .*\/pullRequests\/7\/threads\?/, () => ({ value: threads })],
    [
      /^POST .*\/pullRequests\/7\/threads\?/,
      ({ body }) => {
        threads.push({ id: threads.length + 1, ...(body as Pick<Thread, 'comments'>) })
        return {}
      },
    ],
    [
      /^PATCH .*\/threads\/(\d+)\/comments\/1\?/,
      ({ body }, [, id]) => {
        const thread = threads.find(one => one.id === Number(id))
        if (thread?.comments[0] === undefined) return undefined
        thread.comments[0].content = (body as { content: string }).content
        return {}
      },
    ],
    [
      /^POST .*\/pullrequestquery\?/,
      ({ body }) => {
        const [commit = ''] = (body as { queries: [{ items: string[] }] }).queries[0].items
        return { results: [commit === merged ? { [commit]: [{ pullRequestId: 7 }] } : {}] }
      },
    ],
    [
      /^GET .*\/build\/builds\?definitions=12&branchName=refs\/pull\/7\/merge&resultFilter=succeeded&.*\$top=1/,
      () => ({ value: [{ id: 501 }] }),
    ],
    [
      /^GET .*\/build\/builds\/900\/timeline\?/,
      () => ({ records: [{ type: 'Task' }, { type: 'Checkpoint.Approval', id: 'a1' }] }),
    ],
    [
      /^GET .*\/pipelines\/approvals\?approvalIds=a1&\$expand=steps/,
      () => ({ value: [{ steps: [{ status: 'approved', actualApprover: { displayName: 'Bruno' } }] }] }),
    ],
    [
      /^POST .*\/wit\/wiql\?/,
      () => ({
        workItems: items.filter(item => item.fields['System.State'] !== 'Done').map(({ id }) => ({ id })),
      }),
    ],
    [
      /^POST .*\/wit\/workitems\/\$Issue\?/,
      ({ body }) => {
        items.push({ id: items.length + 1, fields: fieldsIn(body) })
        return {}
      },
    ],
    [
      /^PATCH .*\/wit\/workitems\/(\d+)\?/,
      ({ body }, [, id]) => {
        Object.assign(items.find(one => one.id === Number(id))?.fields ?? {}, fieldsIn(body))
        return {}
      },
    ],
  ])
})
afterEach(async () => {
  await host.stop()
  await tenants.stop()
})

function fieldsIn(body: unknown): Record<string, string> {
  const changes = body as readonly { readonly path: string; readonly value: string }[]
  return Object.fromEntries(changes.map(({ path: field, value }) => [field.replace('/fields/', ''), value]))
}

function run(
  file: string,
  job: string,
  {
    commit,
    variables = {},
  }: { readonly commit: string; readonly variables?: Readonly<Record<string, string>> },
): Promise<AzureResult> {
  runs += 1
  return runAzureJob({
    file: `azure-pipelines-${file}.yml`,
    job,
    folder: join(tenants.folder, `run-${runs}`),
    checkout: tenants.checkOut(commit),
    artifacts,
    env: { PATH: path, HOME: tenants.folder },
    variables: {
      'System.AccessToken': 'token-of-the-job',
      'System.CollectionUri': host.url,
      'System.TeamProject': 'tenants',
      'System.TeamProjectId': 'project-1',
      'Build.Repository.Id': 'repository-1',
      'Build.BuildId': '900',
      'Build.BuildNumber': '20261207.1',
      'Build.RequestedFor': 'Anna Rossi',
      'Build.SourceVersion': commit,
      TENANTFORM_SCOPE: '--target panificiorossi.example',
      TENANTFORM_OPTIONS: `--sandbox ${tenants.sandbox.url} -q`,
      TENANTFORM_PLAN_PIPELINE: '12',
      ...variables,
    },
  })
}

const pull = {
  'System.PullRequest.IsFork': 'False',
  'System.PullRequest.PullRequestId': '7',
  'System.PullRequest.TargetBranch': 'refs/heads/main',
  'Build.SourceBranch': 'refs/pull/7/merge',
}
const approve = { TENANTFORM_APPROVE: 'true' }
const planned = (seats = 6, variables = {}) => {
  const { merge } = tenants.pullRequest(seatsOf(seats))
  return run('pull-request', 'plan', { commit: merge, variables: { ...pull, ...variables } })
}
const stepsOf = (result: AzureResult) => result.steps.map(({ name, code }) => [name, code])
const told = (result: AzureResult) =>
  result.steps.map(step => `${step.name}: ${step.code}\n${step.out}`).join('\n')

describe('on Azure DevOps', () => {
  it('a pull request is planned in one comment, and the merge carries out that plan', async () => {
    const first = await planned()
    expect(stepsOf(first), told(first)).toEqual([
      ['Validate', 0],
      ['Plan', 0],
      ['Comment', 0],
      ['Result of the plan', 0],
    ])
    expect(threads.map(thread => thread.comments.length)).toEqual([1])
    const content = threads[0]?.comments[0]?.content ?? ''
    expect(content.split('\n')[0]).toBe('<!-- tenantform . --target panificiorossi.example -->')
    expect(content).toContain('| 6 | central-emea |')
    expect(readdirSync(artifacts['tenantform-plan'] ?? '')).toContain('plan.json')
    expect((await tenants.sandbox.requests()).filter(isWrite)).toEqual([])

    merged = tenants.merge()
    const applied = await run('merge', 'apply', {
      commit: merged,
      variables: { 'Build.SourceBranch': 'refs/heads/main' },
    })
    expect(stepsOf(applied), told(applied)).toEqual([
      ['Find the reviewed plan', 0],
      ['Apply', 0],
    ])
    const kept = artifacts['tenantform-evidence'] ?? ''
    expect(readdirSync(join(kept, 'journal')).some(name => name.endsWith('.jsonl'))).toBe(true)
    const evidence = readFileSync(join(kept, 'evidence.csv'), 'utf8')
    expect(evidence.split('\r\n')[1]).toContain(
      `Azure DevOps 20261207.1 ${host.url}tenants/_build/results?buildId=900,Anna Rossi,Bruno`,
    )
    expect(host.calls.filter(call => !call.authorised)).toEqual([])
  })

  it('a commit that cannot be planned says so in the comment of the one before', async () => {
    await planned()
    const { merge } = tenants.pullRequest(text => text.replace('seats:', 'seets:'))
    const failed = await run('pull-request', 'plan', { commit: merge, variables: pull })
    expect([
      stepsOf(failed),
      threads.map(thread => thread.comments[0]?.content.split('\n').slice(0, 2)),
    ]).toEqual([
      [
        ['Validate', 1],
        ['Comment', 0],
      ],
      [['<!-- tenantform . --target panificiorossi.example -->', '## Tenantform has no plan of this commit']],
    ])
  })

  it.runIf(isFullRun)('a plan is refused after a later commit, and nothing is written', async () => {
    expect((await planned()).failed).toBe(false)
    tenants.merge()
    tenants.pullRequest(seatsOf(8))
    merged = tenants.merge()
    const refused = await run('merge', 'apply', {
      commit: merged,
      variables: { 'Build.SourceBranch': 'refs/heads/main' },
    })
    expect(stepsOf(refused), told(refused)).toEqual([
      ['Find the reviewed plan', 0],
      ['Apply', 4],
    ])
    expect((await tenants.sandbox.requests()).filter(isWrite)).toEqual([])
  })

  it.runIf(isFullRun)(
    'what policies want approved passes where the environment answers for it, and fails otherwise',
    async () => {
      severe(tenants, 'needsApproval')
      expect(stepsOf(await planned()).at(-1)).toEqual(['Result of the plan', 3])
      const plan = await planned(6, approve)
      expect(stepsOf(plan).at(-1), told(plan)).toEqual(['Result of the plan', 0])
      merged = tenants.merge()
      const variables = { 'Build.SourceBranch': 'refs/heads/main', ...approve }
      const applied = await run('merge', 'apply', { commit: merged, variables })
      expect(stepsOf(applied).at(-1), told(applied)).toEqual(['Apply', 0])
      expect(firstEntry(join(artifacts['tenantform-evidence'] ?? '', 'journal'))).toMatchObject({
        kind: 'apply.began',
        approved: ['severe/undone'],
        origin: { pipeline: { approver: 'Bruno' } },
      })
      severe(tenants, 'deny')
      expect(stepsOf(await planned(8, approve)).at(-1)).toEqual(['Result of the plan', 3])
    },
  )

  it('a commit that no pull request brought applies nothing', async () => {
    const commit = tenants.repository.git('rev-parse', 'HEAD')
    const result = await run('merge', 'apply', { commit })
    expect(stepsOf(result), told(result)).toEqual([['Find the reviewed plan', 0]])
  })

  it('a fork is validated as the documents of a stranger, with no secret in reach', async () => {
    const sprung = join(tenants.folder, 'sprung')
    tenants.repository.write('trap.yaml', trapDocument(sprung))
    const where = {
      commit: tenants.repository.commit('A present'),
      variables: { ...pull, 'System.PullRequest.IsFork': 'True', ITALY_APP_SECRET: 'secret-of-italy' },
    }
    expect((await run('pull-request', 'plan', where)).ran).toBe(false)
    const result = await run('pull-request', 'fork', where)
    expect(stepsOf(result), told(result)).toEqual([['Validate', 1]])
    const out = told(result)
    expect({
      marked: out.includes('##vso[task.logissue type=error;sourcepath=trap.yaml;linenumber=7;'),
      ran: existsSync(sprung),
      read: out.includes('secret-of-italy'),
      calls: host.calls,
    }).toEqual({ marked: true, ran: false, read: false, calls: [] })
    const { jobs } = parse(
      readFileSync(join(root, 'examples/ci/azure-devops/azure-pipelines-pull-request.yml'), 'utf8'),
    ) as { readonly jobs: readonly { readonly job: string }[] }
    expect(JSON.stringify(jobs.find(one => one.job === 'fork'))).not.toMatch(
      /AccessToken|group|azureSubscription/,
    )
  })

  it('the night keeps one work item up to date, and closes it', async () => {
    await tenants.applyPilot()
    const night = async (seats: number) => {
      tenants.repository.write(customer, seatsOf(seats)(tenants.declared()))
      const result = await run('night', 'drift', { commit: tenants.repository.commit(`Declares ${seats}`) })
      expect(result.failed, told(result)).toBe(false)
      return items.map(({ fields }) => [
        fields['System.State'] ?? 'New',
        [7, 8].filter(seen => fields['System.Description']?.includes(`seats: 5 live, ${seen} declared`)),
      ])
    }
    expect(await night(7)).toEqual([['New', [7]]])
    if (isFullRun) expect(await night(8)).toEqual([['New', [8]]])
    expect(await night(5)).toEqual([['Done', [isFullRun ? 8 : 7]]])
  })
})
