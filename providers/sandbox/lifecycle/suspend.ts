/** Suspended: new commerce forgets its renewal and what was scheduled for it; legacy keeps both (facts 2.3). */
import type { SubscriptionRow } from '../state/subscription-rows.ts'
import { withoutPlans } from './scheduled-actions.ts'

export function suspended(row: SubscriptionRow): SubscriptionRow {
  if (row.commerce !== 'nce') return { ...row, status: 'suspended' }
  return {
    ...row,
    status: 'suspended',
    autoRenew: false,
    nextTerm: null,
    scheduledActions: withoutPlans(row.scheduledActions),
  }
}
