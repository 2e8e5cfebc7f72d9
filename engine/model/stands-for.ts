/**
 * Which product a live subscription stands for. In its extended service term it keeps its id and goes on under a SKU of its own (facts 2.8), which no document
 * names and no price list sells for a term: whatever compares products has to see the product that is extended. It is settled once, where rows meet documents;
 * from then on `product` is what the row stands for, and `soldAs` what the service calls it.
 */
import { groupedBy } from '../grouped-by.ts'
import type { DeclaredPartner, DeclaredSubscription, Desired, ProductMapping } from './desired.ts'
import { isInExtension } from './extended-term.ts'
import type { PartnerName, ProductKey, TenantId } from './ids.ts'
import type { Actual, LiveSubscription, Read } from './live.ts'

type Documents = Pick<Desired, 'customers' | 'consolidations' | 'partners'>

interface Shown {
  readonly tenant: TenantId
  readonly subscriptions: Read<readonly LiveSubscription[]>
}

/** The accounts, with every row as the product that it stands for. */
export function standingActual(actual: Actual, documents: Documents): Actual {
  const { customers, beside } = actual
  const all: readonly Shown[] = [...customers, ...(beside ?? [])]
  if (!all.some(hasExtended)) return actual
  const standsFor = standingIn(all, documents)
  return {
    ...actual,
    customers: customers.map(standsFor),
    ...(beside !== undefined && { beside: beside.map(standsFor) }),
  }
}

/** `shown`: what all accounts show of the customers; what else they have tells what an extension can be of. */
export function standingIn(
  shown: readonly Shown[],
  { customers, consolidations, partners }: Documents,
): <T extends Shown>(entry: T) => T {
  const byTenant = groupedBy(shown, entry => entry.tenant)
  const documents = groupedBy(customers, entry => entry.tenant)
  const maps = consolidations.flatMap(entry => entry.map)
  const byName = new Map(partners.map(entry => [entry.name, entry]))
  return entry => {
    if (!hasExtended(entry) || entry.subscriptions.kind !== 'present') return entry
    const known: Known = {
      lines: (documents.get(entry.tenant) ?? []).flatMap(customer => customer.subscriptions),
      maps,
      others: (byTenant.get(entry.tenant) ?? []).flatMap(({ subscriptions }) =>
        subscriptions.kind === 'present' ? subscriptions.value : [],
      ),
      partners: byName,
    }
    const value = entry.subscriptions.value.map(live => standing(live, known))
    return { ...entry, subscriptions: { kind: 'present', value } }
  }
}

/**
 * As it was settled when a plan was made, for the plan that is carried out. What a transfer brings has another id and is sold as it was: a SKU that extends one
 * product in what the plan saw of a customer extends the same one in what comes.
 */
export function asSettled(
  settled: readonly LiveSubscription[],
): (live: LiveSubscription) => LiveSubscription {
  const byId = new Map(settled.map(live => [live.id, live]))
  const bySku = groupedBy(settled, ({ customer, soldAs }) => `${customer}/${soldAs ?? ''}`)
  return live => {
    const products = new Set(
      [byId.get(live.id) ?? bySku.get(`${live.customer}/${live.product}`) ?? []]
        .flat()
        .flatMap(({ soldAs, product }) => (soldAs === live.product ? [product] : [])),
    )
    const [product, ...others] = products
    return product === undefined || others.length > 0 ? live : { ...live, product, soldAs: live.product }
  }
}

interface Known {
  /** What documents declare of the customer, under whichever account. */
  readonly lines: readonly DeclaredSubscription[]
  readonly maps: readonly ProductMapping[]
  /** Everything that the accounts show of the customer. */
  readonly others: readonly LiveSubscription[]
  readonly partners: ReadonlyMap<PartnerName, DeclaredPartner>
}

function standing(shown: LiveSubscription, known: Known): LiveSubscription {
  const live = asShown(shown)
  const { product: sku } = live
  const isExtended = isInExtension(live)
  if (!mayBeExtended(live)) return live
  const isSibling = (product: ProductKey) => productIdOf(product) === productIdOf(sku)
  const { lines, maps, others } = known
  const told =
    lines.find(line => line.subscriptionId === live.id)?.product ?? maps.find(({ from }) => from === sku)?.to
  if (told !== undefined && isSibling(told))
    return told === sku ? live : { ...live, product: told, soldAs: sku }
  const mapped = maps.flatMap(({ from, to }) => [from, to])
  const named = [
    ...lines.flatMap(({ product, nextTerm }) => [product, nextTerm?.product ?? product]),
    ...mapped,
  ]
  if (named.includes(sku) || isSoldForTerms(live, known)) return live
  const running = others.filter(other => !other.trial && !mayBeExtended(asShown(other)))
  const candidates = [...new Set([...named, ...running.map(({ product }) => product)])]
    .filter(isSibling)
    .sort()
  const [only, ...more] = candidates
  if (only === undefined) return live
  if (isExtended === true && more.length === 0) return { ...live, product: only, soldAs: sku }
  return { ...live, mayStandFor: candidates }
}

/** As the service has it, whatever was settled before. */
function asShown({ soldAs, mayStandFor: _mayStandFor, ...live }: LiveSubscription): LiveSubscription {
  return soldAs === undefined ? live : { ...live, product: soldAs }
}

function hasExtended({ subscriptions }: Shown): boolean {
  return (
    subscriptions.kind === 'present' &&
    subscriptions.value.some(
      live => live.soldAs !== undefined || live.mayStandFor !== undefined || mayBeExtended(live),
    )
  )
}

function mayBeExtended(live: LiveSubscription): boolean {
  if (live.kind !== 'licence' || live.commerce !== 'nce' || live.trial || live.term !== 'P1M') return false
  return live.termEndAction === 'extend' || isInExtension(live) !== false
}

/** The SKU of an extension is sold by the month alone. */
function isSoldForTerms({ partner, product }: LiveSubscription, { partners }: Known): boolean {
  const prices = partners.get(partner)?.prices?.pricesOf(product) ?? []
  return prices.some(row => row.term !== 'P1M')
}

function productIdOf(product: ProductKey): string {
  return product.split(':')[0] ?? product
}
