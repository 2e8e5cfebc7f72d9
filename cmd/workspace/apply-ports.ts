/** What apply and resume carry a plan out with: the ports of this workspace, under the operator's name. */

import type { Shell } from '../shell.ts'
import { hookedWidth } from '../test-hooks.ts'
import { journalOf } from './journal-store.ts'
import { operatorOf } from './operator.ts'
import { width } from './planning.ts'
import type { Site } from './with-workspace.ts'

export function portsOf({ workspace, loaded, tenants, progress }: Site, shell: Shell) {
  return {
    partners: loaded.desired.partners,
    reader: tenants.reader,
    performers: tenants.performers(),
    store: journalOf(loaded.desired.workspace, {
      root: workspace.root,
      env: shell.env,
      streams: shell.streams,
    }),
    clock: tenants.clock,
    serviceTime: tenants.serviceTime,
    progress,
    signal: shell.signal,
    who: operatorOf(shell.env),
    width: hookedWidth(width, shell.env),
  }
}
