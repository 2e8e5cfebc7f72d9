/** Front door of the Partner Center island. The reads below the connection are for commands that ask more than the engine does. */

export { type Capability, capabilitiesOf } from './capabilities.ts'
export { type AuditFilter, type AuditWish, auditSpans, listAuditRecords } from './client/audit.ts'
export type { ReadClient } from './client/client.ts'
export {
  getRelationshipRequest,
  getValidationStatus,
  listEntitlements,
  listSubscribedSkus,
} from './client/customers.ts'
export { ApiFailure } from './client/failure.ts'
export { type InvoiceProvider, listInvoiceLines, listInvoices } from './client/invoices.ts'
export {
  getBillingProfile,
  getLegalBusinessProfile,
  getMpnProfile,
  getOrganizationProfile,
} from './client/profiles.ts'
export { askPromotionEligibility, listPromotions } from './client/promotions.ts'
export { getTransfer, listTransferEligibility, listTransfers } from './client/transfers.ts'
export { codes } from './codes.ts'
export { examine } from './examine.ts'
export { closedClouds, clouds } from './limits.ts'
export { type Connection, type ConnectOptions, connect, type PartnerAccess } from './provider.ts'
