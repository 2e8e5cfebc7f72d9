/**
 * What earlier moves brought under the target (T17, T26). A seat there that replaced a source in an earlier year is in use by its people, so it is no
 * replacement of what is switched off now, whichever accounts `from:` names today. The journal may be lost and the order of documents may change, so
 * this is judged from what the accounts show: what is off in one of them, and may have been on when the target already had the product.
 *
 * Certain is what a transfer brought: it keeps its dates. Certain too is what the journal of an unfinished apply says of its purchases: nothing that was off
 * when it was planned had been moved to them. All else that is off counts, unless its dates say that it was over before the target bought.
 */
import type { ActualIndex } from '../../model/actual-index.ts'
import type { DeclaredSubscription, Desired, LeftBehind, ProductMapping } from '../../model/desired.ts'
import { dayOf, type PartnerName, type ProductKey, type TenantId, type UtcDate } from '../../model/ids.ts'
import type { LiveSubscription } from '../../model/live.ts'
import { isOff } from '../../model/status.ts'
import { addDays } from '../../time/utc-days.ts'
import { type HalfWayPurchase, isPurchaseOf } from './half-way-purchase.ts'

/** A lapse is bought on the day after the term; whoever is late by more than this has gone without. */
const lateAtMostDays = 31
/** Legacy is kept suspended for 90 days, under 21Vianet for 60, and deleted then (facts 2.2). */
const suspendedAtLeastDays = 60

/** What the documents say of all moves into one target. */
export interface MovesInto {
  readonly map: readonly ProductMapping[]
  readonly leave: readonly LeftBehind[]
  readonly from: ReadonlySet<PartnerName>
  /** Accounts from which customers are moved to other targets alone, and those targets. */
  readonly elsewhere: ReadonlySet<PartnerName>
}

export function movesInto(target: PartnerName, { consolidations }: Desired): MovesInto {
  const here = consolidations.filter(entry => entry.to === target)
  const others = consolidations.filter(entry => entry.to !== target)
  const own = new Set(here.flatMap(entry => entry.from))
  return {
    map: here.flatMap(entry => entry.map),
    leave: here.flatMap(entry => entry.leave),
    from: own,
    elsewhere: new Set(others.flatMap(entry => [entry.to, ...entry.from]).filter(name => !own.has(name))),
  }
}

export interface MovedFacts {
  readonly target: PartnerName
  readonly tenant: TenantId
  readonly moves: MovesInto
  readonly index: ActualIndex
  readonly declared: readonly DeclaredSubscription[]
  readonly bound: ReadonlyMap<string, LiveSubscription>
  /** Of applies that are not finished; may be of others too. */
  readonly halfWay: readonly HalfWayPurchase[]
  readonly on: UtcDate
}

/** By product of the lines that carry them now. */
export function movedBefore(facts: MovedFacts): ReadonlyMap<ProductKey, readonly LiveSubscription[]> {
  const active = facts.declared.filter(entry => entry.state === 'active')
  const products = new Set(active.map(entry => entry.product))
  const ended = endedIn(facts).sort((a, b) => (a.id < b.id ? -1 : 1))
  return new Map(
    [...products].map(product => {
      const twins = active
        .filter(entry => entry.product === product)
        .flatMap(entry => facts.bound.get(entry.key) ?? [])
      const candidates = ended.filter(entry => becomes(entry.product, products, facts.moves) === product)
      return [product, movedTo(twins, candidates, facts)] as const
    }),
  )
}

function endedIn({ target, tenant, moves, index }: MovedFacts): LiveSubscription[] {
  const isLeft = (entry: LiveSubscription) =>
    moves.leave.some(
      one =>
        one.partner === entry.partner && one.customer === entry.customer && one.subscription === entry.id,
    )
  return [...index.everywhere(tenant), ...index.beside(tenant)]
    .filter(({ partner }) => partner !== target && !moves.elsewhere.has(partner))
    .flatMap(({ subscriptions }) => (subscriptions.kind === 'present' ? subscriptions.value : []))
    .filter(entry => isOff(entry.status) && entry.kind === 'licence' && !entry.trial && !isLeft(entry))
}

function becomes(
  product: ProductKey,
  declared: ReadonlySet<ProductKey>,
  { map }: MovesInto,
): ProductKey | null {
  if (declared.has(product)) return product
  return map.find(entry => entry.from === product && declared.has(entry.to))?.to ?? null
}

function movedTo(
  twins: readonly LiveSubscription[],
  candidates: readonly LiveSubscription[],
  { halfWay, on }: Pick<MovedFacts, 'halfWay' | 'on'>,
): readonly LiveSubscription[] {
  const free = new Set(twins)
  const transferred = candidates.filter(entry => {
    const twin = [...free].find(one => isTransferOf(entry, one))
    if (twin !== undefined) free.delete(twin)
    return twin !== undefined
  })
  const certain = new Set(transferred)
  for (const twin of free) {
    const purchase = halfWay.find(one => isPurchaseOf(twin, one))
    if (purchase === undefined) continue
    free.delete(twin)
    for (const entry of candidates) if (ranWhen(purchase, entry)) certain.add(entry)
  }
  const since = free.size === 0 ? null : firstPurchase([...free])
  return candidates.filter(
    entry => certain.has(entry) || (free.size > 0 && (since === null || !wasOverBefore(entry, since, on))),
  )
}

function ranWhen({ ranThen }: HalfWayPurchase, { partner, id }: LiveSubscription): boolean {
  return ranThen.some(one => one.partner === partner && one.subscription === id)
}

/** What is transferred keeps its age, and its term. */
function isTransferOf(source: LiveSubscription, twin: LiveSubscription): boolean {
  return (
    source.status === 'deleted' &&
    source.commerce === 'nce' &&
    source.product === twin.product &&
    source.boughtAt !== null &&
    source.boughtAt === twin.boughtAt
  )
}

/** null: not known of one of them. */
function firstPurchase(twins: readonly LiveSubscription[]): UtcDate | null {
  const days = twins.flatMap(({ boughtAt }) => (boughtAt === null ? [] : [dayOf(boughtAt)])).sort()
  return days.length < twins.length ? null : (days[0] ?? null)
}

/** A purchase by then was of seats for others. */
function wasOverBefore(
  { commerce, status, cancellableUntil, termEndsAt }: LiveSubscription,
  day: UtcDate,
  on: UtcDate,
): boolean {
  if (commerce === 'legacy' && status === 'deleted' && addDays(on, -suspendedAtLeastDays) < day) return true
  if (commerce === 'nce' && status === 'deleted' && cancellableUntil !== null)
    if (dayOf(cancellableUntil) < day) return true
  return termEndsAt !== null && addDays(dayOf(termEndsAt), lateAtMostDays) < day
}
