/**
 * One customer's part of a plan: standing → sources → target → seats → order. Either the customer is blocked and nothing
 * of it is written, or: creates → gate → switch-offs.
 */
import type { Instant, UtcDate } from '../model/ids.ts'
import type { CustomerActual, LiveSubscription } from '../model/live.ts'
import type { Action } from './action.ts'
import type { ActualIndex } from './actual-index.ts'
import { bind } from './bind.ts'
import { codes } from './codes.ts'
import { isSwitchedOff } from './decide/source-decision.ts'
import { type DecidedSource, decideSources } from './decide/sources.ts'
import { decideTarget } from './decide/target.ts'
import { nothing } from './decide/target-facts.ts'
import { finding } from './finding.ts'
import { type GateFacts, withSwitchOffs } from './gate.ts'
import { productNames } from './names.ts'
import type { CustomerPlan, FactSubject, Finding, SeatEquation } from './plan.ts'
import { needsAgreement, type Standing, standingOf } from './readiness.ts'
import type { ScopedCustomer } from './scope.ts'
import { seatEquations, seatsAfter } from './seats.ts'
import { sourceLine } from './source-line.ts'
import { subjectsOf } from './subjects.ts'

export interface CustomerFacts extends ScopedCustomer {
  readonly index: ActualIndex
  readonly on: UtcDate
  readonly now: Instant
}

export interface CustomerDecision {
  readonly plan: CustomerPlan
  readonly actions: readonly Action[]
  readonly findings: readonly Finding[]
  readonly subjects: readonly FactSubject[]
}

export function planCustomer(unsorted: CustomerFacts): CustomerDecision {
  const facts = sorted(unsorted)
  const { customer, consolidation, partner, index } = facts
  const seen = index.customer(customer.partner, customer.tenant)
  const standing = standingOf({
    ...facts,
    seen,
    listed: index.lists(customer.partner, customer.tenant),
    assertDomain: consolidation?.assertDomain ?? false,
  })
  const subscriptions = byId(seen)
  const nameOf = productNames({ partner, index, subscriptions: seenSubscriptions(facts) })
  const sources =
    consolidation === null
      ? { decided: [], findings: [] }
      : decideSources({ ...facts, consolidation, nameOf })
  const off = sources.decided.filter(entry => isSwitchedOff(entry.subscription, entry.decision))
  const binding = bind(customer, subscriptions, consolidation === null ? 'line' : 'customer')
  const isReadable = standing.live !== null && seen?.subscriptions.kind === 'present'
  const target =
    standing.live !== null && isReadable
      ? decideTarget({
          ...facts,
          live: standing.live,
          subscriptions,
          binding,
          sameDay: off.some(entry => entry.decision.replacement !== null),
          needsAgreement: needsAgreement(customer, partner),
          nameOf,
        })
      : nothing()
  const seats = seatEquations({
    declared: customer.subscriptions,
    bound: binding.bound,
    sources: sources.decided,
    actions: isReadable ? target.actions : null,
    nameOf,
  })

  const found = [...sources.findings, ...binding.findings, ...target.findings, ...standing.doubts]
  found.push(
    ...unreadable(facts, standing, seen),
    ...wholeCustomer(facts, off.length),
    ...seatFindings(facts, seats, found),
  )
  if (isReadable && off.length > 0)
    found.push(...notOn(facts, { bound: binding.bound, actions: target.actions }))
  const hasWork =
    facts.written &&
    (target.actions.length + off.length > 0 ||
      (!isReadable && customer.subscriptions.some(entry => entry.state === 'active')))
  const blocking = [
    ...found.filter(entry => entry.blocks === 'customer'),
    ...(hasWork ? standing.findings : []),
  ]
  const informing = [
    ...found.filter(entry => entry.blocks !== 'customer'),
    ...binding.unmanaged
      .filter(entry => consolidation === null || entry.kind !== 'azure')
      .map(entry => unmanaged(facts, entry)),
  ]
  const actions =
    blocking.length > 0
      ? []
      : inOrder(facts, { target: target.actions, decided: sources.decided, bound: binding.bound, seats })
  return {
    actions,
    findings: [...blocking, ...informing],
    subjects: subjectsOf({
      customer,
      actions,
      decided: sources.decided,
      subscriptions,
      needsAgreement: needsAgreement(customer, partner),
      index,
    }),
    plan: {
      partner: customer.partner,
      tenant: customer.tenant,
      name: customer.name,
      domain: customer.domain ?? standing.live?.domain ?? null,
      consolidation: consolidation?.name ?? null,
      wave: facts.wave,
      readiness: standing.readiness,
      state: stateOf({ blocking, standing, actions, facts, decided: sources.decided }),
      blockedBy: blocking,
      licences: licencesOf(seen),
      sources: sources.decided.map(entry => sourceLine(entry, actions)),
      seats,
      actions: actions.map(action => action.id),
      at: facts.written ? customer.at : null,
    },
  }
}

