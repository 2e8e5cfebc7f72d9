/** A declared subscription that nothing living satisfies: bought (S4), or a finding that says why not. */

import type { DeclaredSubscription } from '../../../model/desired.ts'
import { dayOf } from '../../../model/ids.ts'
import { couldBeAnything } from '../../../model/readable.ts'
import { isSameTerm, type NextTerm, type Renewal } from '../../../model/renewal.ts'
import { counted, seatsWords } from '../../../plural.ts'
import { fullTermEnd } from '../../../time/billing-period.ts'
import type { Action } from '../../action.ts'
import { endedAsDeclared } from '../../bind/ended-as-declared.ts'
import { codes } from '../../codes.ts'
import { finding } from '../../finding.ts'
import type { CreateSubscription } from '../../kinds/create.ts'
import { createAction } from '../../kinds/create.ts'
import { setRenewalAction } from '../../kinds/set-renewal.ts'
import { whyNotEligible } from '../../permit/eligible.ts'
import { hasMonthlyPlan } from '../../permit/monthly-plan.ts'
import { purchaseCodes } from '../../permit/purchase-codes.ts'
import { prevents } from '../../permit/refusals.ts'
import { poolFinding } from '../../permit/seat-pool.ts'
import { marketOf, whyNotSold } from '../../permit/sellable.ts'
import { termNeeded } from '../../permit/term-needed.ts'
import type { Finding } from '../../plan.ts'
import { billedWithBase } from './billed-with-base.ts'
import { dayAfterTerm } from './day-after-term.ts'
import { endsBy, type Outlook, outlookOf } from './families.ts'
import { whyNotNext } from './next-term.ts'
import { nothing, reachOf, subjectOf, type TargetDecision, type TargetFacts } from './target-facts.ts'

/** `ofBase` are the actions this plan has for the base of an add-on. */
export function buy(
  written: DeclaredSubscription,
  facts: TargetFacts,
  ofBase: readonly Action[],
): TargetDecision {
  if (written.state === 'cancelled') return nothing()
  const declared = billedWithBase(written, facts, ofBase)
  if ('code' in declared) return nothing(declared)
  const subject = subjectOf(declared, facts)
  const { partner } = facts
  if (declared.state === 'suspended') {
    const detail = `\`${declared.key}\` is declared suspended and does not exist; nothing is bought to be suspended.`
    return nothing(finding(codes.NOTHING_TO_SUSPEND, 'nothing', subject, { detail, at: declared.at }))
  }
  const ended = endedAsDeclared(written, { ...facts, list: facts.subscriptions })
  if (ended !== null) {
    const detail = `\`${declared.key}\` says \`endOfTerm: cancel\`, and ${ended.id} (${ended.name}) ended with its term${ended.termEndsAt === null ? '' : ` on ${dayOf(ended.termEndsAt)}`}.`
    return nothing(
      finding(
        codes.ENDED_AS_DECLARED,
        'nothing',
        { ...subject, subscription: ended.id },
        { detail, at: declared.at },
      ),
    )
  }
  const termless = termNeeded(declared, reachOf(facts), subject)
  if (termless !== null) return nothing(termless)
  if (partner.retired !== null && partner.retired < facts.on) {
    const detail = `${partner.name} takes nothing new after ${partner.retired}; \`${declared.key}\` is not created there.`
    return nothing(finding(codes.RETIRED_PARTNER, reachOf(facts), subject, { detail, at: declared.at }))
  }
  const unreadable = facts.subscriptions.find(couldBeAnything)
  if (unreadable !== undefined) {
    const detail = `${partner.name} lists ${unreadable.id} of ${facts.customer.name} (${unreadable.name}, ${seatsWords(unreadable.seats)}, ${unreadable.status}) without a product that can be read. It may be \`${declared.key}\` itself, so that is not bought.`
    return nothing(
      finding(
        codes.UNREADABLE_PRODUCT,
        reachOf(facts),
        { ...subject, subscription: unreadable.id },
        { detail, at: declared.at },
      ),
    )
  }
  const market = marketOf(partner, facts.live)
  const unsold = whyNotSold(declared, {
    partner,
    customer: facts.live,
    index: facts.index,
    reach: reachOf(facts),
    name: facts.nameOf(declared.product),
  })
  if (unsold !== null || market.kind !== 'known') return nothing(...(unsold === null ? [] : [unsold]))
  const pool = poolFinding(declared, facts)
  if (pool !== null && pool.blocks !== 'nothing') return nothing(pool)
  const noted = pool === null ? [] : [pool]
  const unending = notEnding(declared, facts)
  if (unending !== null) return nothing(unending)
  const ineligible = notEligible(declared, market.country, facts)
  if (ineligible !== null) return nothing(ineligible)
  const to = firstRenewal(declared)
  const unfit = to === null ? null : whyNotNext(declared, to, { ...facts, reach: reachOf(facts) })
  if (unfit !== null) return nothing(unfit)
  const base = baseOf(declared, { facts, ofBase, market: market.country })
  if (base.kind === 'refused') return nothing(base.finding)
  const outliving = base.kind === 'found' ? outlives(declared, { facts, ofBase, to }) : null
  if (outliving !== null) return nothing(outliving)
  const create = createAction({
    customer: facts.customer,
    declared,
    productName: facts.nameOf(declared.product),
    partner,
    market: market.country,
    on: facts.on,
    sameDay: facts.sameDay,
    needsAgreement: facts.needsAgreement,
    method: facts.consolidation === null ? 'steady' : 'reprovision',
    live: facts.subscriptions,
    ...(base.kind === 'found' && { base: base.base, after: base.after }),
  })
  if (to === null) return { findings: noted, actions: [create] }
  const sold = facts.index.item(partner.name, market.country, declared.product)
  return {
    findings: noted,
    actions: [create, setRenewalAction(create, to, { partner, hasMonthlyPlan: hasMonthlyPlan(sold) })],
  }
}

