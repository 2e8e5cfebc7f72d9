/**
 * Plans with what earlier plans have read, wherever the activity log and the calendar leave it standing:
 *
 *   activity log ─▶ customer lists ─▶ who is read again ─▶ read ─▶ plan ─▶ has somebody who was not read anything to do? read and plan again
 *
 * Where the log or a list cannot be read to its end, everybody is read.
 */
import type { Instant, PartnerName, TenantId } from '../model/ids.ts'
import type { Actual, CustomerActual } from '../model/live.ts'
import type { Plan } from '../plan/plan.ts'
import { type PlanRefresh, type ReasonToRead, reasonsToRead } from '../plan/plan-refresh.ts'
import type { ServiceTime } from '../ports.ts'
import { mapPool } from '../read/pool.ts'
import { type ReadInput, readActual } from '../read/read-actual.ts'
import { customersInScope, partnersToList } from '../scope/customers-in-scope.ts'
import { visibleInLists } from '../scope/visible-customers.ts'
import { addMs } from '../time/utc-days.ts'
import { documentsOf, judgeKept } from './judge-kept.ts'
import { indexKept, type Kept, type KeptList } from './kept.ts'
import { isListKept } from './kept-lists.ts'
import { nextKept } from './next-kept.ts'
import { type EverybodyRead, readLogs } from './read-logs.ts'
import { rememberingAdminReader, rememberingReader } from './remembering-reader.ts'

/**
 * How long before a reading a record still speaks against it; in ms. Lists may lag behind a write, and clocks differ. How late the log shows a record does
 * not matter: it is held against the time of the reading, whenever it is seen.
 */
const marginMs = 2 * 3_600_000

export interface SinceInput extends ReadInput {
  readonly serviceTime: Pick<ServiceTime, 'skewMs'>
  /** What earlier plans have read, or why there is nothing. */
  readonly kept: Kept | EverybodyRead
  /** What was read longer ago is read again; in ms. */
  readonly maxAgeMs: number
  /** Called again with more that was read, where the plan before shows that it matters. */
  plan(actual: Actual, refresh: PlanRefresh): Promise<Plan>
}

export interface PlannedSince {
  readonly plan: Plan
  /** For the next one. */
  readonly kept: Kept
}

export async function planSince(input: SinceInput): Promise<PlannedSince> {
  const { clock, desired, serviceTime, maxAgeMs } = input
  const before = 'why' in input.kept ? { lists: [], accounts: [] } : input.kept
  const ground: Ground = { before, index: indexKept(before), lists: new Map(), judged: new Map() }
  const reader = rememberingReader(input.reader, clock, {
    list: partner => ground.lists.get(partner)?.rows ?? null,
    subscriptions: (partner, tenant) =>
      ground.judged.get(tenant) === null
        ? (ground.index.account(partner, tenant)?.subscriptions ?? null)
        : null,
  })
  const admin = input.admin === undefined ? {} : { admin: rememberingAdminReader(input.admin) }
  const again = { ...input, ...admin, reader }
  const everybody = 'why' in input.kept ? input.kept : await judge(again, ground)
  if (everybody !== null) {
    ground.lists.clear()
    ground.judged.clear()
  }
  for (;;) {
    const actual = withTimes(await readActual(again), ground)
    const plan = await input.plan(actual, refreshOf(actual, ground, everybody))
    const further = [...toBeRead(plan, input.desired)].filter(tenant => ground.judged.get(tenant) === null)
    if (further.length === 0) {
      const skewMs = serviceTime.skewMs() ?? 0
      const kept = nextKept(before, {
        reader,
        documents: documentsOf(desired),
        nowMs: Date.parse(clock.now()) + skewMs,
        maxAgeMs,
        atService: ms => addMs(clock.now(), ms + skewMs - Date.parse(clock.now())),
      })
      return { plan, kept }
    }
    for (const tenant of further) ground.judged.set(tenant, 'changes')
  }
}

interface Ground {
  readonly before: Kept
  readonly index: ReturnType<typeof indexKept>
  /** Those that are not read again. */
  readonly lists: Map<PartnerName, KeptList>
  /** Why each customer is read; null: it is not. */
  readonly judged: Map<TenantId, ReasonToRead | null>
}

