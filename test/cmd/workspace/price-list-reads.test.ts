/** How often each command reads the price list from disc: once where a price is asked for, and never elsewhere. A sheet of a market has 200,000 rows. */
import fs, { mkdtempSync, rmSync } from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { copyExample } from '../../support/example.ts'
import { runInProcess } from '../../support/run-in-process.ts'

/** Names of the files that were opened. Files of tests share their modules, so it is Node's own function that is counted, and given back. */
const reads: string[] = []
const { openSync } = fs
beforeAll(() => {
  fs.openSync = (path, ...rest) => {
    reads.push(basename(String(path)))
    return openSync(path, ...rest)
  }
  syncBuiltinESMExports()
})
afterAll(() => {
  fs.openSync = openSync
  syncBuiltinESMExports()
})

let home = ''
beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), 'tenantform-price-reads-'))
  copyExample('consolidation', join(home, 'workspace'))
})
afterAll(() => rmSync(home, { recursive: true, force: true }))

async function readsOf(...args: readonly string[]) {
  reads.length = 0
  const { code, err } = await runInProcess([...args, '-C', join(home, 'workspace'), '-q', '--sandbox'], home)
  return { code, err, lists: reads.filter(name => name.endsWith('.csv')).length }
}

it('is not read by commands that need no price', async () => {
  const counted: Record<string, number> = {}
  for (const command of [
    'drift',
    'invite',
    'doctor',
    'reconcile',
    'activity list',
    'journal list',
    'export customers',
    'export subscriptions',
    'export azure-handoff',
    'import --consolidation emea-2026 --update',
  ])
    counted[command] = (await readsOf(...command.split(' '))).lists
  expect(Object.entries(counted).filter(([, lists]) => lists > 0)).toEqual([])
})

it('is read once where one is', async () => {
  const apply = ['apply', '--wave', 'pilot', '--auto-approve', '--allow-irreversible']
  for (const command of [['plan'], ['status'], ['renewals', '--days', '400', '--all'], apply])
    expect(await readsOf(...command), command.join(' ')).toMatchObject({ lists: 1 })
  // Its text is part of what a plan was made of, and is compared before anything goes on.
  expect((await readsOf('resume')).lists).toBe(1)
})
