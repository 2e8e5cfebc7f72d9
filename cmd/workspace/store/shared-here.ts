import { diagnose } from '../../../engine/diagnostic.ts'
import type { SharedApplies } from '../../../engine/execute/workers/port.ts'
import { Trouble } from '../../../engine/trouble.ts'
import { codes } from '../../../providers/journal/codes.ts'
import { createSharedApplies } from '../../../providers/journal/workers/index.ts'
import { createJobQueue } from '../../../providers/queue/index.ts'
import type { Shell } from '../../shell.ts'
import { hookedLease } from '../../test-hooks.ts'
import { requestLimitMs } from '../tenants.ts'
import type { Site } from '../with-workspace.ts'
import { connectionOf, placeOf } from './journal-place.ts'

/** Where workers and whoever follows them meet: the PostgreSQL of the journal. Throws JOURNAL.NO_WORKERS where the journal is another. */
export async function sharedHere(site: Site, shell: Shell): Promise<SharedApplies> {
  const { workspace, loaded, tenants } = site
  const { journal } = loaded.desired.workspace
  if (journal.store !== 'postgres')
    throw new Trouble(
      diagnose(codes.NO_WORKERS, {
        detail: `The journal of this workspace is of the store \`${journal.store}\`.`,
      }),
    )
  const place = placeOf(workspace.root, shell, tenants.madeIn.kind === 'accounts' ? 'run' : 'refused')
  return createSharedApplies({
    connection: () => connectionOf(journal.connection, place),
    queue: await createJobQueue(),
    now: () => tenants.clock.now(),
    leaseMs: leaseMs(shell.env),
  })
}

/** A request may begin until the lease ends minus its limit: what is beyond that limit is for the heartbeats between. In ms. */
export function leaseMs(env: Shell['env']): number {
  return hookedLease(requestLimitMs(env) + 60_000, env)
}
