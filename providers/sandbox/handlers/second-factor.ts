/** Users of the partner who call without a second factor (facts 16). Who says so is the World, or the person at a sign-in. */
import type { WireNonMfaPrincipal } from '../../partner-center/wire/second-factor.ts'
import { type Answer, type Call, ok, type Route } from '../call.ts'
import { uuidOf } from '../ids.ts'
import { collection } from '../wire/links.ts'

const path = '/nonMfaCompliantPartnerPrincipals'

function list({ service, caller }: Call): Answer {
  const { partner } = caller
  const today = service.time.now().slice(0, 10)
  const rows = partner.users
    .filter(user => !user.mfa)
    .map(
      ({ upn }): WireNonMfaPrincipal => ({
        objectId: uuidOf('user', partner.tenantId, upn),
        tenantId: partner.tenantId,
        upn,
        lastNonMfaCompliantRequestDateTime: `${today}T00:00:00`,
      }),
    )
  return ok(collection(service, rows, path))
}

export const secondFactorRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: `/v1${path}`,
    family: 'other',
    userOnly: true,
    roles: ['adminAgent', 'salesAgent', 'billingAdmin', 'helpdeskAgent'],
    handle: list,
  },
]
