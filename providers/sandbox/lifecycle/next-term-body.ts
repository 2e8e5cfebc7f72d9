/** `scheduledNextTermInstructions`, and the `instructions` of a scheduled action: what the next term is to be. */
import { asFields, billingCycles, field, onlyFields, optionalText, wordField } from '../body-reader.ts'
import { refuse } from '../refusal.ts'
import type { NextTerm, SubscriptionRow } from '../state/subscription-rows.ts'

/** What is left out of it stays as it is now. */
export function readNextTerm(value: unknown, row: SubscriptionRow): NextTerm | null {
  if (value === undefined) return null
  const next = asFields(value, 'scheduledNextTermInstructions')
  onlyFields(
    next,
    ['product', 'quantity', 'customTermEndDate', 'attributes'],
    'scheduledNextTermInstructions',
  )
  const product = asFields(field(next, 'product') ?? {}, 'product')
  onlyFields(
    product,
    ['productId', 'skuId', 'availabilityId', 'billingCycle', 'termDuration', 'promotionId', 'attributes'],
    'product',
  )
  const [productId = '', skuId = '', availabilityId = ''] = row.offerId.split(':')
  const seats = field(next, 'quantity') ?? row.seats
  if (typeof seats !== 'number' || !Number.isInteger(seats) || seats < 1)
    throw refuse(400, 800002, 'The quantity of the next term must be a whole number from 1.')
  return {
    productId: optionalText(product, 'productId') ?? productId,
    skuId: optionalText(product, 'skuId') ?? skuId,
    availabilityId: optionalText(product, 'availabilityId') ?? availabilityId,
    billing: wordField(product, 'billingCycle', billingCycles) ?? row.billing,
    term: optionalText(product, 'termDuration') ?? row.term,
    promotionId: optionalText(product, 'promotionId'),
    seats,
    customTermEndDate: optionalText(next, 'customTermEndDate'),
  }
}
