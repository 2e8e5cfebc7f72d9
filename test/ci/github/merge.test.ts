/** The workflow of a merge, run as it is written: it carries out the very plan that was reviewed, or nothing. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { customer, seatsOf } from '../../support/ci/checked-out.ts'
import { type Planned, stepsOf, told, useSite } from '../../support/ci/github-jobs.ts'
import { firstEntry, severe } from '../../support/ci/severe-policy.ts'
import { isWrite } from '../../support/sandbox-process.ts'

const site = useSite()
const oneSeatMore = seatsOf(6)

describe('a merge', () => {
  it('carries out the plan that was reviewed, and keeps the evidence with commit, approver and run', async () => {
    const { tenants, run, planned, merged } = site()
    const commit = merged(planned(oneSeatMore))
    const result = run('merge.yml', 'apply', { commit })
    expect({ failed: result.failed, steps: result.steps.map(step => step.name) }, told(result)).toEqual({
      failed: false,
      steps: ['Find the reviewed plan', 'Who approved', 'Install', 'Apply', 'Evidence'],
    })
    expect(result.summary).toContain('complete')
    expect((await tenants.sandbox.requests()).filter(isWrite).length).toBeGreaterThan(0)
    const kept = result.artifacts['tenantform-evidence-.'] ?? ''
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
    const { tenants, run, planned, merged } = site()
    const plan = planned(oneSeatMore)
    tenants.merge()
    tenants.repository.write(customer, seatsOf(7)(tenants.declared()))
    const later = tenants.repository.commit('Later')
    const result = run('merge.yml', 'apply', { commit: merged(plan, { commit: later }) })
    expect(stepsOf(result), told(result)).toEqual([
      ['Find the reviewed plan', 0],
      ['Who approved', 0],
      ['Install', 0],
      ['Apply', 4],
      ['Evidence', 0],
    ])
    expect(result.summary).toContain('The plan was refused as stale, and nothing was written')
    expect((await tenants.sandbox.requests()).filter(isWrite)).toEqual([])
  })

  it('passes on what policies want approved, where the environment answers for it, and is not planned to otherwise', () => {
    const { tenants, run, planned, merged } = site()
    severe(tenants, 'needsApproval')
    const vars = { TENANTFORM_APPROVE: 'true' }
    const resultOf = (plan: Planned) => stepsOf(plan.result).at(-1)
    expect(resultOf(planned(oneSeatMore))).toEqual(['Result of the plan', 3])
    const plan = planned(oneSeatMore, { vars })
    expect(resultOf(plan), told(plan.result)).toEqual(['Result of the plan', 0])
    const result = run('merge.yml', 'apply', { commit: merged(plan), vars })
    expect(result.failed, told(result)).toBe(false)
    const kept = join(result.artifacts['tenantform-evidence-.'] ?? '', 'journal')
    expect(firstEntry(kept)).toMatchObject({
      kind: 'apply.began',
      approved: ['severe/undone'],
      origin: { pipeline: { approver: 'bruno' } },
    })
    // What a rule denies, nobody can pass on.
    severe(tenants, 'deny')
    expect(resultOf(planned(seatsOf(8), { vars }))).toEqual(['Result of the plan', 3])
  })

  it('is refused after a forced push that nobody planned, and where a fork brought it, with nothing written', async () => {
    const { tenants, run, planned, merged } = site()
    const plan = planned(oneSeatMore)
    const { head } = tenants.pullRequest(seatsOf(8))
    const commit = merged({ ...plan, head }, { plannedAt: plan.head })
    const pushed = run('merge.yml', 'apply', { commit })
    // A fork can change the workflow that its own run is of, and bring an artifact by that name.
    merged({ ...plan, head }, { commit, from: 'mallory/tenants' })
    const forked = run('merge.yml', 'apply', { commit })
    expect([stepsOf(pushed), pushed.summary, stepsOf(forked), forked.summary]).toEqual([
      [['Find the reviewed plan', 1]],
      `The pull request has no plan that succeeded at ${head}.\n`,
      [['Find the reviewed plan', 1]],
      'The pull request came from a fork, which is never planned: bring its change on a branch of this repository.\n',
    ])
    expect((await tenants.sandbox.requests()).filter(isWrite)).toEqual([])
  })

  it('does nothing about a plan that holds nothing, and says so', async () => {
    const { tenants, run, planned, merged } = site()
    await tenants.applyPilot()
    const writes = (await tenants.sandbox.requests()).filter(isWrite).length
    const plan = planned(text => `# nothing but a note\n${text}`)
    expect(stepsOf(plan.result).slice(2), told(plan.result)).toEqual([
      ['Plan', 0],
      ['Comment', 0],
      ['Result of the plan', 0],
    ])
    const result = run('merge.yml', 'apply', { commit: merged(plan) })
    expect(result.failed, told(result)).toBe(false)
    expect(result.summary).toContain('Nothing to do')
    const kept = readFileSync(
      join(result.artifacts['tenantform-evidence-.'] ?? '', 'tenantform', 'result.json'),
      'utf8',
    )
    expect(JSON.parse(kept)).toMatchObject({ apply: null, verdict: 'nothing written' })
    expect((await tenants.sandbox.requests()).filter(isWrite).length).toBe(writes)
  })

  it('applies nothing where no pull request brought the commit', async () => {
    const { tenants, run } = site()
    tenants.repository.write('README.md', 'by hand\n')
    const result = run('merge.yml', 'apply', { commit: tenants.repository.commit('By hand') })
    expect({ failed: result.failed, steps: result.steps.map(step => step.name) }).toEqual({
      failed: false,
      steps: ['Find the reviewed plan'],
    })
    expect(await tenants.sandbox.requests()).toEqual([])
  })
})
