/** The calendar of term ends of an example in every form, made by the real command on the embedded sandbox, and what it proposes written into the documents. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { copyExample, root } from '../support/example.ts'
import { runInProcess } from '../support/run-in-process.ts'
import { violationsOf } from '../support/schemas.ts'

const golden = (file: string) => join(root, 'test/golden/steady-state', file)
let folder = ''

const answer = async (...args: readonly string[]) => {
  const done = await runInProcess(['renewals', '--days', '400', ...args, '--sandbox'], folder, {
    env: { TENANTFORM_WORLD: '7' },
  })
  expect({ code: done.code, stderr: done.code === 0 ? '' : done.err }).toEqual({ code: 0, stderr: '' })
  return done.out
}

beforeEach(() => {
  folder = join(mkdtempSync(join(tmpdir(), 'tenantform-renewals-')), 'steady-state')
  copyExample('steady-state', folder)
})
afterEach(() => rmSync(join(folder, '..'), { recursive: true, force: true }))

it('is a calendar as text', async () => {
  await expect(await answer('--all')).toMatchFileSnapshot(golden('renewals.txt'))
})

it('is JSON that keeps its schema, and hides what needs no decision', async () => {
  const text = await answer('--format', 'json')
  expect(violationsOf('Renewals', JSON.parse(text))).toEqual([])
  const { rows, hidden } = JSON.parse(text) as { rows: { decision: string | null }[]; hidden: number }
  expect([rows.some(row => row.decision === null), hidden]).toEqual([false, 1])
})

it('is CSV, a page, and events for a calendar', async () => {
  for (const form of ['csv', 'ics']) {
    const text = await answer('--format', form)
    expect(text.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/)
    await expect(text.replaceAll('\r\n', '\n')).toMatchFileSnapshot(golden(`renewals.${form}`))
  }
  const page = await answer('--format', 'html')
  expect(page).toContain('<td')
  expect(page).toContain('renews with seats that no one uses')
})

it('writes what it proposes into the documents, where they stand, and then waits for it to be carried out', async () => {
  const path = join(folder, 'customers/architektur-lechner.yaml')
  const before = readFileSync(path, 'utf8')
  expect(await answer('--propose', '--customer', 'Architektur Lechner')).toContain('written: office in')
  const after = readFileSync(path, 'utf8')
  const added = after.split('\n').filter(line => !before.split('\n').includes(line))
  expect([added, after.split('\n').length - before.split('\n').length]).toEqual([
    ['    nextTerm: { seats: 24 }'],
    1,
  ])
  expect(await answer('--customer', 'Architektur Lechner')).toContain('not yet as declared')
})

it('refuses a word that no customer goes by, and a number of days that is none', async () => {
  const run = (...args: readonly string[]) => runInProcess(['renewals', ...args, '-C', folder, '--sandbox'])
  const [nobody, days] = [await run('--customer', 'nope'), await run('--days', '0')]
  expect([nobody.code, nobody.err.includes('`nope`'), days.code, days.err.includes('--days')]).toEqual([
    3,
    true,
    1,
    true,
  ])
})
