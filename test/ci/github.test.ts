/** The workflows for GitHub, run as they are written: a pull request with its plan and comment, the merge that carries it out, forks, the night. */
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Plan } from '../../engine/plan/plan.ts'
import {
  customer,
  newTenants,
  seatsOf,
  type Tenants,
  trapDocument,
  variablesOf,
} from '../support/ci/checked-out.ts'
import { type HostFile, newHost } from '../support/ci/github-host.ts'
import { type JobResult, runJob } from '../support/ci/github-runner.ts'
import { packed, runnerPath } from '../support/ci/installed.ts'
import { root } from '../support/example.ts'
import { isWrite } from '../support/sandbox-process.ts'

const repositoryName = 'partner/tenants'

let shared = ''
let path = ''
beforeAll(() => {
  shared = mkdtempSync(join(tmpdir(), 'tenantform-package-'))
  path = runnerPath(shared, packed(shared))
})
afterAll(() => rmSync(shared, { recursive: true, force: true }))

let tenants: Tenants
let host: HostFile
let runs = 0
beforeEach(async () => {
  tenants = await newTenants()
  host = newHost(tenants.folder)
})
afterEach(() => tenants.stop())

interface Where {
  readonly commit: string
  readonly ref?: string
  readonly head?: string
  readonly env?: Readonly<Record<string, string>>
}

function run(
  file: string,
  job: string,
  { commit, ref = 'refs/heads/main', head, env = {} }: Where,
): JobResult {
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
    },
  })
}

const oneSeatMore = seatsOf(6)

function planned() {
  const pull = tenants.pullRequest(oneSeatMore)
  const result = run('pull-request.yml', 'plan', {
    commit: pull.merge,
    ref: 'refs/pull/7/merge',
    head: repositoryName,
  })
  const artifact = result.artifacts['tenantform-plan'] ?? ''
  return { ...pull, result, artifact }
}

function merged({ head, artifact }: { readonly head: string; readonly artifact: string }): string {
  const commit = tenants.merge()
  host.change({
    pulls: [{ merge_commit_sha: commit, head: { sha: head } }],
    runs: [
      {
        databaseId: 4001,
        workflow: 'pull-request.yml',
        commit: head,
        status: 'success',
        artifacts: { 'tenantform-plan': artifact },
      },
    ],
    approvals: [{ state: 'approved', user: { login: 'bruno' } }],
  })
  return commit
}

const told = (result: JobResult) =>
  result.steps.map(step => `${step.name}: ${step.code}\n${step.out}`).join('\n')