/** A first term is shortened, never made longer (facts 11: 10017). */
function notEnding(declared: DeclaredSubscription, facts: TargetFacts): Finding | null {
  const { endsOn, term, key } = declared
  const latest = term === null ? null : fullTermEnd(facts.on, term)
  if (endsOn === undefined || latest === null || (endsOn >= facts.on && endsOn <= latest)) return null
  const why =
    endsOn < facts.on
      ? 'which is over'
      : `and a ${term} that begins on ${facts.on} ends on ${latest} at the latest`
  const detail = `\`${key}\` is to end its first term on ${endsOn}, ${why}.${prevents('END_NOT_POSSIBLE')}`
  return finding(purchaseCodes.END_NOT_POSSIBLE, reachOf(facts), subjectOf(declared, facts), {
    detail,
    at: declared.at,
  })
}

function notEligible(declared: DeclaredSubscription, market: string, facts: TargetFacts): Finding | null {
  const { customer, partner, index, binding, subscriptions } = facts
  const item = index.item(partner.name, market, declared.product)
  if (item.kind !== 'present') return null
  return whyNotEligible(declared, {
    customer,
    seen: index.customer(partner.name, customer.tenant),
    subscriptions,
    wanted: binding.unbound.filter(
      entry =>
        entry.product === declared.product && entry.state === 'active' && !facts.arriving.has(entry.key),
    ).length,
    item: item.value,
    reach: reachOf(facts),
  })
}

type Base =
  | { readonly kind: 'none' }
  | {
      readonly kind: 'found'
      readonly base: NonNullable<CreateSubscription['base']>
      readonly after: CreateSubscription['after']
    }
  | { readonly kind: 'refused'; readonly finding: Finding }

interface BaseFacts {
  readonly facts: TargetFacts
  readonly ofBase: readonly Action[]
  readonly market: string
}

