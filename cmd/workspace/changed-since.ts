/** `plan --changed-since REV`: only customers whose documents mean something else than they did at a commit. */
import { diagnose } from '../../engine/diagnostic.ts'
import { type LoadedWorkspace, loadWorkspace } from '../../engine/load/load-workspace.ts'
import { textOfBytes } from '../../engine/load/text-of-bytes.ts'
import { separateWorkspaces } from '../../engine/load/workspaces-below.ts'
import type { TenantId } from '../../engine/model/ids.ts'
import { changedCustomers } from '../../engine/plan/changed-customers.ts'
import { Trouble } from '../../engine/trouble.ts'
import { filesAt } from '../../providers/git/index.ts'
import { pipelineCodes } from '../pipeline/codes.ts'
import type { Shell } from '../shell.ts'
import { chosenDocuments } from './read-workspace.ts'

export interface Changed {
  readonly commit: string
  /** null: everyone, for the reason beside it. */
  readonly tenants: readonly TenantId[] | null
  readonly because: string | null
  /** Customers that were declared then, and are no more. */
  readonly gone: number
}

/** Refuses a revision that git does not know. `root`: of the workspace, absolute. */
export async function changedSince(
  revision: string,
  { desired, priceLists }: Pick<LoadedWorkspace, 'desired' | 'priceLists'>,
  { root, env, signal }: { readonly root: string } & Pick<Shell, 'env' | 'signal'>,
): Promise<Changed> {
  const found = await filesAt(root, revision, { wants: isDocument, run: { env, signal } })
  if (found.kind === 'unknown')
    throw new Trouble(diagnose(pipelineCodes.NO_REVISION, { detail: `--changed-since is \`${revision}\`.` }))
  const { commit, files, paths, changed } = found
  const everyone = (because: string) => ({ commit, tenants: null, because, gone: 0 })
  const list = priceLists.find(({ path }) => changed.has(path) || !paths.has(path))
  if (list !== undefined) return everyone(`${list.path} has changed`)
  const texts = [...files].flatMap(([path, bytes]) => {
    const text = textOfBytes(path, bytes)
    return typeof text === 'string' ? [{ path, text }] : []
  })
  const { workspace } = loadWorkspace({
    files: chosenDocuments(separateWorkspaces(texts).own),
    readAttachment: () => ({ read: () => '' }),
  })
  if (workspace === null || texts.length < files.size) return everyone('the documents of then are not valid')
  const who = changedCustomers(workspace.desired, desired)
  return who.kind === 'everyone'
    ? everyone('partners, consolidations, policies or exceptions have changed')
    : { commit, tenants: who.tenants, because: null, gone: who.gone }
}

function isDocument(path: string): boolean {
  return (
    /[.]ya?ml$/i.test(path) && !path.split('/').some(part => part.startsWith('.') || part === 'node_modules')
  )
}
