/**
 * A customer's steps held against its deadlines, all of them before the first (T24): what cannot be finished in time, with the
 * margin of the workspace on top, is not begun. The end of a pair whose replacement lives is never too late (T11).
 */
import type { DeclaredPartner } from '../../model/desired.ts'
import { dayOf, type Instant, type UtcDate } from '../../model/ids.ts'
import type { LiveSubscription } from '../../model/live.ts'
import { isOff } from '../../model/status.ts'
import { priceEndsOn } from '../../money/price-list.ts'
import { endOfDay, isAfter, startOfDay } from '../../time/utc-days.ts'
import { nextOpening } from '../../time/window.ts'
import { isWrite, type WriteAction } from '../action.ts'
import { codes } from '../codes.ts'
import { finding } from '../finding.ts'
import { adds } from '../kinds/all-kinds.ts'
import type { Finding } from '../plan.ts'
import type { CustomerDecision } from '../stages/order.ts'
import type { CustomerFacts } from '../stages/see.ts'
import type { DeadlineFacts } from './closings.ts'
import { deadlineCodes } from './codes.ts'
import { type Deadline, earliestOfEach, missed } from './deadline.ts'
import { closingText, minutesText } from './deadline-text.ts'
import { deadlinesOf } from './deadlines-of.ts'
import { expectedMs } from './expected-time.ts'
import { couldBeLeftHalfWay } from './half-way.ts'

/** When the steps of a plan would begin: now, or the first moment of its day at which its customers may be written. */
export function beginningOf(on: UtcDate, madeAt: Instant, window: CustomerFacts['consolidation']): Instant {
  if (on <= dayOf(madeAt)) return madeAt
  const start = startOfDay(on)
  const opens = window?.window == null ? start : nextOpening(window.window, start)
  return opens !== null && dayOf(opens) === on ? opens : start
}

/** `facts.now` is when the steps would begin. */
export function withinDeadlines(
  decision: CustomerDecision,
  facts: CustomerFacts & {
    readonly madeAt: Instant
    readonly marginMs: number
    /** Nothing is added by the plan from then on (plan-end.ts); null: nobody would be cut by that. */
    readonly planEnds: Instant | null
  },
): CustomerDecision {
  const over = facts.on > dayOf(facts.madeAt) ? termsOver(facts) : []
  if (decision.actions.length === 0)
    return over.length === 0
      ? decision
      : {
          ...decision,
          findings: [...decision.findings, ...over.map(entry => termOver(entry, facts, 'nothing'))],
        }
  if (over.length > 0)
    return blockedBy(
      decision,
      over.map(entry => termOver(entry, facts, 'customer')),
    )
  const deadlines = earliestOfEach(
    decision.actions.filter(isWrite).flatMap(action => deadlinesFor(action, facts)),
  )
  // The service would take what we do not give it (S8), so this one holds for a single write too.
  const retired = deadlines.find(({ closes, at }) => closes === 'retirement' && !isAfter(at, facts.now))
  if (retired !== undefined) return blockedBy(decision, [isRetired(retired, facts)])
  if (!couldBeLeftHalfWay(decision.actions)) return { ...decision, plan: { ...decision.plan, deadlines } }
  const neededMs = expectedMs(decision.actions)
  const late = missed([...deadlines, ...planEnd(decision.actions, facts)], Date.parse(facts.now), {
    neededMs,
    marginMs: facts.marginMs,
  })
  if (late === null) return { ...decision, plan: { ...decision.plan, deadlines } }
  return blockedBy(decision, [tooNear(late, { ...facts, neededMs })])
}

/** `index`: of no account, for those that documents and calendar alone say. */
export function deadlinesFor(
  action: WriteAction,
  {
    index,
    consolidation,
    partner,
    now,
  }: Pick<CustomerFacts, 'consolidation' | 'partner' | 'now'> & Pick<DeadlineFacts, 'index'>,
): readonly Deadline[] {
  const found = deadlinesOf(action, { index, window: consolidation?.window ?? null, begins: now })
  const last = action.kind === 'subscription.create' ? priceEndsOn(partner, action) : null
  const ends = [
    { closes: 'price', day: last },
    { closes: 'retirement', day: adds(action) ? partner.retired : null },
  ] as const
  return [
    ...found,
    ...ends.flatMap(({ closes, day }) =>
      day === null ? [] : [{ action: action.id, closes, at: endOfDay(day), fact: null }],
    ),
  ]
}

function planEnd(
  actions: CustomerDecision['actions'],
  { planEnds }: { readonly planEnds: Instant | null },
): readonly Deadline[] {
  const added = actions.filter(isWrite).find(adds)
  return added === undefined || planEnds === null
    ? []
    : [{ action: added.id, closes: 'plan', at: planEnds, fact: null }]
}

function isRetired({ at }: Deadline, { customer, partner }: CustomerFacts): Finding {
  const subject = { partner: partner.name, customer: customer.tenant }
  return finding(codes.RETIRED_PARTNER, 'customer', subject, {
    detail: `${partner.name} takes nothing new after ${partner.retired}: no purchase, no seat more, and nothing is switched on from ${at} on.`,
    at: customer.at,
  })
}

function tooNear(
  late: Deadline,
  {
    customer,
    now,
    marginMs,
    neededMs,
  }: CustomerFacts & { readonly marginMs: number; readonly neededMs: number },
): Finding {
  const subject = {
    partner: late.fact?.partner ?? customer.partner,
    customer: customer.tenant,
    ...(late.fact !== null && { subscription: late.fact.subscription }),
  }
  return finding(deadlineCodes.DEADLINE_TOO_NEAR, 'customer', subject, {
    detail: `${closingText(late)} at ${late.at}. Begun at ${now}, the customer's actions take about ${minutesText(neededMs)}, and ${minutesText(marginMs)} are kept as a margin, so nothing of it is begun.`,
    at: customer.at,
  })
}

/** Terms that are over when the plan's day begins: what the service will have made of them by then is not known today. */
function termsOver({ customer, partner, sources, index, now }: CustomerFacts): readonly LiveSubscription[] {
  const declared = new Set(customer.subscriptions.map(entry => entry.product))
  return [...sources, partner].flatMap((entry: DeclaredPartner) => {
    const read = index.customer(entry.name, customer.tenant)?.subscriptions
    if (read?.kind !== 'present') return []
    return read.value.filter(
      ({ kind, status, termEndsAt, product }) =>
        kind === 'licence' &&
        !isOff(status) &&
        termEndsAt !== null &&
        isAfter(now, termEndsAt) &&
        (entry !== partner || declared.has(product)),
    )
  })
}

function termOver(
  { id, productName, partner, termEndsAt, product }: LiveSubscription,
  { customer, on }: CustomerFacts,
  blocks: Finding['blocks'],
): Finding {
  const subject = { partner, customer: customer.tenant, subscription: id, product }
  return finding(deadlineCodes.TERM_OVER_BY_THEN, blocks, subject, {
    detail: `The term of ${productName} (${id}) under ${partner} ends at ${termEndsAt}, before ${on}. Whether it will have renewed by then, and for how long, is not known today.`,
    at: customer.at,
  })
}

function blockedBy(decision: CustomerDecision, blocking: readonly Finding[]): CustomerDecision {
  return {
    ...decision,
    actions: [],
    findings: [...blocking, ...decision.findings],
    plan: {
      ...decision.plan,
      state: 'blocked',
      blockedBy: [...blocking, ...decision.plan.blockedBy],
      actions: [],
      deadlines: [],
      sources: decision.plan.sources.map(line => ({ ...line, action: null })),
    },
  }
}
