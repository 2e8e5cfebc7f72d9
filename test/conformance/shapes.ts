/** The resources of docs/partner-center-facts.md (read 2026-11-23) as strict JSON Schemas: names, types, words; nothing else may appear. */

type Schema = Readonly<Record<string, unknown>>

const text: Schema = { type: 'string' }
const number: Schema = { type: 'number' }
const whole: Schema = { type: 'integer' }
const flag: Schema = { type: 'boolean' }
const guid: Schema = { type: 'string', pattern: '^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$' }
const time: Schema = { type: 'string', pattern: '^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}(\\.\\d{1,7})?Z$' }
const word = (...words: readonly unknown[]): Schema => ({ enum: words })
const list = (items: Schema): Schema => ({ type: 'array', items })
const maybe = (schema: Schema): Schema => ({ anyOf: [schema, { type: 'null' }] })
const shape = (
  required: Readonly<Record<string, Schema>>,
  optional: Readonly<Record<string, Schema>> = {},
): Schema => ({
  type: 'object',
  required: Object.keys(required),
  properties: { ...required, ...optional },
  additionalProperties: false,
})

const headers = list(shape({ key: text, value: text }))
const link = shape({ method: word('GET', 'PATCH'), headers }, { uri: text })
const links: Schema = { type: 'object', additionalProperties: link }
const attributes = (objectType: string, etag?: 'etag'): Schema =>
  shape({ objectType: word(objectType), ...(etag === 'etag' && { etag: text }) })
const cycle = word('monthly', 'annual', 'triennial', 'biennial', 'one_time', 'none')
const term = word('P1M', 'P1Y', 'P3Y')

/** Envelope of facts 4.2. */
export const collection = (item: Schema): Schema =>
  shape(
    { totalCount: whole, items: list(item), links, attributes: attributes('Collection') },
    { continuationToken: text },
  )

const nextTerm = shape(
  {
    product: shape(
      { productId: text, skuId: text, availabilityId: text, billingCycle: cycle, termDuration: term },
      { promotionId: text },
    ),
    quantity: whole,
  },
  { customTermEndDate: text },
)

const subscriptionOfAnyKind = {
  id: guid,
  offerId: text,
  offerName: text,
  friendlyName: text,
  quantity: whole,
  unitType: word('Licenses', 'License(s)', 'Usage-based', 'none'),
  hasPurchasableAddons: flag,
  creationDate: time,
  effectiveStartDate: time,
  commitmentEndDate: time,
  status: word('none', 'active', 'suspended', 'deleted', 'expired', 'pending', 'disabled'),
  suspensionReasons: list(text),
  autoRenewEnabled: flag,
  isTrial: flag,
  billingType: word('none', 'usage', 'license'),
  billingCycle: cycle,
  isMicrosoftProduct: flag,
  publisherName: text,
  partnerId: text,
  attentionNeeded: flag,
  actionTaken: flag,
  contractType: word('subscription', 'product_key', 'redemption_code'),
  orderId: text,
  links,
}

export const legacySubscription = shape(
  { ...subscriptionOfAnyKind, attributes: attributes('Subscription', 'etag') },
  { parentSubscriptionId: guid, billingCycleEndDate: time },
)

export const modernSubscription = shape(
  {
    ...subscriptionOfAnyKind,
    productType: shape({ id: text, displayName: text }),
    commitmentEndDateTime: time,
    cancellationAllowedUntilDate: maybe(time),
    billingCycleEndDate: time,
    billingCycleEndDateTime: time,
    termDuration: term,
    renewalTermDuration: text,
    refundableQuantity: maybe(
      shape({ totalQuantity: whole, details: list(shape({ quantity: whole, allowedUntilDateTime: time })) }),
    ),
    scheduledNextTermInstructions: maybe(nextTerm),
    migratedFromSubscriptionId: maybe(guid),
    refundOptions: list(shape({ type: word('Full', 'Partial'), expiresAt: time })),
    actions: list(word('edit', 'cancel')),
    attributes: attributes('Subscription'),
  },
  {
    parentSubscriptionId: guid,
    nextChargeInstructions: shape({
      product: shape({ billingCycle: cycle, termDuration: term }),
      quantity: whole,
    }),
    scheduledActions: list(
      shape(
        {
          scheduleType: word('TermEnd', 'CustomDate'),
          actionType: word('Cancel', 'RenewToNewTerm', 'RenewToExtendedServiceTerm', 'Transition'),
        },
        { effectiveDate: time, instructions: nextTerm },
      ),
    ),
    promotionId: text,
    customTermEndDate: time,
  },
)

