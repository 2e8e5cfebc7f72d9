/** What is worth asking, judged from what was read so far. Asking too much is slow; too little would show as `not read`. */
import { by } from '../compare.ts'
import { fieldChanges } from '../diff/fields.ts'
import type { DeclaredCustomer, DeclaredPartner, DeclaredSubscription, Desired } from '../model/desired.ts'
import { dayOf, type ProductKey, type UtcDate } from '../model/ids.ts'
import type { Beside, CatalogueActual, CustomerActual, LiveSubscription } from '../model/live.ts'
import { isOff } from '../model/status.ts'
import { isYoung } from '../money/pricing.ts'
import { bind } from '../plan/bind/bind.ts'
import { nextProductOf } from '../plan/decide/target/next-term.ts'
import { marketOf } from '../plan/permit/sellable.ts'
import type { ScopedCustomer } from '../scope/scoped-customer.ts'
import { addDays } from '../time/utc-days.ts'

export interface Seen {
  readonly target: CustomerActual
  readonly sources: readonly CustomerActual[]
}

/** Something declared is missing or different, or a source still runs. */
export function mayBeWritten({ customer, written }: ScopedCustomer, { target, sources }: Seen): boolean {
  if (!written) return false
  if (target.subscriptions.kind !== 'present') return true
  const { bound, unbound, findings } = bind(customer, target.subscriptions.value)
  if (unbound.length + findings.length > 0) return true
  for (const declared of customer.subscriptions) {
    const living = bound.get(declared.key)
    if (living !== undefined && fieldChanges(declared, living).length > 0) return true
  }
  return sources.some(
    ({ subscriptions }) =>
      subscriptions.kind !== 'present' ||
      subscriptions.value.some(entry => entry.kind !== 'azure' && !isOff(entry.status)),
  )
}

/**
 * Products whose licences in use matter: what a move switches off with what is declared in its place (T21), what is to end with a term, and seats that
 * go down under a policy that asks. Empty: not worth a request.
 */
export function licencesNeeded(
  desired: Desired,
  { customer }: ScopedCustomer,
  { target, sources }: Seen,
): readonly ProductKey[] {
  if (target.subscriptions.kind !== 'present') return []
  const products = new Set<ProductKey>()
  for (const { subscriptions } of sources)
    if (subscriptions.kind === 'present')
      // A trial of new commerce is not switched off, it ends.
      for (const entry of subscriptions.value)
        if (
          entry.kind === 'licence' &&
          entry.status === 'active' &&
          !(entry.trial && entry.commerce === 'nce')
        )
          products.add(entry.product)
  if (products.size > 0) for (const declared of customer.subscriptions) products.add(declared.product)
  const { bound } = bind(customer, target.subscriptions.value)
  const isEnding = customer.subscriptions.some(declared => {
    const living = bound.get(declared.key)
    return living !== undefined && isToEnd(declared, living)
  })
  if (isEnding)
    for (const { kind, status, product } of target.subscriptions.value)
      if (kind === 'licence' && status === 'active') products.add(product)
  const isWanted = desired.policies.some(rule =>
    rule.limits.some(limit => limit.kind === 'decreaseBelowConsumed'),
  )
  if (isWanted) {
    for (const declared of customer.subscriptions) {
      const living = bound.get(declared.key)
      if (living !== undefined && leavesFewer(declared, living)) products.add(living.product)
    }
  }
  return [...products].sort()
}

/** By their number, by the state, or because the next term is another product; what ends with a term otherwise is asked for by itself. */
function leavesFewer(declared: DeclaredSubscription, { seats, status, product }: LiveSubscription): boolean {
  if (declared.state !== 'active') return !isOff(status)
  const next = declared.nextTerm?.product ?? product
  return next !== product || (seats !== null && declared.seats < seats)
}

/** Seats that are still to be told to go with their term. */
function isToEnd(declared: DeclaredSubscription, living: LiveSubscription): boolean {
  if (living.commerce !== 'nce' || living.trial || living.seats === null) return false
  const changed = fieldChanges(declared, living).map(entry => entry.field)
  return (
    (declared.endOfTerm === 'cancel' && changed.includes('endOfTerm')) ||
    (changed.includes('nextTerm.seats') && (declared.nextTerm?.seats ?? living.seats) < living.seats)
  )
}

/**
 * From which day on the activity log is asked: legacy that is switched off soon after its purchase is given back what hangs on its seats until then (facts 2.5),
 * which nothing that lives shows. null: nothing of it.
 */
