/**
 * The plans of the examples, as a user would see them, made by the real commands on the embedded sandbox. The files are reviewed like
 * code: `npx vitest run test/golden -u` writes them anew, `git diff` says what changed for users.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { copyExample, exampleNames, root } from '../support/example.ts'
import { runInProcess } from '../support/run-in-process.ts'
import { violationsOf } from '../support/schemas.ts'

const golden = (name: string, file: string) => join(root, 'test/golden', name, file)

describe.each(exampleNames)('examples/%s', name => {
  let folder = ''
  const answer = async (...args: readonly string[]) => {
    const done = await runInProcess([...args, '--sandbox'], folder, {
      env: { TENANTFORM_WORLD: '7' },
    })
    expect({ code: done.code, stderr: done.code === 0 ? '' : done.err }).toEqual({ code: 0, stderr: '' })
    return done.out
  }

  beforeAll(() => {
    folder = join(mkdtempSync(join(tmpdir(), 'tenantform-golden-')), name)
    copyExample(name, folder)
  })
  afterAll(() => rmSync(join(folder, '..'), { recursive: true, force: true }))

  it('is planned as text', async () => {
    await expect(await answer('plan')).toMatchFileSnapshot(golden(name, 'plan.txt'))
  })

  it('is planned as Markdown, for a pull request', async () => {
    await expect(await answer('plan', '--format', 'markdown')).toMatchFileSnapshot(golden(name, 'plan.md'))
  })

  it('is planned as JSON that keeps its schema, the same bytes every time', async () => {
    const text = await answer('plan', '--format', 'json')
    expect(violationsOf('Plan', JSON.parse(text))).toEqual([])
    expect(await answer('plan', '--format', 'json')).toBe(text)
    await expect(text).toMatchFileSnapshot(golden(name, 'plan.json'))
  })

  it('has a readiness board', async () => {
    expect(violationsOf('Status', JSON.parse(await answer('status', '--format', 'json')))).toEqual([])
    await expect(await answer('status')).toMatchFileSnapshot(golden(name, 'status.txt'))
  })
})