const orderLine = shape(
  {
    lineItemNumber: whole,
    offerId: text,
    transactionType: word(
      'New',
      'renew',
      'addQuantity',
      'removeQuantity',
      'cancel',
      'convert',
      'customerCredit',
    ),
    friendlyName: text,
    quantity: whole,
    // E29.
    links: shape(
      { provisioningStatus: link },
      { product: link, sku: link, availability: link, subscription: link },
    ),
  },
  { subscriptionId: guid, termDuration: term },
)
const orderParts = {
  id: text,
  alternateId: { type: 'string', pattern: '^[0-9a-f]{12}$' },
  referenceCustomerId: guid,
  billingCycle: cycle,
  currencyCode: { type: 'string', pattern: '^[A-Z]{3}$' },
  currencySymbol: text,
  lineItems: list(orderLine),
  creationDate: time,
  status: word('unknown', 'completed', 'pending', 'cancelled'),
  transactionType: word('UserPurchase', 'SystemPurchase', 'SystemBilling'),
  client: shape({ marketplaceCountry: text, deviceFamily: text, name: text }),
  links: shape({ self: link, provisioningStatus: link, patchOperation: link }),
}
export const order: Schema = {
  anyOf: [
    shape({ ...orderParts, attributes: attributes('Order') }, { totalPrice: number }),
    shape({ ...orderParts, attributes: attributes('Order', 'etag') }, { totalPrice: number }),
  ],
}

const cartError = shape({
  errorCode: whole,
  errorDescription: text,
  additionalInformation: maybe(shape({ availableQuantity: whole, purchasedQuantity: whole })),
})
const cartLineParts = {
  id: whole,
  catalogItemId: text,
  quantity: whole,
  billingCycle: cycle,
  currencyCode: text,
  orderGroup: { type: 'string', pattern: '^(OMS-)?\\d+$' },
}
const cartLineMore = {
  termDuration: term,
  friendlyName: text,
  promotionId: text,
  customTermEndDate: text,
  coterminousSubscriptionId: guid,
  participants: list(shape({ key: text, value: text })),
  provisioningContext: shape({ ParentSubscriptionId: guid }),
  error: cartError,
}
const cartLine = shape(cartLineParts, {
  ...cartLineMore,
  addonItems: list(shape(cartLineParts, cartLineMore)),
})
export const cart = shape({
  id: guid,
  creationTimestamp: time,
  lastModifiedTimestamp: time,
  expirationTimestamp: time,
  lastModifiedUser: guid,
  status: word('Active', 'Ordered'),
  partnerOnRecordAttestationAccepted: flag,
  lineItems: list(cartLine),
  links,
  attributes: attributes('Cart'),
})
export const checkoutResult = shape(
  { orders: list(order), attributes: attributes('CartCheckoutResult') },
  {
    orderErrors: list(
      shape({ orderGroupId: text, code: whole, description: text, attributes: attributes('OrderError') }),
    ),
  },
)

