/**
 * The accounts as the facts of a plan have them, whatever of the plan was done since: where a fact moved to what an action of the plan proves, it is
 * put back. What no fact holds is as it was just read.
 */
import { type ActualIndex, indexActual } from '../../model/actual-index.ts'
import type { Desired } from '../../model/desired.ts'
import { type Instant, type ProductKey, seats } from '../../model/ids.ts'
import type {
  Actual,
  CatalogueItem,
  CustomerActual,
  LicencePool,
  LiveSubscription,
  OpenTransfer,
} from '../../model/live.ts'
import { type Renewal, renewalOf } from '../../model/renewal.ts'
import { canonicalJson } from '../../plan/digest.ts'
import type { Fact, FactSubject, Plan } from '../../plan/plan.ts'
import { msBetween } from '../../time/utc-days.ts'
import { livingInFact } from './living-in-fact.ts'
import type { UnseenLicences } from './unseen-licences.ts'

export function asPlanned(
  plan: Plan,
  {
    actual,
    declared,
    unseen,
  }: {
    readonly actual: Actual
    readonly declared: Pick<Desired, 'customers'>
    readonly unseen: readonly UnseenLicences[]
  },
): ActualIndex {
  const facts = factsByPlace(plan.facts)
  const licences = licencesByPlace(plan, unseen)
  const customers = actual.customers.map(entry => {
    const place = `${entry.partner}/${entry.tenant}`
    const own = facts.get(place)
    const pools = licences.get(place) ?? []
    return {
      ...(own === undefined ? entry : customerAsPlanned(entry, { facts: own, plan })),
      qualifications,
      ...(pools.length > 0 && { licences: { kind: 'present', value: pools } as const }),
    }
  })
  const index = indexActual({ ...actual, customers, partners: listsOf(plan, customers) })
  const item = itemsOf(plan.facts, { index, declared })
  return { ...index, item }
}

/** Of a customer without one the service refuses the order. */
const qualifications: NonNullable<CustomerActual['qualifications']> = {
  kind: 'present',
  value: (['education', 'government', 'nonprofit'] as const).map(segment => ({ segment, state: 'approved' })),
}

/** As the plan has them, whose gates look at them again, and beside them what it does not speak of. */
function licencesByPlace(
  { customers }: Plan,
  unseen: readonly UnseenLicences[],
): ReadonlyMap<string, readonly LicencePool[]> {
  const byPlace = new Map<string, LicencePool[]>()
  const add = (place: string, pools: readonly LicencePool[]) =>
    byPlace.set(place, [...(byPlace.get(place) ?? []), ...pools])
  for (const { partner, tenant, licences } of customers)
    if (licences.kind === 'checked' && !byPlace.has(`${partner}/${tenant}`))
      add(`${partner}/${tenant}`, licences.pools)
  for (const { partner, tenant, pools } of unseen) add(`${partner}/${tenant}`, pools)
  return byPlace
}

type FactOf<K extends FactSubject['kind']> = Fact & { readonly subject: Extract<FactSubject, { kind: K }> }

interface FactsOfPlace {
  lists: FactOf<'subscriptions'>[]
  living: LiveSubscription[]
  transfers: unknown
}

function factsByPlace(facts: readonly Fact[]): ReadonlyMap<string, FactsOfPlace> {
  const byPlace = new Map<string, FactsOfPlace>()
  for (const fact of facts) {
    const { subject, value } = fact
    if (!('customer' in subject) || ('behind' in subject && subject.behind !== undefined)) continue
    const key = `${subject.partner}/${subject.customer}`
    const own = byPlace.get(key) ?? { lists: [], living: [], transfers: undefined }
    byPlace.set(key, own)
    const living = livingInFact(fact)
    if (living !== null) own.living.push(living)
    if (subject.kind === 'subscriptions') own.lists.push({ ...fact, subject })
    if (subject.kind === 'transfers') own.transfers = value
  }
  return byPlace
}

function customerAsPlanned(
  entry: CustomerActual,
  {
    facts,
    plan: { madeAt, expiresAt: end },
  }: { readonly facts: FactsOfPlace; readonly plan: Pick<Plan, 'madeAt' | 'expiresAt'> },
): CustomerActual {
  if (entry.subscriptions.kind === 'unknown') return entry
  const now = entry.subscriptions.kind === 'present' ? entry.subscriptions.value : []
  const planned = new Map(facts.living.map(living => [living.id, living]))
  const known = new Set(now.map(living => living.id))
  const there = [
    ...now.flatMap(living => {
      const was = planned.get(living.id)
      if (was !== undefined) return [putBack(living, { was, end })]
      return facts.lists.some(list => isNewIn(list, { living, madeAt })) ? [] : [living]
    }),
    ...facts.living.filter(living => !known.has(living.id)).map(was => putBack(was, { was, end })),
  ]
  return {
    ...entry,
    ...(entry.subscriptions.kind === 'present' || there.length > 0
      ? { subscriptions: { kind: 'present', value: there } }
      : {}),
    ...(Array.isArray(facts.transfers) && {
      transfers: { kind: 'present', value: facts.transfers as readonly OpenTransfer[] }, // its digest is compared with what was read
    }),
  }
}

