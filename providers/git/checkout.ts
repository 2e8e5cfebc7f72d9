/** What is checked out: the commit, who wrote it, which files differ from it, and how far behind its base it is. */
import { repositoryTop } from '../files/repository-top.ts'
import { type GitAnswer, type GitRun, runGit } from './run-git.ts'

export interface Checkout {
  readonly commit: string
  /** null: a commit was checked out, no branch. */
  readonly branch: string | null
  /** `Name <address>` */
  readonly author: string
  /** Files below the folder that are not those of the commit: changed, gone, new or ignored. From the folder on, forward slashes; a folder ends with one. */
  readonly changed: readonly string[]
}

export type FoundCheckout =
  | { readonly kind: 'found'; readonly checkout: Checkout }
  /** The folder lies in no repository, or in one without a commit. */
  | { readonly kind: 'none' }
  /** There is a repository, and git gives no answer about it. */
  | { readonly kind: 'unreadable'; readonly why: string }

/** `folder`: absolute. */
export async function readCheckout(folder: string, run: GitRun): Promise<FoundCheckout> {
  if (repositoryTop(folder) === null) return { kind: 'none' }
  const about = await runGit(folder, ['log', '-1', '--format=%H%x00%an <%ae>', 'HEAD'], run)
  if (about.kind !== 'answer') {
    const where = await runGit(folder, ['rev-parse', '--git-dir'], run)
    return where.kind === 'answer' ? { kind: 'none' } : unreadable(where)
  }
  const [commit = '', author = ''] = linesOf(about.out)[0]?.split('\0') ?? []
  const [branch, prefix, status] = await Promise.all([
    runGit(folder, ['symbolic-ref', '--quiet', '--short', 'HEAD'], run),
    runGit(folder, ['rev-parse', '--show-prefix'], run),
    runGit(
      folder,
      ['status', '--porcelain=v1', '-z', '--no-renames', '--untracked-files=all', '--ignored=matching', '.'],
      run,
    ),
  ])
  if (prefix.kind !== 'answer') return unreadable(prefix)
  if (status.kind !== 'answer') return unreadable(status)
  const above = linesOf(prefix.out)[0] ?? ''
  return {
    kind: 'found',
    checkout: {
      commit,
      author,
      branch: branch.kind === 'answer' ? (linesOf(branch.out)[0] ?? null) : null,
      changed: status.out
        .toString('utf8')
        .split('\0')
        .filter(entry => entry.length > 3)
        .map(entry => entry.slice(3))
        .flatMap(path => (path.startsWith(above) ? [path.slice(above.length)] : []))
        .sort(),
    },
  }
}

export type Lag =
  | { readonly kind: 'counted'; readonly commits: number }
  /** There is no such branch here. */
  | { readonly kind: 'no base' }
  | { readonly kind: 'shallow' }

/** How many commits of `base`, a branch or commit of this repository, HEAD does not have. */
export async function lagBehind(base: string, folder: string, run: GitRun): Promise<Lag> {
  const counted = await runGit(
    folder,
    ['rev-list', '--count', '--end-of-options', `HEAD..${base}`, '--'],
    run,
  )
  if (counted.kind !== 'answer') return { kind: 'no base' }
  const commits = Number(linesOf(counted.out)[0] ?? 0)
  if (commits === 0) return { kind: 'counted', commits }
  // Where history is cut off, commits count as missing that are only not fetched.
  const shallow = await runGit(folder, ['rev-parse', '--is-shallow-repository'], run)
  const isShallow = shallow.kind === 'answer' && linesOf(shallow.out)[0] === 'true'
  return isShallow ? { kind: 'shallow' } : { kind: 'counted', commits }
}

function unreadable(answer: GitAnswer): FoundCheckout {
  return {
    kind: 'unreadable',
    why:
      answer.kind === 'absent'
        ? 'git is not installed, or took too long'
        : 'git refuses to read the repository (`git status` there says why)',
  }
}

function linesOf(out: Buffer): readonly string[] {
  return out
    .toString('utf8')
    .split('\n')
    .filter(line => line !== '')
}