const transferLineParts = {
  id: whole,
  sourceSubscriptionId: guid,
  offerId: text,
  billingCycle: cycle,
  termDuration: term,
  friendlyName: text,
  quantity: whole,
  transferGroupId: text,
}
const transferLineMore = {
  subscriptionId: guid,
  partnerIdOnRecord: maybe(text),
  transferError: maybe(shape({ code: whole, description: text })),
}
export const transfer = shape(
  {
    id: guid,
    status: word('Pending', 'InProgress', 'Complete', 'Expired', 'Failed', 'Canceled'),
    transferType: word(3, 5),
    createdTime: time,
    lastModifiedTime: time,
    lastModifiedUser: text,
    expirationTime: time,
    customerTenantId: guid,
    customerName: text,
    partnertenantid: guid,
    sourcePartnerTenantId: guid,
    sourcePartnerName: text,
    targetPartnerTenantId: guid,
    targetPartnerName: text,
    lineItems: list(
      shape(transferLineParts, {
        ...transferLineMore,
        addonItems: list(shape(transferLineParts, { ...transferLineMore, addonItems: list(shape({})) })),
      }),
    ),
    links,
    attributes: attributes('TransferEntity'),
  },
  {
    completedTime: time,
    customerEmailId: text,
    sourcePartnerEmailId: text,
    targetPartnerEmailId: text,
    targetProductTypes: list(text),
  },
)
export const transferEligibility = list(shape({ id: guid, isEligible: flag }, { reason: text }))

export const offer = shape({
  id: text,
  name: text,
  description: text,
  minimumQuantity: whole,
  maximumQuantity: whole,
  rank: whole,
  uri: text,
  locale: text,
  country: text,
  category: shape({ id: text, name: text, rank: whole }),
  prerequisiteOffers: list(text),
  limit: whole,
  limitUnitOfMeasure: text,
  term: whole,
  termUnitOfMeasure: text,
  isAddOn: flag,
  hasAddOns: flag,
  isAvailableForPurchase: flag,
  billing: word('license', 'usage'),
  supportedBillingCycles: list(cycle),
  isAutoRenewable: flag,
  isInternal: flag,
  isMicrosoftProduct: flag,
  isTrial: flag,
  conversionTargetOffers: list(text),
  upgradeTargetOffers: list(text),
  partnerQualifications: list(text),
  reselleeQualifications: list(text),
  resellerQualifications: list(text),
  salesGroupId: text,
  acquisitionType: text,
  supportedCatalogTypes: list(text),
  actions: list(text),
  product: shape({ id: text, name: text, unit: text }),
  unitType: text,
  links: shape({ learnMore: link, self: link }),
  attributes: attributes('Offer'),
})
export const product = shape({
  id: text,
  title: text,
  description: text,
  productType: shape({ id: text, displayName: text }),
  isMicrosoftProduct: flag,
  publisherName: text,
  links,
  attributes: attributes('Product'),
})
export const sku = shape({
  id: { type: 'string', pattern: '^.{4}$' },
  productId: text,
  title: text,
  description: text,
  minimumQuantity: whole,
  maximumQuantity: whole,
  isTrial: flag,
  supportedBillingCycles: list(cycle),
  purchasePrerequisites: list(text),
  inventoryVariables: list(text),
  provisioningVariables: list(text),
  actions: list(text),
  dynamicAttributes: shape({
    isMicrosoftProduct: flag,
    hasConstraints: flag,
    isAddon: flag,
    prerequisiteSkus: list(text),
    upgradeTargetOffers: list(text),
    provisioningId: guid,
  }),
  links,
  attributes: attributes('Sku'),
})
export const availability = shape({
  id: { type: 'string', pattern: '^.{12}$' },
  productId: text,
  skuId: text,
  catalogItemId: { type: 'string', pattern: '^.{12}:.{4}:.{12}$' },
  defaultCurrency: shape({ code: text, symbol: text }),
  segment: word('commercial', 'education', 'government', 'nonprofit'),
  country: text,
  isPurchasable: flag,
  isRenewable: flag,
  terms: list(
    shape({
      id: text,
      duration: term,
      description: text,
      billingCycle: cycle,
      renewalOptions: list({}),
      cancellationPolicies: list(
        shape({ refundOptions: list(shape({ sequenceId: whole, type: text, expiresAfter: text })) }),
      ),
    }),
  ),
  // E26.
  renewalInstructions: list(
    shape({
      applicableTermIds: list(text),
      renewalOptions: list(shape({ renewToId: text, isAutoRenewable: flag })),
    }),
  ),
  includedQuantityOptions: list({}),
  product,
  sku,
  links: shape({ self: link }),
  attributes: attributes('Availability'),
})

