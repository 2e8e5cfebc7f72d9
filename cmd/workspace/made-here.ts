/** In which world a command works that asks no account anything (T29). */
import type { LoadedWorkspace } from '../../engine/load/load-workspace.ts'
import type { MadeIn } from '../../engine/model/made-in.ts'
import type { TenantOptions } from '../program/global-options.ts'
import type { Shell } from '../shell.ts'
import { accountsOf } from './accounts-of.ts'
import { openSandbox } from './tenants.ts'

/** The accounts of the documents, or the world of the sandbox, which is asked for its id. */
export async function madeHere(
  { desired, world }: LoadedWorkspace,
  { root, env, signal }: { readonly root: string } & Pick<Shell, 'env' | 'signal'>,
  { sandbox }: Partial<Pick<TenantOptions, 'sandbox'>>,
): Promise<MadeIn> {
  if (sandbox === undefined || sandbox === false) return accountsOf(desired)
  const site = await openSandbox(sandbox, { root, world, env, signal })
  try {
    return { kind: 'sandbox', world: site.worldId }
  } finally {
    await site.close()
  }
}
