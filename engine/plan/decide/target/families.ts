/**
 * A base and its add-ons under the target are never parted (T22), whatever the step: switched off, told to end, fewer seats, another next term. Judged over what the
 * plan really does to both, so a step of the add-on that is refused or left out of the scope keeps its base from going.
 *
 *   the base goes, the add-on stays  ─▶ the step of the base is refused
 *   the base is going already        ─▶ the step that has the add-on go on is refused
 */

import type { DeclaredSubscription } from '../../../model/desired.ts'
import { dayOf, type ProductKey, type UtcDate } from '../../../model/ids.ts'
import type { LiveSubscription } from '../../../model/live.ts'
import { isSameRenewal, type Renewal, renewalOf } from '../../../model/renewal.ts'
import { isOff } from '../../../model/status.ts'
import { counted } from '../../../plural.ts'
import { type Action, isSwitchOff } from '../../action.ts'
import { codes } from '../../codes.ts'
import { finding } from '../../finding.ts'
import { marketOf } from '../../permit/sellable.ts'
import type { Finding } from '../../plan.ts'
import { subjectOf, type TargetDecision, type TargetFacts } from './target-facts.ts'

/** Where the plan leaves a living subscription. */
export interface Outlook {
  readonly isOn: boolean
  readonly seats: number
  readonly renewal: Renewal
  /** Last day of its service; null: it goes on; unknown: it ends, or may end, on a day that is not known. */
  readonly ends: UtcDate | 'unknown' | null
}

type Change = Extract<Action, { readonly subscription: unknown }>

interface Family {
  readonly base: LiveSubscription
  readonly addOn: LiveSubscription
  /** After the plan. */
  readonly of: Outlook
  readonly with: Outlook
}

/** Without the steps that would part what belongs together, and with a finding for each. */
export function keptTogether(actions: readonly Action[], facts: TargetFacts): TargetDecision {
  let left = actions
  const findings: Finding[] = []
  for (;;) {
    const round = refused(left, facts)
    if (round.findings.length === 0) return { actions: left, findings }
    left = round.actions
    findings.push(...round.findings)
  }
}

/** A step that parts the two. */
interface Parting {
  readonly step: Change
  readonly of: LiveSubscription
  readonly detail: string
  readonly whatToDo: string
}

/** The first step of each family: what is left is judged again without it, the base before its add-ons. */
function refused(actions: readonly Action[], facts: TargetFacts): TargetDecision {
  const findings: Finding[] = []
  const dropped = new Set<string>()
  const own = actions.filter(isChange)
  for (const { base, addOn } of pairsOf(facts)) {
    const family = { base, addOn, of: outlookOf(base, own), with: outlookOf(addOn, own) }
    const parting = partsBase(family, own, facts) ?? partsAddOn(family, own, facts)
    if (parting === null || dropped.has(parting.step.id)) continue
    dropped.add(parting.step.id)
    const declared = lineOf(parting.of, facts)
    findings.push(
      finding(
        codes.ADD_ON_PARTED,
        'customer',
        declared === undefined ? {} : subjectOf(declared, facts, parting.of),
        {
          detail: parting.detail,
          remedies: [{ kind: 'edit', what: parting.whatToDo }],
          ...(declared !== undefined && { at: declared.at }),
        },
      ),
    )
  }
  return { actions: without(actions, dropped), findings }
}

function pairsOf({ subscriptions }: TargetFacts): readonly Pick<Family, 'base' | 'addOn'>[] {
  const byId = new Map(subscriptions.map(entry => [entry.id, entry]))
  return subscriptions.flatMap(addOn => {
    const base = addOn.parent === null ? undefined : byId.get(addOn.parent)
    return base === undefined ? [] : [{ base, addOn }]
  })
}

function partsBase(
  { base, addOn, of, with: other }: Family,
  own: readonly Change[],
  facts: TargetFacts,
): Parting | null {
  if (!other.isOn) return null
  const words = { base: nameIn(base, facts), addOn: nameIn(addOn, facts) }
  const parting = (step: Change, what: string, whatToDo: string): Parting => ({
    step,
    of: base,
    detail: `${words.base} would ${what}. A base and its add-ons are not parted.`,
    whatToDo,
  })
  for (const step of own.filter(entry => entry.subscription === base.id)) {
    if (isSwitchOff(step))
      return parting(
        step,
        `be switched off, and its add-on ${words.addOn} is not`,
        'declare the add-on with the same `state:`',
      )
    if (step.kind === 'subscription.change-seats' && step.to < step.from && other.seats > step.to)
      return parting(
        step,
        `go down to ${counted(step.to, 'seat')}, and its add-on ${words.addOn} keeps ${other.seats}`,
        'declare no more seats for the add-on than for its base',
      )
    if (step.kind !== 'subscription.change-renewal') continue
    if (step.to.kind === 'cancels' && !endsBy(other, of.ends))
      return parting(
        step,
        `end with its term on ${dayText(of.ends)}, and its add-on ${words.addOn} ${lifeText(other)}`,
        'declare `endOfTerm: cancel` for the add-on too, with a term that ends on the same day',
      )
    const why = nextTermParts(step, { addOn, other, facts })
    if (why !== null) return parting(step, why.replace('ADD-ON', words.addOn), nextTermRemedy)
  }
  return null
}

const nextTermRemedy =
  'declare a `nextTerm:` for the add-on that fits, or leave the product and the seats of the base as they are'

