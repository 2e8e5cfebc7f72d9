/** Users without a second factor (facts 16). */
import type { WireResource } from './collection.ts'
import type { WireGuid, WireTime } from './scalar.ts'

/** A row of GET /v1/nonMfaCompliantPartnerPrincipals: a user who signed in or called in the last 7 days without a second factor. */
export interface WireNonMfaPrincipal extends WireResource {
  readonly objectId?: WireGuid | null
  readonly tenantId?: WireGuid | null
  readonly upn?: string | null
  readonly lastNonMfaCompliantRequestDateTime?: WireTime | null
}
