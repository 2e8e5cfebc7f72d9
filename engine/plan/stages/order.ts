/** Last stage: the actions of a customer that nothing stops, in their order, and its part of the plan. */
import type { DeclaredPartner } from '../../model/desired.ts'
import type { PartnerName, UtcDate } from '../../model/ids.ts'
import type { Action } from '../action.ts'
import { dayAfterTerm } from '../decide/target/day-after-term.ts'
import { entitlementLines } from '../entitlement-lines.ts'
import { subjectsOf } from '../facts/subjects.ts'
import type { BothSides } from '../move/both-sides.ts'
import { withSwitchOffs } from '../move/gate.ts'
import { withStillBilled } from '../move/still-billed.ts'
import { type LicenceFacts, licenceChecks, withLicenceCheck } from '../permit/licences.ts'
import { transferSubjects } from '../permit/open-transfers.ts'
import type { CustomerPlan, FactSubject, Finding } from '../plan.ts'
import { endings, sourceLine } from '../source-line.ts'
import { type JudgedCustomer, transferringOf } from './judge.ts'

/** A line that nothing satisfies before the term of a source has ended. */
export interface LaterPurchase {
  readonly key: string
  readonly on: UtcDate
  /** `Microsoft 365 E3 (0f3c…) under italy`: what it takes over from. */
  readonly source: string
}

export interface CustomerDecision {
  readonly plan: CustomerPlan
  readonly actions: readonly Action[]
  readonly findings: readonly Finding[]
  readonly subjects: readonly FactSubject[]
  /** What is bought on a later day, when the term of a source has ended. */
  readonly later: readonly LaterPurchase[]
  /** For rules over several consolidations of one customer. */
  readonly licenceFacts: Pick<LicenceFacts, 'decided' | 'actions' | 'nameOf'>
  /** For what is charged on both sides, which is judged once it is sure what the plan does. */
  readonly sides: BothSides
}

export function order(judged: JudgedCustomer): CustomerDecision {
  const { customer, partner, consolidation, standing, seen, blocking, informing, fromSources, lapses } =
    judged
  const actions = blocking.length > 0 ? [] : actionsOf(judged)
  const { decided } = fromSources
  const endedBy = endings(actions)
  return {
    actions,
    findings: [...blocking, ...informing],
    licenceFacts: { decided, actions: judged.target.actions, nameOf: judged.nameOf },
    later: laterOf(judged),
    sides: sidesOf(judged),
    subjects: [
      ...subjectsOf({ ...judged, actions, decided, bound: judged.binding.bound }),
      ...(actions.length > 0 ? transferSubjects(transferringOf(judged)) : []),
    ],
    plan: {
      partner: customer.partner,
      tenant: customer.tenant,
      name: customer.name,
      domain: customer.domain ?? standing.live?.domain ?? null,
      consolidation: consolidation?.name ?? null,
      wave: judged.wave,
      readiness: standing.readiness,
      state: stateOf(judged, actions),
      blockedBy: blocking,
      licences: judged.licences,
      sources: [
        ...decided.map(entry =>
          sourceLine(entry, { endedBy, target: partner, seen, awaited: lapses.awaited }),
        ),
        ...entitlementLines(judged),
      ],
      seats: judged.seats,
      actions: actions.map(action => action.id),
      chargedTwice: [],
      deadlines: [],
      at: judged.written ? customer.at : null,
    },
  }
}

function laterOf({ lapses, on }: JudgedCustomer): readonly LaterPurchase[] {
  return [...lapses.byKey].map(([key, source]) => ({
    key,
    on: dayAfterTerm(source, on),
    source: `${source.productName} (${source.id}) under ${source.partner}`,
  }))
}

function sidesOf(judged: JudgedCustomer): BothSides {
  const { customer, consolidation, fromSources, on, sources, partner, binding } = judged
  return {
    consolidation: consolidation ?? { map: [] },
    decided: fromSources.decided,
    unread: sources.flatMap(source => whyUnread(judged, source)),
    living: livingUnderTarget(judged),
    target: { partner, lines: customer.subscriptions, bound: binding.bound },
    on,
  }
}

/** A source that shows nothing of the customer any more may go on charging what a journal says was not switched off there. */
function whyUnread(judged: JudgedCustomer, { name }: DeclaredPartner): BothSides['unread'] {
  const { index, customer } = judged
  if (index.customer(name, customer.tenant)?.subscriptions.kind === 'unknown')
    return [{ partner: name, why: 'could not be read' }]
  const isLeft = halfWayOf(judged).some(({ leftOn }) => leftOn.includes(name))
  return isLeft && shows(judged, name) === 'nothing' ? [{ partner: name, why: 'not shown any more' }] : []
}

/** Who is not visible there has nothing there, unless a journal says what was bought; null: it could not be read. */
function livingUnderTarget(judged: JudgedCustomer): BothSides['living'] {
  const { customer, seen } = judged
  const what = shows(judged, customer.partner)
  if (what === 'nothing') return halfWayOf(judged).length > 0 ? null : []
  return what === 'unknown' || seen?.subscriptions.kind !== 'present' ? null : seen.subscriptions.value
}

/** Bought for the customer under the target by applies that are not finished. */
function halfWayOf({ customer, halfWay }: JudgedCustomer): JudgedCustomer['halfWay'] {
  return halfWay.filter(one => one.partner === customer.partner && one.customer === customer.tenant)
}

/** Whose relationship with an account was removed, the account shows nothing of. */
function shows(
  { customer, index }: Pick<JudgedCustomer, 'customer' | 'index'>,
  partner: PartnerName,
): 'something' | 'nothing' | 'unknown' {
  const read = index.customer(partner, customer.tenant)
  if (read === undefined) return index.lists(partner, customer.tenant) === 'unknown' ? 'unknown' : 'nothing'
  if (read.customer.kind === 'absent' || read.subscriptions.kind === 'absent') return 'nothing'
  return read.subscriptions.kind === 'present' ? 'something' : 'unknown'
}

/** Asked only for a customer nothing stops: from here on everything an action needs is known. */
function actionsOf(judged: JudgedCustomer): readonly Action[] {
  const { consolidation, licences, binding, renewals, subscriptions, fromSources, target } = judged
  const { decided } = fromSources
  const onTarget = target.actions.map(action => withLicenceCheck(action, licences))
  if (consolidation === null) return onTarget
  return withSwitchOffs({
    ...judged,
    consolidation,
    target: withStillBilled(onTarget, { ...judged, consolidation, decided }),
    decided,
    arriving: renewals.renewals,
    bound: binding.bound,
    living: subscriptions,
    licences: licenceChecks({ ...judged, decided, actions: target.actions }),
  })
}

/** `waiting`: only the customer's own acceptance or agreement is missing. */
function stateOf(
  { blocking, standing, fromSources: { decided }, customer, decidesTarget }: JudgedCustomer,
  actions: readonly Action[],
): CustomerPlan['state'] {
  if (blocking.length > 0) {
    const isWaiting =
      standing.readiness.kind !== 'unknown' &&
      standing.readiness.kind !== 'accepted' &&
      blocking.every(entry => standing.findings.includes(entry))
    return isWaiting ? 'waiting' : 'blocked'
  }
  if (actions.length > 0) return 'planned'
  if (!decidesTarget) return 'moved'
  // Bought when its day has come: until then nothing is left to do, and the customer has not moved.
  if (decided.some(entry => entry.decision.method === 'lapse')) return 'nothing to do'
  return decided.length > 0 && customer.subscriptions.length > 0 ? 'moved' : 'nothing to do'
}