export const invoice = shape({
  id: { type: 'string', pattern: '^(G00|D02)\\d{7}$' },
  invoiceDate: time,
  billingPeriodStartDate: time,
  billingPeriodEndDate: time,
  totalCharges: number,
  paidAmount: number,
  currencyCode: text,
  currencySymbol: text,
  pdfDownloadLink: text,
  taxReceipts: list(shape({ id: text, taxReceiptPdfDownloadLink: text })),
  invoiceDetails: list(
    shape({
      invoiceLineItemType: word('billing_line_items', 'usage_line_items'),
      billingProvider: word('office', 'azure', 'one_time'),
      links,
    }),
  ),
  amendments: list({ type: 'object' }),
  amendsOf: maybe(text),
  documentType: word('invoice', 'void_note', 'adjustment_note'),
  invoiceType: word('Recurring', 'OneTime'),
  links,
  attributes: attributes('Invoice'),
})
/** E28, in this spelling. */
const lineParts = {
  partnerId: guid,
  customerId: guid,
  customerName: text,
  orderId: text,
  subscriptionId: guid,
  subscriptionDescription: text,
  subscriptionStartDate: time,
  subscriptionEndDate: time,
  chargeStartDate: time,
  chargeEndDate: time,
  currency: text,
  invoiceLineItemType: word('billing_line_items'),
}
const figure: Schema = { type: 'string', pattern: '^-?\\d+(\\.\\d+)?$' }
export const modernLine = shape({
  ...lineParts,
  customerDomainName: text,
  customerCountry: { type: 'string', pattern: '^[A-Z]{2}$' },
  invoiceNumber: text,
  mpnId: figure,
  resellerMpnId: figure,
  orderDate: time,
  productId: text,
  skuId: text,
  availabilityId: text,
  productName: text,
  skuName: text,
  productQualifiers: list(text),
  chargeType: word(
    'new',
    'renew',
    'cycleCharge',
    'addQuantity',
    'removeQuantity',
    'moveQuantity',
    'cancelImmediate',
    'convert',
    'changeBillingPlan',
    'customerCredit',
    'extendTerm',
  ),
  unitPrice: maybe(figure),
  effectiveUnitPrice: maybe(figure),
  unitType: text,
  quantity: figure,
  billableQuantity: figure,
  subtotal: maybe(figure),
  taxTotal: maybe(figure),
  totalForCustomer: maybe(figure),
  publisherName: text,
  publisherId: text,
  termAndBillingCycle: text,
  alternateId: text,
  referenceId: text,
  priceAdjustmentDescription: text,
  discountDetails: text,
  creditReasonCode: text,
  pricingCurrency: text,
  pcToBCExchangeRate: figure,
  pcToBCExchangeRateDate: time,
  meterDescription: text,
  billingFrequency: text,
  reservationOrderId: text,
  promotionId: text,
  billingProvider: word('one_time'),
  attributes: attributes('OneTimeInvoiceLineItem'),
})
export const legacyLine = shape({
  ...lineParts,
  mpnId: number,
  tier2MpnId: number,
  syndicationPartnerSubscriptionNumber: text,
  offerId: text,
  durableOfferId: text,
  offerName: text,
  domainName: text,
  billingCycleType: text,
  subscriptionName: text,
  chargeType: text,
  unitPrice: maybe(number),
  quantity: number,
  amount: maybe(number),
  totalOtherDiscount: number,
  subtotal: maybe(number),
  tax: number,
  totalForCustomer: maybe(number),
  billingProvider: word('office'),
  attributes: attributes('LicenseBasedLineItem'),
})

