/** Which commit and which pipeline run a plan or an apply comes from, and what there is to say about that before anything is written. */
import { type Diagnostic, diagnose } from '../../engine/diagnostic.ts'
import type { LoadedWorkspace } from '../../engine/load/load-workspace.ts'
import { isOfOthers } from '../../engine/load/workspaces-below.ts'
import type { Origin } from '../../engine/model/origin.ts'
import { counted, plural } from '../../engine/plural.ts'
import { type Checkout, lagBehind, readCheckout } from '../../providers/git/index.ts'
import type { Shell } from '../shell.ts'
import type { OpenWorkspace } from '../workspace/read-workspace.ts'
import { baseOf, pipelineOf } from './claims.ts'
import { pipelineCodes } from './codes.ts'

export interface FoundOrigin {
  /** undefined: neither git nor a pipeline says anything. */
  readonly origin: Origin | undefined
  /** About the branch: warnings. */
  readonly diagnostics: readonly Diagnostic[]
  /** NOT_AS_COMMITTED: an error in a pipeline, where nobody edits documents by hand; a warning elsewhere. null: they are as committed, or there is no commit. */
  readonly notCommitted: Diagnostic | null
}

/** Documents of strangers are not looked at with git. */
export async function findOrigin(
  { sources, priceLists }: Pick<LoadedWorkspace, 'sources' | 'priceLists'>,
  { root, others }: Pick<OpenWorkspace, 'root' | 'others'>,
  { env, untrusted, signal }: Pick<Shell, 'env' | 'untrusted' | 'signal'>,
): Promise<FoundOrigin> {
  const pipeline = pipelineOf(env)
  const found = untrusted === null ? await readCheckout(root, { env, signal }) : ({ kind: 'none' } as const)
  const without = { origin: pipeline === null ? undefined : { git: null, pipeline }, notCommitted: null }
  if (found.kind === 'none') return { ...without, diagnostics: [] }
  if (found.kind === 'unreadable')
    return {
      ...without,
      diagnostics: [diagnose(pipelineCodes.UNREADABLE, { detail: `${capital(found.why)}.` })],
    }
  const { checkout } = found
  const changed = changedDocuments(checkout, [
    ...sources.keys(),
    ...priceLists.map(list => list.path),
  ]).filter(path => !isOfOthers(path, others))
  const { commit, branch, author } = checkout
  return {
    origin: {
      git: { commit, branch, author, documents: changed.length === 0 ? 'as committed' : 'changed' },
      pipeline,
    },
    diagnostics: await aboutBase(checkout, root, { env, signal }),
    notCommitted:
      changed.length === 0 ? null : notCommitted(changed, { commit, isPipeline: pipeline !== null }),
  }
}

/** Those read, and those gone. What lies in dot-folders is no document. */
function changedDocuments({ changed }: Checkout, read: readonly string[]): readonly string[] {
  const known = new Set(read)
  return changed.flatMap(path => {
    if (path.endsWith('/')) return read.filter(file => file.startsWith(path))
    const isGone =
      /[.]ya?ml$/i.test(path) &&
      !path.split('/').some(part => part.startsWith('.') || part === 'node_modules')
    return known.has(path) || isGone ? [path] : []
  })
}

const mostNamed = 5

function notCommitted(
  changed: readonly string[],
  { commit, isPipeline }: { readonly commit: string; readonly isPipeline: boolean },
): Diagnostic {
  const named = changed.slice(0, mostNamed).join(', ')
  const others = changed.length > mostNamed ? ` and ${changed.length - mostNamed} more` : ''
  const told = diagnose(pipelineCodes.NOT_AS_COMMITTED, {
    detail: `${named}${others} ${plural(changed.length, 'differs', 'differ')} from commit ${commit.slice(0, 12)}.${isPipeline ? ' Nothing was written.' : ''}`,
  })
  return isPipeline ? told : { ...told, severity: 'warning' }
}

async function aboutBase(
  { branch }: Checkout,
  root: string,
  run: Pick<Shell, 'env' | 'signal'>,
): Promise<readonly Diagnostic[]> {
  const named = baseOf(run.env)
  const base = named ?? (branch === null ? null : '@{upstream}')
  if (base === null) return []
  const words = named === null ? 'its upstream branch' : named.replace('refs/remotes/', '')
  const lag = await lagBehind(base, root, run)
  if (lag.kind === 'counted')
    return lag.commits === 0
      ? []
      : [
          diagnose(pipelineCodes.BEHIND_BASE, {
            detail: `${words} has ${counted(lag.commits, 'commit')} more, as far as was fetched.`,
          }),
        ]
  if (named === null) return [] // a branch that follows no other
  return [
    diagnose(pipelineCodes.BASE_UNKNOWN, {
      detail: lag.kind === 'shallow' ? 'The history was fetched in part only.' : `${words} was not fetched.`,
    }),
  ]
}

function capital(words: string): string {
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}`
}