/** The order in which documents and pages came is nobody's wish: everything below goes by key and by id. */
function sorted(facts: CustomerFacts): CustomerFacts {
  const subscriptions = [...facts.customer.subscriptions].sort((a, b) => (a.key < b.key ? -1 : 1))
  return { ...facts, customer: { ...facts.customer, subscriptions } }
}

function byId(seen: CustomerActual | undefined): readonly LiveSubscription[] {
  if (seen?.subscriptions.kind !== 'present') return []
  return [...seen.subscriptions.value].sort((a, b) => (a.id < b.id ? -1 : 1))
}

/** Asked only for a customer nothing stops: from here on everything an action needs is known. */
function inOrder(
  facts: CustomerFacts,
  order: Pick<GateFacts, 'target' | 'decided' | 'bound' | 'seats'>,
): readonly Action[] {
  const { consolidation } = facts
  return consolidation === null ? order.target : withSwitchOffs({ ...facts, ...order, consolidation })
}

function subjectOf({ customer }: CustomerFacts) {
  return { partner: customer.partner, customer: customer.tenant }
}

function seenSubscriptions({
  customer,
  partner,
  sources,
  index,
}: CustomerFacts): readonly LiveSubscription[] {
  return [...sources, partner].flatMap(entry => {
    const read = index.customer(entry.name, customer.tenant)?.subscriptions
    return read?.kind === 'present' ? read.value : []
  })
}

function unreadable(
  facts: CustomerFacts,
  standing: Standing,
  seen: CustomerActual | undefined,
): readonly Finding[] {
  const read = seen?.subscriptions
  if (!facts.written || standing.live === null || read === undefined || read.kind === 'present') return []
  const why = read.kind === 'unknown' ? `: ${read.because.summary}` : ''
  const detail = `What ${facts.customer.name} has under ${facts.customer.partner} is unknown${why}.`
  return [finding(codes.UNKNOWN_READ, 'customer', subjectOf(facts), { detail })]
}

/** What stops a customer of a consolidation as a whole, whatever its lines say. */
function wholeCustomer(facts: CustomerFacts, switchedOff: number): readonly Finding[] {
  const { customer, written, consolidation, claimedBy, keys } = facts
  if (consolidation === null) return []
  const found: Finding[] = []
  if (claimedBy !== null) {
    const detail = `${customer.name} is moved into ${customer.partner} by ${claimedBy} already; two consolidations would buy twice.`
    found.push(
      finding(codes.TWO_CONSOLIDATIONS, 'customer', subjectOf(facts), { detail, at: consolidation.at }),
    )
  }
  if (keys !== null) {
    const detail = `Only ${[...keys]
      .sort()
      .map(key => `\`${key}\``)
      .join(', ')} of ${customer.name} was asked for; nothing is switched off before all of a customer is on.`
    found.push(finding(codes.TARGET_TOO_NARROW, 'customer', subjectOf(facts), { detail }))
  }
  if (switchedOff > 0 && !written) {
    const detail = `No document under ${customer.partner} declares ${customer.name}, so nothing of it is switched off.`
    found.push(finding(codes.CUSTOMER_NOT_DECLARED, 'customer', subjectOf(facts), { detail }))
  }
  if (switchedOff > 0 && !consolidation.irreversibleAcknowledged)
    found.push(
      finding(codes.IRREVERSIBLE_NOT_ACKNOWLEDGED, 'customer', subjectOf(facts), { at: consolidation.at }),
    )
  return found
}

/** S5: all of a customer is on before anything is switched off, whether or not the seats would do. */
function notOn(facts: CustomerFacts, after: Parameters<typeof seatsAfter>[1]): readonly Finding[] {
  return facts.customer.subscriptions.flatMap(declared => {
    const living = after.bound.get(declared.key)
    if (declared.state !== 'active' || living === undefined || seatsAfter(declared, after) > 0) return []
    const subject = { ...subjectOf(facts), subscription: living.id, product: living.product }
    const detail = `\`${declared.key}\` is ${living.status} under ${living.partner} and would not be active when the sources are switched off.`
    return [finding(codes.NOT_SETTLED, 'customer', subject, { detail, at: declared.at })]
  })
}