/** A schedule that is only made again was there before. */
function nextTermParts(
  { from, to, product, seats, restores }: Extract<Change, { kind: 'subscription.change-renewal' }>,
  {
    addOn,
    other,
    facts,
  }: { readonly addOn: LiveSubscription; readonly other: Outlook; readonly facts: TargetFacts },
): string | null {
  if (to.kind !== 'renews' || to.next === null || (restores && isSameRenewal(from, to))) return null
  if (other.ends !== null && other.ends !== 'unknown') return null
  const { next } = to
  const left = other.renewal.kind === 'renews' ? (other.renewal.next?.seats ?? other.seats) : other.seats
  if (next.seats < seats && left > next.seats)
    return `renew with ${counted(next.seats, 'seat')}, and its add-on ADD-ON goes on with ${left}`
  if (next.product !== product && !isAddOnOf(addOn.product, next.product, facts))
    return `become ${facts.nameOf(next.product)} with its next term, and whether its add-on ADD-ON can be added to that is not known`
  return null
}

function partsAddOn(
  { base, addOn, of, with: other }: Family,
  own: readonly Change[],
  facts: TargetFacts,
): Parting | null {
  const words = { base: nameIn(base, facts), addOn: nameIn(addOn, facts) }
  const parting = (step: Change, what: string, whatToDo: string): Parting => ({
    step,
    of: addOn,
    detail: `${words.addOn} would ${what}. A base and its add-ons are not parted.`,
    whatToDo,
  })
  for (const step of own.filter(entry => entry.subscription === addOn.id)) {
    if (step.kind === 'subscription.reactivate' && !of.isOn)
      return parting(
        step,
        `be switched on, and its base ${words.base} is off`,
        'declare the base with `state: active`, or the add-on with the state of its base',
      )
    const goesOn =
      step.kind === 'subscription.reactivate' ||
      (step.kind === 'subscription.change-renewal' && !isLasting(step.from) && isLasting(step.to))
    if (goesOn && of.isOn && !endsBy(other, of.ends))
      return parting(
        step,
        `go on after its term, and its base ${words.base} ends with its own on ${dayText(of.ends)}`,
        'declare `endOfTerm: renew` for the base, or `endOfTerm: cancel` for the add-on',
      )
  }
  return null
}

function isLasting({ kind }: Renewal): boolean {
  return kind === 'renews' || kind === 'extends'
}

/** Whether an add-on is over by then, so that nothing of it outlives its base. */
export function endsBy({ ends }: Pick<Outlook, 'ends'>, day: Outlook['ends']): boolean {
  if (day === null) return true
  return ends !== null && ends !== 'unknown' && day !== 'unknown' && ends <= day
}

export function outlookOf(living: LiveSubscription, actions: readonly Action[]): Outlook {
  let isOn = !isOff(living.status)
  let seats = Number(living.seats ?? 0)
  let renewal = renewalOf({ ...living, status: 'active' })
  for (const step of actions.filter(isChange)) {
    if (step.subscription !== living.id || step.partner !== living.partner) continue
    if (isSwitchOff(step)) isOn = false
    if (step.kind === 'subscription.reactivate') isOn = true
    if (step.kind === 'subscription.change-seats') seats = step.to
    if (step.kind === 'subscription.change-renewal') renewal = step.to
  }
  return { isOn, seats, renewal, ends: endOf(living, renewal) }
}

/** Last day of service with this renewal; null: it goes on, as legacy does until it is switched off. */
export function endOf({ commerce, termEndsAt }: LiveSubscription, renewal: Renewal): Outlook['ends'] {
  if (commerce === 'legacy' || isLasting(renewal)) return null
  return renewal.kind === 'unknown' || termEndsAt === null ? 'unknown' : dayOf(termEndsAt)
}

/** Only where the catalogue was read and says so. */
function isAddOnOf(addOn: ProductKey, base: ProductKey, { partner, live, index }: TargetFacts): boolean {
  const market = marketOf(partner, live)
  if (market.kind !== 'known') return false
  const item = index.item(partner.name, market.country, addOn)
  return item.kind === 'present' && item.value.prerequisites.includes(base)
}

function isChange(action: Action): action is Change {
  return 'subscription' in action
}

/** What waits for a step that is not taken is not taken either. */
function without(actions: readonly Action[], dropped: Set<string>): readonly Action[] {
  let left = actions.filter(action => !dropped.has(action.id))
  for (;;) {
    const waiting = left.filter(action => action.after.some(before => dropped.has(before)))
    if (waiting.length === 0) return left
    for (const action of waiting) dropped.add(action.id)
    left = left.filter(action => !dropped.has(action.id))
  }
}

function lineOf(
  living: LiveSubscription,
  { customer, binding }: TargetFacts,
): DeclaredSubscription | undefined {
  return customer.subscriptions.find(entry => binding.bound.get(entry.key) === living)
}

function nameIn(living: LiveSubscription, facts: TargetFacts): string {
  const declared = lineOf(living, facts)
  return `${declared === undefined ? living.productName : `\`${declared.key}\``} (${living.id})`
}

function dayText(ends: Outlook['ends']): string {
  return ends === null || ends === 'unknown' ? 'a day that is not known' : ends
}

function lifeText({ ends }: Outlook): string {
  return ends === null ? 'goes on' : ends === 'unknown' ? 'may go on' : `ends on ${ends}`
}
