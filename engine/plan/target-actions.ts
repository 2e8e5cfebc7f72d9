/**
 * What is declared minus what is living, for one customer under the partner that keeps it: creates, seat changes,
 * reactivations, declared suspensions, names. Differences that cannot be carried out are findings, never silence.
 */
import type {
  DeclaredConsolidation,
  DeclaredCustomer,
  DeclaredPartner,
  DeclaredSubscription,
} from '../model/desired.ts'
import { type ActionId, type Instant, type ProductKey, seats, type UtcDate } from '../model/ids.ts'
import type { LiveCustomer, LiveSubscription } from '../model/live.ts'
import type { Action, CreateSubscription } from './action.ts'
import type { ActualIndex } from './actual-index.ts'
import type { Binding } from './bind.ts'
import { codes } from './codes.ts'
import { finding } from './finding.ts'
import { changeSeatsAction, reactivateAction, renameAction } from './kinds/change.ts'
import { createAction, createId } from './kinds/create.ts'
import { suspendAction } from './kinds/suspend.ts'
import type { Finding } from './plan.ts'
import { marketOf, whyNotSold } from './sellable.ts'

export interface TargetFacts {
  readonly customer: DeclaredCustomer
  readonly partner: DeclaredPartner
  readonly consolidation: DeclaredConsolidation | null
  readonly live: LiveCustomer
  readonly subscriptions: readonly LiveSubscription[]
  readonly binding: Binding
  readonly index: ActualIndex
  readonly on: UtcDate
  readonly now: Instant
  /** A switch-off of this customer depends on these creates, so they belong to one UTC day. */
  readonly sameDay: boolean
  readonly nameOf: (product: ProductKey) => string
}

export interface TargetDecision {
  readonly actions: readonly Action[]
  readonly findings: readonly Finding[]
}

export function decideTarget(facts: TargetFacts): TargetDecision {
  const actions: Action[] = []
  const findings: Finding[] = []
  for (const declared of facts.customer.subscriptions) {
    const living = facts.binding.bound.get(declared.key)
    const decided = living === undefined ? buy(declared, facts) : change(declared, living, facts)
    actions.push(...decided.actions)
    findings.push(...decided.findings)
  }
  return { actions, findings }
}

function nothing(...findings: readonly Finding[]): TargetDecision {
  return { actions: [], findings }
}

function subjectOf(declared: DeclaredSubscription, facts: TargetFacts, living?: LiveSubscription) {
  return {
    partner: facts.partner.name,
    customer: facts.customer.tenant,
    product: declared.product,
    ...(living !== undefined && { subscription: living.id }),
  }
}

function buy(declared: DeclaredSubscription, facts: TargetFacts): TargetDecision {
  const isOpen = facts.binding.unbound.some(entry => entry.key === declared.key)
  if (!isOpen || declared.state === 'cancelled') return nothing()
  const subject = subjectOf(declared, facts)
  if (declared.state === 'suspended') {
    return nothing(
      finding(codes.CHANGE_NOT_SUPPORTED, 'line', subject, {
        detail: `\`${declared.key}\` is declared suspended and does not exist; nothing is bought to be suspended.`,
        at: declared.at,
      }),
    )
  }
  if (facts.partner.retired !== null && facts.partner.retired < facts.on) {
    return nothing(
      finding(codes.RETIRED_PARTNER, 'customer', subject, {
        detail: `${facts.partner.name} is retired since ${facts.partner.retired}; \`${declared.key}\` is not created there.`,
        at: declared.at,
      }),
    )
  }
  const unsold = whyNotSold(declared, facts.partner, facts.live, facts.index)
  if (unsold !== null) return nothing(unsold)
  const market = marketOf(facts.partner, facts.live)
  if (market.kind !== 'known') return nothing()
  const base = baseOf(declared, facts)
  if (base?.kind === 'missing') return nothing(base.finding)
  return {
    findings: [],
    actions: [
      createAction({
        customer: facts.customer,
        declared,
        productName: facts.nameOf(declared.product),
        partner: facts.partner,
        market: market.country,
        on: facts.on,
        sameDay: facts.sameDay,
        consolidation: facts.consolidation,
        method: facts.consolidation === null ? 'steady' : 'reprovision',
        live: facts.subscriptions,
        ...(base !== null && { base: base.base }),
      }),
    ],
  }
}

type Base =
  | { readonly kind: 'found'; readonly base: NonNullable<CreateSubscription['base']> }
  | { readonly kind: 'missing'; readonly finding: Finding }

/** T22: an add-on is bought after, and onto, its base. */
function baseOf(declared: DeclaredSubscription, facts: TargetFacts): Base | null {
  const subject = subjectOf(declared, facts)
  const market = marketOf(facts.partner, facts.live)
  const item =
    market.kind === 'known' ? facts.index.item(facts.partner.name, market.country, declared.product) : null
  const addOn = item?.kind === 'present' && item.value.addOn
  if (declared.addOnTo === null) {
    return addOn
      ? {
          kind: 'missing',
          finding: finding(codes.BASE_MISSING, 'customer', subject, {
            detail: `${facts.nameOf(declared.product)} is an add-on; \`${declared.key}\` does not say what it is added to.`,
            at: declared.at,
          }),
        }
      : null
  }
  const base = facts.customer.subscriptions.find(entry => entry.key === declared.addOnTo)
  if (base === undefined || base.state !== 'active') {
    return {
      kind: 'missing',
      finding: finding(codes.BASE_MISSING, 'customer', subject, {
        detail: `The base \`${declared.addOnTo}\` of \`${declared.key}\` is not declared as active.`,
        at: declared.at,
      }),
    }
  }
  const prerequisites = item?.kind === 'present' ? item.value.prerequisites : []
  if (prerequisites.length > 0 && !prerequisites.includes(base.product)) {
    return {
      kind: 'missing',
      finding: finding(codes.PREREQUISITE_MISSING, 'customer', subject, {
        detail: `${facts.nameOf(declared.product)} cannot be added to ${facts.nameOf(base.product)}.`,
        at: declared.at,
      }),
    }
  }
  const living = facts.binding.bound.get(base.key)
  return {
    kind: 'found',
    base:
      living === undefined
        ? { kind: 'created by', action: createId(facts.customer, base.key) }
        : { kind: 'living', subscription: living.id, order: living.order },
  }
}

