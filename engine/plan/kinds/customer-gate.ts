/** `gate.customer`: re-reads, and lets nothing behind it start until what it proves holds. */
import type { DeclaredCustomer } from '../../model/desired.ts'
import { type ActionId, actionId, type PartnerName, type TenantId } from '../../model/ids.ts'
import type { Check } from '../check.ts'
import type { ActionCommon } from './action-parts.ts'
import type { StepRules } from './kind-rules.ts'

/** Nothing of this customer is switched off before all that replaces it is verified (S5). */
export interface CustomerGate extends ActionCommon {
  readonly kind: 'gate.customer'
  readonly partner: PartnerName
  readonly customer: TenantId
}

export const customerGateRules: StepRules = {
  requests: { reads: 3, writes: 0 },
  usualMs: 20_000,
}

export function customerGate(
  customer: Pick<DeclaredCustomer, 'partner' | 'tenant'>,
  consolidation: string,
  facts: { readonly after: readonly ActionId[]; readonly proves: readonly Check[] },
): CustomerGate {
  return {
    kind: 'gate.customer',
    id: actionId(`gate.customer:${customer.partner}/${customer.tenant}`),
    partner: customer.partner,
    customer: customer.tenant,
    because: { kind: 'all of the customer before any switch-off', consolidation },
    after: facts.after,
    replay: 'safe',
    expects: [],
    proves: facts.proves,
  }
}
