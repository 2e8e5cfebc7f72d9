/** The workflow of a pull request, run as it is written: findings on their lines, the plan as a comment and an artifact, and what a fork gets. */
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { customer, seatsOf, trapDocument, variablesOf } from '../../support/ci/checked-out.ts'
import { repositoryName, stepsOf, told, useSite } from '../../support/ci/github-jobs.ts'
import { isWrite } from '../../support/sandbox-process.ts'
import { savedPlan } from '../../support/saved-plan.ts'

const site = useSite()
const oneSeatMore = seatsOf(6)

describe('a pull request of this repository', () => {
  it('is planned: one comment, and the plan as an artifact', async () => {
    const { tenants, host, planned } = site()
    const { result, artifact, merge } = planned(oneSeatMore)
    expect({ failed: result.failed, steps: result.steps.map(step => step.name) }, told(result)).toEqual({
      failed: false,
      steps: ['Install', 'Validate', 'Plan', 'Comment', 'Result of the plan'],
    })
    const plan = savedPlan(join(artifact, 'plan.json'))
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
  })

  it('shows a mistake of a document on its line, is not planned, and says so in place of the plan before', async () => {
    const { tenants, host, planned } = site()
    planned(oneSeatMore)
    const before = host.read().comments
    // One of somebody else with our marker is not touched.
    const strange = { id: 90, issue: 7, user: { login: 'mallory' }, body: before[0]?.body ?? '' }
    host.change({ comments: [strange, ...before.map(one => ({ ...one, id: 91 }))] })
    const requests = (await tenants.sandbox.requests()).length
    const { result } = planned(text => text.replace('seats:', 'seets:'))
    expect(stepsOf(result), told(result)).toEqual([
      ['Install', 0],
      ['Validate', 1],
      ['Comment', 0],
    ])
    expect(result.steps[1]?.out).toMatch(
      /^::error file=customers\/panificiorossi\.yaml,line=\d+,endLine=\d+,col=\d+,title=DOCUMENT\.UNKNOWN_KEY::/m,
    )
    expect(
      host.read().comments.map(({ id, body }) => [id, body === strange.body || body.split('\n').slice(0, 2)]),
    ).toEqual([
      [90, true],
      [
        91,
        ['<!-- tenantform . --target panificiorossi.example -->', '## Tenantform has no plan of this commit'],
      ],
    ])
    expect((await tenants.sandbox.requests()).length).toBe(requests)
  })

  it('fails where a policy declines the plan, after saying so in the comment', () => {
    const { tenants, host, planned } = site()
    tenants.repository.write(
      'strict.yaml',
      'apiVersion: tenantform/v1\nkind: Policy\nname: strict\nrules:\n  - { id: nothing, scope: apply, deny: { irreversibleOver: 0 } }\n',
    )
    tenants.repository.commit('A strict policy')
    const { result } = planned(oneSeatMore)
    expect(result.failed).toBe(true)
    expect(stepsOf(result)).toEqual([
      ['Install', 0],
      ['Validate', 0],
      ['Plan', 0],
      ['Comment', 0],
      ['Result of the plan', 3],
    ])
    expect(host.read().comments[0]?.body).toContain('> **Denied:** strict/nothing')
  })
})

describe('names that are meant for a shell, a runner or a page', () => {
  const name = `$(touch sprung) \`touch sprung\` "quoted' ; touch sprung #\n::set-output name=x::y.yaml`

  it('stay names: nothing of them runs, in findings, comment, artifact and summary', async () => {
    const { tenants, host, run } = site()
    const brought = (text: string) =>
      tenants.pullRequestOf(({ write, git }) => {
        git('rm', '--quiet', customer)
        write(`customers/${name}`, text)
      })
    const named = seatsOf(6)(tenants.declared()).replace(
      'name: Panificio Rossi }',
      `name: '$(touch sprung) \`touch sprung\` </details> ##vso[task.complete]' }`,
    )
    const jobOf = ({ merge }: { readonly merge: string }) =>
      run('pull-request.yml', 'plan', { commit: merge, head: repositoryName })
    const wrong = jobOf(brought(named.replace('seats:', 'seets:')))
    expect(stepsOf(wrong), told(wrong)).toEqual([
      ['Install', 0],
      ['Validate', 1],
      ['Comment', 0],
    ])
    const right = jobOf(brought(named))
    expect(right.failed, told(right)).toBe(false)
    const lines = `${told(wrong)}${told(right)}`.split('\n')
    expect(lines.filter(line => /^\s*::(?!error |warning )/.test(line) || line.includes('##vso['))).toEqual(
      [],
    )
    expect(lines.filter(line => line.startsWith('::error file=customers/$(touch')).length).toBe(2)
    const body = host.read().comments[0]?.body ?? ''
    expect([body.includes('</details> ##'), /touch sprung/.test(body)]).toEqual([false, true])
    const left = [tenants.folder, tenants.repository.folder].flatMap(folder =>
      readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(path => path.endsWith('/sprung')),
    )
    expect(left).toEqual([])
  })
})

describe('a pull request of a fork', () => {
  it('is validated as the documents of a stranger: no program runs, no variable is read, no plan is made', async () => {
    const { tenants, host, run } = site()
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
    const { tenants, run } = site()
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
