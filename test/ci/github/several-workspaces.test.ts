/** Two workspaces in one repository: each has its own job, comment, plan, journal and evidence. */
import { readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { textOf } from '../../support/ci/checked-out.ts'
import { repositoryName, stepsOf, told, useSite } from '../../support/ci/github-jobs.ts'
import { savedPlan } from '../../support/saved-plan.ts'

const site = useSite(['emea', 'us'])

/** No variable chooses what is planned: the customers that the pull request changes are. */
const where = { head: repositoryName, ref: 'refs/pull/7/merge', vars: { TENANTFORM_SCOPE: '' } }

it('are planned for what changed in each, and keep each its own journal', () => {
  const { tenants, host, run, merged } = site()
  const pull = tenants.pullRequestOf(repository => {
    for (const path of ['emea/customers/panificiorossi.yaml', 'us/customers/studioblu.yaml'])
      repository.write(path, textOf(repository, path).replace('labels: [', 'labels: [reviewed, '))
  })
  const planned = ['emea', 'us'].map(directory =>
    run('pull-request.yml', 'plan', { ...where, commit: pull.merge, directory }),
  )
  for (const result of planned) expect(result.failed, told(result)).toBe(false)
  const artifacts = Object.assign({}, ...planned.map(result => result.artifacts)) as Record<string, string>
  const customersOf = (name: string) =>
    savedPlan(join(artifacts[name] ?? '', 'plan.json')).customers.map(customer => customer.name)
  expect(Object.fromEntries(Object.keys(artifacts).map(name => [name, customersOf(name)]))).toEqual({
    'tenantform-plan-emea': ['Panificio Rossi'],
    'tenantform-plan-us': ['Studio Blu'],
  })
  expect(host.read().comments.map(({ body }) => body.split('\n')[0])).toEqual([
    '<!-- tenantform emea --changed-since origin/main -->',
    '<!-- tenantform us --changed-since origin/main -->',
  ])

  const commit = merged({ ...pull, artifact: '' }, { artifacts })
  const kept = ['emea', 'us'].map(directory => {
    const result = run('merge.yml', 'apply', { commit, directory })
    expect(result.failed, told(result)).toBe(false)
    const folder = result.artifacts[`tenantform-evidence-${directory}`] ?? ''
    const evidence = readFileSync(join(folder, 'tenantform', 'evidence.csv'), 'utf8')
      .split('\r\n')
      .slice(1, -1)
    return {
      journals: readdirSync(join(folder, 'journal')).filter(name => name.endsWith('.jsonl')).length,
      about: [
        ...new Set(evidence.map(line => ['Panificio Rossi', 'Studio Blu'].find(name => line.includes(name)))),
      ],
    }
  })
  expect(kept).toEqual([
    { journals: 1, about: ['Panificio Rossi'] },
    { journals: 1, about: ['Studio Blu'] },
  ])
})

it('are told apart where one is deleted and still named in the workflow', () => {
  const { tenants, run } = site()
  const pull = tenants.pullRequestOf(({ folder }) => rmSync(join(folder, 'us'), { recursive: true }))
  const gone = run('pull-request.yml', 'plan', { ...where, commit: pull.merge, directory: 'us' })
  expect(stepsOf(gone)).toEqual([
    ['Install', 0],
    ['Validate', 1],
    ['Comment', 0],
  ])
  expect(told(gone)).toContain('[DOCUMENT.NOTHING]')
})
