/** An approval is a reviewed line in git, or what the environment of the pipeline answers for: `apply --approved`. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { JournalEntry } from '../../engine/journal/entry.ts'
import { tenantform } from '../support/built-command.ts'
import { copyExample } from '../support/example.ts'
import { repositoryIn } from '../support/repository.ts'
import { savedPlan } from '../support/saved-plan.ts'
import { violationsOf } from '../support/schemas.ts'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tenantform-approvals-'))
  copyExample('consolidation', folder)
  repositoryIn(folder).write(
    'severe.yaml',
    `apiVersion: tenantform/v1
kind: Policy
name: severe
rules:
  - { id: undone, scope: apply, needsApproval: { irreversibleOver: 0 } }
`,
  )
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const run = (...args: readonly string[]) => tenantform(args, { cwd: folder })
const apply = (...more: readonly string[]) =>
  run('apply', 'plan.json', '--auto-approve', '--allow-irreversible', '--sandbox', '-q', ...more)

describe('an approval', () => {
  it('that is missing is in the plan, stops it, and can be answered for by whoever runs it', async () => {
    const target = ['--target', 'panificiorossi.example']
    const planned = await run('plan', ...target, '--out', 'plan.json', '--format', 'json', '--sandbox', '-q')
    const plan = savedPlan(join(folder, 'plan.json'))
    const asked = ['1 irreversible action; the limit is 0']
    expect({ code: planned.code, approvals: plan.approvals, wrong: violationsOf('Plan', plan) }).toEqual({
      code: 3,
      approvals: [
        {
          rule: 'severe/undone',
          limit: 'irreversibleOver',
          state: 'missing',
          asked,
          missing: asked,
          lines: [],
        },
      ],
      wrong: [],
    })
    const refused = await apply()
    expect({ code: refused.code, told: refused.err.includes('severe/undone (irreversibleOver)') }).toEqual({
      code: 3,
      told: true,
    })
    expect(await apply('--approved', 'guards/money-cap')).toMatchObject({
      code: 1,
      err: expect.stringContaining(
        '--approved is `guards/money-cap`, which asks for no approval. Rules that ask for one: severe/undone.',
      ),
    })
    const done = await apply('--approved', 'severe/undone')
    expect({ code: done.code, err: done.err }).toEqual({ code: 0, err: '' })
    const { entries } = JSON.parse((await run('journal', 'show', '--format', 'json')).out) as {
      readonly entries: readonly JournalEntry[]
    }
    expect(entries[0]).toMatchObject({ kind: 'apply.began', approved: ['severe/undone'] })
  })
})
