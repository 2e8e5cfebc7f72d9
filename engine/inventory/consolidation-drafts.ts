/**
 * Customer documents of a consolidation's target, from what its sources show: each running licence once, with the same seats (S1),
 * as the method table will want it. What has to be decided by people stands above the line as a question.
 */

import { by } from '../compare.ts'
import type { CustomerDraft, SubscriptionDraft, UnmanagedNote } from '../documents/draft.ts'
import type { DeclaredConsolidation, DeclaredCustomer, DeclaredPartner } from '../model/desired.ts'
import type { ProductKey, TenantId } from '../model/ids.ts'
import type { CatalogueItem, LiveCustomer, LiveSubscription, Read } from '../model/live.ts'
import { trialEnding } from '../plan/decide/source/ending-trial.ts'
import { methodRuleFor } from '../plan/decide/source/method-rule.ts'
import { marketOf } from '../plan/permit/sellable.ts'
import { seatsWords } from '../plural.ts'
import { byKey, draftsOf, nextTermDraft } from './customer-draft.ts'
import type { AccountInventory, InventoryCustomer } from './inventory.ts'
import { chosenName, keysFor } from './keys.ts'
import { manageable, unmanagedLine } from './manageable.ts'
import { moveOf } from './move.ts'

export interface ConsolidationFacts {
  readonly consolidation: DeclaredConsolidation
  readonly target: DeclaredPartner
  readonly sources: readonly AccountInventory[]
  readonly live: AccountInventory
  /** Customers the target's documents have already. */
  readonly declared: readonly DeclaredCustomer[]
  readonly item: (market: string, product: ProductKey) => Read<CatalogueItem>
}

export interface ConsolidatedCustomer {
  readonly draft: CustomerDraft
  /** Only what the target's document does not have yet. */
  readonly missing: readonly SubscriptionDraft[]
}

/** One customer as its sources show it. */
interface Mover {
  readonly tenant: TenantId
  readonly seen: readonly InventoryCustomer[]
}

/** By tenant id. Customers without anything in a source are left out: they stay listed there for ever. */
export function consolidationDrafts(facts: ConsolidationFacts): readonly ConsolidatedCustomer[] {
  return moversOf(facts.sources)
    .map(mover => consolidated(mover, facts))
    .filter(entry => entry.draft.subscriptions.length + entry.draft.unmanaged.length > 0)
}

/** What has to be asked of the target's catalogue before drafting: every product that may be bought there, and what it may become. */
export function itemsToAsk(
  facts: Pick<ConsolidationFacts, 'consolidation' | 'target' | 'sources'>,
): readonly { readonly market: string; readonly product: ProductKey }[] {
  const asked = new Map<string, { readonly market: string; readonly product: ProductKey }>()
  for (const { seen } of moversOf(facts.sources)) {
    const market = marketFor(seen, facts.target)
    if (market === null) continue
    for (const live of seen.flatMap(subscriptionsOf)) {
      if (!moves(live)) continue
      const mapped = facts.consolidation.map
        .filter(entry => entry.from === live.product)
        .map(entry => entry.to)
      for (const product of [live.product, ...mapped]) asked.set(`${market}/${product}`, { market, product })
    }
  }
  return [...asked].sort(by(([key]) => key)).map(([, entry]) => entry)
}

function moversOf(sources: readonly AccountInventory[]): readonly Mover[] {
  const byTenant = new Map<TenantId, InventoryCustomer[]>()
  for (const { customers } of [...sources].sort(by(entry => entry.partner)))
    for (const entry of customers.kind === 'present' ? customers.value : [])
      byTenant.set(entry.row.tenant, [...(byTenant.get(entry.row.tenant) ?? []), entry])
  return [...byTenant].sort(by(([key]) => key)).map(([tenant, seen]) => ({ tenant, seen }))
}

function subscriptionsOf(entry: InventoryCustomer): readonly LiveSubscription[] {
  return entry.subscriptions.kind === 'present' ? entry.subscriptions.value : []
}

/** Running licences move; the rest is verified, observed, dropped or handled by hand, and never bought again. */
function moves(live: LiveSubscription): boolean {
  const found = manageable(live)
  return found.kind === 'declared' && found.state === 'active'
}

