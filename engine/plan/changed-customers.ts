/** Whose documents mean something else than they did: what a plan of a pull request is about. */
import type { DeclaredCustomer, Desired } from '../model/desired.ts'
import type { TenantId } from '../model/ids.ts'
import { digestOf, meant } from './digest.ts'

export interface ChangedCustomers {
  readonly tenants: readonly TenantId[]
  /** How many were declared under an account and are no more. */
  readonly gone: number
}

/**
 * `everyone`: something that concerns all of them differs, a partner, a consolidation, a policy, an exception. A customer whose document is gone is
 * nobody's wish any more: what is not declared is not touched.
 */
export function changedCustomers(
  before: Desired,
  now: Desired,
): { readonly kind: 'everyone' } | ({ readonly kind: 'some' } & ChangedCustomers) {
  if (ofAll(before) !== ofAll(now)) return { kind: 'everyone' }
  const known = new Map(before.customers.map(customer => [accountOf(customer), digestOf(meant(customer))]))
  const tenants = now.customers
    .filter(customer => known.get(accountOf(customer)) !== digestOf(meant(customer)))
    .map(customer => customer.tenant)
  const here = new Set(now.customers.map(accountOf))
  const gone = [...known.keys()].filter(account => !here.has(account)).length
  return { kind: 'some', tenants: [...new Set(tenants)].sort(), gone }
}

function accountOf({ partner, tenant }: DeclaredCustomer): string {
  return `${partner}/${tenant}`
}

/** Prices are files of their own, and compared as such. */
function ofAll({ partners, consolidations, policies, workspace: { exceptions } }: Desired): string {
  return digestOf(
    meant({
      partners: partners.map(partner => ({ ...partner, prices: null })),
      consolidations,
      policies,
      exceptions,
    }),
  )
}
