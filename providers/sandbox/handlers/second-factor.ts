/** The newest 10,000 users of the partner who signed in or called in the last 7 days without a second factor (facts 16). */
import type { WireNonMfaPrincipal } from '../../partner-center/wire/second-factor.ts'
import { lastWithoutSecondFactor } from '../access/second-factor.ts'
import { type Answer, type Call, ok, type Route } from '../call.ts'
import { uuidOf } from '../ids.ts'
import type { PartnerRow } from '../state/partner-rows.ts'
import { addMs, type Instant } from '../time/calendar.ts'
import { collection } from '../wire/links.ts'

const path = '/nonMfaCompliantPartnerPrincipals'
const toldForMs = 7 * 86_400_000
const most = 10_000

function list({ service, caller }: Call): Answer {
  const { partner } = caller
  const now = service.time.now()
  const since = addMs(now, -toldForMs)
  const told = partner.users
    .flatMap(({ upn, ...user }) => {
      const last = lastWithoutSecondFactor({ upn, ...user }, now)
      return last === null || last < since ? [] : [{ upn, last }]
    })
    .sort((one, other) => newestFirst(one.last, other.last))
    .slice(0, most)
  return ok(
    collection(
      service,
      told.map(({ upn, last }) => principal(partner, upn, last)),
      path,
    ),
  )
}

function newestFirst(one: Instant, other: Instant): number {
  if (one === other) return 0
  return one > other ? -1 : 1
}

function principal({ tenantId }: PartnerRow, upn: string, last: Instant): WireNonMfaPrincipal {
  return {
    objectId: uuidOf('user', tenantId, upn),
    tenantId,
    upn,
    // In UTC, and without a letter that says so.
    lastNonMfaCompliantRequestDateTime: last.replace('Z', ''),
  }
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