function consolidated(mover: Mover, facts: ConsolidationFacts): ConsolidatedCustomer {
  const { consolidation, target } = facts
  const inTarget = liveInTarget(mover.tenant, facts.live)
  const declared = facts.declared.find(entry => entry.tenant === mover.tenant)
  const all = mover.seen.flatMap(subscriptionsOf)
  const left = new Set(
    consolidation.leave.filter(entry => entry.customer === mover.tenant).map(entry => entry.subscription),
  )
  const moving = all.filter(entry => moves(entry) && !left.has(entry.id))
  const market = marketFor(mover.seen, target)
  const bought = coveredBy(moving, inTarget, { consolidation, orMore: false })
  const written = coveredBy(moving, declared?.subscriptions ?? [], { consolidation, orMore: true })
  const open = moving.filter(entry => !bought.has(entry.id))
  const living = draftsOf(inTarget)
  const taken = [...living.subscriptions, ...(declared?.subscriptions ?? [])].map(entry => entry.key)
  const keys = keysFor(open, new Set(taken))
  const keyOf = new Map(open.map((entry, position) => [entry.id, keys[position] ?? entry.id]))
  const named = new Set([...living.subscriptions, ...(declared?.subscriptions ?? [])].map(productAndName))
  const fresh = open.map(entry => {
    const already = inTarget.filter(other => other.product === entry.product && moves(other))
    const move = moveOf(entry, { consolidation, target, market, item: facts.item, already })
    return { source: entry.id, draft: withOwnName(freshDraft(entry, { move, keyOf }), named) }
  })
  const row = mover.seen[0]?.row
  const draft: CustomerDraft = {
    partner: target.name,
    tenant: mover.tenant,
    domain: row?.domain ?? '',
    name: row === undefined || row.name === '' ? mover.tenant : row.name,
    subscriptions: [...living.subscriptions, ...fresh.map(entry => entry.draft)].sort(byKey),
    comments: [
      `Moves from ${mover.seen.map(entry => entry.row.partner).join(' and ')} (${consolidation.name}).`,
    ],
    unmanaged: [...living.unmanaged, ...all.flatMap(entry => stays(entry, consolidation))],
  }
  return { draft, missing: fresh.filter(entry => !written.has(entry.source)).map(entry => entry.draft) }
}

function liveInTarget(tenant: TenantId, live: AccountInventory): readonly LiveSubscription[] {
  if (live.customers.kind !== 'present') return []
  const found = live.customers.value.find(entry => entry.row.tenant === tenant)
  return found === undefined ? [] : subscriptionsOf(found)
}

interface Holding {
  readonly product: ProductKey
  readonly seats: number | null
  readonly state?: string
  readonly status?: string
}

/**
 * Sources whose place something has taken already: all of a product where the seats there are the sum of theirs (with
 * `orMore`, at least that), else one for one with as many seats, each counted once. A product and what it becomes are one.
 */
function coveredBy(
  moving: readonly LiveSubscription[],
  there: readonly Holding[],
  { consolidation, orMore }: { readonly consolidation: DeclaredConsolidation; readonly orMore: boolean },
): ReadonlySet<string> {
  const free = there.filter(entry => (entry.state ?? entry.status) === 'active')
  const covered = new Set<string>()
  const sum = (entries: readonly { readonly seats: number | null }[]) =>
    entries.reduce((total, { seats }) => total + (seats ?? 0), 0)
  for (const product of new Set(moving.map(entry => entry.product))) {
    const products = new Set([
      product,
      ...consolidation.map.filter(line => line.from === product).map(line => line.to),
    ])
    const wanted = moving.filter(entry => entry.product === product)
    const held = free.filter(entry => products.has(entry.product))
    const isAll = held.length > 0 && (orMore ? sum(held) >= sum(wanted) : sum(held) === sum(wanted))
    for (const entry of wanted) {
      const at = held.findIndex(one => one.seats === entry.seats)
      if (!isAll && at === -1) continue
      if (!isAll) held.splice(at, 1)
      covered.add(entry.id)
    }
  }
  return covered
}

