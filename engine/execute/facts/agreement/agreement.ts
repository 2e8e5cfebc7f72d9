/**
 * Whether an action is about what the plan is about. Every id in it (account, customer, subscription, order, relationship, group) must be
 * one that the facts of the plan name for this customer, or that another action of the plan brings; and what the action says of a
 * subscription must be what the fact says of it. Else a plan could hold the facts of one customer and act on another.
 */
import type { ActionId, PartnerName } from '../../../model/ids.ts'
import { type Action, isWrite, type WriteAction } from '../../../plan/action.ts'
import { isAdminAction } from '../../../plan/admin/admin-action.ts'
import type { Check } from '../../../plan/check.ts'
import { canonicalJson } from '../../../plan/digest.ts'
import { identityOf } from '../../../plan/kinds/identity.ts'
import { differing, type Ground, type Of, ofMarket } from '../ground.ts'
import { adminDisagreements } from './admin-agreement.ts'
import { ofLiving } from './living-agreement.ts'

/** Why the action is not about what the plan relied on. */
export function disagreements(action: Action, ground: Ground): readonly string[] {
  const reasons = action.id === identityOf(action) ? [] : ['its name is not that of what it does']
  if (action.kind === 'gate.wave') return reasons
  if (!ground.partners.has(action.partner)) reasons.push(`${action.partner} is no account of the plan`)
  if (isAdminAction(action)) return [...reasons, ...adminDisagreements(action, ground.partners)]
  if (ground.owners.get(action.id) !== action.customer)
    reasons.push('it does not stand in the story of its customer')
  for (const check of [...action.expects, ...action.proves]) reasons.push(...ofCheck(check, action, ground))
  return isWrite(action) ? [...reasons, ...ofWrite(action, ground)] : reasons
}

type OfCustomer = Exclude<Action, { kind: 'gate.wave' } | { kind: `admin.${string}` }>

/** What is looked at and proven belongs to the customer, and to the account that the step has to do with. */
function ofCheck(check: Check, action: OfCustomer, ground: Ground): readonly string[] {
  if (check.kind === 'day is') return []
  if (check.kind === 'new subscription renews' || check.kind === 'new subscription goes on')
    return ofCheck(check.newSubscription, action, ground)
  const reasons: string[] = []
  if ('customer' in check && check.customer !== action.customer)
    reasons.push(`it looks at another customer, ${check.customer}`)
  if (!accountsOf(check, action, ground).has(check.partner))
    reasons.push(`it looks for \`${check.kind}\` in another account, ${check.partner}`)
  if (check.kind === 'licences suffice') reasons.push(...ofLicences(check, action, ground))
  return reasons
}

/** A gate looks at the sources too. */
function accountsOf(
  check: Check,
  action: OfCustomer,
  { partners }: Ground,
): ReadonlySet<PartnerName> | typeof partners {
  const isOfSource =
    check.kind === 'no other active subscription' ||
    check.kind === 'subscription is' ||
    check.kind === 'renewal is'
  if (action.kind === 'gate.customer' && isOfSource) return partners
  const isLeft = action.kind === 'subscription.transfer' && check.kind === 'subscription is'
  return new Set([isLeft ? action.from : action.partner])
}

function ofLicences(
  { customer, product, with: leaving = [] }: Extract<Check, { kind: 'licences suffice' }>,
  action: OfCustomer,
  { living }: Ground,
): readonly string[] {
  const those = leaving.map(({ partner, subscription }) =>
    living.get(`${partner}/${customer}/${subscription}`),
  )
  const products = action.kind === 'gate.customer' ? those.map(was => was?.['product']) : productsOf(action)
  const reasons = those.includes(undefined) ? ['it counts licences of what the plan does not rely on'] : []
  if (products.length > 0 && !products.includes(product))
    reasons.push(`it looks at the licences of ${product}`)
  return reasons
}

const productsOf = (action: OfCustomer): readonly unknown[] => ('product' in action ? [action.product] : [])

function ofWrite(action: WriteAction, ground: Ground): readonly string[] {
  switch (action.kind) {
    case 'subscription.create':
      return ofPurchase(action, ground)
    case 'subscription.transfer':
      return ofTransfer(action, ground)
    case 'subscription.set-renewal':
      return ofSetRenewal(action, ground)
    default:
      return ofLiving(action, ground)
  }
}

function ofPurchase(action: Of<'subscription.create'>, ground: Ground): readonly string[] {
  const { partner, customer, product, market, seats, term, billing, base } = action
  const reasons = [...ofMarket(action, ground)]
  if (!ground.offers.has(`${partner}/${market}/${product}`))
    reasons.push(`the plan does not rely on ${product} being sold in ${market}`)
  for (const check of action.expects)
    if (check.kind === 'sold')
      reasons.push(...differing({ ...check }, { market, product, seats, term, billing }))
  if (base?.kind === 'living') {
    const was = ground.living.get(`${partner}/${customer}/${base.subscription}`)
    if (was === undefined) reasons.push(`the plan does not rely on its base ${base.subscription}`)
    else if (base.order !== null) reasons.push(...differing(was, { order: base.order }))
  }
  if (base?.kind === 'created by') reasons.push(...ofMaker(base.action, action, ground))
  return reasons
}

function ofTransfer(action: Of<'subscription.transfer'>, ground: Ground): readonly string[] {
  const { from, fromTenant, customer, items } = action
  const reasons: string[] = []
  if (ground.partners.get(from) !== fromTenant) reasons.push(`${from} is not tenant ${fromTenant}`)
  for (const { subscription, product, name, seats, term, billing, parent } of items) {
    const was = ground.living.get(`${from}/${customer}/${subscription}`)
    if (was === undefined) {
      reasons.push(`the plan does not rely on what ${subscription} was`)
      continue
    }
    reasons.push(...differing(was, { product, name, seats, term, billing, parent }))
    for (const checks of [action.expects, action.proves])
      if (!checks.some(check => check.kind === 'subscription is' && check.subscription === subscription))
        reasons.push(`it does not look at ${subscription} before it and after it`)
  }
  return reasons
}

function ofSetRenewal(action: Of<'subscription.set-renewal'>, ground: Ground): readonly string[] {
  const { createdBy, product, name, seats } = action
  const reasons = [...ofMarket(action, ground), ...ofMaker(createdBy, action, ground)]
  const brought = new Set((ground.actions.get(createdBy)?.proves ?? []).map(check => canonicalJson(check)))
  const isProven = action.proves.some(
    check =>
      check.kind === 'new subscription renews' && canonicalJson(check.renewal) === canonicalJson(action.to),
  )
  if (!isProven) reasons.push('what it proves of the renewal is not what it does')
  for (const check of [...action.expects, ...action.proves]) {
    const arrival = check.kind === 'new subscription renews' ? check.newSubscription : check
    if (!brought.has(canonicalJson(arrival))) reasons.push(`${createdBy} does not bring what it is about`)
    else reasons.push(...differing({ ...arrival }, { product, name, seats }))
  }
  return reasons
}

/** What brings a thing belongs to the same customer and account, and comes first. */
function ofMaker(maker: ActionId, action: WriteAction, { actions }: Ground): readonly string[] {
  const found = actions.get(maker)
  const isMaker = found?.kind === 'subscription.create' || found?.kind === 'subscription.transfer'
  return isMaker &&
    found.partner === action.partner &&
    found.customer === action.customer &&
    action.after.includes(maker)
    ? []
    : [`${maker} does not bring what it needs`]
}
