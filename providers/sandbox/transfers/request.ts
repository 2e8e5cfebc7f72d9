/** Transfer bodies, read (facts 13; forms nobody published: 2.7). */
import {
  asFields,
  type Fields,
  field,
  onlyFields,
  optionalList,
  optionalText,
  textField,
} from '../body-reader.ts'
import { refuse } from '../refusal.ts'

const texts = [
  'sourcePartnerName',
  'sourcePartnerEmailId',
  'targetPartnerName',
  'targetPartnerEmailId',
  'customerEmailId',
  'customerName',
  'partnerOnRecord',
] as const
const createFields = [
  'sourcePartnerTenantId',
  'targetPartnerTenantId',
  'transferType',
  'targetProductTypes',
  'lineItems',
  'attributes',
  ...texts,
]
const lineFields = [
  'id',
  'subscriptionId',
  'entitlementId',
  'offerId',
  'billingCycle',
  'termDuration',
  'friendlyName',
  'quantity',
  'transferGroupId',
  'partnerIdOnRecord',
  'sourceSubscriptionId',
  'addonItems',
  'transferError',
]

export interface TransferRequest {
  readonly source: string
  readonly target: string | null
  readonly transferType: number
  /** Null: all. */
  readonly productTypes: readonly string[] | null
  readonly written: Readonly<Record<string, string>>
}

const productTypes = [
  'AzureSubscription',
  'AzureReservation',
  'AzureSavingsPlan',
  'OnlineServicesNCE',
  'Software',
  'SaaS',
]

export function transferRequest(value: unknown): TransferRequest {
  const body = asFields(value, 'A transfer')
  onlyFields(body, createFields, 'A transfer')
  const written: Record<string, string> = {}
  for (const name of texts) {
    const text = optionalText(body, name)
    if (text !== null) written[name] = text
  }
  const target = optionalText(body, 'targetPartnerTenantId')?.toLowerCase() ?? null
  const source = textField(body, 'sourcePartnerTenantId', 'A transfer').toLowerCase()
  if (written['sourcePartnerName'] === undefined && written['sourcePartnerEmailId'] === undefined)
    throw refuse(400, 900136, 'The name or the mail address of the source partner is missing.')
  textField(body, 'customerEmailId', 'A transfer')
  return { source, target, transferType: typeIn(body), productTypes: productTypesIn(body), written }
}

/** 3 = ModernAzure, 5 = NewCommerce; number or text. */
function typeIn(body: Fields): number {
  const type = field(body, 'transferType')
  const words: Readonly<Record<string, number>> = { '3': 3, '5': 5, modernazure: 3, newcommerce: 5 }
  const known = words[String(type).toLowerCase()]
  if (known === undefined) throw refuse(400, 800002, 'transferType must be 3 or 5.')
  return known
}

function productTypesIn(body: Fields): readonly string[] | null {
  if (field(body, 'targetProductTypes') === undefined) return null
  const read = optionalList(body, 'targetProductTypes').map(entry =>
    productTypes.find(type => type.toLowerCase() === String(entry).toLowerCase()),
  )
  const known = read.filter(type => type !== undefined)
  if (known.length < read.length || known.length === 0)
    throw refuse(400, 900126, `targetProductTypes takes ${productTypes.join(', ')}.`)
  return known
}

export interface AcceptedLine {
  readonly subscription: string
  readonly partnerOnRecord: string
  readonly addOns: readonly { readonly subscription: string; readonly partnerOnRecord: string }[]
}

export interface TransferPatch {
  readonly status: 'cancel' | 'accept'
  readonly lines: readonly AcceptedLine[]
}

/** `shown`: the properties a GET has just now, which may come back whatever they are. */
export function transferPatch(value: unknown, id: string, shown: readonly string[]): TransferPatch {
  const body = asFields(value, 'A transfer')
  onlyFields(body, [...createFields, 'id', 'status', ...shown], 'A transfer')
  const given = optionalText(body, 'id')
  if (given !== null && given.toLowerCase() !== id.toLowerCase())
    throw refuse(400, 900102, 'The id of the body is not that of the path.')
  const status = textField(body, 'status', 'A transfer').toLowerCase()
  if (status === 'cancel') return { status: 'cancel', lines: [] }
  if (status !== 'accept' && status !== 'inprogress')
    throw refuse(400, 900102, 'The status of a transfer can be set to Cancel or Accept.')
  return { status: 'accept', lines: optionalList(body, 'lineItems').map(lineIn) }
}

function lineIn(value: unknown): AcceptedLine {
  const line = asFields(value, 'A line item')
  const addOns = optionalList(line, 'addonItems').map(entry => {
    const addOn = asFields(entry, 'A line item')
    if (optionalList(addOn, 'addonItems').length > 0) throw refuse(400, 900102, 'An add-on has no add-ons.')
    return itemIn(addOn)
  })
  return { ...itemIn(line), addOns }
}

function itemIn(line: Fields) {
  onlyFields(line, lineFields, 'A line item')
  return {
    subscription: textField(line, 'subscriptionId', 'A line item'),
    partnerOnRecord: optionalText(line, 'partnerIdOnRecord') ?? '',
  }
}