export function changesNeeded(
  { prices }: Pick<DeclaredPartner, 'prices'>,
  { subscriptions }: CustomerActual,
  {
    today,
    isOff: goesOff,
  }: { readonly today: UtcDate; readonly isOff: (entry: LiveSubscription) => boolean },
): UtcDate | null {
  if (prices === null || subscriptions.kind !== 'present') return null
  const days = subscriptions.value.flatMap(entry => {
    const { commerce, kind, status, trial, boughtAt } = entry
    if (commerce !== 'legacy' || kind !== 'licence' || status !== 'active' || trial || boughtAt === null)
      return []
    const bought = dayOf(boughtAt)
    // What changed on the day of the purchase was bought so.
    return bought < today && isYoung(bought, today) && goesOff(entry) ? [addDays(bought, 1)] : []
  })
  return days.sort()[0] ?? null
}

/** Of a target: declared as suspended. */
export function isDeclaredOff({ customer }: ScopedCustomer, { subscriptions }: CustomerActual) {
  const { bound } = bind(customer, subscriptions.kind === 'present' ? subscriptions.value : [])
  const off = new Set(
    customer.subscriptions.flatMap(declared =>
      declared.state === 'suspended' ? [bound.get(declared.key)?.id] : [],
    ),
  )
  return ({ id }: LiveSubscription): boolean => off.has(id)
}

/** Something may be transferred, or told to end, where an open request would stand in the way (T36). */
export function mayTransfer({ subscriptions }: CustomerActual): boolean {
  return (
    subscriptions.kind === 'present' &&
    subscriptions.value.some(
      entry =>
        entry.commerce === 'nce' && entry.kind === 'licence' && entry.status === 'active' && !entry.trial,
    )
  )
}

/** New commerce under the account itself differs from what is declared: a request of another partner would stand in the way (T36). */
export function changesNewCommerce({ customer }: ScopedCustomer, { subscriptions }: CustomerActual): boolean {
  if (subscriptions.kind !== 'present') return false
  const { bound } = bind(customer, subscriptions.value)
  return customer.subscriptions.some(declared => {
    const living = bound.get(declared.key)
    return living?.commerce === 'nce' && fieldChanges(declared, living).length > 0
  })
}

/** A declared subscription does not live yet. */
export function buysSomething({ customer }: ScopedCustomer, { subscriptions }: CustomerActual): boolean {
  return (
    subscriptions.kind === 'present' &&
    bind(customer, subscriptions.value).unbound.some(entry => entry.state === 'active')
  )
}

/** Whether something is to be bought for this customer that not everybody may have. */
export function qualifyingNeeded(
  seen: CustomerActual,
  {
    scoped,
    catalogue,
  }: { readonly scoped: readonly ScopedCustomer[]; readonly catalogue: readonly CatalogueActual[] },
): boolean {
  const special = new Set(
    catalogue.flatMap(({ partner, product, item }) =>
      partner === seen.partner && item.kind === 'present' && item.value.segment !== undefined
        ? [product]
        : [],
    ),
  )
  if (special.size === 0 || seen.subscriptions.kind !== 'present') return false
  const living = seen.subscriptions.value
  return scoped.some(
    ({ customer, partner }) =>
      partner.name === seen.partner &&
      customer.tenant === seen.tenant &&
      itemsOf(customer, living).some(product => special.has(product)),
  )
}

/**
 * Accounts of the workspace, in the same cloud, that were not read for a customer that is to have more seats of a new-commerce item: they may have sold it some (T32);
 * and those it was moved out of before.
 */
export function besideNeeded(
  { desired, scoped }: { readonly desired: Desired; readonly scoped: readonly ScopedCustomer[] },
  customers: readonly CustomerActual[],
  isUnlisted: (partner: DeclaredPartner['name'], tenant: DeclaredCustomer['tenant']) => boolean,
): readonly Omit<Beside, 'subscriptions'>[] {
  const read = new Set(customers.map(entry => `${entry.partner}/${entry.tenant}`))
  const byAccount = new Map(customers.map(entry => [`${entry.partner}/${entry.tenant}`, entry]))
  const needed = new Map<string, Omit<Beside, 'subscriptions'>>()
  for (const entry of scoped) {
    const { customer, partner, written } = entry
    const seen = byAccount.get(`${partner.name}/${customer.tenant}`)
    if (!written || seen?.customer.kind !== 'present' || seen.subscriptions.kind !== 'present') continue
    const isPooled = wantsMoreSeats(customer, seen.subscriptions.value)
    const others = isPooled ? desired.partners : formerSources(desired, entry, { target: seen, byAccount })
    for (const other of others) {
      const key = `${other.name}/${customer.tenant}`
      if (other.cloud === partner.cloud && !read.has(key) && !isUnlisted(other.name, customer.tenant))
        needed.set(key, { partner: other.name, tenant: customer.tenant })
    }
  }
  return [...needed].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, entry]) => entry)
}

