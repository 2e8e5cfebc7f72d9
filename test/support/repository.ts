/** A git repository of a test: made on the spot, with its own identity and no settings of whoever runs the tests. */
import { execFileSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

export interface Repository {
  readonly folder: string
  git(...args: readonly string[]): string
  write(path: string, text: string): void
  /** Everything, as a commit; its id. */
  commit(message: string): string
}

/** Who commits, and nothing of the machine's settings. */
export const identity = {
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_AUTHOR_NAME: 'Anna Rossi',
  GIT_AUTHOR_EMAIL: 'anna@partner.example',
  GIT_COMMITTER_NAME: 'Anna Rossi',
  GIT_COMMITTER_EMAIL: 'anna@partner.example',
  GIT_AUTHOR_DATE: '2026-12-07T06:00:00Z',
  GIT_COMMITTER_DATE: '2026-12-07T06:00:00Z',
}

export function repositoryIn(folder: string): Repository {
  mkdirSync(folder, { recursive: true })
  const git = (...args: readonly string[]) =>
    execFileSync('git', args, { cwd: folder, env: { ...process.env, ...identity }, encoding: 'utf8' }).trim()
  return {
    folder,
    git,
    write: (path, text) => {
      mkdirSync(dirname(join(folder, path)), { recursive: true })
      writeFileSync(join(folder, path), text)
    },
    commit: message => {
      git('add', '--all')
      git('commit', '--quiet', '--message', message)
      return git('rev-parse', 'HEAD')
    },
  }
}

/** With a first branch `main`. */
export function newRepository(folder: string): Repository {
  const repository = repositoryIn(folder)
  repository.git('init', '--quiet', '--initial-branch', 'main')
  return repository
}