/** Fills the ground; answers why everybody is read all the same. */
async function judge(input: SinceInput, ground: Ground): Promise<EverybodyRead | null> {
  const { desired, scope, reader, clock, serviceTime, width, maxAgeMs } = input
  const partners = partnersToList(desired, scope)
  const sinceMs = oldestMs(ground.before, Date.parse(clock.now()), maxAgeMs) - marginMs
  const named = await readLogs({ partners, reader, clock, serviceTime, width, sinceMs, marginMs })
  if ('why' in named) return named
  const times = { nowMs: Date.parse(clock.now()) + (serviceTime.skewMs() ?? 0), marginMs, maxAgeMs }
  for (const partner of partners) {
    const list = ground.index.list(partner)
    if (list !== undefined && isListKept(list, { desired, named, ...times })) ground.lists.set(partner, list)
  }
  const lists = await mapPool(partners, width, async partner => ({
    partner,
    customers: await reader.customers(partner),
  }))
  const unread = lists.find(({ customers }) => customers.kind === 'unknown')
  if (unread !== undefined) return { why: 'list not read', detail: unread.partner }
  const scoped = customersInScope(desired, scope, visibleInLists(lists, clock.now()))
  const latest = new Map<TenantId, number>()
  for (const log of named.values())
    for (const [tenant, atMs] of log.latest) latest.set(tenant, Math.max(latest.get(tenant) ?? atMs, atMs))
  const rows = new Map(
    lists.map(({ partner, customers }) => [
      partner,
      new Map((customers.kind === 'present' ? customers.value : []).map(row => [row.tenant, row])),
    ]),
  )
  const facts = { kept: ground.index, documents: documentsOf(desired), rows, latest, ...times }
  for (const [tenant, reason] of judgeKept(scoped, facts)) ground.judged.set(tenant, reason)
  return null
}

/** The oldest reading that may still serve. Readings are timed by the service's clock, which may be behind ours. */
function oldestMs({ lists, accounts }: Kept, nowMs: number, maxAgeMs: number): number {
  const readAts = [...lists, ...accounts].map(({ readAt }) => Date.parse(readAt))
  const youngMs = nowMs - maxAgeMs - marginMs
  return readAts.reduce((least, ms) => (ms >= youngMs && ms < least ? ms : least), nowMs)
}

/** When each customer was read that was not read for this plan. */
function withTimes(actual: Actual, { judged, index }: Ground): Actual {
  const timed = (entry: CustomerActual): CustomerActual => {
    const kept = judged.get(entry.tenant) === null ? index.account(entry.partner, entry.tenant) : undefined
    return kept === undefined ? entry : { ...entry, readAt: kept.readAt }
  }
  return { ...actual, customers: actual.customers.map(timed) }
}

function refreshOf(actual: Actual, { judged, lists }: Ground, everybody: EverybodyRead | null): PlanRefresh {
  const kept = new Set<TenantId>()
  let oldest: Instant | null = null
  for (const { tenant, readAt } of actual.customers) {
    if (readAt === undefined) continue
    kept.add(tenant)
    if (oldest === null || Date.parse(readAt) < Date.parse(oldest)) oldest = readAt
  }
  const counts = reasonsToRead.flatMap(reason => {
    const count = [...judged.values()].filter(entry => entry === reason).length
    return count === 0 ? [] : [[reason, count] as const]
  })
  return {
    how: 'activity',
    ...(everybody !== null && { everybody }),
    again: Object.fromEntries(counts),
    kept: kept.size,
    oldest,
    lists: [...lists.values()].map(({ partner, readAt }) => ({ partner, readAt })),
  }
}

/**
 * Where something is written, a policy over a whole consolidation or apply decides of it by everybody whom it concerns, and what was read before
 * may be out of date.
 */
function toBeRead(plan: Plan, { policies }: Pick<SinceInput['desired'], 'policies'>): ReadonlySet<TenantId> {
  const isJudgedWhole = plan.actions.length > 0 && policies.some(({ scope }) => scope !== 'subscription')
  return isJudgedWhole ? new Set(plan.customers.map(({ tenant }) => tenant)) : withSomethingToDo(plan)
}

/** Whom a plan writes to or blocks, or finds charged twice: nothing of that is said of anybody who was not read for it. */
function withSomethingToDo({ customers, actions }: Plan): ReadonlySet<TenantId> {
  const tenants = new Set<TenantId>()
  for (const { tenant, state, chargedTwice } of customers)
    if (state === 'planned' || state === 'blocked' || chargedTwice.length > 0) tenants.add(tenant)
  for (const action of actions) if ('customer' in action) tenants.add(action.customer)
  return tenants
}