/**
 * Accounts that no consolidation names (any more), where something is to be switched off for a customer whose target has some of it already: what was moved out
 * of them before is in use there (T17, T26).
 */
function formerSources(
  { partners, consolidations }: Desired,
  { customer, consolidation, sources }: ScopedCustomer,
  {
    target,
    byAccount,
  }: { readonly target: CustomerActual; readonly byAccount: ReadonlyMap<string, CustomerActual> },
): readonly DeclaredPartner[] {
  const named = new Set(consolidations.flatMap(entry => [entry.to, ...entry.from]))
  const former = partners.filter(entry => !named.has(entry.name))
  if (consolidation === null || former.length === 0 || target.subscriptions.kind !== 'present') return []
  const runs = sources.some(({ name }) => {
    const read = byAccount.get(`${name}/${customer.tenant}`)?.subscriptions
    return read?.kind === 'present' && read.value.some(one => one.kind === 'licence' && !isOff(one.status))
  })
  return runs && bind(customer, target.subscriptions.value).bound.size > 0 ? former : []
}

function wantsMoreSeats(customer: DeclaredCustomer, living: readonly LiveSubscription[]): boolean {
  const { bound, unbound } = bind(customer, living)
  return customer.subscriptions.some(declared => {
    if (declared.commerce !== 'nce' || declared.state !== 'active') return false
    const entry = bound.get(declared.key)
    if (entry === undefined) return unbound.includes(declared)
    const most = Math.max(declared.seats, declared.nextTerm?.seats ?? 0)
    return entry.seats !== null && most > entry.seats
  })
}

/** What is to be bought, and what a next term is to be of. */
function itemsOf(customer: DeclaredCustomer, living: readonly LiveSubscription[]): readonly ProductKey[] {
  const { bound, unbound } = bind(customer, living)
  const next = customer.subscriptions.flatMap(
    declared => nextProductOf(declared, bound.get(declared.key)) ?? [],
  )
  const changed = customer.subscriptions.flatMap(declared => {
    const entry = bound.get(declared.key)
    if (entry === undefined) return []
    return isExtensionChanged(declared, entry) || changesSeats(declared, entry) ? [entry.product] : []
  })
  return [
    ...unbound.filter(entry => entry.state === 'active').map(entry => entry.product),
    ...next,
    ...changed,
  ]
}

/** An item has a least and a most of seats. */
function changesSeats({ state, seats }: DeclaredSubscription, entry: LiveSubscription): boolean {
  return state === 'active' && entry.seats !== null && seats !== entry.seats
}

/** What an extension costs depends on whether the item has a monthly plan. */
function isExtensionChanged(declared: DeclaredSubscription, entry: LiveSubscription): boolean {
  return fieldChanges(declared, entry).some(
    ({ field, from, to }) => field === 'endOfTerm' && (from === 'extend' || to === 'extend'),
  )
}

/** Products that are declared and do not live yet, or are to follow on what lives, once per partner and market. */
export function itemsNeeded(
  scoped: readonly ScopedCustomer[],
  customers: readonly CustomerActual[],
): readonly Omit<CatalogueActual, 'item'>[] {
  const byAccount = new Map(customers.map(entry => [`${entry.partner}/${entry.tenant}`, entry]))
  const needed = new Map<string, Omit<CatalogueActual, 'item'>>()
  for (const { customer, partner } of scoped) {
    const seen = byAccount.get(`${partner.name}/${customer.tenant}`)
    if (seen?.customer.kind !== 'present' || seen.subscriptions.kind !== 'present') continue
    const market = marketOf(partner, seen.customer.value)
    if (market.kind !== 'known') continue
    for (const product of itemsOf(customer, seen.subscriptions.value)) {
      const item = { partner: partner.name, market: market.country, product }
      needed.set(`${item.partner}/${item.market}/${item.product}`, item)
    }
  }
  return [...needed].sort(by(([key]) => key)).map(([, item]) => item)
}
