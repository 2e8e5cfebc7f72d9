/** The files for GitHub, by GitHub's own parser, and by what must never stand in them. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { wrongInAction, wrongInWorkflow } from '../../support/ci/github-parser.ts'
import { root } from '../../support/example.ts'

const folder = join(root, 'examples', 'ci', 'github')
const workflows = readdirSync(folder).filter(name => name.endsWith('.yml'))
const textOf = (path: string) => readFileSync(path, 'utf8')

interface Step {
  readonly run?: string
  readonly uses?: string
}
interface Job {
  readonly permissions?: Readonly<Record<string, string>>
  readonly environment?: string
  readonly 'timeout-minutes'?: number
  readonly steps: readonly Step[]
}
interface Workflow {
  readonly on: unknown
  readonly permissions: Readonly<Record<string, string>>
  readonly concurrency: { readonly 'cancel-in-progress': boolean }
  readonly jobs: Readonly<Record<string, Job>>
}
const workflowOf = (name: string) => parse(textOf(join(folder, name))) as Workflow

describe('the workflows', () => {
  it('are three, and the parser of GitHub finds no mistake in them', async () => {
    expect(workflows).toEqual(['merge.yml', 'pull-request.yml', 'schedule.yml'])
    for (const name of workflows)
      expect({ name, mistakes: await wrongInWorkflow(name, textOf(join(folder, name))) }).toEqual({
        name,
        mistakes: [],
      })
    expect(
      await wrongInWorkflow('broken.yml', 'on: push\njobs: { a: { runs-on: x, stepps: [] } }'),
    ).not.toEqual([])
  })

  it('never run on a stranger’s commit with secrets, and put no value of an event into a script', () => {
    for (const name of workflows) {
      const text = textOf(join(folder, name))
      expect({
        name,
        target: text.includes('pull_request_target'),
        secrets: text.includes('secrets.'),
      }).toEqual({
        name,
        target: false,
        secrets: false,
      })
      for (const job of Object.values(workflowOf(name).jobs))
        for (const step of job.steps) expect(step.run ?? '').not.toContain('${{')
    }
  })

  it('give a fork the right to read the repository, and nothing else', () => {
    const { jobs, permissions } = workflowOf('pull-request.yml')
    expect(permissions).toEqual({ contents: 'read' })
    const fork = jobs['fork']
    expect({ permissions: fork?.permissions, environment: fork?.environment }).toEqual({
      permissions: { contents: 'read' },
      environment: undefined,
    })
    expect(fork?.steps.map(step => step.uses)).toEqual([
      'actions/checkout@v4',
      'tenantform/tenantform@v0.1.0',
    ])
  })

  it('apply one after the other, behind an environment, and are not cancelled half-way', () => {
    const { jobs, concurrency } = workflowOf('merge.yml')
    expect({ cancels: concurrency['cancel-in-progress'], environment: jobs['apply']?.environment }).toEqual({
      cancels: false,
      environment: 'tenants-apply',
    })
    for (const name of workflows)
      for (const job of Object.values(workflowOf(name).jobs))
        expect(job['timeout-minutes']).toBeGreaterThan(0)
  })
})

describe('the release', () => {
  const path = join(root, '.github', 'workflows', 'release.yml')

  it('has no mistake by the parser of GitHub, publishes with provenance, and holds no token', async () => {
    const text = textOf(path)
    expect(await wrongInWorkflow('release.yml', text)).toEqual([])
    expect({
      provenance: text.includes('npm publish --provenance'),
      secrets: text.includes('secrets.'),
    }).toEqual({
      provenance: true,
      secrets: false,
    })
    const { jobs } = parse(text) as Workflow
    for (const job of Object.values(jobs))
      for (const step of job.steps) expect(step.run ?? '').not.toContain('${{')
  })

  it('builds an image that runs as no root and knows whether it works', () => {
    const lines = textOf(join(root, 'Containerfile')).split('\n')
    expect(lines.filter(line => /^(FROM|USER|HEALTHCHECK|ENTRYPOINT)/.test(line))).toEqual([
      'FROM node:22-bookworm-slim',
      'USER node',
      'HEALTHCHECK --interval=1m --timeout=10s CMD ["tenantform-health"]',
      'ENTRYPOINT ["tenantform"]',
    ])
  })
})

describe('the action', () => {
  it('has no mistake by the parser of GitHub, and every value reaches a script as a variable', async () => {
    const content = textOf(join(root, 'action.yml'))
    expect(await wrongInAction(content)).toEqual([])
    expect(await wrongInAction('name: x\nruns: { using: composite, stepps: [] }')).not.toEqual([])
    const { runs } = parse(content) as { readonly runs: { readonly steps: readonly Step[] } }
    for (const step of runs.steps) expect(step.run ?? '').not.toContain('${{')
  })

  it('installs the version that it is of', () => {
    const { version } = JSON.parse(textOf(join(root, 'package.json'))) as { readonly version: string }
    const { inputs } = parse(textOf(join(root, 'action.yml'))) as {
      readonly inputs: { readonly package: { readonly default: string } }
    }
    expect(inputs.package.default).toBe(`tenantform@${version}`)
    for (const name of workflows)
      expect(textOf(join(folder, name))).toContain(`tenantform/tenantform@v${version}`)
  })
})
