import type { LiveSubscription } from '../../model/live.ts'
import type { Fact } from '../../plan/plan.ts'

/** As the fact has it; null: it holds no subscription. */
export function livingInFact({ subject, value }: Fact): LiveSubscription | null {
  if (subject.kind !== 'subscription' || typeof value !== 'object' || value === null) return null
  const fields = value as Partial<LiveSubscription>
  const words = [fields.product, fields.commerce, fields.kind, fields.status, fields.name]
  if (words.some(word => typeof word !== 'string')) return null
  return {
    ...nothingKnown,
    ...(value as Pick<
      LiveSubscription,
      'product' | 'commerce' | 'kind' | 'status' | 'name' | 'seats' | 'trial'
    >), // the words were just looked at
    partner: subject.partner,
    customer: subject.customer,
    id: subject.subscription,
  }
}

/** What no fact holds of a legacy subscription, and nothing about it is decided from. */
const nothingKnown = {
  productName: '',
  term: null,
  billing: null,
  autoRenew: false,
  cancelsAtTermEnd: false,
  nextBilling: null,
  promotion: null,
  partnerOfRecord: null,
  nextTerm: null,
  boughtAt: null,
  termEndsAt: null,
  chargedUntil: null,
  cancellableUntil: null,
  refundable: [],
  parent: null,
  order: null,
} as const
