/**
 * Licences in use are read with a role that delegated administration gives. Where a customer declares it and nothing active grants such a
 * role, the service would refuse the read: the reason is said instead. What is not known is tried.
 */
import { diagnose } from '../diagnostic.ts'
import type { AdminActual } from '../model/admin.ts'
import { readsLicences } from '../model/admin-roles.ts'
import type { DeclaredCustomer } from '../model/desired.ts'
import type { Read } from '../model/live.ts'
import { adminCodes } from '../plan/admin/codes.ts'

export function unreadableLicences(
  customer: DeclaredCustomer,
  admin: readonly AdminActual[],
): Extract<Read<never>, { kind: 'unknown' }> | null {
  if (customer.admin === undefined) return null
  const seen = admin.find(entry => entry.partner === customer.partner && entry.tenant === customer.tenant)
  if (seen === undefined || seen.relationships.kind === 'unknown') return null
  const list = seen.relationships.kind === 'present' ? seen.relationships.value : []
  // A status that is not known here may be one in which it works.
  if (list.some(entry => entry.status.startsWith('unknown:'))) return null
  if (list.some(entry => entry.status === 'active' && readsLicences(entry.roles))) return null
  const detail = `No active relationship of ${customer.name} with ${customer.partner} grants a role that reads them.`
  return { kind: 'unknown', because: diagnose(adminCodes.NO_READER_ROLE, { detail }) }
}
