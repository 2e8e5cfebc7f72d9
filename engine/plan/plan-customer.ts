/**
 * One customer's part of a plan: readiness → sources → target → seats → order. Either the customer is blocked and nothing
 * of it is written, or: creates → gate → switch-offs.
 */
import type { DeclaredConsolidation, DeclaredCustomer, DeclaredPartner } from '../model/desired.ts'
import { dayOf, type Instant, type PartnerName, type ProductKey, type UtcDate } from '../model/ids.ts'
import type { LiveSubscription } from '../model/live.ts'
import { chargedToTermEnd } from '../money/pricing.ts'
import type { Action, Check, SuspendSubscription } from './action.ts'
import type { ActualIndex } from './actual-index.ts'
import { bind } from './bind.ts'
import { codes } from './codes.ts'
import { decideSource, type SourceDecision } from './decide/source-method.ts'
import { finding } from './finding.ts'
import { customerGate } from './kinds/gates.ts'
import { suspendAction, suspendId } from './kinds/suspend.ts'
import type { CustomerPlan, FactSubject, Finding, SeatEquation, SourceLine } from './plan.ts'
import { readinessOf } from './readiness.ts'
import { seatEquations } from './seats.ts'
import { decideTarget } from './target-actions.ts'

export interface CustomerFacts {
  readonly customer: DeclaredCustomer
  /** false: no document declares this customer; it was only seen in a source. */
  readonly written: boolean
  readonly partner: DeclaredPartner
  readonly consolidation: DeclaredConsolidation | null
  readonly wave: string | null
  readonly sources: readonly DeclaredPartner[]
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

export interface DecidedSource {
  readonly subscription: LiveSubscription
  readonly partner: DeclaredPartner
  readonly decision: SourceDecision
}

export function planCustomer(facts: CustomerFacts): CustomerDecision {
  const { customer, consolidation, index, on } = facts
  const seen = index.customer(customer.partner, customer.tenant)
  const standing = readinessOf(
    {
      ...customer,
      at: facts.written ? customer.at : null,
      assertDomain: consolidation?.assertDomain ?? false,
    },
    seen,
    on,
  )
  const blocking: Finding[] = [...standing.findings]
  const informing: Finding[] = []

  const sources = readSources(facts, blocking)
  const decided = decideSources(facts, sources)
  blocking.push(...sourceFindings(facts, decided))

  const targetRead = seen?.subscriptions
  const subscriptions = targetRead?.kind === 'present' ? targetRead.value : []
  if (standing.live !== null && targetRead?.kind !== 'present') {
    blocking.push(
      finding(codes.UNKNOWN_READ, 'customer', subjectOf(facts), {
        detail: `What ${customer.name} has under ${customer.partner} is unknown${targetRead?.kind === 'unknown' ? `: ${targetRead.because.summary}` : ''}.`,
      }),
    )
  }
  const binding = bind(customer, subscriptions)
  const nameOf = productNames(facts, subscriptions, decided)
  const gated = decided.filter(entry => entry.decision.method === 'reprovision')
  const target =
    standing.live === null
      ? { actions: [], findings: [] }
      : decideTarget({
          customer,
          partner: facts.partner,
          consolidation,
          live: standing.live,
          subscriptions,
          binding,
          index,
          on,
          now: facts.now,
          sameDay: gated.length > 0,
          nameOf,
        })
  for (const found of [...binding.findings, ...target.findings])
    (found.blocks === 'customer' ? blocking : informing).push(found)
  informing.push(...binding.unmanaged.map(entry => unmanaged(facts, entry)))

  const seats = seatEquations({
    declared: customer.subscriptions,
    bound: binding.bound,
    sources: decided,
    nameOf,
  })
  blocking.push(...seatFindings(facts, seats))
  if (gated.length > 0 && consolidation !== null && !consolidation.irreversibleAcknowledged) {
    blocking.push(
      finding(codes.IRREVERSIBLE_NOT_ACKNOWLEDGED, 'customer', subjectOf(facts), { at: consolidation.at }),
    )
  }

  const isBlocked = blocking.length > 0
  const actions = isBlocked
    ? []
    : orderCustomer(facts, { target: target.actions, decided, gated, binding: binding.bound, seats })
  const lines = decided.map(entry => sourceLine(entry, actions))
  return {
    actions,
    findings: [...blocking, ...informing],
    subjects: actions.length === 0 ? [] : subjectsOf(facts, actions, decided, subscriptions),
    plan: {
      partner: customer.partner,
      tenant: customer.tenant,
      name: customer.name,
      domain: customer.domain,
      consolidation: consolidation?.name ?? null,
      wave: facts.wave,
      readiness: standing.readiness,
      state: stateOf({
        isBlocked,
        waiting: standing.live === null || standing.readiness.kind !== 'accepted',
        actions,
        decided,
      }),
      blockedBy: blocking,
      licences: {
        kind: 'not checked',
        why: 'licence use is read with a user credential, which this version does not ask for',
      },
      sources: lines,
      seats,
      actions: actions.map(action => action.id),
      at: facts.written ? customer.at : null,
    },
  }
}

function subjectOf(facts: CustomerFacts) {
  return { partner: facts.customer.partner, customer: facts.customer.tenant }
}

/** Active things of every source account; a source that gave no answer blocks, because sums and the gate need all of them. */
function readSources(facts: CustomerFacts, blocking: Finding[]) {
  const found: { readonly partner: DeclaredPartner; readonly subscriptions: readonly LiveSubscription[] }[] =
    []
  for (const partner of facts.sources) {
    const seen = facts.index.customer(partner.name, facts.customer.tenant)
    const rows = facts.index.rows(partner.name)
    if (seen === undefined && rows.kind === 'present') continue
    const read = seen?.subscriptions ?? rows
    if (seen?.subscriptions.kind === 'present')
      found.push({ partner, subscriptions: seen.subscriptions.value })
    else if (read.kind === 'unknown') {
      blocking.push(
        finding(
          codes.UNKNOWN_READ,
          'customer',
          { partner: partner.name, customer: facts.customer.tenant },
          {
            detail: `What ${facts.customer.name} has under ${partner.name} is unknown: ${read.because.summary}.`,
          },
        ),
      )
    }
  }
  return found
}

function decideSources(
  facts: CustomerFacts,
  sources: ReturnType<typeof readSources>,
): readonly DecidedSource[] {
  const { consolidation } = facts
  if (consolidation === null) return []
  const declaredProducts = new Set(
    facts.customer.subscriptions.filter(entry => entry.state === 'active').map(entry => entry.product),
  )
  return sources.flatMap(({ partner, subscriptions }) =>
    [...subscriptions]
      .sort((a, b) => (a.id < b.id ? -1 : 1))
      .map(subscription => ({
        subscription,
        partner,
        decision: decideSource(subscription, {
          consolidation,
          declaredProducts,
          nameOf: product => catalogueName(facts, product),
          toTermEnd: entry => chargedToTermEnd(partner, entry, facts.on),
        }),
      })),
  )
}

function sourceFindings(facts: CustomerFacts, decided: readonly DecidedSource[]): readonly Finding[] {
  const found: Finding[] = []
  for (const { subscription, decision } of decided) {
    const subject = {
      partner: subscription.partner,
      customer: subscription.customer,
      subscription: subscription.id,
      product: subscription.product,
    }
    const at = facts.written ? facts.customer.at : undefined
    if (decision.blocked !== null)
      found.push(
        finding(decision.blocked.entry, 'customer', subject, { detail: decision.blocked.detail, at }),
      )
    if (subscription.status !== 'active' || subscription.parent === null || !isSwitchedOff(decision)) continue
    const base = decided.find(
      entry =>
        entry.subscription.id === subscription.parent && entry.subscription.partner === subscription.partner,
    )
    if (base === undefined)
      found.push(
        finding(codes.PARENT_ELSEWHERE, 'customer', subject, {
          detail: `${subscription.productName} (${subscription.id}) is an add-on of ${subscription.parent}, which is not in ${subscription.partner}.`,
          at,
        }),
      )
  }
  for (const { subscription, decision } of decided) {
    if (!isSwitchedOff(decision)) continue
    const staying = decided.find(
      entry =>
        entry.subscription.parent === subscription.id &&
        entry.subscription.partner === subscription.partner &&
        entry.subscription.status === 'active' &&
        !isSwitchedOff(entry.decision),
    )
    if (staying !== undefined) {
      found.push(
        finding(
          codes.ADD_ON_STAYS,
          'customer',
          {
            partner: subscription.partner,
            customer: subscription.customer,
            subscription: staying.subscription.id,
          },
          {
            detail: `Suspending ${subscription.productName} would suspend its add-on ${staying.subscription.productName}, which is ${staying.decision.method}.`,
          },
        ),
      )
    }
  }
  return found
}

function isSwitchedOff(decision: SourceDecision): boolean {
  return decision.method === 'reprovision' || decision.method === 'drop'
}

function unmanaged(facts: CustomerFacts, entry: LiveSubscription): Finding {
  return finding(
    codes.UNMANAGED,
    'nothing',
    { partner: entry.partner, customer: entry.customer, subscription: entry.id, product: entry.product },
    {
      detail: `${entry.productName} (${entry.seats ?? '?'} seats, ${entry.status}, ${entry.id}) of ${facts.customer.name} under ${entry.partner}.`,
    },
  )
}

function seatFindings(facts: CustomerFacts, seats: readonly SeatEquation[]): readonly Finding[] {
  const at = facts.written ? facts.customer.at : undefined
  return seats.flatMap(line => {
    const subject = { ...subjectOf(facts), product: line.product }
    if (line.verdict === 'fewer')
      return [
        finding(codes.FEWER_SEATS, 'customer', subject, {
          detail: `${line.productName}: ${line.switchedOff} seats would be switched off, ${line.declared} are declared.`,
          at,
        }),
      ]
    if (line.verdict === 'unknown')
      return [
        finding(codes.UNKNOWN_READ, 'customer', subject, {
          detail: `${line.productName}: a number of seats is unknown.`,
          at,
        }),
      ]
    return []
  })
}

interface OrderFacts {
  readonly target: readonly Action[]
  readonly decided: readonly DecidedSource[]
  readonly gated: readonly DecidedSource[]
  readonly binding: ReadonlyMap<string, LiveSubscription>
  readonly seats: readonly SeatEquation[]
}

/** creates and changes → gate → add-ons off → bases off; trials, which have no replacement, after the same gate. */
function orderCustomer(facts: CustomerFacts, order: OrderFacts): readonly Action[] {
  const { consolidation } = facts
  const dropped = order.decided.filter(
    entry => entry.decision.method === 'drop' && entry.subscription.commerce === 'legacy',
  )
  if (consolidation === null || order.gated.length + dropped.length === 0) return order.target
  const proves: Check[] = order.target.flatMap(action =>
    action.kind === 'subscription.create' ? action.proves : [],
  )
  for (const line of order.seats)
    if (line.declared > 0)
      proves.push({
        kind: 'seats at least',
        ...subjectOf(facts),
        product: line.product,
        seats: line.declared,
      })
  for (const source of facts.sources) {
    const known = order.decided
      .filter(entry => entry.partner.name === source.name)
      .map(entry => entry.subscription.id)
    if (facts.index.customer(source.name, facts.customer.tenant) !== undefined)
      proves.push({
        kind: 'no other active subscription',
        partner: source.name,
        customer: facts.customer.tenant,
        known,
      })
  }
  const gate = customerGate(facts.customer, consolidation.name, {
    after: order.target.map(action => action.id),
    proves,
  })
  const hasGate = order.gated.length > 0 || order.target.length > 0
  const off = [...order.gated, ...dropped].map(entry =>
    switchOff(facts, order, entry, hasGate ? [gate.id] : []),
  )
  return hasGate ? [...order.target, gate, ...off] : off
}

function switchOff(
  facts: CustomerFacts,
  order: OrderFacts,
  { subscription, partner, decision }: DecidedSource,
  after: readonly Action['id'][],
): Action {
  const addOns = order.decided.filter(
    entry =>
      entry.subscription.parent === subscription.id &&
      entry.subscription.partner === subscription.partner &&
      isSwitchedOff(entry.decision),
  )
  const replacements = replacementsOf(facts, order, decision.replacement)
  const isDrop = decision.method === 'drop'
  return suspendAction({
    subscription,
    partner,
    on: facts.on,
    method: decision.method,
    because: {
      kind: isDrop ? 'trial is not carried over' : 'replaced on the target',
      consolidation: facts.consolidation?.name ?? '',
    },
    after: [...after, ...addOns.map(entry => suspendId(entry.subscription))],
    replacedBy: replacements.by,
    replacedSince: replacements.since,
    irreversible: true,
    ...(facts.written && { source: facts.customer.at }),
  })
}

function replacementsOf(
  facts: CustomerFacts,
  order: OrderFacts,
  product: ProductKey | null,
): { readonly by: SuspendSubscription['replacedBy']; readonly since: UtcDate | null } {
  if (product === null) return { by: [], since: null }
  const by: SuspendSubscription['replacedBy'][number][] = []
  let since: UtcDate | null = null
  for (const declared of facts.customer.subscriptions) {
    if (declared.product !== product || declared.state !== 'active') continue
    const living = order.binding.get(declared.key)
    if (living === undefined) {
      const created = order.target.find(
        action => action.kind === 'subscription.create' && action.key === declared.key,
      )
      if (created !== undefined) by.push({ kind: 'created by', action: created.id })
      continue
    }
    by.push({ kind: 'living', partner: living.partner, subscription: living.id })
    const bought = living.boughtAt === null ? null : dayOf(living.boughtAt)
    if (bought !== null && (since === null || bought < since)) since = bought
  }
  return { by, since }
}

function sourceLine(
  { subscription, partner, decision }: DecidedSource,
  actions: readonly Action[],
): SourceLine {
  const action = actions.find(
    entry =>
      entry.kind === 'subscription.suspend' &&
      entry.subscription === subscription.id &&
      entry.partner === partner.name,
  )
  return {
    partner: partner.name,
    subscription: subscription.id,
    product: subscription.product,
    productName: subscription.productName,
    name: subscription.name,
    commerce: subscription.commerce,
    status: subscription.status,
    seats: subscription.seats,
    method: decision.method,
    gated: decision.method === 'reprovision',
    action: action?.id ?? null,
    billedUntil: decision.billedUntil,
    money: null,
    note: decision.note,
  }
}

function stateOf(facts: {
  readonly isBlocked: boolean
  readonly waiting: boolean
  readonly actions: readonly Action[]
  readonly decided: readonly DecidedSource[]
}): CustomerPlan['state'] {
  if (facts.isBlocked) return facts.waiting ? 'waiting' : 'blocked'
  if (facts.actions.length > 0) return 'planned'
  return facts.decided.length > 0 ? 'moved' : 'nothing to do'
}

/** Everything this customer's actions were decided from, and nothing else (T11). */
function subjectsOf(
  facts: CustomerFacts,
  actions: readonly Action[],
  decided: readonly DecidedSource[],
  subscriptions: readonly LiveSubscription[],
): readonly FactSubject[] {
  const at = subjectOf(facts)
  const products = [...new Set(facts.customer.subscriptions.map(entry => entry.product))].sort()
  const subjects: FactSubject[] = [
    { kind: 'customer', ...at },
    { kind: 'subscriptions', ...at, products },
  ]
  if (facts.customer.agreement === 'required') subjects.push({ kind: 'agreement', ...at })
  for (const entry of subscriptions)
    if (products.includes(entry.product) && entry.status !== 'deleted')
      subjects.push({ kind: 'subscription', ...at, subscription: entry.id })
  const partners = new Set<PartnerName>(decided.map(entry => entry.partner.name))
  for (const partner of partners) subjects.push({ kind: 'subscriptions', partner, customer: at.customer })
  for (const { subscription } of decided)
    if (subscription.status !== 'deleted')
      subjects.push({
        kind: 'subscription',
        partner: subscription.partner,
        customer: at.customer,
        subscription: subscription.id,
      })
  for (const action of actions)
    if (action.kind === 'subscription.create')
      subjects.push({
        kind: 'offer',
        partner: action.partner,
        market: action.market,
        product: action.product,
      })
  return subjects
}

function catalogueName(facts: CustomerFacts, product: ProductKey): string | null {
  for (const market of facts.partner.markets) {
    const read = facts.index.item(facts.partner.name, market, product)
    if (read.kind === 'present') return read.value.name
  }
  return null
}

/** The name people know a product by: the target's catalogue, else what a subscription calls it, else its id. */
function productNames(
  facts: CustomerFacts,
  subscriptions: readonly LiveSubscription[],
  decided: readonly DecidedSource[],
) {
  const names = new Map<ProductKey, string>()
  for (const entry of [...decided.map(source => source.subscription), ...subscriptions])
    names.set(entry.product, entry.productName)
  return (product: ProductKey): string => catalogueName(facts, product) ?? names.get(product) ?? product
}
