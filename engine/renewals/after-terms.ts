/** What each customer has left once all of its terms have ended, over every account of the workspace, and where its people are counted meanwhile (T21, T26). */
import { by } from '../compare.ts'
import type { InventoryCustomer } from '../inventory/inventory.ts'
import type { DeclaredCustomer, DeclaredSubscription, Desired } from '../model/desired.ts'
import type { PartnerName, SubscriptionId, TenantId } from '../model/ids.ts'
import type { LicencePool, LiveSubscription, Read } from '../model/live.ts'
import { isLiving } from '../model/living.ts'
import { bind } from '../plan/bind/bind.ts'
import { type AfterTerm, afterTerm } from '../plan/permit/after-term.ts'
import { type InUse, seatsInUse } from './licences-in-use.ts'

/** What one account shows of a customer. */
export type Shown = Pick<InventoryCustomer, 'row' | 'subscriptions'>

export interface AfterTerms {
  /** Living subscriptions of a customer under an account. */
  of(partner: PartnerName, tenant: TenantId): readonly AfterTerm[]
  inUse(id: SubscriptionId): InUse
}

export interface AfterTermsFacts {
  readonly desired: Desired
  /** All accounts of the workspace, whichever were asked for. */
  readonly shown: readonly Shown[]
  /** Pools are the customer's, whichever account shows them. */
  readonly pools: ReadonlyMap<TenantId, Read<readonly LicencePool[]>>
  /** Accounts whose list of customers gave no answer. */
  readonly unread: readonly PartnerName[]
}

export function afterTermsOf({ desired, shown, pools, unread }: AfterTermsFacts): AfterTerms {
  const byAccount = new Map(
    shown.map(entry => [accountOf(entry.row.partner, entry.row.tenant), leftOf(entry, desired)]),
  )
  const byTenant = new Map<TenantId, Shown[]>()
  for (const entry of shown)
    byTenant.set(entry.row.tenant, [...(byTenant.get(entry.row.tenant) ?? []), entry])
  const inUse = new Map<SubscriptionId, InUse>()
  for (const [tenant, entries] of byTenant) {
    const pool = pools.get(tenant)
    if (pool === undefined) continue
    const silent = [
      ...unread,
      ...entries.filter(entry => entry.subscriptions.kind !== 'present').map(entry => entry.row.partner),
    ].sort()
    const living = entries
      .flatMap(({ row }) => byAccount.get(accountOf(row.partner, row.tenant)) ?? [])
      .filter(({ live }) => live.kind === 'licence')
      .sort(by(sortKeyOf))
    const why = silent.length === 0 ? null : `${silent.join(' and ')} could not be read`
    for (const [id, use] of seatsInUse(living, pool, why)) inUse.set(id, use)
  }
  return {
    of: (partner, tenant) => byAccount.get(accountOf(partner, tenant)) ?? [],
    inUse: id => inUse.get(id) ?? { kind: 'not checked', why: 'it is no licence of the directory' },
  }
}

/** By end of term; what has none comes last. */
function sortKeyOf({ live }: AfterTerm): string {
  return `${live.termEndsAt ?? '9'}${live.id}`
}

function accountOf(partner: PartnerName, tenant: TenantId): string {
  return `${partner}/${tenant}`
}

function leftOf({ row, subscriptions }: Shown, desired: Desired): readonly AfterTerm[] {
  if (subscriptions.kind !== 'present') return []
  const declared = declaredFor(documentOf(desired, row), subscriptions.value)
  return subscriptions.value.filter(isLiving).map(live => afterTerm(live, declared.get(live.id) ?? null))
}

export function documentOf({ customers }: Desired, row: Shown['row']): DeclaredCustomer | undefined {
  return customers.find(entry => entry.partner === row.partner && entry.tenant === row.tenant)
}

/** The line that means a living subscription, by its id. */
export function declaredFor(
  document: DeclaredCustomer | undefined,
  living: readonly LiveSubscription[],
): ReadonlyMap<SubscriptionId, DeclaredSubscription> {
  if (document === undefined) return new Map()
  const { bound } = bind(document, living, { reach: 'line' })
  return new Map(
    document.subscriptions.flatMap(entry => {
      const live = bound.get(entry.key)
      return live === undefined ? [] : [[live.id, entry] as const]
    }),
  )
}
