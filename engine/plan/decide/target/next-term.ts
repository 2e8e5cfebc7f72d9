/**
 * Whether a declared next term can begin: sold where the customer is, to who it is, with these seats, term and billing. Asked before any
 * write, as of every purchase; otherwise the refusal would come when the apply is half done.
 */
import { fieldChanges } from '../../../diff/fields.ts'
import type { ActualIndex } from '../../../model/actual-index.ts'
import type { DeclaredCustomer, DeclaredPartner, DeclaredSubscription } from '../../../model/desired.ts'
import type { ProductKey } from '../../../model/ids.ts'
import type { BillingCycle, LiveCustomer, LiveSubscription } from '../../../model/live.ts'
import type { NextTerm, Renewal } from '../../../model/renewal.ts'
import { unqualified } from '../../permit/eligible.ts'
import { marketOf, whyNotSold } from '../../permit/sellable.ts'
import type { Finding } from '../../plan.ts'

/** The product of a declared next term that is still to be told; null: nothing is. `living` undefined: it is bought, or arrives. */
export function nextProductOf(
  declared: DeclaredSubscription,
  living: LiveSubscription | undefined,
): ProductKey | null {
  const { nextTerm, state, endOfTerm } = declared
  if (nextTerm === null || state !== 'active' || endOfTerm === 'cancel' || endOfTerm === 'extend') return null
  const isTold =
    living !== undefined && fieldChanges(declared, living).every(({ field }) => !field.startsWith('nextTerm'))
  return isTold ? null : (nextTerm.product ?? living?.product ?? declared.product)
}

export interface NextTermFacts {
  readonly customer: DeclaredCustomer
  readonly partner: DeclaredPartner
  readonly live: LiveCustomer
  readonly index: ActualIndex
  readonly reach: 'customer' | 'line'
  readonly nameOf: (product: ProductKey) => string
}

export function whyNotNext(
  declared: DeclaredSubscription,
  to: Renewal,
  { customer, partner, live, index, reach, nameOf }: NextTermFacts,
): Finding | null {
  if (to.kind !== 'renews' || to.next === null) return null
  const wanted = asPurchase(declared, to.next)
  const market = marketOf(partner, live)
  const unsold = whyNotSold(wanted, { partner, customer: live, index, reach, name: nameOf(wanted.product) })
  if (unsold !== null || market.kind !== 'known') return unsold === null ? null : ofNextTerm(declared, unsold)
  const item = index.item(partner.name, market.country, wanted.product)
  if (item.kind !== 'present') return null
  const seen = index.customer(partner.name, customer.tenant)
  const unfit = unqualified(wanted, { customer, seen, item: item.value, reach })
  return unfit === null ? null : ofNextTerm(declared, unfit)
}

/** A cycle that this version does not know is looked up like the others: the catalogue has it or not. */
function asPurchase(declared: DeclaredSubscription, next: NextTerm): DeclaredSubscription {
  return {
    ...declared,
    seats: next.seats,
    product: next.product,
    term: next.term,
    billing: (next.billing ?? declared.billing) as BillingCycle,
  }
}

function ofNextTerm({ key }: DeclaredSubscription, found: Finding): Finding {
  return { ...found, detail: `The next term of \`${key}\`: ${found.detail ?? found.summary}` }
}
