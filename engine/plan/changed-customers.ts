/** Whose documents mean something else than they did: what a plan of a pull request is about. */
import type { DeclaredCustomer, Desired } from '../model/desired.ts'
import type { TenantId } from '../model/ids.ts'
import { digestOf, meant } from './digest.ts'

/**
 * `everyone`: something that concerns all of them differs, a partner, a consolidation, a policy, an exception. A customer whose document is gone is
 * nobody's wish any more: what is not declared is not touched.
 */
export function changedCustomers(
  before: Desired,
  now: Desired,
): { readonly kind: 'everyone' } | { readonly kind: 'some'; readonly tenants: readonly TenantId[] } {
  if (ofAll(before) !== ofAll(now)) return { kind: 'everyone' }
  const known = new Map(before.customers.map(customer => [accountOf(customer), digestOf(meant(customer))]))
  const tenants = now.customers
    .filter(customer => known.get(accountOf(customer)) !== digestOf(meant(customer)))
    .map(customer => customer.tenant)
  return { kind: 'some', tenants: [...new Set(tenants)].sort() }
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
