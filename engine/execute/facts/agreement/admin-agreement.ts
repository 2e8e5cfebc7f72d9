/**
 * Whether a step of delegated administration is about what it looks at. No fact of the plan stands for a relationship, so the step itself
 * must read it, just before and just after, under its own account and customer.
 */
import type { PartnerName, TenantId } from '../../../model/ids.ts'
import type { AdminAction, AdminCheck } from '../../../plan/admin/admin-action.ts'

export function adminDisagreements(
  action: AdminAction,
  partners: ReadonlyMap<PartnerName, TenantId>,
): readonly string[] {
  const reasons: string[] = []
  const replacement = action.kind === 'admin.end' ? action.replacedBy : null
  if (replacement !== null && !partners.has(replacement.partner))
    reasons.push(`${replacement.partner} is no account of the plan`)
  for (const check of [...action.expects, ...action.proves]) {
    if (check.customer !== action.customer) reasons.push(`it looks at another customer, ${check.customer}`)
    if (!isOwn(check, action) && !(replacement !== null && isOf(check, replacement)))
      reasons.push(`its check \`${check.kind}\` is about another relationship`)
  }
  for (const [when, checks] of [
    ['before', action.expects],
    ['after', action.proves],
  ] as const)
    if (!checks.some(check => isOwn(check, action)))
      reasons.push(`it does not look at the relationship ${when} it`)
  if (replacement !== null && !action.expects.some(check => isOf(check, replacement)))
    reasons.push(`it does not look at ${replacement.relationship}, which replaces it`)
  return reasons
}

/** Of the relationship that the step is about and, where it has one, of its group. */
function isOwn(check: AdminCheck, action: AdminAction): boolean {
  if (check.partner !== action.partner) return false
  if (!('relationship' in action))
    return check.kind === 'nothing else grants'
      ? check.name === action.name
      : check.kind === 'relationship is' && 'name' in check.by && check.by.name === action.name
  const isGroup = !('group' in action) || check.kind !== 'group holds' || check.group === action.group
  return isGroup && isOf(check, action)
}

function isOf(
  check: AdminCheck,
  { partner, relationship }: { readonly partner: PartnerName; readonly relationship: string },
): boolean {
  if (check.partner !== partner) return false
  if (check.kind === 'relationship is') return 'id' in check.by && check.by.id === relationship
  return check.kind === 'group holds' && check.relationship === relationship
}
