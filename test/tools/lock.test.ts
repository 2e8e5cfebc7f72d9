import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'

type Lock = { packages: Record<string, { integrity?: string; resolved?: string }> }
type Manifest = { devDependencies: Record<string, string> }

const folders: string[] = []
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true })
})

/** What the check says of this repository's lock file after `edit`; the npm stage is only reached by a lock without trouble. */
function checked(edit: (lock: Lock, manifest: Manifest) => void) {
  const folder = mkdtempSync(join(tmpdir(), 'tenantform-lock-'))
  folders.push(folder)
  const lock = JSON.parse(readFileSync('package-lock.json', 'utf8')) as Lock
  const manifest = JSON.parse(readFileSync('package.json', 'utf8')) as Manifest
  edit(lock, manifest)
  writeFileSync(join(folder, 'package-lock.json'), JSON.stringify(lock))
  writeFileSync(join(folder, 'package.json'), JSON.stringify(manifest))
  const { status, stderr } = spawnSync(process.execPath, ['.tools/lock.mjs', folder], { encoding: 'utf8' })
  return { status, first: stderr.split('\n')[0] }
}

// Red with the lock file of before, which named the packages of one platform: `npm ci` failed on every machine.
test('the lock file serves npm ci on every platform', () => {
  expect(checked(() => {})).toEqual({ status: 0, first: '' })
})

test('a package of another platform that is not named is missed', () => {
  const wrong = checked(({ packages }) => {
    delete packages['node_modules/@biomejs/cli-darwin-arm64']
  })
  expect(wrong).toEqual({
    status: 1,
    first:
      'lock: node_modules/@biomejs/biome needs @biomejs/cli-darwin-arm64, which the lock file does not name',
  })
})

test('the address of a registry, a missing check sum and a range of versions are refused', () => {
  const address = checked(({ packages }) => {
    packages['node_modules/axios']!.resolved = 'https://registry.example/axios.tgz'
  })
  expect(address).toEqual({ status: 1, first: 'lock: node_modules/axios names an address: https://…' })
  const sum = checked(({ packages }) => {
    delete packages['node_modules/axios']!.integrity
  })
  expect(sum).toEqual({ status: 1, first: 'lock: node_modules/axios has no check sum' })
  const range = checked((_, { devDependencies }) => {
    devDependencies['axios'] = '^1.21.1'
  })
  expect(range).toEqual({ status: 1, first: 'lock: package.json does not pin axios: ^1.21.1' })
})
