import type { Finding } from '../plan.ts'
import type { CustomerDecision } from '../stages/order.ts'

/** Stops what was to be written for a customer, because of something that is wider than its own lines. */
export function blockCustomer(decision: CustomerDecision, because: Finding): CustomerDecision {
  const { plan } = decision
  const own: Finding = { ...because, subject: { partner: plan.partner, customer: plan.tenant } }
  return {
    ...decision,
    actions: [],
    subjects: [],
    findings: [own, ...decision.findings],
    plan: {
      ...plan,
      state: 'blocked',
      blockedBy: [...plan.blockedBy, own],
      actions: [],
      sources: plan.sources.map(line => ({ ...line, action: null })),
    },
  }
}
