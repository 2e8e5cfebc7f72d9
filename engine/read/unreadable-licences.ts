/**
 * Licences in use are read with a role that delegated administration gives. Where a customer declares it and nothing active grants such a
 * role, the service would refuse the read: the reason is said instead. What is not known is tried, and so is a role that no group holds: the
 * account may have older rights.
 */
import { diagnose } from '../diagnostic.ts'
import type { AdminActual, AdminAssignment } from '../model/admin.ts'
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

/** Why the service did not tell them, where it is known that no group holds a role that reads them. */
export function explainedLicences<T>(
  read: Read<T>,
  customer: DeclaredCustomer,
  admin: readonly AdminActual[],
): Read<T> {
  const seen = admin.find(entry => entry.partner === customer.partner && entry.tenant === customer.tenant)
  if (read.kind !== 'unknown' || seen?.relationships.kind !== 'present' || seen.assignments.length === 0)
    return read
  // A list that was not read, or a status that is not known here, may hold one.
  const isMissing = seen.assignments.every(
    ({ groups }) => groups.kind === 'present' && !groups.value.some(mayRead),
  )
  if (!isMissing) return read
  const asked = read.because.detail ?? read.because.summary
  const detail = `No group of ${customer.partner} holds one for ${customer.name}; asked all the same: ${asked}`
  return { kind: 'unknown', because: diagnose(adminCodes.NO_READER_GROUP, { detail }) }
}

function mayRead({ status, roles }: AdminAssignment): boolean {
  return readsLicences(roles) && (status === 'active' || status.startsWith('unknown:'))
}
