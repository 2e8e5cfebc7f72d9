/** The pipeline for GitLab, run as it is written, against a service that stands in for GitLab's. */
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { type ApiHost, startApiHost } from '../support/ci/api-host.ts'
import { customer, newTenants, seatsOf, type Tenants, trapDocument } from '../support/ci/checked-out.ts'
import { type GitlabResult, listJobs, pipelineFile, runGitlabJob } from '../support/ci/gitlab-runner.ts'
import { installed } from '../support/ci/installed.ts'
import { firstEntry, severe } from '../support/ci/severe-policy.ts'
import { notCodeQuality, notJunit } from '../support/published-schemas.ts'
import { isWrite } from '../support/sandbox-process.ts'

interface Note {
  readonly id: number
  readonly system: boolean
  body: string
}
interface Issue {
  readonly iid: number
  readonly title: string
  state: string
  description: string
}

/** What the tests of GitHub show in every run is shown again of this host in the full one. */
const isFullRun = process.env['TENANTFORM_FULL'] === '1'

let shared = ''
let path = ''
beforeAll(() => {
  shared = mkdtempSync(join(tmpdir(), 'tenantform-package-'))
  path = installed(shared)
})
afterAll(() => rmSync(shared, { recursive: true, force: true }))

let tenants: Tenants
let host: ApiHost
let notes: Note[] = []
let issues: Issue[] = []
let merged = ''
let planOf: GitlabResult | null = null
let runs = 0
beforeEach(async () => {
  notes = [
    { id: 1, system: true, body: '<!-- tenantform . --target panificiorossi.example --> said the system' },
  ]
  issues = []
  merged = ''
  planOf = null
  tenants = await newTenants()
  host = await startApiHost([
    [/^GET .*\/projects\/5\/merge_requests\/7\/notes\?/, () => notes],
    [
      /^POST .*\/merge_requests\/7\/notes$/,
      ({ body }) => {
        notes.push({ id: notes.length + 1, system: false, ...(body as { body: string }) })
        return {}
      },
    ],
    [
      /^PUT .*\/merge_requests\/7\/notes\/(\d+)$/,
      ({ body }, [, id]) => Object.assign(notes.find(one => one.id === Number(id)) ?? {}, body),
    ],
    [
      /^GET .*\/repository\/commits\/([0-9a-f]+)\/merge_requests$/,
      (_, [, commit]) => (commit === merged ? [{ iid: 7, state: 'merged' }] : []),
    ],
    [
      /^GET .*\/merge_requests\/7\/pipelines$/,
      () => [
        { id: 31, status: 'failed' },
        { id: 30, status: 'success' },
      ],
    ],
    [/^GET .*\/pipelines\/30\/jobs\?scope=success$/, () => [{ id: 300, name: 'plan: [.]' }]],
    [
      /^GET .*\/jobs\/300\/artifacts\/(.+)$/,
      (_, [, file = '']) => {
        const kept = join(planOf?.artifacts ?? '', file)
        return existsSync(kept) ? readFileSync(kept) : undefined
      },
    ],
    [
      /^GET .*\/issues\?labels=tenantform-drift&state=opened&per_page=100$/,
      () => issues.filter(one => one.state === 'opened'),
    ],
    [
      /^POST .*\/issues$/,
      ({ body }) => {
        issues.push({
          iid: issues.length + 1,
          state: 'opened',
          ...(body as { title: string; description: string }),
        })
        return {}
      },
    ],
    [
      /^PUT .*\/issues\/(\d+)$/,
      ({ body }, [, iid]) => {
        const issue = issues.find(one => one.iid === Number(iid))
        const { state_event: event, ...fields } = body as { state_event?: string }
        return Object.assign(issue ?? {}, fields, event === 'close' && { state: 'closed' })
      },
    ],
  ])
})
afterEach(async () => {
  await host.stop()
  await tenants.stop()
})

function run(
  job: string,
  commit: string,
  variables: Readonly<Record<string, string>> = {},
): Promise<GitlabResult> {
  runs += 1
  return runGitlabJob({
    job,
    folder: join(tenants.folder, `run-${runs}`),
    checkout: tenants.checkOut(commit),
    env: { PATH: path, HOME: tenants.folder },
    variables: {
      CI_API_V4_URL: `${host.url}api/v4`,
      CI_PROJECT_ID: '5',
      CI_PIPELINE_ID: '1001',
      CI_JOB_URL: 'https://gitlab.example/partner/tenants/-/jobs/5',
      CI_COMMIT_SHA: commit,
      GITLAB_USER_LOGIN: 'anna',
      TENANTFORM_GITLAB_TOKEN: 'token-of-the-project',
      TENANTFORM_SCOPE: '--target panificiorossi.example',
      TENANTFORM_OPTIONS: `--sandbox ${tenants.sandbox.url} -q`,
      ...variables,
    },
  })
}

