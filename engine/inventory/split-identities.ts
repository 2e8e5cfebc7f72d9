/** Documents whose tenant id and domain belong to two live customers: nothing is written into them before a person has said which it is (T30). */
import { type Diagnostic, diagnose } from '../diagnostic.ts'
import type { DeclaredCustomer } from '../model/desired.ts'
import { splitIdentity } from '../model/identity.ts'
import type { CustomerRow } from '../model/live.ts'
import { permitCodes } from '../plan/permit/codes.ts'

/** By `partner/tenant` of the document. */
export function splitIdentities(
  customers: readonly DeclaredCustomer[],
  rows: readonly CustomerRow[],
): ReadonlyMap<string, Diagnostic> {
  const byDomain = new Map<string, CustomerRow[]>()
  for (const row of rows) {
    const domain = row.domain.toLowerCase()
    byDomain.set(domain, [...(byDomain.get(domain) ?? []), row])
  }
  const byTenant = new Map(rows.map(row => [row.tenant, row]))
  return new Map(
    customers.flatMap(customer => {
      const withDomain = customer.domain === null ? [] : (byDomain.get(customer.domain.toLowerCase()) ?? [])
      const detail = splitIdentity(customer, withDomain, byTenant.get(customer.tenant) ?? null)
      if (detail === null) return []
      const found = diagnose(permitCodes.IDENTITY_SPLIT, { detail, at: customer.at })
      return [[`${customer.partner}/${customer.tenant}`, found] as const]
    }),
  )
}
