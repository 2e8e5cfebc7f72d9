/**
 * The deadlines of a plan's customers against the time it is now, by what was read last (T24): before anything is written, and
 * once more just before a customer's first write.
 */
import { type Diagnostic, diagnose } from '../../diagnostic.ts'
import { isComplete } from '../../journal/fold.ts'
import type { ActualIndex } from '../../model/actual-index.ts'
import type { Instant, TenantId } from '../../model/ids.ts'
import { type Action, type ActionKind, isWrite, type WriteAction } from '../../plan/action.ts'
import { type Deadline, missed } from '../../plan/deadlines/deadline.ts'
import { closingText, minutesText } from '../../plan/deadlines/deadline-text.ts'
import { deadlinesOf } from '../../plan/deadlines/deadlines-of.ts'
import { expectedMs } from '../../plan/deadlines/expected-time.ts'
import { couldBeLeftHalfWay } from '../../plan/deadlines/half-way.ts'
import { additionsEnd } from '../../plan/expiry.ts'
import { adds, broughtBy } from '../../plan/kinds/all-kinds.ts'
import type { Plan } from '../../plan/plan.ts'
import { codes } from '../codes.ts'
import { actionsOfCustomer, plansOfCustomer } from '../of-customer.ts'
import { type Run, recordOf } from '../run.ts'

export interface Late {
  readonly deadline: Deadline
  /** What the customer's steps would take. */
  readonly neededMs: number
}

export interface LateFacts {
  readonly plan: Plan
  readonly index: ActualIndex
  readonly now: Instant
  readonly measuredMs?: (kind: ActionKind) => number | null
}

/** Null: everything that is planned for the customer can be finished in time, or is nothing but the end of a pair. */
export function lateFor(customer: TenantId, { plan, index, now, measuredMs }: LateFacts): Late | null {
  const actions = actionsOfCustomer(plan, customer)
  if (!couldBeLeftHalfWay(actions)) return null
  const neededMs = expectedMs(actions, measuredMs)
  const deadlines = deadlinesFor(customer, actions, { plan, index, now })
  const deadline = missed(deadlines, Date.parse(now), { neededMs, marginMs: plan.deadlineMarginMs })
  return deadline === null ? null : { deadline, neededMs }
}

function deadlinesFor(
  customer: TenantId,
  actions: readonly Action[],
  { plan, index, now }: LateFacts,
): readonly Deadline[] {
  const ids = new Set(actions.map(({ id }) => id))
  const live = actions.flatMap(action =>
    isWrite(action) ? deadlinesOf(action, { index, window: plan.window, begins: now }) : [],
  )
  // A window that has closed may be shown no more: the plan still knows when that was.
  const isShown = (deadline: Deadline) =>
    live.some(({ action, closes }) => action === deadline.action && closes === deadline.closes)
  const added = actions.filter(isWrite).find(adds)
  return [
    ...live,
    ...(added === undefined
      ? []
      : [{ action: added.id, closes: 'plan', at: additionsEnd(plan), fact: null } as const]),
    ...plannedFor(customer, plan).filter(
      deadline => ids.has(deadline.action) && deadline.closes !== 'cutover window' && !isShown(deadline),
    ),
  ]
}

function plannedFor(customer: TenantId, plan: Plan): readonly Deadline[] {
  return plansOfCustomer(plan, customer).flatMap(entry => entry.deadlines)
}

/** Customers that must not be begun any more, each with why; `hasBegun` ones are gone on with. */
export function lateCustomers(
  facts: LateFacts & { readonly hasBegun: (customer: TenantId) => boolean },
): ReadonlyMap<TenantId, Diagnostic> {
  const late = new Map<TenantId, Diagnostic>()
  for (const { tenant, name } of facts.plan.customers) {
    if (late.has(tenant) || facts.hasBegun(tenant)) continue
    const found = lateFor(tenant, facts)
    if (found !== null) late.set(tenant, tooNear(found, { ...facts, name }))
  }
  return late
}

interface BegunFacts {
  readonly plan: Plan
  readonly records: Readonly<Pick<Run['records'], 'get'>>
  readonly answered?: Run['answered']
}

/**
 * Whether something of the customer has happened. What was sent, looked for and not found was not begun, however often it was tried: it is
 * judged as if nobody had tried.
 */
export function hasBegun(customer: TenantId, { plan, records, answered }: BegunFacts): boolean {
  return actionsOfCustomer(plan, customer).some(
    action => answered?.has(action.id) === true || (isWrite(action) && isComplete(records.get(action.id))),
  )
}

/** Before anybody has looked: what may have happened counts too. */
export function mayHaveBegun(customer: TenantId, { plan, records }: BegunFacts): boolean {
  return actionsOfCustomer(plan, customer).some(action => {
    const record = records.get(action.id)
    return record !== undefined && isWrite(action) && (isComplete(record) || record.open)
  })
}

/**
 * Of a customer's first write: what leaves no room for all of its steps. Of a later purchase: what is over already, of that which is still
 * to be done. Of everything that adds service: the last day of its account. Null: it may be sent.
 */
export function lateToBuy(
  action: WriteAction,
  { run, begun, index }: { readonly run: Run; readonly begun: boolean; readonly index: ActualIndex },
): Late | null {
  const { plan, clock, pace } = run
  const { customer } = action
  const now = clock.now()
  const open = actionsOfCustomer(plan, customer).filter(
    ({ id }) => !isComplete(recordOf(run, id)) && !run.answered.has(id),
  )
  const deadlines = [
    ...(adds(action) ? plannedFor(customer, plan).filter(({ closes }) => closes === 'retirement') : []),
    ...(begun && broughtBy(action).length > 0 ? deadlinesFor(customer, open, { plan, index, now }) : []),
  ]
  const over = missed(deadlines, Date.parse(now), { neededMs: 0, marginMs: 0 })
  if (over !== null) return { deadline: over, neededMs: 0 }
  return begun ? null : lateFor(customer, { plan, index, now, measuredMs: kind => pace.measuredMs(kind) })
}

function tooNear(
  { deadline, neededMs }: Late,
  { plan, now, name }: LateFacts & { readonly name: string },
): Diagnostic {
  return diagnose(codes.DEADLINE_TOO_NEAR, {
    detail: `${name}: ${closingText(deadline)} at ${deadline.at}. It is ${now}, the customer's actions take about ${minutesText(neededMs)}, and ${minutesText(plan.deadlineMarginMs)} are kept as a margin.`,
  })
}
