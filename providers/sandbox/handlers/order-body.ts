/** Order bodies, read: legacy purchases, add-ons, another billing cycle (facts 10). */
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

const orderFields = [
  'id',
  'alternateId',
  'referenceCustomerId',
  'billingCycle',
  'currencyCode',
  'currencySymbol',
  'lineItems',
  'creationDate',
  'status',
  'transactionType',
  'totalPrice',
  'partnerOnRecordAttestationAccepted',
  'client',
  'links',
  'attributes',
]
const lineFields = [
  'lineItemNumber',
  'offerId',
  'subscriptionId',
  'parentSubscriptionId',
  'quantity',
  'friendlyName',
  'termDuration',
  'transactionType',
  'partnerIdOnRecord',
  'additionalPartnerIdsOnRecord',
  'provisioningContext',
  'renewsTo',
  'attestationAccepted',
  'promotionId',
  'customTermEndDate',
  'pricing',
  'links',
  'attributes',
]

export interface OrderRequest {
  readonly billing: string | undefined
  readonly status: string | null
  readonly attested: boolean
  readonly etag: unknown
  readonly lines: readonly OrderLineRequest[]
}

export interface OrderLineRequest {
  readonly number: number
  readonly offerId: string
  /** Written on lines that exist. */
  readonly subscription: string | null
  readonly parent: string | null
  readonly quantity: number
  readonly friendlyName: string | null
  readonly term: string
  readonly partnerOnRecord: string
  /** It names a partner on record, or further ones. */
  readonly namesPartner: boolean
  readonly promotionId: string | null
  readonly customTermEndDate: string | null
}

/** Only who names a partner on record has to attest that it is the one: public clients never do, and can buy. */
export function checkAttested({ attested }: OrderRequest, lines: readonly OrderLineRequest[]): void {
  if (!attested && lines.some(line => line.namesPartner))
    throw refuse(400, 900206, 'partnerOnRecordAttestationAccepted is missing.')
}

/** `shown`: the properties a GET has just now, which may come back whatever they are. */
export function orderRequest(body: unknown, customer: string, shown: readonly string[] = []): OrderRequest {
  const fields = asFields(body, 'An order')
  onlyFields(fields, [...orderFields, ...shown], 'An order')
  const reference = optionalText(fields, 'referenceCustomerId')
  if (reference !== null && reference.toLowerCase() !== customer)
    throw refuse(400, 800002, 'referenceCustomerId is not the customer of the path.')
  const attributes = field(fields, 'attributes')
  return {
    billing: wordField(fields, 'billingCycle', billingCycles),
    status: optionalText(fields, 'status')?.toLowerCase() ?? null,
    attested: field(fields, 'partnerOnRecordAttestationAccepted') === true,
    etag: attributes === undefined ? undefined : field(asFields(attributes, 'attributes'), 'etag'),
    lines: optionalList(fields, 'lineItems').map(line => lineRequest(asFields(line, 'A line item'))),
  }
}

function lineRequest(line: Fields): OrderLineRequest {
  onlyFields(line, lineFields, 'A line item')
  const partnerOnRecord = optionalText(line, 'partnerIdOnRecord') ?? ''
  return {
    number: countField(line, 'lineItemNumber', 'A line item'),
    offerId: textField(line, 'offerId', 'A line item'),
    subscription: optionalText(line, 'subscriptionId'),
    parent: optionalText(line, 'parentSubscriptionId'),
    quantity: countField(line, 'quantity', 'A line item'),
    friendlyName: optionalText(line, 'friendlyName'),
    term: optionalText(line, 'termDuration') ?? '',
    partnerOnRecord,
    namesPartner: partnerOnRecord !== '' || optionalList(line, 'additionalPartnerIdsOnRecord').length > 0,
    promotionId: optionalText(line, 'promotionId'),
    customTermEndDate: optionalText(line, 'customTermEndDate'),
  }
}
