/** What apply and resume carry a plan out with: the ports of this workspace, under the operator's name. */

import { adminPerformers } from '../../engine/admin/performers.ts'
import type { Origin } from '../../engine/model/origin.ts'
import { digestOfDesired } from '../../engine/plan/digest.ts'
import type { Shell } from '../shell.ts'
import { hookedWidth } from '../test-hooks.ts'
import { journalHere } from './journal-store.ts'
import { operatorOf } from './operator.ts'
import { width } from './planning.ts'
import type { Tenants } from './tenants-of-command.ts'
import type { Site } from './with-workspace.ts'

export function portsOf(site: Site, shell: Shell, origin: Origin | undefined) {
  const { loaded, tenants, progress } = site
  return {
    partners: loaded.desired.partners,
    desiredDigest: digestOfDesired(loaded.desired),
    declared: loaded.desired,
    madeIn: tenants.madeIn,
    reader: tenants.reader,
    performers: tenants.performers(),
    ...adminPorts(tenants),
    store: journalHere(site, shell),
    clock: tenants.clock,
    serviceTime: tenants.serviceTime,
    progress,
    signal: shell.signal,
    who: operatorOf(shell.env),
    origin,
    width: hookedWidth(width, shell.env),
  }
}

function adminPorts({ graph, clock }: Tenants) {
  if (graph === undefined) return {}
  const { reader } = graph
  return { admin: { reader, performers: adminPerformers({ reader, writer: graph.writer(), clock }) } }
}