export const orderProvisioning = shape({
  lineItemNumber: whole,
  status: word('Fulfilled', 'Unfulfilled', 'PrefulfillmentPending'),
  quantityProvisioningInformation: list(shape({ quantity: whole, status: text })),
})
export const subscriptionProvisioning = shape(
  {
    skuId: guid,
    status: word('none', 'success', 'pending', 'failed'),
    quantity: whole,
    attributes: attributes('SubscriptionProvisioningStatus'),
  },
  { endDate: time },
)
export const subscribedSku = shape({
  availableUnits: whole,
  activeUnits: whole,
  consumedUnits: whole,
  suspendedUnits: whole,
  totalUnits: whole,
  warningUnits: whole,
  productSku: shape({ id: guid, name: text, skuPartNumber: text, targetType: text }),
  capabilityStatus: text,
  attributes: attributes('SubscribedSku'),
})
/** E30: the whole of it. */
const address = shape({
  country: text,
  region: text,
  city: text,
  state: text,
  addressLine1: text,
  addressLine2: text,
  postalCode: text,
  firstName: text,
  lastName: text,
  phoneNumber: text,
})
const contact = shape({ firstName: text, lastName: text, email: text, phoneNumber: text })
export const organization = shape({
  id: guid,
  companyName: text,
  defaultAddress: address,
  tenantId: guid,
  domain: text,
  email: text,
  language: text,
  culture: text,
  profileType: word('organization_profile'),
  links: shape({ self: link }),
  attributes: attributes('OrganizationProfile', 'etag'),
})
export const legalBusiness = shape({
  companyName: text,
  address,
  primaryContact: contact,
  companyApproverAddress: address,
  companyApproverEmail: text,
  vettingStatus: word('none', 'pending', 'authorized', 'rejected'),
  vettingSubStatus: text,
  profileType: word('legal_business_profile'),
  links: shape({ self: link }),
  attributes: attributes('LegalBusinessProfile'),
})
export const partnerBilling = shape({
  companyName: text,
  address,
  primaryContact: contact,
  purchaseOrderNumber: text,
  taxId: text,
  billingCurrency: text,
  billingDay: whole,
  profileType: word('billing_profile'),
  links: shape({ self: link }),
  attributes: attributes('PartnerBillingProfile', 'etag'),
})
export const mpn = shape({
  mpnId: text,
  partnerName: text,
  profileType: word('mpn_profile'),
  links: shape({ self: link }),
  attributes: attributes('MpnProfile'),
})
export const support = shape({
  email: text,
  telephone: text,
  website: text,
  profileType: word('support_profile'),
  links: shape({ self: link }),
  attributes: attributes('SupportProfile'),
})

export const refusal = shape({
  code: { type: 'string', pattern: '^\\d+$' },
  description: text,
  data: list({}),
  source: text,
})
export const extendedRefusal = shape({
  code: whole,
  description: text,
  message: text,
  errorName: text,
  isRetryable: flag,
  parameters: { type: 'object' },
  errorMessageExtended: text,
})
export const gatewayRefusal = shape({ statusCode: word(429), message: text })
export const tokenRefusal = shape({
  error: text,
  error_description: text,
  error_codes: list(whole),
  timestamp: text,
  trace_id: guid,
  correlation_id: guid,
})
export const oldToken = shape({
  token_type: word('Bearer'),
  expires_in: text,
  ext_expires_in: text,
  expires_on: text,
  not_before: text,
  resource: text,
  access_token: text,
  refresh_token: text,
  id_token: text,
  scope: word('user_impersonation'),
})
export const newToken = shape({
  token_type: word('Bearer'),
  expires_in: whole,
  ext_expires_in: whole,
  access_token: text,
})
