import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { writeWhole } from '../../../cmd/files/write-whole.ts'

// A disc that is full in the middle of a file is met in test/chaos/cases.
let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tenantform-write-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

it('replaces a file, keeps its mode, and leaves nothing beside it', async () => {
  const path = join(folder, 'new', 'a.json')
  await writeWhole(path, 'first', 0o600)
  await writeWhole(path, 'second')
  expect({
    text: readFileSync(path, 'utf8'),
    mode: statSync(path).mode & 0o777,
    files: readdirSync(join(folder, 'new')),
  }).toEqual({ text: 'second', mode: 0o600, files: ['a.json'] })
})

it('says what cannot be written, and leaves what is there as it is', async () => {
  const file = join(folder, 'a.json')
  writeFileSync(file, 'first')
  const path = join(file, 'below', 'b.json')
  await expect(writeWhole(path, 'second')).rejects.toMatchObject({
    diagnostic: { code: 'COMMAND.NOT_WRITTEN', detail: `${path}: ENOTDIR.` },
  })
  expect([readdirSync(folder), readFileSync(file, 'utf8')]).toEqual([['a.json'], 'first'])
})