const request = { CI_MERGE_REQUEST_IID: '7', CI_MERGE_REQUEST_TARGET_BRANCH_NAME: 'main' }
const onMain = { CI_COMMIT_BRANCH: 'main' }
const approve = { TENANTFORM_APPROVE: 'true' }
const planned = async (seats = 6, variables = {}) => {
  planOf = await run('plan', tenants.pullRequest(seatsOf(seats)).merge, { ...request, ...variables })
  return planOf
}

describe('on GitLab', () => {
  it('a merge request is planned in one note with its reports, and the merge carries out that plan', async () => {
    const first = await planned()
    expect(first.code, first.out).toBe(0)
    expect(notes.map(note => [note.id, note.system])).toEqual([
      [1, true],
      [2, false],
    ])
    expect(notes[0]?.body).toContain('said the system')
    expect(notes[1]?.body).toContain('| 6 | central-emea |')
    const report = (name: string) => readFileSync(join(first.artifacts, 'tenantform', name), 'utf8')
    expect(notCodeQuality(report('code-quality.json'))).toEqual([])
    expect([notJunit(report('validate.xml')), notJunit(report('plan.xml'))]).toEqual([[], []])
    expect((await tenants.sandbox.requests()).filter(isWrite)).toEqual([])

    merged = tenants.merge()
    const applied = await run('apply', merged, onMain)
    expect(applied.code, applied.out).toBe(0)
    const evidence = readFileSync(join(applied.artifacts, 'tenantform', 'evidence.csv'), 'utf8')
    expect(
      readdirSync(join(applied.artifacts, 'tenantform', 'journal')).some(name => name.endsWith('.jsonl')),
    ).toBe(true)
    expect(evidence.split('\r\n')[1]).toContain(
      'GitLab 1001 https://gitlab.example/partner/tenants/-/jobs/5,anna,anna',
    )
  })

  it('a commit that cannot be planned says so in the note of the one before', async () => {
    await planned()
    const { merge } = tenants.pullRequest(text => text.replace('seats:', 'seets:'))
    const failed = await run('plan', merge, request)
    expect({
      code: failed.code,
      notes: notes.length,
      says: notes[1]?.body.split('\n').slice(0, 2),
    }).toEqual({
      code: 1,
      notes: 2,
      says: [
        '<!-- tenantform . --target panificiorossi.example -->',
        '## Tenantform has no plan of this commit',
      ],
    })
  })

  it.runIf(isFullRun)('a plan is refused after a later commit, and nothing is written', async () => {
    await planned()
    tenants.merge()
    tenants.pullRequest(seatsOf(8))
    merged = tenants.merge()
    const refused = await run('apply', merged, onMain)
    expect(refused.code, refused.out).toBe(4)
    expect((await tenants.sandbox.requests()).filter(isWrite)).toEqual([])
  })

  it.runIf(isFullRun)(
    'what policies want approved passes where the protected environment answers for it, and fails otherwise',
    async () => {
      severe(tenants, 'needsApproval')
      expect((await planned()).code).toBe(3)
      const plan = await planned(6, approve)
      expect(plan.code, plan.out).toBe(0)
      merged = tenants.merge()
      const applied = await run('apply', merged, { ...onMain, ...approve })
      expect(applied.code, applied.out).toBe(0)
      expect(firstEntry(join(applied.artifacts, 'tenantform', 'journal'))).toMatchObject({
        kind: 'apply.began',
        approved: ['severe/undone'],
        origin: { pipeline: { approver: 'anna' } },
      })
      severe(tenants, 'deny')
      expect((await planned(8, approve)).code).toBe(3)
    },
  )

  it('a commit that no merge request brought applies nothing', async () => {
    const result = await run('apply', tenants.repository.git('rev-parse', 'HEAD'), onMain)
    expect([result.code, result.out]).toEqual([
      0,
      'No merge request brought this commit: nothing was planned, and nothing is applied.',
    ])
  })

  it('a merge request that changes no customer plans nothing, and applies nothing', async () => {
    const since = { TENANTFORM_SCOPE: '--changed-since origin/main' }
    tenants.repository.git('checkout', '--quiet', '-B', 'feature', 'main')
    tenants.repository.write('README.md', 'words\n')
    const head = tenants.repository.commit('Words')
    tenants.repository.git('checkout', '--quiet', 'main')
    planOf = await run('plan', head, { ...request, ...since })
    expect(planOf.code, planOf.out).toBe(0)
    expect(planOf.out).toContain("No customer's documents have changed since origin/main")
    merged = tenants.merge()
    const applied = await run('apply', merged, onMain)
    expect(
      { code: applied.code, told: applied.out.includes('there is nothing to plan') },
      applied.out,
    ).toEqual({
      code: 0,
      told: true,
    })
    expect(await tenants.sandbox.requests()).toEqual([])
  })

  it('a fork is validated as the documents of a stranger, and makes no token', async () => {
    const sprung = join(tenants.folder, 'sprung')
    tenants.repository.write('trap.yaml', trapDocument(sprung))
    const commit = tenants.repository.commit('A present')
    const result = await run('fork', commit, { ...request, ITALY_APP_SECRET: 'secret-of-italy' })
    expect({
      code: result.code,
      refused: result.out.includes('[TRUST.PROGRAM]'),
      ran: existsSync(sprung),
      read: result.out.includes('secret-of-italy'),
      calls: host.calls,
    }).toEqual({ code: 1, refused: true, ran: false, read: false, calls: [] })
    const { fork } = parse(readFileSync(pipelineFile, 'utf8')) as {
      readonly fork: { readonly id_tokens: object; readonly variables: object }
    }
    expect([fork.id_tokens, fork.variables]).toEqual([{}, { TENANTFORM_UNTRUSTED: '1' }])
  })

  it('the night keeps one issue up to date, and closes it', async () => {
    await tenants.applyPilot()
    const night = async (seats: number) => {
      tenants.repository.write(customer, seatsOf(seats)(tenants.declared()))
      const result = await run('drift', tenants.repository.commit(`Declares ${seats}`))
      expect(result.code, result.out).toBe(0)
      return issues.map(issue => [
        issue.state,
        [7, 8].filter(seen => issue.description.includes(`seats: 5 live, ${seen} declared`)),
      ])
    }
    expect(await night(7)).toEqual([['opened', [7]]])
    if (isFullRun) expect(await night(8)).toEqual([['opened', [8]]])
    expect(await night(5)).toEqual([['closed', [isFullRun ? 8 : 7]]])
  })
})

