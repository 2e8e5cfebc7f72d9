import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { replaceFile, replaceFileNow } from '../../../providers/files/replace-file.ts'

// A disc that is full in the middle of a file is met in test/scenario/sandbox-start.test.ts.
let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tenantform-replace-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

it.each([
  ['in its time', replaceFile],
  ['at once', async (path: string, text: string) => replaceFileNow(path, text)],
])('a file is replaced %s, or left as it is, with nothing beside it', async (_, replace) => {
  const path = join(folder, 'a')
  await replace(path, 'first')
  await replace(path, 'second')
  await expect(replace(folder, 'over a folder')).rejects.toThrow()
  expect([readdirSync(folder), readFileSync(path, 'utf8')]).toEqual([['a'], 'second'])
})
