/**
 * The partner of record travels (T33): a line that takes the place of a source, and names no reseller, would lose the one on record there; whether it is bought,
 * now or after the source has ended, or stands under the target already.
 */
import type { DeclaredConsolidation, DeclaredCustomer, DeclaredSubscription } from '../../model/desired.ts'
import type { LiveSubscription } from '../../model/live.ts'
import type { DecidedSource } from '../decide/source/decided-source.ts'
import { hasEnded } from '../decide/source/ended-source.ts'
import { finding } from '../finding.ts'
import type { Finding } from '../plan.ts'
import { permitCodes } from './codes.ts'

export interface ResellerFacts {
  readonly customer: DeclaredCustomer
  readonly consolidation: Pick<DeclaredConsolidation, 'map'> | null
  readonly decided: readonly DecidedSource[]
  /** Lines that are bought, now or when a term has ended. */
  readonly bought: readonly DeclaredSubscription[]
  /** By key of the declared line that it satisfies. */
  readonly bound: ReadonlyMap<string, LiveSubscription>
}

export function resellerFindings(facts: ResellerFacts): readonly Finding[] {
  const { customer, consolidation, decided, bought, bound } = facts
  return customer.subscriptions.flatMap(declared => {
    if (declared.state !== 'active' || declared.partnerOfRecord !== null) return []
    const replaced = decided.filter(entry => entry.decision.replacement === declared.product)
    if (bought.includes(declared)) {
      const ended = decided.filter(entry => hasEnded(entry, declared.product, consolidation))
      return lost(declared, [...replaced, ...ended], { customer, what: 'would be bought with none' })
    }
    const living = bound.get(declared.key)
    if (living === undefined || living.partnerOfRecord !== null) return []
    return lost(declared, replaced, { customer, what: `(${living.id}) replaces it, with none` })
  })
}

function lost(
  declared: DeclaredSubscription,
  sources: readonly DecidedSource[],
  { customer, what }: { readonly customer: DeclaredCustomer; readonly what: string },
): readonly Finding[] {
  const resellers = sources.flatMap(({ subscription: { id, partnerOfRecord }, partner }) =>
    partnerOfRecord === null ? [] : [{ id, partnerOfRecord, under: partner.name }],
  )
  if (resellers.length === 0) return []
  const there = resellers.map(
    ({ id, partnerOfRecord, under }) => `${id} under ${under} has reseller ${partnerOfRecord} on record`,
  )
  const written = [...new Set(resellers.map(entry => `\`partnerOfRecord: "${entry.partnerOfRecord}"\``))]
  const subject = { partner: customer.partner, customer: customer.tenant, product: declared.product }
  const detail = `${there.join(' and ')}; \`${declared.key}\` ${what}. Write ${written.sort().join(' or ')} to keep it.`
  return [finding(permitCodes.RESELLER_LOST, 'nothing', subject, { detail, at: declared.at })]
}
