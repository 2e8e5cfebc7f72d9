/** Cart bodies, read (facts 11). Ids of lines count from 0 over bases and their add-ons. */
import {
  asFields,
  billingCycles,
  countField,
  type Fields,
  field,
  onlyFields,
  optionalList,
  optionalText,
  textField,
  wordField,
} from '../body-reader.ts'
import { refuse } from '../refusal.ts'
import type { CartLineRow } from '../state/order-rows.ts'

const cartFields = [
  'id',
  'creationTimestamp',
  'lastModifiedTimestamp',
  'expirationTimestamp',
  'lastModifiedUser',
  'status',
  'partnerOnRecordAttestationAccepted',
  'lineItems',
  'links',
  'attributes',
]
const lineFields = [
  'id',
  'catalogItemId',
  'quantity',
  'billingCycle',
  'termDuration',
  'friendlyName',
  'currencyCode',
  'participants',
  'provisioningContext',
  'addonItems',
  'orderGroup',
  'promotionId',
  'customTermEndDate',
  'coterminousSubscriptionId',
  'renewsTo',
  'attestationAccepted',
  'error',
  'attributes',
]

export interface CartRequest {
  readonly attested: boolean
  readonly lines: readonly CartLineRequest[]
}

/** What is written of a line; the rest of it is found out when it is judged. */
export type CartLineRequest = Omit<CartLineRow, 'orderGroup' | 'error'>

export function cartRequest(body: unknown): CartRequest {
  const fields = asFields(body, 'A cart')
  onlyFields(fields, cartFields, 'A cart')
  let namesPartner = false
  const read = (item: unknown, base: number | null) => {
    const line = asFields(item, 'A line item')
    namesPartner ||= optionalList(line, 'participants').length > 0
    return { line, request: lineRequest(line, base) }
  }
  const lines = optionalList(fields, 'lineItems').flatMap(item => {
    const { line, request } = read(item, null)
    const addOns = optionalList(line, 'addonItems').map(addOn => read(addOn, request.id).request)
    return [request, ...addOns]
  })
  if (lines.length === 0) throw refuse(400, 800009, 'A cart needs line items.')
  const ids = new Set(lines.map(line => line.id))
  if (ids.size !== lines.length || lines.some(line => line.id >= lines.length))
    throw refuse(400, 800009, 'Line item ids count from 0 without gaps.')
  const attested = field(fields, 'partnerOnRecordAttestationAccepted') === true
  // Only who names a reseller, of whatever kind, has to attest: public clients never do, and can buy.
  if (!attested && namesPartner) throw refuse(400, 900206, 'partnerOnRecordAttestationAccepted is missing.')
  return { attested, lines }
}

function lineRequest(line: Fields, baseLine: number | null): CartLineRequest {
  onlyFields(line, lineFields, 'A line item')
  if (baseLine !== null && optionalList(line, 'addonItems').length > 0)
    throw refuse(400, 800009, 'An add-on has no add-ons.')
  const context = field(line, 'provisioningContext')
  const quantity = countField(line, 'quantity', 'A line item')
  if (quantity === 0) throw refuse(400, 800009, 'The quantity must be at least 1.')
  const billing = wordField(line, 'billingCycle', billingCycles)
  if (billing === undefined) throw refuse(400, 800002, 'A line item needs a billingCycle.')
  return {
    id: countField(line, 'id', 'A line item'),
    catalogItemId: textField(line, 'catalogItemId', 'A line item'),
    quantity,
    billing,
    term: optionalText(line, 'termDuration') ?? '',
    friendlyName: optionalText(line, 'friendlyName'),
    baseLine,
    parent:
      context === undefined
        ? null
        : optionalText(asFields(context, 'provisioningContext'), 'ParentSubscriptionId'),
    partnerOnRecord: resellerIn(line),
    promotionId: optionalText(line, 'promotionId'),
    customTermEndDate: optionalText(line, 'customTermEndDate'),
    coterminous: optionalText(line, 'coterminousSubscriptionId'),
  }
}

const participantKeys = [
  'unknown',
  'transaction_reseller',
  'consumption_reseller',
  'additional_transaction_reseller',
]

function resellerIn(line: Fields): string {
  let reseller = ''
  for (const entry of optionalList(line, 'participants')) {
    const participant = asFields(entry, 'A participant')
    onlyFields(participant, ['key', 'value'], 'A participant')
    const value = textField(participant, 'value', 'A participant')
    if (!/^\d+$/.test(value)) throw refuse(400, 800016, 'The partner id is not known.')
    if (wordField(participant, 'key', participantKeys) === 'transaction_reseller') reseller = value
  }
  return reseller
}
