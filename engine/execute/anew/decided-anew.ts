/**
 * Whether planning the customers of a plan once more, from its documents and from its facts, does to them all that is still to be done by the plan.
 * A plan comes from a file or a journal that anybody may have changed: whatever stops a customer, and whatever an action says, is decided here by
 * planning itself and not believed. What follows from several customers (waves), money and words are held elsewhere.
 */
import { type Diagnostic, diagnose } from '../../diagnostic.ts'
import type { Desired } from '../../model/desired.ts'
import type { ActionId, TenantId } from '../../model/ids.ts'
import type { Actual } from '../../model/live.ts'
import { pricedOn } from '../../money/price-list.ts'
import { type Action, isWrite, type WriteAction } from '../../plan/action.ts'
import { canonicalJson } from '../../plan/digest.ts'
import type { HalfWayPurchase } from '../../plan/move/half-way-purchase.ts'
import type { CustomerPlan, Plan } from '../../plan/plan.ts'
import { decideAll } from '../../plan/stages/decide-all.ts'
import type { CustomerDecision } from '../../plan/stages/order.ts'
import { customersInScope } from '../../scope/customers-in-scope.ts'
import { visibleCustomersOf } from '../../scope/visible-customers.ts'
import { codes } from '../codes.ts'
import { asPlanned } from './as-planned.ts'
import type { UnseenLicences } from './unseen-licences.ts'

export interface ReadAnew {
  /** Those of the plan: their digest was compared before. */
  readonly declared: Desired
  /** The subjects of the plan's facts. */
  readonly actual: Actual
  /** Nothing of theirs is begun in any case. */
  readonly blocked: Pick<ReadonlySet<TenantId>, 'has'>
  /** Not sent any more. */
  readonly done: Pick<ReadonlySet<ActionId>, 'has'>
  /** Of applies that are not finished. */
  readonly halfWay: readonly HalfWayPurchase[]
  readonly unseen: readonly UnseenLicences[]
}

export function notDecidedAnew(plan: Plan, read: ReadAnew): ReadonlyMap<TenantId, Diagnostic> {
  const byId = new Map(plan.actions.map(action => [action.id, action]))
  const writing = plan.customers.flatMap(part => {
    if (read.blocked.has(part.tenant)) return []
    const writes = part.actions.flatMap(id => byId.get(id) ?? []).filter(isWrite)
    const open = writes.filter(({ id }) => !read.done.has(id))
    return open.length > 0 ? [{ part, open }] : []
  })
  if (writing.length === 0) return new Map()
  const anew = decidedAnew(plan, read)
  const isUnseen = unseenBy(read.unseen)
  return new Map(
    writing.flatMap(({ part, open }) => {
      const decision = anew.get(placeOf(part))
      const why =
        decision === undefined
          ? 'the documents and the scope of the plan leave it out'
          : unlike({ open, decision, byId, isUnseen })
      return why === null
        ? []
        : [[part.tenant, diagnose(codes.DECIDED_OTHERWISE, { detail: `${part.name}: ${why}.` })] as const]
    }),
  )
}

function decidedAnew(
  plan: Plan,
  { declared, actual, halfWay, unseen }: ReadAnew,
): ReadonlyMap<string, CustomerDecision> {
  const desired = pricedOn(declared, plan.on)
  const index = asPlanned(plan, { actual, declared, unseen })
  const tenants = new Set(plan.customers.map(part => part.tenant))
  const scoped = customersInScope(desired, plan.scope, visibleCustomersOf(index)).filter(({ customer }) =>
    tenants.has(customer.tenant),
  )
  const { on, madeAt } = plan
  const decided = decideAll({ desired, scoped, index, on, madeAt, halfWay }, decision => decision)
  return new Map(decided.map(({ decision }) => [placeOf(decision.plan), decision]))
}

type IsUnseen = (check: Action['proves'][number]) => boolean

/**
 * What a plan could not know of, no check of it looks at. That those licences suffice was decided here: where they do not, the customer is stopped. An honest
 * plan, made before the directory told of them, goes on.
 */
function unseenBy(unseen: readonly UnseenLicences[]): IsUnseen {
  const names = new Set(
    unseen.flatMap(({ partner, tenant, pools }) =>
      pools.map(({ product }) => `${partner}/${tenant}/${product}`),
    ),
  )
  return check =>
    check.kind === 'licences suffice' && names.has(`${check.partner}/${check.customer}/${check.product}`)
}

function placeOf({
  partner,
  tenant,
  consolidation,
}: Pick<CustomerPlan, 'partner' | 'tenant' | 'consolidation'>): string {
  return `${partner}/${tenant}/${consolidation ?? ''}`
}

/** null: each of them is decided anew as it stands, none is left out, and the gate before them looks at all that it would. */
function unlike({
  open,
  decision: { actions, plan },
  byId,
  isUnseen,
}: {
  readonly open: readonly WriteAction[]
  readonly decision: CustomerDecision
  readonly byId: ReadonlyMap<ActionId, Action>
  readonly isUnseen: IsUnseen
}): string | null {
  const decided = new Map(actions.map(action => [action.id, action]))
  const other = open.find(action => {
    const own = decided.get(action.id)
    return own === undefined || !isWrite(own) || deedOf(own, isUnseen) !== deedOf(action, isUnseen)
  })
  const [because] = plan.blockedBy
  if (other !== undefined)
    return because === undefined
      ? `${other.id} is not what the documents and the facts make of it`
      : `${other.id} is not allowed: ${(because.detail ?? because.summary).replace(/\.$/, '')}`
  const left = actions.find(action => !byId.has(action.id))
  if (left !== undefined) return `the documents and the facts ask for ${left.id} too`
  const blind = actions.find(
    action =>
      action.kind === 'gate.customer' &&
      !looksAtAll(
        byId.get(action.id),
        action.proves.filter(check => !isUnseen(check)),
      ),
  )
  return blind === undefined
    ? null
    : `${blind.id} does not look at all that the documents and the facts ask for`
}

function looksAtAll(said: Action | undefined, proves: Action['proves']): boolean {
  const looked = new Set(said?.proves.map(check => canonicalJson(check)))
  return proves.every(check => looked.has(canonicalJson(check)))
}

/** What is written, where and because of what; not its turn, nor words and money. */
function deedOf({ after: _after, ...action }: WriteAction, isUnseen: IsUnseen): string {
  return canonicalJson({
    ...action,
    expects: action.expects.filter(check => !isUnseen(check)),
    proves: action.proves.filter(check => !isUnseen(check)),
    effect: undefined,
    source: undefined,
    productName: undefined,
  })
}
