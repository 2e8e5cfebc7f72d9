/** Everything a customer has in the sources, each with its method, and what of it stops the customer. */

import { by } from '../../../compare.ts'
import type { ActualIndex } from '../../../model/actual-index.ts'
import type { DeclaredConsolidation, DeclaredCustomer, DeclaredPartner } from '../../../model/desired.ts'
import type { Instant, ProductKey, UtcDate } from '../../../model/ids.ts'
import type { LiveSubscription } from '../../../model/live.ts'
import { renewalOf } from '../../../model/renewal.ts'
import { chargedToTermEnd } from '../../../money/pricing.ts'
import { codes } from '../../codes.ts'
import { termEndOf } from '../../costs/term-end.ts'
import { finding } from '../../finding.ts'
import type { Finding } from '../../plan.ts'
import { addOnFindings, type Families, familiesOf } from './add-ons.ts'
import type { DecidedSource } from './decided-source.ts'
import { decideSource } from './source-method.ts'
import { toldForItsEnd } from './told-for-its-end.ts'

export interface SourceFacts {
  readonly customer: DeclaredCustomer
  readonly written: boolean
  readonly consolidation: DeclaredConsolidation
  readonly sources: readonly DeclaredPartner[]
  readonly index: ActualIndex
  readonly on: UtcDate
  readonly now: Instant
  readonly nameOf: (product: ProductKey) => string
}

export interface SourcesDecision {
  /** By partner, then id. */
  readonly decided: readonly DecidedSource[]
  readonly findings: readonly Finding[]
}

export function decideSources(facts: SourceFacts): SourcesDecision {
  const declaredProducts = new Set(
    facts.customer.subscriptions.filter(entry => entry.state === 'active').map(entry => entry.product),
  )
  const decided: DecidedSource[] = []
  const findings: Finding[] = []
  for (const partner of facts.sources) {
    const read = readSource(partner, facts)
    if ('code' in read) {
      findings.push(read)
      continue
    }
    for (const subscription of [...read].sort(by(entry => entry.id))) {
      const decision = decideSource(subscription, {
        consolidation: facts.consolidation,
        now: facts.now,
        declaredProducts,
        nameOf: facts.nameOf,
        toTermEnd: entry => chargedToTermEnd(partner, entry, facts.on),
        atTermEnd: entry => termEndOf(entry, renewalOf(entry), { partner, hasMonthlyPlan: null }),
      })
      decided.push({ subscription, partner, decision })
    }
  }
  const families = familiesOf(decided)
  for (const entry of decided) findings.push(...findingsOf(entry, families, facts))
  return { decided, findings }
}

/** A source that gave no answer stops the customer: sums and the gate need all of them. */
function readSource(partner: DeclaredPartner, facts: SourceFacts): readonly LiveSubscription[] | Finding {
  const seen = facts.index.customer(partner.name, facts.customer.tenant)?.subscriptions
  if (seen?.kind === 'present') return seen.value
  if (seen?.kind === 'absent') return []
  if (seen === undefined && facts.index.lists(partner.name, facts.customer.tenant) === 'no') return []
  const why = seen?.because.summary ?? 'its customer list does not say'
  return finding(
    codes.UNKNOWN_READ,
    'customer',
    { partner: partner.name, customer: facts.customer.tenant },
    { detail: `What ${facts.customer.name} has under ${partner.name} is unknown: ${why}.` },
  )
}

const boughtAnew = new Set<string>(['repurchase', 'overlap', 'lapse'])

function findingsOf(
  { subscription, decision, partner }: DecidedSource,
  families: Families,
  facts: SourceFacts,
): readonly Finding[] {
  const subject = {
    partner: partner.name,
    customer: subscription.customer,
    subscription: subscription.id,
    product: subscription.product,
  }
  const at = facts.written ? facts.customer.at : undefined
  const found: Finding[] = []
  if (decision.blocked !== null) {
    const { entry, detail } = decision.blocked
    found.push(finding(entry, 'customer', subject, { detail, at }))
  }
  if (subscription.promotion !== null && boughtAnew.has(decision.method)) {
    const detail = `${subscription.productName} (${subscription.id}) under ${partner.name} has promotion ${subscription.promotion}; what is bought in its place has none, and its first term is charged at the price of the list. A transfer would keep its price (reported).`
    found.push(finding(codes.PROMOTION_LOST, 'nothing', subject, { detail, at }))
  }
  const told = decision.method === 'transfer' ? toldForItsEnd(subscription) : null
  if (told !== null) {
    const detail = `${subscription.productName} (${subscription.id}) under ${partner.name} is ${told}. Whether a transfer takes that along is not known.`
    found.push(finding(codes.RENEWAL_MAY_BE_LOST, 'nothing', subject, { detail, at }))
  }
  return [...found, ...addOnFindings({ subscription, decision, partner }, families, at)]
}