/** T22: an add-on is bought after, and onto, its base. */
function baseOf(declared: DeclaredSubscription, { facts, ofBase, market }: BaseFacts): Base {
  const { customer, partner, binding, nameOf } = facts
  const refuse = (
    code: 'BASE_MISSING' | 'PREREQUISITE_MISSING',
    detail: string,
    whatToDo: readonly string[] = [],
  ): Base => ({
    kind: 'refused',
    finding: finding(purchaseCodes[code], reachOf(facts), subjectOf(declared, facts), {
      detail: `${detail}${prevents(code)}`,
      at: declared.at,
      ...(whatToDo.length > 0 && { remedies: whatToDo.map(what => ({ kind: 'edit', what })) }),
    }),
  })
  const item = facts.index.item(partner.name, market, declared.product)
  const name = nameOf(declared.product)
  if (declared.addOnTo === null) {
    if (item.kind !== 'present' || !item.value.addOn) return { kind: 'none' }
    return refuse(
      'BASE_MISSING',
      `${name} is an add-on; \`${declared.key}\` does not say what it is added to.`,
    )
  }
  const base = customer.subscriptions.find(entry => entry.key === declared.addOnTo)
  if (base === undefined || base.state !== 'active')
    return refuse(
      'BASE_MISSING',
      `The base \`${declared.addOnTo}\` of \`${declared.key}\` is not declared as active.`,
      ['declare the base with `state: active`, or take the add-on out together with it'],
    )
  const prerequisites = item.kind === 'present' ? item.value.prerequisites : []
  if (prerequisites.length > 0 && !prerequisites.includes(base.product))
    return refuse(
      'PREREQUISITE_MISSING',
      `${name} cannot be added to ${nameOf(base.product)}, only to ${prerequisites.map(nameOf).sort().join(' or ')}.`,
    )
  // Both are bought on later days, the base no later than the add-on.
  const ending = facts.lapsing.get(base.key)
  if (ending !== undefined && facts.lapsing.has(declared.key) && dayAfterTerm(ending, facts.on) <= facts.on)
    return { kind: 'none' }
  const created = ofBase.find(action => action.kind === 'subscription.create')
  if (created !== undefined)
    return { kind: 'found', base: { kind: 'created by', action: created.id }, after: [created.id] }
  const living = binding.bound.get(base.key)
  const reactivated = ofBase.find(action => action.kind === 'subscription.reactivate')
  if (living === undefined || (living.status !== 'active' && reactivated === undefined))
    return refuse(
      'BASE_MISSING',
      `The base \`${base.key}\` of \`${declared.key}\` is not to be had under ${partner.name}.`,
      ['mend what keeps the base from being bought, or declare another base'],
    )
  return {
    kind: 'found',
    base: {
      kind: 'living',
      subscription: living.id,
      // New commerce is bought by a cart, whatever order its base came with.
      order: living.commerce === 'nce' ? null : living.order,
    },
    after: reactivated === undefined ? [] : [reactivated.id],
  }
}

/** An add-on is not bought for longer than its base lives, nor with more seats than the base keeps of those it loses (T22). */
function outlives(
  declared: DeclaredSubscription,
  { facts, ofBase, to }: Pick<BaseFacts, 'facts' | 'ofBase'> & { readonly to: Renewal | null },
): Finding | null {
  const base = facts.customer.subscriptions.find(entry => entry.key === declared.addOnTo)
  if (base === undefined) return null
  const living = facts.binding.bound.get(base.key)
  const refuse = (what: string, whatToDo: string) =>
    finding(codes.ADD_ON_PARTED, reachOf(facts), subjectOf(declared, facts), {
      detail: `\`${declared.key}\` would be bought ${what}.`,
      at: declared.at,
      remedies: [{ kind: 'edit', what: whatToDo }],
    })
  const fewer = ofBase.find(action => action.kind === 'subscription.change-seats' && action.to < action.from)
  if (fewer?.kind === 'subscription.change-seats' && fewer.to < declared.seats)
    return refuse(
      `with ${counted(declared.seats, 'seat')}, and its base \`${base.key}\` goes down to ${fewer.to}`,
      'declare no more seats for the add-on than for its base',
    )
  const ends = living === undefined ? endOfBought(ofBase) : outlookOf(living, ofBase).ends
  const own = declared.endsOn ?? (declared.term === null ? null : fullTermEnd(facts.on, declared.term))
  if (endsBy({ ends: to?.kind === 'cancels' ? own : null }, ends)) return null
  return refuse(
    `for longer than its base \`${base.key}\`, which ends with its term on ${ends === 'unknown' ? 'a day that is not known' : ends}`,
    'declare `endOfTerm: renew` for the base, or `endOfTerm: cancel` for the add-on, with `endsOn:` on that day or before it',
  )
}

/** null: it goes on. */
function endOfBought(ofBase: readonly Action[]): Outlook['ends'] {
  const renewal = ofBase.find(action => action.kind === 'subscription.set-renewal')
  if (renewal?.kind !== 'subscription.set-renewal' || renewal.to.kind !== 'cancels') return null
  const created = ofBase.find(action => action.kind === 'subscription.create')
  return (created?.kind === 'subscription.create' ? created.effect.commitment?.until : null) ?? 'unknown'
}

/** The end of the first term, where something is declared for it; null: it renews as it is, which is what the service does. */
function firstRenewal(declared: DeclaredSubscription): Renewal | null {
  if (declared.commerce !== 'nce') return null
  if (declared.endOfTerm === 'cancel') return { kind: 'cancels' }
  if (declared.endOfTerm === 'extend') return { kind: 'extends' }
  const { nextTerm } = declared
  if (nextTerm === null) return null
  const present: NextTerm = {
    seats: declared.seats,
    product: declared.product,
    term: declared.term,
    billing: declared.billing,
    endsOn: null,
    promotion: null,
  }
  const next = { ...present, ...nextTerm }
  return isSameTerm(next, present) ? null : { kind: 'renews', next }
}
