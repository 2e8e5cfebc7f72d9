/** Delegated administration of everybody a plan looks at: decided beside commerce, after it, and never in its way. */
import type { ActualIndex } from '../../model/actual-index.ts'
import type { PartnerName, TenantId, UtcDate } from '../../model/ids.ts'
import type { ScopedCustomer } from '../../scope/scoped-customer.ts'
import type { Action } from '../action.ts'
import type { Finding } from '../plan.ts'
import type { AdminAction } from './admin-action.ts'
import { decideAdmin } from './decide-admin.ts'
import { endInSources } from './end-in-sources.ts'
import type { AdminStanding } from './standing.ts'

export interface Administered {
  readonly actions: readonly AdminAction[]
  readonly findings: readonly Finding[]
  /** By place; only of customers that declare it. */
  readonly standings: ReadonlyMap<string, AdminStanding>
}

export interface AdministerFacts {
  readonly shown: readonly {
    readonly entry: ScopedCustomer
    readonly decision: { readonly actions: readonly Action[] }
  }[]
  readonly index: ActualIndex
  readonly on: UtcDate
}

export function placeOf({
  partner,
  tenant,
}: {
  readonly partner: PartnerName
  readonly tenant: TenantId
}): string {
  return `${partner}/${tenant}`
}

export function administer({ shown, index, on }: AdministerFacts): Administered {
  const actions: AdminAction[] = []
  const findings: Finding[] = []
  const standings = new Map<string, AdminStanding>()
  for (const { entry } of shown) {
    const { customer } = entry
    const { admin } = customer
    const place = placeOf(customer)
    if (!entry.written || admin === undefined || standings.has(place)) continue
    const target = decideAdmin({ customer, admin, seen: index.admin(customer.partner, customer.tenant), on })
    standings.set(place, target.standing)
    findings.push(...target.findings)
    const own = shown.filter(other => placeOf(other.entry.customer) === place)
    // Who asked for single lines of a customer asked for nothing else.
    if (own.some(other => other.entry.keys !== null)) continue
    actions.push(...target.actions)
    const commerce = shown
      .filter(other => other.entry.customer.tenant === customer.tenant)
      .flatMap(other => other.decision.actions)
    for (const { consolidation, sources } of own.map(other => other.entry)) {
      if (consolidation === null) continue
      const ended = endInSources({
        customer,
        admin,
        consolidation: consolidation.name,
        sources: sources.map(source => source.name),
        target,
        index,
        commerce,
      })
      actions.push(...ended.actions)
      findings.push(...ended.findings)
    }
  }
  return { actions, findings, standings }
}
