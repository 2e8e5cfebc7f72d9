/** The readiness board: where each customer stands, what holds it up, and whose turn it is. Read off a plan over everything. */
import type { Instant, PartnerName, TenantId, UtcDate } from '../model/ids.ts'
import type { CustomerPlan, Plan, PlanSummary } from '../plan/plan.ts'

export type Standing =
  | 'not invited'
  | 'invited'
  | 'agreement missing'
  | 'blocked'
  | 'ready'
  | 'moving'
  | 'moved'
  | 'verified'
  | 'unknown'
  | 'steady'
export type NextActor = 'customer' | 'partner' | 'Microsoft' | 'nobody'

export interface StatusRow {
  readonly customer: string
  readonly tenant: TenantId
  readonly partner: PartnerName
  readonly consolidation: string | null
  readonly wave: string | null
  readonly standing: Standing
  /** Days since the invitation, while it is not accepted. */
  readonly invitedDays: number | null
  readonly next: NextActor
  readonly why: readonly string[]
  readonly seats: number
  readonly methods: readonly { readonly method: string; readonly count: number }[]
}

export interface StatusReport {
  readonly format: 1
  readonly at: Instant
  readonly on: UtcDate
  readonly rows: readonly StatusRow[]
  readonly totals: readonly { readonly standing: Standing; readonly count: number }[]
  readonly summary: PlanSummary
}

const order: readonly Standing[] = [
  'not invited',
  'invited',
  'agreement missing',
  'blocked',
  'unknown',
  'ready',
  'moving',
  'moved',
  'verified',
  'steady',
]

export function statusOf(plan: Plan): StatusReport {
  const rows = plan.customers.map(customer => rowOf(customer, plan))
  return {
    format: 1,
    at: plan.madeAt,
    on: plan.on,
    rows,
    totals: order
      .map(standing => ({ standing, count: rows.filter(row => row.standing === standing).length }))
      .filter(entry => entry.count > 0),
    summary: plan.summary,
  }
}

function rowOf(customer: CustomerPlan, plan: Plan): StatusRow {
  const standing = standingOf(customer, plan)
  const methods = new Map<string, number>()
  for (const line of customer.sources) methods.set(line.method, (methods.get(line.method) ?? 0) + 1)
  return {
    customer: customer.name,
    tenant: customer.tenant,
    partner: customer.partner,
    consolidation: customer.consolidation,
    wave: customer.wave,
    standing,
    invitedDays: customer.readiness.kind === 'invited' ? customer.readiness.days : null,
    next: actorOf(standing, customer),
    why: customer.blockedBy.map(found => found.detail ?? found.summary),
    seats: customer.seats.reduce((sum, line) => sum + line.declared, 0),
    methods: [...methods]
      .map(([method, count]) => ({ method, count }))
      .sort((a, b) => (a.method < b.method ? -1 : 1)),
  }
}

function standingOf(customer: CustomerPlan, plan: Plan): Standing {
  if (customer.readiness.kind !== 'accepted') return customer.readiness.kind
  switch (customer.state) {
    case 'blocked':
    case 'waiting':
      return 'blocked'
    case 'planned': {
      const kinds = plan.actions
        .filter(action => customer.actions.includes(action.id))
        .map(action => action.kind)
      if (customer.consolidation === null) return 'ready'
      return kinds.includes('subscription.suspend') && !kinds.includes('subscription.create')
        ? 'moving'
        : 'ready'
    }
    case 'moved':
      return customer.sources.some(line => line.method === 'verify') ? 'moved' : 'verified'
    case 'nothing to do':
      return 'steady'
  }
}

function actorOf(standing: Standing, customer: CustomerPlan): NextActor {
  switch (standing) {
    case 'invited':
      return 'customer'
    case 'moved':
      return customer.sources.some(line => line.method === 'verify' && line.status === 'active')
        ? 'Microsoft'
        : 'nobody'
    case 'verified':
    case 'steady':
      return 'nobody'
    case 'not invited':
    case 'agreement missing':
    case 'blocked':
    case 'ready':
    case 'moving':
    case 'unknown':
      return 'partner'
  }
}
