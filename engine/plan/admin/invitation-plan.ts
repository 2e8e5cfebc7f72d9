/**
 * The plan of an invitation: relationships that are declared and not there are made and opened for approval, for the customers that are
 * being invited. It is a plan like any other, so it is journalled, locked and gone on with like any other; it holds nothing of commerce.
 */
import { type ActualIndex, indexActual } from '../../model/actual-index.ts'
import type { AdminActual, AdminRelationship } from '../../model/admin.ts'
import type { DeclaredCustomer, DeclaredPartner, Desired } from '../../model/desired.ts'
import type { Instant, UtcDate } from '../../model/ids.ts'
import type { MadeIn } from '../../model/made-in.ts'
import type { Origin } from '../../model/origin.ts'
import { digestOfDesired, digestOfRecord } from '../digest.ts'
import { longestExpiry } from '../expiry.ts'
import { ofPartners, planDigest } from '../make-plan.ts'
import { orderActions } from '../order.ts'
import type { CustomerPlan, Finding, Plan } from '../plan.ts'
import { summarise } from '../summary.ts'
import type { AdminAction } from './admin-action.ts'
import { groupsOf } from './admin-checks.ts'
import { decideAdmin } from './decide-admin.ts'
import { askForAdmin, openForApproval } from './kinds.ts'
import { answering, isOfUnknownStatus, nextName, notMicrosofts } from './relationships.ts'

export interface InvitationPlanInput {
  readonly desired: Desired
  readonly partner: DeclaredPartner
  /** Of that partner. */
  readonly customers: readonly DeclaredCustomer[]
  readonly admin: readonly AdminActual[]
  /** All relationships of the account, whoever's they are: each has a name of its own. */
  readonly taken: readonly AdminRelationship[]
  readonly on: UtcDate
  readonly madeAt: Instant
  readonly madeIn: MadeIn
  readonly version: string
  readonly origin?: Origin | undefined
}

export function makeInvitationPlan(input: InvitationPlanInput): Plan {
  const { desired, partner, on, madeAt, version, origin } = input
  const index = indexActual({
    readAt: madeAt,
    partners: [],
    customers: [],
    catalogue: [],
    admin: input.admin,
  })
  const invited = input.customers
    .flatMap(customer => inviting(customer, { index, on, taken: input.taken }) ?? [])
    .sort((a, b) => (a.plan.tenant < b.plan.tenant ? -1 : 1))
  const actions = orderActions(invited.flatMap(entry => entry.actions))
  const customers = invited.map(entry => entry.plan)
  const { name, tenant, timeZone, currency } = partner
  const partners = [{ name, tenant, timeZone, currency }]
  const content: Omit<Plan, 'id'> = {
    format: 1,
    tool: { name: 'tenantform', version },
    madeAt,
    madeIn: ofPartners(input.madeIn, partners),
    ...(origin !== undefined && { origin }),
    on,
    expiresAt: longestExpiry({ on, madeAt, actions }),
    deadlineMarginMs: desired.workspace.deadlineMarginMs,
    scope: { consolidation: null, wave: null, targets: customers.map(entry => entry.tenant) },
    desired: digestOfDesired(desired),
    actual: digestOfRecord({ facts: [] }),
    partners,
    window: null,
    facts: [],
    customers,
    actions,
    findings: invited.flatMap(entry => entry.findings),
    summary: summarise({
      actions,
      customers,
      currencies: [],
      facts: [],
      requestsPerMinute: desired.workspace.requestsPerMinute,
    }),
  }
  return { ...content, id: planDigest(content) }
}

interface Invited {
  readonly plan: CustomerPlan
  readonly actions: readonly AdminAction[]
  readonly findings: readonly Finding[]
}

/** Null: no document asks this customer for delegated administration. */
function inviting(
  customer: DeclaredCustomer,
  { index, on, taken }: Pick<InvitationPlanInput, 'on' | 'taken'> & { readonly index: ActualIndex },
): Invited | null {
  const { admin } = customer
  if (admin === undefined) return null
  const seen = index.admin(customer.partner, customer.tenant)
  const { standing, findings } = decideAdmin({ customer, admin, seen, on })
  const list = seen?.relationships.kind === 'present' ? notMicrosofts(seen.relationships.value) : null
  const isKnown = list !== null && !list.some(isOfUnknownStatus)
  const declared = new Set(admin.groups.map(entry => entry.group))
  const groupsIn = (relationship: string) => {
    const read = groupsOf(seen, relationship)
    return read?.kind === 'present' ? read.value.filter(entry => declared.has(entry.group)).length : 0
  }
  const actions: AdminAction[] = []
  if (isKnown && !answering(admin, { mine: list, groupsIn, on }).isCovered) {
    const name = nextName({ partner: customer.partner, customer: customer.tenant }, taken)
    const known = list.filter(entry => entry.name !== name).map(entry => entry.id)
    const ask = askForAdmin({ customer, admin, name, known: known.sort() })
    actions.push(ask, openForApproval({ customer, admin, name }, ask.id))
  }
  return {
    actions,
    // What nothing asks for yet is about to be asked for.
    findings: isKnown ? [] : findings,
    plan: {
      partner: customer.partner,
      tenant: customer.tenant,
      name: customer.name,
      domain: customer.domain,
      consolidation: null,
      wave: null,
      readiness:
        customer.invited === null
          ? { kind: 'not invited' }
          : { kind: 'invited', on: customer.invited, days: 0 },
      state: actions.length > 0 ? 'planned' : 'nothing to do',
      blockedBy: [],
      licences: { kind: 'not checked', why: 'nothing asks for it' },
      sources: [],
      seats: [],
      actions: [],
      chargedTwice: [],
      deadlines: [],
      admin: standing,
      at: customer.at,
    },
  }
}
