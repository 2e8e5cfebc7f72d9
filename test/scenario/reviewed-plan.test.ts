/** What was reviewed is what runs: a plan from a pull request meets the commit that is checked out when it is applied. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { JournalEntry } from '../../engine/journal/entry.ts'
import { tenantform } from '../support/built-command.ts'
import { copyExample } from '../support/example.ts'
import { newRepository, type Repository } from '../support/repository.ts'
import { savedPlan } from '../support/saved-plan.ts'
import { violationsOf } from '../support/schemas.ts'

const target = ['--target', 'panificiorossi.example']
const pipeline = {
  GITHUB_ACTIONS: 'true',
  GITHUB_RUN_ID: '42',
  GITHUB_REPOSITORY: 'partner/tenants',
  GITHUB_ACTOR: 'anna',
  GITHUB_REF: 'refs/heads/main',
  TENANTFORM_APPROVER: 'bruno',
}

let folder = ''
let repository: Repository
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tenantform-reviewed-'))
  repository = newRepository(join(folder, 'tenants'))
  copyExample('consolidation', repository.folder)
  repository.write('.gitignore', '.tenantform/\n*.json\n')
  repository.commit('Tenants')
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const run = (args: readonly string[], env: Readonly<Record<string, string>> = {}) =>
  tenantform([...args, '--sandbox', '-q'], { cwd: repository.folder, env })
const apply = (env: Readonly<Record<string, string>> = {}) =>
  run(['apply', 'plan.json', '--auto-approve', '--allow-irreversible'], env)

describe('a plan and the commit it was made from', () => {
  it('are written into plan, journal and evidence, beside what the pipeline claims', async () => {
    const commit = repository.git('rev-parse', 'HEAD')
    const planned = await run(['plan', ...target, '--out', 'plan.json'], pipeline)
    const plan = savedPlan(join(repository.folder, 'plan.json'))
    const git = {
      commit,
      branch: 'main',
      author: 'Anna Rossi <anna@partner.example>',
      documents: 'as committed',
    }
    const claimed = {
      system: 'GitHub Actions',
      run: '42',
      url: 'https://github.com/partner/tenants/actions/runs/42',
      startedBy: 'anna',
      approver: 'bruno',
      pullRequest: null,
    }
    expect(plan.origin).toEqual({ git, pipeline: claimed })
    expect(violationsOf('Plan', plan)).toEqual([])
    expect(planned.out).toContain(
      `from commit ${commit.slice(0, 12)} on main by Anna Rossi <anna@partner.example>; GitHub Actions claims: run 42, started by anna, approved by bruno, https://github.com/partner/tenants/actions/runs/42\n`,
    )

    expect((await apply(pipeline)).code).toBe(0)
    const journal = await tenantform(['journal', 'show', '--format', 'json'], { cwd: repository.folder })
    const { entries } = JSON.parse(journal.out) as { readonly entries: readonly JournalEntry[] }
    expect(entries[0]).toMatchObject({ kind: 'apply.began', origin: { git, pipeline: claimed } })
    const evidence = await run(['export', 'evidence', '--format', 'json'])
    const { rows } = JSON.parse(evidence.out) as { readonly rows: readonly Record<string, unknown>[] }
    expect(rows.length).toBeGreaterThan(0)
    const names = [
      'commit',
      'author of the commit',
      'planned from commit',
      'pipeline run (its own claim)',
      'started by (claim of the pipeline)',
      'approved by (claim of the pipeline)',
    ]
    for (const row of rows)
      expect(names.map(name => row[name])).toEqual([
        commit,
        git.author,
        commit,
        'GitHub Actions 42 https://github.com/partner/tenants/actions/runs/42',
        'anna',
        'bruno',
      ])
  })

  it('is refused after a later commit that changes the documents, with nothing written', async () => {
    await run(['plan', ...target, '--out', 'plan.json'])
    const path = 'customers/panificiorossi.yaml'
    const text = readFileSync(join(repository.folder, path), 'utf8')
    repository.write(
      path,
      text.replace(/seats: (\d+)/, (_, seats: string) => `seats: ${Number(seats) + 1}`),
    )
    repository.commit('One seat more')
    const refused = await apply(pipeline)
    expect({ code: refused.code, told: refused.err.includes('[APPLY.DOCUMENTS_CHANGED]') }).toEqual({
      code: 4,
      told: true,
    })
  })

  it('is refused in a pipeline whose documents are not those of the commit, whatever they say', async () => {
    await run(['plan', ...target, '--out', 'plan.json'])
    const path = 'customers/panificiorossi.yaml'
    repository.write(path, `# written by nobody\n${readFileSync(join(repository.folder, path), 'utf8')}`)
    const refused = await apply(pipeline)
    expect({ code: refused.code, err: refused.err }).toEqual({
      code: 4,
      err: expect.stringContaining(
        `customers/panificiorossi.yaml differs from commit ${repository.git('rev-parse', 'HEAD').slice(0, 12)}. Nothing was written.`,
      ),
    })
    const applies = await tenantform(['journal', 'list'], { cwd: repository.folder })
    expect(applies.out).toBe('No apply has been made in this workspace.\n')

    const here = await apply()
    expect({ code: here.code, warned: /warning: .* \[GIT.NOT_AS_COMMITTED\]/.test(here.err) }).toEqual({
      code: 0,
      warned: true,
    })
  })

  it('warns where the base branch has gone on', async () => {
    repository.git('update-ref', 'refs/remotes/origin/main', 'HEAD')
    repository.write('README.md', 'later\n')
    repository.commit('Later')
    repository.git('update-ref', 'refs/remotes/origin/main', 'HEAD')
    repository.git('reset', '--quiet', '--hard', 'HEAD~1')
    const planned = await run(['plan', ...target], pipeline)
    expect({ code: planned.code, err: planned.err }).toEqual({
      code: 0,
      err: expect.stringContaining('origin/main has 1 commit more, as far as was fetched.'),
    })
    const elsewhere = await run(['plan', ...target], { ...pipeline, GITHUB_REF: 'refs/heads/gone' })
    expect(elsewhere.err).toContain('[GIT.BASE_UNKNOWN]')
  })
})
