/**
 * The readiness board (S3): where each customer stands, what holds it up, and whose turn it is. Read off a plan over
 * everything, so it says nothing the plan does not know.
 */
import { by } from '../compare.ts'
import type { Remedy } from '../diagnostic.ts'
import type { RequestBudget } from '../doctor/request-budget.ts'
import type { Instant, PartnerName, TenantId, UtcDate } from '../model/ids.ts'
import type { MadeIn } from '../model/made-in.ts'
import { type Sums, sumAmounts } from '../money/amounts.ts'
import type { Action } from '../plan/action.ts'
import type { AdminStanding } from '../plan/admin/standing.ts'
import { codes } from '../plan/codes.ts'
import type { Method } from '../plan/method.ts'
import {
  type CustomerPlan,
  type Held,
  heldOf,
  type Plan,
  type PlanSummary,
  type PlanWindow,
} from '../plan/plan.ts'
import { overlapMoneyOf } from '../plan/summary.ts'
import { type AzureProgress, azureProgressOf, azureSentences } from './azure.ts'
import { type NextActor, nextActorOf, type Standing, standingOf, standings } from './standing.ts'
import { type DeclaredWaves, type WaveProgress, wavesOf } from './wave-progress.ts'

export interface StatusRow {
  readonly customer: string
  readonly tenant: TenantId
  readonly partner: PartnerName
  readonly consolidation: string | null
  readonly wave: string | null
  readonly standing: Standing
  /** What stops it, as the plan has it; null: nothing does. Waiting is only for the customer's own acceptance or agreement. */
  readonly held: Held
  /** Days since the invitation, while it is not accepted. */
  readonly invitedDays: number | null
  /** The UTC day since which it stands there, where somebody wrote it down (since.ts). */
  readonly since: UtcDate | null
  readonly next: NextActor
  /** What holds it up, a sentence each. */
  readonly why: readonly string[]
  /** What to do about it, each once. */
  readonly remedies: readonly Remedy[]
  /** Seats declared. */
  readonly seats: number
  readonly onSources: number
  readonly onTarget: number
  readonly methods: readonly { readonly method: Method; readonly count: number }[]
  /** Seats of the source subscriptions, where known, by account and by what is decided about them. */
  readonly sources: readonly {
    readonly partner: PartnerName
    readonly method: Method
    readonly seats: number
  }[]
  readonly atRisk: Sums
  /** null: it has no Azure usage in the sources. */
  readonly azure: AzureProgress | null
  /** Delegated administration, a track beside the others; left out: it is not declared. */
  readonly admin?: AdminStanding
}

export interface StatusReport {
  readonly format: 1
  readonly at: Instant
  /** Where it was read. */
  readonly madeIn: MadeIn
  readonly on: UtcDate
  readonly window: PlanWindow | null
  readonly rows: readonly StatusRow[]
  readonly waves: readonly WaveProgress[]
  readonly totals: readonly { readonly standing: Standing; readonly count: number }[]
  readonly summary: PlanSummary
  /** What is to be said about the board as a whole, a sentence each: lists that could not be read, customers in no document. */
  readonly notes: readonly string[]
  /** How many requests the accounts take, by kind of resource, as far as is kept; left out: nothing is. */
  readonly budgets?: readonly RequestBudget[]
}

/** Of the plan as a whole; its limits are about one apply and not about the board. */
const noted: ReadonlySet<string> = new Set(
  [
    codes.UNKNOWN_SCOPE,
    codes.LIST_UNKNOWN,
    codes.UNMANAGED_CUSTOMERS,
    codes.RETIRES_LATER,
    codes.OUTSIDE_WINDOW,
  ].map(entry => entry.code),
)

/** `declared`: the consolidations of the plan, for which wave needs which; left out: none needs another. */
export function statusOf(plan: Plan, declared: DeclaredWaves = []): StatusReport {
  const actions = new Map(plan.actions.map(action => [action.id, action]))
  const rows = plan.customers.map(customer =>
    rowOf(
      customer,
      customer.actions.flatMap(id => actions.get(id) ?? []),
    ),
  )
  return {
    format: 1,
    at: plan.madeAt,
    madeIn: plan.madeIn,
    on: plan.on,
    window: plan.window,
    rows,
    // Of some customers only, how far a wave is cannot be told.
    waves: plan.scope.targets.length > 0 ? [] : wavesOf(plan.customers, declared),
    totals: standings
      .map(standing => ({ standing, count: rows.filter(row => row.standing === standing).length }))
      .filter(entry => entry.count > 0),
    summary: plan.summary,
    notes: plan.findings.filter(found => noted.has(found.code)).map(found => found.detail ?? found.summary),
  }
}

function rowOf(customer: CustomerPlan, actions: readonly Action[]): StatusRow {
  const standing = standingOf(customer, actions)
  return {
    customer: customer.name,
    tenant: customer.tenant,
    partner: customer.partner,
    consolidation: customer.consolidation,
    wave: customer.wave,
    standing,
    held: heldOf(customer),
    invitedDays: customer.readiness.kind === 'invited' ? customer.readiness.days : null,
    next: nextActorOf(standing, customer),
    since: customer.readiness.kind === 'invited' ? customer.readiness.on : null,
    why: [
      ...customer.blockedBy.map(found => found.detail ?? found.summary),
      ...(standing === 'moved' ? azureSentences(customer) : []),
    ],
    remedies: remediesOf(customer),
    seats: customer.seats.reduce((sum, line) => sum + line.declared, 0),
    onSources: customer.seats.reduce((sum, line) => sum + line.onSources, 0),
    onTarget: customer.seats.reduce((sum, line) => sum + line.onTargetNow, 0),
    methods: methodsOf(customer),
    sources: sourcesOf(customer),
    atRisk: sumAmounts(
      [...actions.flatMap(overlapMoneyOf), ...customer.chargedTwice.map(({ money }) => money)],
      [],
    ),
    azure: azureProgressOf(customer),
    ...(customer.admin !== undefined && { admin: customer.admin }),
  }
}

function remediesOf({ blockedBy }: CustomerPlan): readonly Remedy[] {
  const remedies = new Map(blockedBy.flatMap(found => found.remedies).map(one => [JSON.stringify(one), one]))
  return [...remedies.values()]
}

function methodsOf({ sources }: CustomerPlan): StatusRow['methods'] {
  const counts = new Map<Method, number>()
  for (const line of sources) counts.set(line.method, (counts.get(line.method) ?? 0) + 1)
  return [...counts].map(([method, count]) => ({ method, count })).sort(by(entry => entry.method))
}

function sourcesOf({ sources }: CustomerPlan): StatusRow['sources'] {
  const sums = new Map<string, { partner: PartnerName; method: Method; seats: number }>()
  for (const { partner, method, seats } of sources) {
    const key = `${partner}\n${method}`
    const sum = sums.get(key) ?? { partner, method, seats: 0 }
    sum.seats += seats ?? 0
    sums.set(key, sum)
  }
  return [...sums].sort(by(([key]) => key)).map(([, sum]) => sum)
}
