/**
 * What a declared line may mean, of all that lives under its account (T35). People change what was bought: a term ends and the declared next one begins, with
 * another product perhaps; somebody upgrades it in the portal, and it keeps its id and its name. Whatever may be it is bound, or stops the purchase.
 */
import type { DeclaredSubscription } from '../../model/desired.ts'
import type { LiveSubscription } from '../../model/live.ts'

export function hasItsName({ key, friendlyName }: DeclaredSubscription, { name }: LiveSubscription): boolean {
  return name === key || name === friendlyName
}

export function isOfNextProduct({ nextTerm }: DeclaredSubscription, { product }: LiveSubscription): boolean {
  return nextTerm?.product === product
}

/** Nothing is bought for the line beside it, unless the document says that one more is wanted. */
export function mayMean(declared: DeclaredSubscription, entry: LiveSubscription): boolean {
  return (
    entry.product === declared.product ||
    isOfNextProduct(declared, entry) ||
    (isLicenceInService(entry) && hasItsName(declared, entry))
  )
}

/** What is made another product goes on; a legacy one that is disabled has ended. */
function isLicenceInService({ kind, status }: LiveSubscription): boolean {
  return kind === 'licence' && status !== 'disabled'
}