/** Came since: of all that were there, the list of the fact names each but those that were deleted. */
function isNewIn(
  { subject, value }: FactOf<'subscriptions'>,
  { living, madeAt }: { readonly living: LiveSubscription; readonly madeAt: Instant },
): boolean {
  const isOfList = subject.products === undefined || subject.products.includes(living.product)
  if (living.status === 'deleted')
    return isOfList && living.boughtAt !== null && msBetween(madeAt, living.boughtAt) >= 0
  return isOfList && !(Array.isArray(value) && value.includes(living.id))
}

function putBack(
  living: LiveSubscription,
  { was, end }: { readonly was: LiveSubscription; readonly end: Instant },
): LiveSubscription {
  const { product, commerce, kind, status, seats: count, name, term, billing, trial, parent, order } = was
  const { renewal, termEndsAt = living.termEndsAt } = was as Partial<{
    renewal: Renewal
    termEndsAt: Instant | null
  }>
  const back = {
    ...living,
    product,
    commerce,
    kind,
    status,
    seats: count,
    name,
    term,
    billing,
    trial,
    parent,
  }
  const isOver = living.status !== 'active' && status === 'active'
  const own: LiveSubscription = {
    ...back,
    ...(commerce === 'nce' ? { termEndsAt } : { order }),
    // What is cancelled can be cancelled no more.
    ...(isOver && { cancellableUntil: living.cancellableUntil ?? end }),
  }
  return renewal === undefined || canonicalJson(renewalOf(own)) === canonicalJson(renewal)
    ? own
    : { ...own, ...endingLike(renewal) }
}

function endingLike(
  renewal: Renewal,
): Pick<LiveSubscription, 'autoRenew' | 'cancelsAtTermEnd' | 'termEndAction' | 'nextTerm'> {
  return {
    autoRenew: renewal.kind === 'renews',
    cancelsAtTermEnd: renewal.kind === 'cancels',
    termEndAction: renewal.kind === 'extends' ? 'extend' : null,
    nextTerm: renewal.kind === 'renews' ? renewal.next : null,
  }
}

/** Lists of whole accounts are not read again: who is in the facts of an account is in its list, and nobody else matters. */
function listsOf(
  { partners, customers: stories }: Plan,
  customers: readonly CustomerActual[],
): Actual['partners'] {
  const named = new Map(stories.map(part => [part.tenant, part]))
  return partners.map(({ name: partner }) => ({
    partner,
    customers: {
      kind: 'present',
      value: customers
        .filter(entry => entry.partner === partner && isThere(entry))
        .map(({ tenant, customer }) => {
          const { name = '', domain = null } = named.get(tenant) ?? {}
          return {
            partner,
            tenant,
            name,
            domain: (customer.kind === 'present' ? customer.value.domain : domain) ?? '',
          }
        }),
    },
  }))
}

function isThere({ customer, subscriptions }: CustomerActual): boolean {
  return customer.kind !== 'absent' || subscriptions.kind !== 'absent'
}

/** What the plan buys is a fact. What it does not buy yet may be for sale: that is judged when it is bought. */
function itemsOf(
  facts: readonly Fact[],
  { index, declared }: { readonly index: ActualIndex; readonly declared: Pick<Desired, 'customers'> },
): ActualIndex['item'] {
  const planned = new Map(
    facts.flatMap(({ subject, value }) =>
      subject.kind === 'offer'
        ? [[`${subject.partner}/${subject.market}/${subject.product}`, value] as const]
        : [],
    ),
  )
  const terms = new Map<ProductKey, CatalogueItem['terms'][number][]>()
  for (const { subscriptions } of declared.customers)
    for (const { product, term, billing, nextTerm } of subscriptions) {
      const own = terms.get(product) ?? []
      terms.set(product, own)
      own.push({ term: term ?? '', billing })
      if (nextTerm?.product !== undefined) terms.set(nextTerm.product, terms.get(nextTerm.product) ?? own)
    }
  return (partner, market, product) => {
    const now = index.item(partner, market, product)
    const was = planned.get(`${partner}/${market}/${product}`)
    if (now.kind === 'present') return { kind: 'present', value: { ...now.value, ...offerIn(was) } }
    if (was === undefined && now.kind === 'absent') return now
    return { kind: 'present', value: { ...forSale(product, terms.get(product) ?? []), ...offerIn(was) } }
  }
}

function offerIn(value: unknown): Partial<CatalogueItem> {
  if (typeof value !== 'object' || value === null || !('purchasable' in value)) return {}
  const { terms, ...offer } = value as Omit<CatalogueItem, 'terms'> & { readonly terms?: unknown }
  if (!Array.isArray(terms)) return offer
  return {
    ...offer,
    terms: terms.map(words => {
      const [term = '', billing = ''] = String(words).split('/')
      return { term, billing: billing as CatalogueItem['terms'][number]['billing'] } // as the fact of an offer writes it
    }),
  }
}

function forSale(product: ProductKey, terms: CatalogueItem['terms']): CatalogueItem {
  return {
    product,
    commerce: product.includes(':') ? 'nce' : 'legacy',
    name: product,
    minimumSeats: seats(1),
    maximumSeats: seats(100_000),
    terms,
    addOn: false,
    prerequisites: [],
    trial: false,
    purchasable: true,
  }
}
