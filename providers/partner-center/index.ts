/** Front door of the Partner Center island. The reads below the connection are for commands that ask more than the engine does. */

export { type Capability, capabilitiesOf } from './capabilities.ts'
export type { ReadClient } from './client/client.ts'
export { ApiFailure } from './client/errors/failure.ts'
export { type AuditFilter, type AuditQuery, auditSpans, listAuditRecords } from './client/resources/audit.ts'
export {
  getRelationshipRequest,
  getValidationStatus,
  listEntitlements,
  listSubscribedSkus,
} from './client/resources/customers.ts'
export { type InvoiceProvider, listInvoiceLines, listInvoices } from './client/resources/invoices.ts'
export {
  getBillingProfile,
  getLegalBusinessProfile,
  getMpnProfile,
  getOrganizationProfile,
} from './client/resources/profiles.ts'
export { askPromotionEligibility, listPromotions } from './client/resources/promotions.ts'
export { getTransfer, listTransferEligibility, listTransfers } from './client/resources/transfers.ts'
export { codes } from './codes.ts'
export { examine } from './examine.ts'
export { closedClouds, clouds, startsPerMinute } from './limits.ts'
export {
  apiHostOf,
  type Connection,
  type ConnectOptions,
  connect,
  type PartnerAccess,
  signInAsPerson,
} from './provider.ts'
