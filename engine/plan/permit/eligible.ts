/** Whether this customer may buy an item that is on sale, asked before any write; each no names its reason and what it prevents. */
import type { DeclaredCustomer, DeclaredSubscription } from '../../model/desired.ts'
import type { CatalogueItem, CustomerActual, LiveSubscription } from '../../model/live.ts'
import { plural } from '../../plural.ts'
import { codes } from '../codes.ts'
import { finding } from '../finding.ts'
import type { Finding } from '../plan.ts'
import { purchaseCodes } from './purchase-codes.ts'
import { prevents } from './refusals.ts'

export interface BuyerFacts {
  readonly customer: DeclaredCustomer
  readonly seen: CustomerActual | undefined
  /** Under the partner that sells. */
  readonly subscriptions: readonly LiveSubscription[]
  /** Lines of this product that are to be bought, this one among them. */
  readonly wanted: number
  readonly item: CatalogueItem
  readonly reach: 'customer' | 'line'
}

export function whyNotEligible(declared: DeclaredSubscription, facts: BuyerFacts): Finding | null {
  return accountRefuses(declared, facts) ?? unqualified(declared, facts) ?? tooMany(declared, facts)
}

/** A review that gave no answer is a doubt and no refusal: the service asks it again before it sells anything. */
function accountRefuses(
  declared: DeclaredSubscription,
  { customer, seen, reach }: BuyerFacts,
): Finding | null {
  const account = seen?.account
  if (account?.kind !== 'present') return null
  if (account.value !== 'under review' && account.value !== 'not allowed') return null
  const isWaiting = account.value === 'under review'
  const entry = isWaiting ? purchaseCodes.ACCOUNT_UNDER_REVIEW : purchaseCodes.ACCOUNT_NOT_ALLOWED
  const detail = `The account of ${customer.name} is ${account.value}, so nothing can be bought for it.${prevents(isWaiting ? 'ACCOUNT_UNDER_REVIEW' : 'ACCOUNT_NOT_ALLOWED')}`
  return finding(entry, reach, subjectOf(declared, customer), { detail, at: declared.at })
}

/** Qualifications belong to the relationship: a new partner asks for them anew. */
export function unqualified(
  declared: DeclaredSubscription,
  { customer, seen, item, reach }: Omit<BuyerFacts, 'subscriptions' | 'wanted'>,
): Finding | null {
  const { segment } = item
  if (segment === undefined || segment === 'commercial') return null
  const read = seen?.qualifications
  const subject = subjectOf(declared, customer)
  if (read === undefined || read.kind === 'unknown') {
    const detail = `${item.name} is sold to ${segment} customers only, and whether ${customer.name} is one is unknown.`
    return finding(codes.UNKNOWN_READ, reach, subject, { detail, at: declared.at })
  }
  const own = read.kind === 'present' ? read.value.filter(entry => entry.segment === segment) : []
  if (own.some(entry => entry.state === 'approved')) return null
  const inReview = own.find(entry => entry.state === 'in review')
  const qualification = inReview ?? own[0]
  const detail = `${item.name} is sold to ${segment} customers only; ${customer.name} has ${qualification === undefined ? 'no such qualification' : `a qualification that is ${qualification.state.replace(/^unknown:/, '')}`} under ${customer.partner}.${prevents('QUALIFICATION_MISSING')}`
  const entry =
    inReview === undefined ? purchaseCodes.QUALIFICATION_MISSING : purchaseCodes.QUALIFICATION_IN_REVIEW
  return finding(entry, reach, subject, { detail, at: declared.at })
}

/** Suspended ones count: they can be switched on again instead. */
function tooMany(
  declared: DeclaredSubscription,
  { customer, subscriptions, wanted, item, reach }: BuyerFacts,
): Finding | null {
  if (item.perCustomer === undefined) return null
  const own = subscriptions.filter(
    entry => entry.product === item.product && !['deleted', 'expired', 'disabled'].includes(entry.status),
  )
  if (own.length + wanted <= item.perCustomer) return null
  const there = own.map(entry => `${entry.id} (${entry.status})`).join(', ')
  const detail = `One customer can have ${item.perCustomer} of ${item.name}; ${customer.name} ${own.length === 0 ? 'has none' : `has ${there}`}, and ${wanted} more ${plural(wanted, 'is', 'are')} declared.${prevents('LIMIT_REACHED')}`
  return finding(purchaseCodes.LIMIT_REACHED, reach, subjectOf(declared, customer), {
    detail,
    at: declared.at,
  })
}

function subjectOf(declared: DeclaredSubscription, customer: DeclaredCustomer): Finding['subject'] {
  return { partner: customer.partner, customer: customer.tenant, product: declared.product }
}
