/** What apply and resume carry a plan out with: the ports of this workspace, under the operator's name. */

import { adminPerformers } from '../../engine/admin/performers.ts'
import { acceptedIn } from '../../engine/execute/money/accepted-overlap.ts'
import type { CostOf } from '../../engine/journal/overlap.ts'
import type { DeclaredPartner } from '../../engine/model/desired.ts'
import type { Origin } from '../../engine/model/origin.ts'
import { chargedBetween } from '../../engine/money/pricing.ts'
import { digestOfDesired } from '../../engine/plan/digest.ts'
import type { JournalStore } from '../../engine/ports.ts'
import type { Shell } from '../shell.ts'
import { hookedWidth } from '../test-hooks.ts'
import { journalHere } from './journal-store.ts'
import { operatorOf } from './operator.ts'
import { width } from './planning.ts'
import type { Tenants } from './tenants-of-command.ts'
import type { Site } from './with-workspace.ts'

export function portsOf(site: Site, shell: Shell, origin: Origin | undefined) {
  return { ...portsOver(site, shell, journalHere(site, shell)), origin }
}

/** With a journal of its own. */
export function portsOver(
  { loaded, tenants, progress }: Omit<Site, 'workspace'>,
  shell: Shell,
  store: JournalStore,
) {
  return {
    partners: loaded.desired.partners,
    desiredDigest: digestOfDesired(loaded.desired),
    declared: loaded.desired,
    madeIn: tenants.madeIn,
    reader: tenants.reader,
    performers: tenants.performers(),
    ...adminPorts(tenants),
    store,
    clock: tenants.clock,
    serviceTime: tenants.serviceTime,
    progress,
    costOf: costOf(loaded.desired.partners),
    acceptedOverlap: acceptedIn(loaded.desired),
    signal: shell.signal,
    who: operatorOf(shell.env),
    width: hookedWidth(width, shell.env),
  }
}

function costOf(partners: readonly DeclaredPartner[]): CostOf {
  return (source, days) => {
    const partner = partners.find(({ name }) => name === source.partner)
    return partner === undefined
      ? { kind: 'unknown', why: 'no price list' }
      : chargedBetween(partner, source, days)
  }
}

function adminPorts({ graph, clock }: Tenants) {
  if (graph === undefined) return {}
  const { reader } = graph
  return { admin: { reader, performers: adminPerformers({ reader, writer: graph.writer(), clock }) } }
}