function change(
  declared: DeclaredSubscription,
  living: LiveSubscription,
  facts: TargetFacts,
): TargetDecision {
  const subject = subjectOf(declared, facts, living)
  const unsupported = (detail: string) =>
    finding(codes.CHANGE_NOT_SUPPORTED, 'line', subject, { detail, at: declared.at })
  const findings: Finding[] = []
  const actions: Action[] = []
  if (living.kind === 'azure') {
    return nothing(unsupported(`\`${declared.key}\` is Azure usage, which is never written.`))
  }
  if (living.status !== 'active' && living.status !== 'suspended') {
    return nothing(
      unsupported(
        `\`${declared.key}\` is ${living.status}; nothing is changed until it is active or suspended.`,
      ),
    )
  }
  if (living.seats === null)
    return nothing(
      finding(codes.UNKNOWN_READ, 'line', subject, {
        detail: `The service does not say how many seats \`${declared.key}\` has.`,
        at: declared.at,
      }),
    )
  const method = facts.consolidation === null ? 'steady' : 'reprovision'
  const base = {
    subscription: living,
    partner: facts.partner,
    on: facts.on,
    method,
    source: declared.at,
  } as const
  const after = (): ActionId[] => actions.map(action => action.id)

  if (declared.state === 'cancelled')
    findings.push(unsupported(`\`${declared.key}\` is declared cancelled; this version does not cancel.`))
  if (declared.state === 'suspended' && living.status === 'active') {
    if (living.commerce === 'nce' && !declared.acceptContinuedBilling) {
      findings.push(
        finding(codes.CONTINUED_BILLING, 'line', subject, {
          detail: `\`${declared.key}\` would be cut off and billed to ${living.termEndsAt?.slice(0, 10) ?? 'its term end'}.`,
          at: declared.at,
        }),
      )
    } else {
      actions.push(
        suspendAction({
          subscription: living,
          partner: facts.partner,
          on: facts.on,
          method: 'steady',
          because: { kind: 'declared otherwise', field: 'state' },
          after: [],
          replacedBy: [],
          replacedSince: null,
          irreversible: false,
          source: declared.at,
        }),
      )
    }
  }
  if (declared.state === 'active') {
    if (living.status === 'suspended') actions.push(reactivateAction({ ...base, after: [] }))
    if (declared.seats !== living.seats) {
      const refusal = whyNotSeats(declared, living, facts)
      if (refusal !== null) findings.push(refusal)
      else actions.push(changeSeatsAction({ ...base, after: after() }, declared.seats))
    }
  }
  if (declared.friendlyName !== null && declared.friendlyName !== living.name)
    actions.push(renameAction({ ...base, after: after() }, declared.friendlyName))
  findings.push(...otherDifferences(declared, living).map(unsupported))
  return { actions, findings }
}

function whyNotSeats(
  declared: DeclaredSubscription,
  living: LiveSubscription,
  facts: TargetFacts,
): Finding | null {
  const subject = subjectOf(declared, facts, living)
  const now = living.seats ?? seats(0)
  if (living.nextTerm !== null) {
    return finding(codes.SCHEDULE_WOULD_BE_LOST, 'line', subject, {
      detail: `\`${declared.key}\` has a change scheduled for its renewal; changing seats from ${now} to ${declared.seats} now would delete it.`,
      at: declared.at,
    })
  }
  if (living.commerce === 'legacy' || declared.seats > now) return null
  let refundable = 0
  for (const batch of living.refundable) if (batch.until > facts.now) refundable += batch.seats
  if (now - declared.seats <= refundable) return null
  return finding(codes.DECREASE_NOT_REFUNDABLE, 'line', subject, {
    detail: `\`${declared.key}\` has ${now} seats and ${declared.seats} are declared; ${refundable} of them can be given back now.`,
    at: declared.at,
  })
}

function otherDifferences(declared: DeclaredSubscription, living: LiveSubscription): readonly string[] {
  const found: string[] = []
  if (living.billing !== null && living.billing !== declared.billing)
    found.push(`\`${declared.key}\` is billed ${living.billing}; ${declared.billing} is declared.`)
  if (declared.term !== null && living.term !== null && living.term !== declared.term)
    found.push(`\`${declared.key}\` has the term ${living.term}; ${declared.term} is declared.`)
  if (declared.endOfTerm === 'renew' && !living.autoRenew)
    found.push(`\`${declared.key}\` does not renew; \`endOfTerm: renew\` is declared.`)
  if (declared.endOfTerm === 'cancel' && !living.cancelsAtTermEnd)
    found.push(
      `\`${declared.key}\` has no instruction to cancel at the end of its term; \`endOfTerm: cancel\` is declared.`,
    )
  if (
    declared.nextTerm?.seats !== undefined &&
    declared.nextTerm.seats !== (living.nextTerm?.seats ?? living.seats)
  )
    found.push(
      `\`${declared.key}\` declares ${declared.nextTerm.seats} seats for its next term; ${living.nextTerm?.seats ?? living.seats} are scheduled.`,
    )
  return found
}