describe('the pipeline file', () => {
  const text = readFileSync(pipelineFile, 'utf8')
  const jobsFor = async (variables: Readonly<Record<string, string>>) => {
    const folder = mkdtempSync(join(shared, 'rules-'))
    const { code, out } = await listJobs(text, variables, folder)
    expect({ code, valid: out.includes('json schema validated') }, out).toEqual({ code: 0, valid: true })
    return ['fork', 'plan', 'apply', 'drift'].filter(job =>
      new RegExp(`^"?${job}: \\[[.]\\]"?;`, 'm').test(out),
    )
  }

  it('keeps the schema of GitLab, and runs each job where it is meant to', async () => {
    const own = { CI_MERGE_REQUEST_SOURCE_PROJECT_ID: '5', CI_MERGE_REQUEST_PROJECT_ID: '5' }
    const merge = { CI_PIPELINE_SOURCE: 'merge_request_event' }
    expect(await jobsFor({ ...merge, ...own })).toEqual(['plan'])
    expect(await jobsFor({ ...merge, ...own, CI_MERGE_REQUEST_SOURCE_PROJECT_ID: '6' })).toEqual(['fork'])
    expect(await jobsFor({ CI_PIPELINE_SOURCE: 'schedule' })).toEqual(['drift'])
    const push = { CI_PIPELINE_SOURCE: 'push', CI_DEFAULT_BRANCH: 'main' }
    expect(await jobsFor({ ...push, CI_COMMIT_BRANCH: 'main' })).toEqual(['apply'])
    expect(await jobsFor({ ...push, CI_COMMIT_BRANCH: 'other' })).toEqual([])
    const broken = await listJobs(
      'job: { script: [x], retry: { max: many } }',
      {},
      mkdtempSync(join(shared, 'rules-')),
    )
    expect(broken.code).not.toBe(0)
  })
})
