/** The partner of record travels (T33): a line that is bought in place of a source, and names no reseller, would lose the one on record there. */
import type { DeclaredCustomer, DeclaredSubscription } from '../../model/desired.ts'
import type { DecidedSource } from '../decide/source/decided-source.ts'
import { finding } from '../finding.ts'
import type { Finding } from '../plan.ts'
import { permitCodes } from './codes.ts'

export interface ResellerFacts {
  readonly customer: DeclaredCustomer
  readonly decided: readonly DecidedSource[]
  /** Lines that are bought, now or when a term has ended. */
  readonly bought: readonly DeclaredSubscription[]
}

export function resellerFindings({ customer, decided, bought }: ResellerFacts): readonly Finding[] {
  return bought.flatMap(declared => {
    if (declared.state !== 'active' || declared.partnerOfRecord !== null) return []
    const sources = decided.filter(
      ({ subscription, decision }) =>
        decision.replacement === declared.product && subscription.partnerOfRecord !== null,
    )
    if (sources.length === 0) return []
    const named = [...new Set(sources.map(entry => String(entry.subscription.partnerOfRecord)))]
      .sort()
      .join(' and ')
    const where = sources.map(entry => `${entry.subscription.id} under ${entry.partner.name}`).join(' and ')
    const subject = { partner: customer.partner, customer: customer.tenant, product: declared.product }
    const detail = `${where} has reseller ${named} on record; \`${declared.key}\` would be bought with none. Write \`partnerOfRecord: "${named}"\` to keep it.`
    return [finding(permitCodes.RESELLER_LOST, 'nothing', subject, { detail, at: declared.at })]
  })
}