describe('a pull request of this repository', () => {
  it('is planned: one comment, brought up to date in place, and the plan as an artifact', async () => {
    const { result, artifact, merge } = planned()
    expect({ failed: result.failed, steps: result.steps.map(step => step.name) }, told(result)).toEqual({
      failed: false,
      steps: ['Install', 'Validate', 'Plan', 'Comment', 'Result of the plan'],
    })
    const plan = JSON.parse(readFileSync(join(artifact, 'plan.json'), 'utf8')) as Plan
    expect(plan.origin?.git?.commit).toBe(merge)
    expect(plan.origin?.pipeline?.pullRequest).toBe('7')
    expect(plan.summary).toMatchObject({ create: 1, suspend: 1 })
    const [comment, ...others] = host.read().comments
    expect(others).toEqual([])
    const body = comment?.body ?? ''
    expect(body.split('\n')[0]).toBe('<!-- tenantform . --target panificiorossi.example -->')
    expect(body.indexOf('− suspend')).toBeGreaterThan(0)
    expect(body.indexOf('− suspend')).toBeLessThan(body.indexOf('<details><summary><b>Other changes</b> (1)'))
    expect(body).toContain('https://github.com/partner/tenants/actions/runs/')
    expect((await tenants.sandbox.requests()).filter(isWrite)).toEqual([])

    // A comment of somebody else with our marker is not touched.
    host.change({
      comments: [
        { id: 90, issue: 7, user: { login: 'mallory' }, body },
        ...host.read().comments.map(one => ({ ...one, id: 91 })),
      ],
    })
    const again = planned()
    expect(again.result.failed, told(again.result)).toBe(false)
    const now = host.read().comments
    expect(now.map(one => [one.id, one.body === body])).toEqual([
      [90, true],
      [91, false],
    ])
  })

  it('shows a mistake of a document on its line, and is not planned', async () => {
    const pull = tenants.pullRequest(text => text.replace('seats:', 'seets:'))
    const result = run('pull-request.yml', 'plan', { commit: pull.merge, head: repositoryName })
    expect(result.failed).toBe(true)
    expect(result.steps.map(step => step.name)).toEqual(['Install', 'Validate'])
    expect(result.steps[1]?.out).toMatch(
      /^::error file=customers\/panificiorossi\.yaml,line=\d+,endLine=\d+,col=\d+,title=DOCUMENT\.UNKNOWN_KEY::/m,
    )
    expect(host.read().calls).toEqual([])
    expect(await tenants.sandbox.requests()).toEqual([])
  })

  it('fails where a policy declines the plan, after saying so in the comment', () => {
    tenants.repository.write(
      'strict.yaml',
      'apiVersion: tenantform/v1\nkind: Policy\nname: strict\nrules:\n  - { id: nothing, scope: apply, deny: { irreversibleOver: 0 } }\n',
    )
    tenants.repository.commit('A strict policy')
    const { result } = planned()
    expect(result.failed).toBe(true)
    expect(result.steps.map(({ name, code }) => [name, code])).toEqual([
      ['Install', 0],
      ['Validate', 0],
      ['Plan', 0],
      ['Comment', 0],
      ['Result of the plan', 3],
    ])
    expect(host.read().comments[0]?.body).toContain('> **Denied:** strict/nothing')
  })
})

describe('a pull request of a fork', () => {
  it('is validated as the documents of a stranger: no program runs, no variable is read, no plan is made', async () => {
    const sprung = join(tenants.folder, 'sprung')
    tenants.repository.git('checkout', '--quiet', '-B', 'fork', 'main')
    tenants.repository.write('trap.yaml', trapDocument(sprung))
    tenants.repository.write('.tenantform/sandbox/address.json', '{"url":"http://127.0.0.1:9"}')
    tenants.repository.git('add', '--force', '.tenantform/sandbox/address.json')
    const commit = tenants.repository.commit('A present')
    const where = {
      commit,
      head: 'mallory/tenants',
      env: { ITALY_APP_SECRET: 'secret-of-italy' },
    }
    const plan = run('pull-request.yml', 'plan', where)
    expect({ ran: plan.ran, steps: plan.steps }).toEqual({ ran: false, steps: [] })

    const result = run('pull-request.yml', 'fork', where)
    expect({ ran: result.ran, failed: result.failed, steps: result.steps.map(step => step.name) }).toEqual({
      ran: true,
      failed: true,
      steps: ['Install', 'Validate'],
    })
    const out = told(result)
    const refused = [...out.matchAll(/title=(TRUST\.[A-Z_]+)/g)].map(([, code]) => code)
    expect(new Set(refused)).toEqual(new Set(['TRUST.PROGRAM', 'TRUST.VARIABLE', 'TRUST.TRACKED']))
    expect({ ran: existsSync(sprung), read: out.includes('secret-of-italy') }).toEqual({
      ran: false,
      read: false,
    })
    expect(await tenants.sandbox.requests()).toEqual([])
    expect(host.read().calls).toEqual([])
  })

  it('passes where its documents are in order, and leaves nothing behind', () => {
    const { merge } = tenants.pullRequest(oneSeatMore)
    const where = {
      commit: merge,
      head: 'mallory/tenants',
      env: { TENANTFORM_ALLOW_ENV: variablesOf(tenants) },
    }
    const result = run('pull-request.yml', 'fork', where)
    expect({ failed: result.failed, artifacts: result.artifacts }, told(result)).toEqual({
      failed: false,
      artifacts: {},
    })
  })
})

