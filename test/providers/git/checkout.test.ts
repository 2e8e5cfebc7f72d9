import { execFileSync } from 'node:child_process'
import { chmodSync, existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { lagBehind, readCheckout } from '../../../providers/git/index.ts'
import { newRepository, type Repository, repositoryIn } from '../../support/repository.ts'

const env = process.env
const { signal } = new AbortController()
const here = { env, signal }
let folder = ''
let repository: Repository

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tenantform-git-'))
  repository = newRepository(join(folder, 'repository'))
  repository.write('tenants/customer.yaml', 'a: 1\n')
  repository.write('other.txt', 'x\n')
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

describe('what is checked out', () => {
  it('is nothing outside of a repository, and before the first commit', async () => {
    expect(await readCheckout(folder, here)).toEqual({ kind: 'none' })
    expect(await readCheckout(repository.folder, here)).toEqual({ kind: 'none' })
  })

  it('names commit, branch and author, and every file below the folder that differs', async () => {
    repository.write('.gitignore', 'hidden.yaml\nbuild/\n')
    const commit = repository.commit('First')
    const tenants = join(repository.folder, 'tenants')
    const clean = { commit, branch: 'main', author: 'Anna Rossi <anna@partner.example>', changed: [] }
    expect(await readCheckout(tenants, here)).toEqual({ kind: 'found', checkout: clean })

    repository.write('tenants/customer.yaml', 'a: 2\n')
    repository.write('tenants/new ü.yaml', 'b: 1\n')
    repository.write('tenants/hidden.yaml', 'c: 1\n')
    repository.write('tenants/build/made.yaml', 'd: 1\n')
    repository.write('other.txt', 'y\n')
    expect(await readCheckout(tenants, here)).toEqual({
      kind: 'found',
      checkout: { ...clean, changed: ['build/', 'customer.yaml', 'hidden.yaml', 'new ü.yaml'] },
    })
  })

  it('names a document that is gone, and no branch where a commit is checked out', async () => {
    const commit = repository.commit('First')
    repository.git('checkout', '--quiet', '--detach')
    rmSync(join(repository.folder, 'tenants/customer.yaml'))
    expect(await readCheckout(repository.folder, here)).toEqual({
      kind: 'found',
      checkout: {
        commit,
        branch: null,
        author: 'Anna Rossi <anna@partner.example>',
        changed: ['tenants/customer.yaml'],
      },
    })
  })

  it('is unreadable where git is not installed, instead of absent', async () => {
    repository.commit('First')
    expect(await readCheckout(repository.folder, { env: { PATH: folder }, signal })).toEqual({
      kind: 'unreadable',
      why: 'git is not installed, or took too long',
    })
  })

  it('starts nothing that the repository configures', async () => {
    repository.commit('First')
    const trap = join(folder, 'trap.sh')
    const sprung = join(folder, 'sprung')
    execFileSync('sh', ['-c', `printf '#!/bin/sh\\ntouch ${sprung}\\n' > ${trap}`])
    chmodSync(trap, 0o755)
    repository.git('config', 'core.fsmonitor', trap)
    await readCheckout(repository.folder, here)
    expect(existsSync(sprung)).toBe(false)
  })

  it('gives git no variable that may hold a secret', async () => {
    repository.commit('First')
    const seen = join(folder, 'seen')
    const shim = join(folder, 'bin', 'git')
    repositoryIn(join(folder, 'bin')).write('git', `#!/bin/sh\nenv >> ${seen}\nexit 0\n`)
    chmodSync(shim, 0o755)
    await readCheckout(repository.folder, {
      env: { PATH: `${join(folder, 'bin')}:${env['PATH']}`, ITALY_APP_SECRET: 'secret-of-italy' },
      signal,
    })
    const text = execFileSync('cat', [seen], { encoding: 'utf8' })
    expect({ ran: text.includes('GIT_OPTIONAL_LOCKS=0'), leaked: text.includes('secret-of-italy') }).toEqual({
      ran: true,
      leaked: false,
    })
  })
})

describe('how far behind its base a checkout is', () => {
  it('counts the commits of the base that it does not have', async () => {
    repository.commit('First')
    repository.git('branch', 'feature')
    repository.write('more.yaml', 'a: 1\n')
    repository.commit('Second')
    repository.git('checkout', '--quiet', 'feature')
    expect(await lagBehind('main', repository.folder, here)).toEqual({ kind: 'counted', commits: 1 })
    expect(await lagBehind('feature', repository.folder, here)).toEqual({ kind: 'counted', commits: 0 })
    expect(await lagBehind('gone', repository.folder, here)).toEqual({ kind: 'no base' })
    expect(await lagBehind('--all', repository.folder, here)).toEqual({ kind: 'no base' })
  })

  it('is unknown where history was fetched in part', async () => {
    repository.commit('First')
    repository.git('branch', 'feature')
    repository.write('more.yaml', 'a: 1\n')
    repository.commit('Second')
    const clone = repositoryIn(join(folder, 'clone'))
    clone.git('clone', '--quiet', '--depth', '1', '--branch', 'feature', `file://${repository.folder}`, '.')
    clone.git('fetch', '--quiet', '--depth', '1', 'origin', 'main:refs/remotes/origin/main')
    expect(await lagBehind('refs/remotes/origin/main', clone.folder, here)).toEqual({ kind: 'shallow' })
  })
})