/** `found` names what is missing already, where that is why a line falls short. */
function seatFindings(
  facts: CustomerFacts,
  seats: readonly SeatEquation[],
  found: readonly Finding[],
): readonly Finding[] {
  const at = facts.written ? facts.customer.at : undefined
  return seats.flatMap(line => {
    const subject = { ...subjectOf(facts), product: line.product }
    const isExplained = found.some(
      entry => entry.blocks === 'customer' && entry.subject.product === line.product,
    )
    if (line.verdict === 'unknown') {
      const detail = `${line.productName}: the service does not say how many seats there are.`
      return [finding(codes.UNKNOWN_READ, 'customer', subject, { detail, at })]
    }
    if (line.verdict !== 'fewer' || (isExplained && line.declared >= line.switchedOff)) return []
    const detail = `${line.productName}: ${line.switchedOff} seats would be switched off; ${line.declared} are declared, and the target would have ${line.onTargetAfter}.`
    return [finding(codes.FEWER_SEATS, 'customer', subject, { detail, at })]
  })
}

function unmanaged({ customer }: CustomerFacts, entry: LiveSubscription): Finding {
  const subject = {
    partner: entry.partner,
    customer: entry.customer,
    subscription: entry.id,
    product: entry.product,
  }
  const detail = `${entry.productName} (${entry.seats ?? '?'} seats, ${entry.status}, ${entry.id}) of ${customer.name} under ${entry.partner}.`
  return finding(codes.UNMANAGED, 'nothing', subject, { detail })
}

function licencesOf(seen: CustomerActual | undefined): CustomerPlan['licences'] {
  const read = seen?.licences
  if (read === undefined || read.kind === 'not asked')
    return { kind: 'not checked', why: 'no policy asks for it' }
  if (read.kind === 'present')
    return { kind: 'checked', pools: [...read.value].sort((a, b) => (a.product < b.product ? -1 : 1)) }
  return {
    kind: 'not checked',
    why: read.kind === 'unknown' ? read.because.summary : 'the directory shows no licences',
  }
}

interface StateFacts {
  readonly blocking: readonly Finding[]
  readonly standing: Standing
  readonly actions: readonly Action[]
  readonly facts: CustomerFacts
  readonly decided: readonly DecidedSource[]
}

/** `waiting`: nothing stands in the way but the customer's own acceptance or agreement. */
function stateOf({ blocking, standing, actions, facts, decided }: StateFacts): CustomerPlan['state'] {
  if (blocking.length > 0) {
    const isWaiting =
      standing.readiness.kind !== 'unknown' &&
      standing.readiness.kind !== 'accepted' &&
      blocking.every(entry => standing.findings.includes(entry))
    return isWaiting ? 'waiting' : 'blocked'
  }
  if (actions.length > 0) return 'planned'
  return decided.length > 0 && facts.customer.subscriptions.length > 0 ? 'moved' : 'nothing to do'
}