describe('a merge', () => {
  it('carries out the plan that was reviewed, and keeps the evidence with commit, approver and run', async () => {
    const commit = merged(planned())
    const result = run('merge.yml', 'apply', { commit })
    expect({ failed: result.failed, steps: result.steps.map(step => step.name) }, told(result)).toEqual({
      failed: false,
      steps: ['Find the reviewed plan', 'Who approved', 'Install', 'Apply', 'Evidence'],
    })
    expect(result.summary).toContain('complete')
    expect((await tenants.sandbox.requests()).filter(isWrite).length).toBeGreaterThan(0)
    const kept = result.artifacts['tenantform-evidence'] ?? ''
    expect(readdirSync(kept).sort()).toEqual(['journal', 'tenantform'])
    expect(readdirSync(join(kept, 'tenantform')).sort()).toEqual([
      'evidence.csv',
      'evidence.xlsx',
      'result.json',
      'result.md',
    ])
    const evidence = readFileSync(join(kept, 'tenantform', 'evidence.csv'), 'utf8')
    const [, firstRow = ''] = evidence.split('\r\n')
    expect(firstRow).toContain(`${commit},Anna Rossi <anna@partner.example>,`)
    expect(firstRow).toMatch(/,GitHub Actions \d+ [^,]+,anna,bruno(,|$)/)
  })

  it('is refused where a later commit changed the documents, with nothing written', async () => {
    const plan = planned()
    merged(plan)
    tenants.repository.write(
      customer,
      readFileSync(join(tenants.repository.folder, customer), 'utf8').replace('seats: 6', 'seats: 7'),
    )
    const later = tenants.repository.commit('Later')
    host.change({ pulls: [{ merge_commit_sha: later, head: { sha: plan.head } }] })
    const result = run('merge.yml', 'apply', { commit: later })
    expect(
      result.steps.map(({ name, code }) => [name, code]),
      told(result),
    ).toEqual([
      ['Find the reviewed plan', 0],
      ['Who approved', 0],
      ['Install', 0],
      ['Apply', 4],
      ['Evidence', 0],
    ])
    expect(result.summary).toContain('The plan was refused as stale, and nothing was written')
    expect((await tenants.sandbox.requests()).filter(isWrite)).toEqual([])
  })

  it('applies nothing where no pull request brought the commit', async () => {
    tenants.repository.write('README.md', 'by hand\n')
    const result = run('merge.yml', 'apply', { commit: tenants.repository.commit('By hand') })
    expect({ failed: result.failed, steps: result.steps.map(step => step.name) }).toEqual({
      failed: false,
      steps: ['Find the reviewed plan'],
    })
    expect(await tenants.sandbox.requests()).toEqual([])
  })
})

describe('a night', () => {
  it('opens one issue about what drifted, keeps it up to date, and closes it when nothing is left', async () => {
    await tenants.applyPilot()
    const declared = tenants.declared()
    const night = (seats: number) => {
      tenants.repository.write(customer, declared.replace(/seats: \d+/, `seats: ${seats}`))
      const result = run('schedule.yml', 'drift', { commit: tenants.repository.commit(`Declares ${seats}`) })
      const open = host.read().issues.filter(issue => issue.state === 'open')
      const said = (seen: number) => `seats: 5 live, ${seen} declared`
      return {
        failed: result.failed,
        open: open.map(({ number, title, body }) => ({
          number,
          title,
          tells: [7, 8].filter(seen => body.includes(said(seen))),
        })),
        kept: readdirSync(result.artifacts['tenantform-night'] ?? '').sort(),
      }
    }
    const kept = ['activity.csv', 'drift.md', 'issue.md', 'renewals.ics', 'renewals.json']
    const issue = { number: 1, title: 'Tenantform: drift and renewals in .' }
    expect(night(7)).toEqual({ failed: false, open: [{ ...issue, tells: [7] }], kept })
    expect(night(8)).toEqual({ failed: false, open: [{ ...issue, tells: [8] }], kept })
    expect(night(5)).toEqual({ failed: false, open: [], kept })
    expect(host.read().issues.map(({ number, state }) => [number, state])).toEqual([[1, 'closed']])
  })
})