function freshDraft(
  live: LiveSubscription,
  { move, keyOf }: { readonly move: ReturnType<typeof moveOf>; readonly keyOf: ReadonlyMap<string, string> },
): SubscriptionDraft {
  const key = keyOf.get(live.id) ?? live.id
  const name = chosenName(live)
  const [only] = draftsOf([{ ...live, parent: null }]).subscriptions
  return {
    key,
    product: move.product,
    productName: move.productName,
    commerce: move.commerce,
    seats: only?.seats ?? live.seats ?? move.atLeast,
    term: move.term,
    billing: move.billing,
    state: 'active',
    endOfTerm: null,
    // Of another product or commerce model, what was scheduled means nothing.
    nextTerm: live.commerce === 'nce' && move.product === live.product ? nextTermDraft(live) : null,
    subscriptionId: null,
    friendlyName: name === null || name === key ? null : name,
    partnerOfRecord: live.partnerOfRecord,
    addOnTo: live.parent === null ? null : (keyOf.get(live.parent) ?? null),
    comments: [
      `from ${live.partner}: ${live.productName}, ${seatsWords(live.seats)}, ${live.id}`,
      ...move.comments,
      ...(live.parent === null || keyOf.has(live.parent)
        ? []
        : [`question: its base ${live.parent} does not move; which base should it be added to?`]),
    ],
  }
}

type Named = Pick<SubscriptionDraft, 'key' | 'product' | 'friendlyName'>

function productAndName({ key, product, friendlyName }: Named): string {
  return `${product}/${friendlyName ?? key}`
}

/** A purchase is recognised by product and name, and accounts of several countries often use one name: the key tells the lines apart. */
function withOwnName(draft: SubscriptionDraft, taken: Set<string>): SubscriptionDraft {
  const isTaken = taken.has(productAndName(draft))
  const own = isTaken
    ? { ...draft, friendlyName: `${draft.friendlyName ?? draft.key} (${draft.key})` }
    : draft
  taken.add(productAndName(own))
  return own
}

function stays(live: LiveSubscription, consolidation: DeclaredConsolidation): readonly UnmanagedNote[] {
  const left = consolidation.leave.find(
    entry => entry.subscription === live.id && entry.partner === live.partner,
  )
  const found = manageable(live)
  if (left === undefined && found.kind === 'noted' && isDropped(live, consolidation))
    return [{ subscription: live.id, text: `in ${live.partner}, ${droppedLine(live, found.because)}` }]
  const because =
    left !== undefined
      ? `stays there: ${left.reason}`
      : found.kind === 'noted'
        ? found.because
        : found.kind === 'declared' && found.state === 'suspended'
          ? 'suspended there, so not bought again'
          : null
  return because === null
    ? []
    : [{ subscription: live.id, text: `in ${live.partner}, ${unmanagedLine(live, because)}` }]
}

/** A trial is never bought again, and the plan ends it, unless a rule gives it to people. */
function isDropped(live: LiveSubscription, consolidation: DeclaredConsolidation): boolean {
  return (
    live.kind === 'licence' &&
    live.trial &&
    live.status === 'active' &&
    methodRuleFor(live, consolidation)?.method !== 'manual'
  )
}

function droppedLine(live: LiveSubscription, because: string): string {
  const what = {
    suspend:
      'a plan switches it off (suspends it) and nothing replaces it; to keep it, name it in `leave:` of the consolidation',
    cancel:
      'a plan sets it to cancel at the end of its term, before it becomes a paid subscription, and nothing replaces it; to keep it, name it in `leave:` of the consolidation',
    ends: 'it ends with its term, and nothing replaces it',
  }[trialEnding(live)]
  return unmanagedLine(live, `${because}; ${what}`, 'not bought again')
}

function marketFor(seen: readonly InventoryCustomer[], target: DeclaredPartner): string | null {
  for (const { details, row } of seen) {
    const customer: LiveCustomer = details.kind === 'present' ? details.value : { ...row, country: null }
    const market = marketOf(target, customer)
    if (market.kind === 'known') return market.country
  }
  return null
}
