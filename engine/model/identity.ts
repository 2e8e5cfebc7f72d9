import type { DeclaredCustomer } from './desired.ts'
import type { CustomerRow } from './live.ts'

/**
 * Identity that is written twice means one customer (T30). Where the domain of a document belongs to another live customer than
 * its tenant id, a sentence that names both; null: they agree, no domain is written, or no list shows it (customers have
 * domains that no list shows). `withDomain`: who the lists show under the declared domain; `live`: who the tenant id is.
 */
export function splitIdentity(
  { tenant, domain, name }: Pick<DeclaredCustomer, 'tenant' | 'domain' | 'name'>,
  withDomain: readonly CustomerRow[],
  live: CustomerRow | null,
): string | null {
  const [other] = withDomain
  if (domain === null || other === undefined || withDomain.some(row => row.tenant === tenant)) return null
  const byTenant = live === null ? tenant : `of ${nameOf(live)}`
  return `${name} is declared with the tenant id ${byTenant} and with the domain of ${nameOf(other)} (${other.tenant}, under ${other.partner}).`
}

function nameOf({ name, domain }: CustomerRow): string {
  return `${name} (${domain})`
}
