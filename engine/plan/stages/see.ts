/** First stage: what is known of one customer before anything is decided. */
import { by } from '../../compare.ts'
import type { ActualIndex } from '../../model/actual-index.ts'
import type { DeclaredPartner } from '../../model/desired.ts'
import type { Instant, ProductKey, UtcDate } from '../../model/ids.ts'
import type { CustomerActual, LiveSubscription } from '../../model/live.ts'
import { pricedFor } from '../../money/price-list.ts'
import type { ScopedCustomer } from '../../scope/scoped-customer.ts'
import type { HalfWayPurchase } from '../move/half-way-purchase.ts'
import type { MovesInto } from '../move/moved-before.ts'
import { needsAgreement, type Standing, standingOf } from '../permit/readiness.ts'
import type { CustomerPlan } from '../plan.ts'
import { productNames } from '../product-names.ts'

export interface CustomerFacts extends ScopedCustomer {
  readonly index: ActualIndex
  /** All moves into this target, whatever the scope (T26). */
  readonly moves: MovesInto
  readonly halfWay: readonly HalfWayPurchase[]
  readonly on: UtcDate
  readonly now: Instant
}

export interface SeenCustomer extends CustomerFacts {
  /** What the target shows; undefined: it was not read there. */
  readonly seen: CustomerActual | undefined
  readonly standing: Standing
  /** Under the target, by id; empty where they could not be read. */
  readonly subscriptions: readonly LiveSubscription[]
  /** The customer is visible under the target, and its subscriptions were read. */
  readonly isReadable: boolean
  readonly needsAgreement: boolean
  readonly licences: CustomerPlan['licences']
  /** Name people know a product by. */
  readonly nameOf: (product: ProductKey) => string
}

export function see(unsorted: CustomerFacts): SeenCustomer {
  const facts = ofTarget(sorted(unsorted))
  const { customer, consolidation, partner, index } = facts
  const seen = index.customer(customer.partner, customer.tenant)
  const standing = standingOf({
    ...facts,
    seen,
    listed: index.lists(customer.partner, customer.tenant),
    assertDomain: consolidation?.assertDomain ?? false,
    withDomain: customer.domain === null ? [] : index.withDomain(customer.domain),
  })
  return {
    ...facts,
    seen,
    standing,
    subscriptions: facts.decidesTarget ? byId(seen) : [],
    isReadable: standing.live !== null && seen?.subscriptions.kind === 'present',
    needsAgreement: needsAgreement(customer, partner),
    licences: licencesOf(seen),
    nameOf: productNames({ partner, index, subscriptions: seenOnAllSides(facts) }),
  }
}

/** The order in which documents and pages came decides nothing: everything below goes by key and by id. */
function sorted(facts: CustomerFacts): CustomerFacts {
  const subscriptions = [...facts.customer.subscriptions].sort(by(entry => entry.key))
  return { ...facts, customer: { ...facts.customer, subscriptions }, ...withPrices(facts) }
}

/** Partners with the prices for this customer: of the country that any of its accounts shows, and of its segment. */
function withPrices({
  customer,
  partner,
  sources,
  index,
}: CustomerFacts): Pick<CustomerFacts, 'partner' | 'sources'> {
  const countryUnder = ({ name }: DeclaredPartner) => {
    const read = index.customer(name, customer.tenant)?.customer
    return read?.kind === 'present' ? read.value.country : null
  }
  const market = [partner, ...sources].map(countryUnder).find(country => country !== null) ?? null
  const priced = (entry: DeclaredPartner) => pricedFor(entry, { market, segment: customer.segment })
  return { partner: priced(partner), sources: sources.map(priced) }
}

/** Where another consolidation decides what stands under the target, this one has nothing to say about it. */
function ofTarget(facts: CustomerFacts): CustomerFacts {
  return facts.decidesTarget ? facts : { ...facts, customer: { ...facts.customer, subscriptions: [] } }
}

function byId(seen: CustomerActual | undefined): readonly LiveSubscription[] {
  if (seen?.subscriptions.kind !== 'present') return []
  return [...seen.subscriptions.value].sort(by(entry => entry.id))
}

function seenOnAllSides({ customer, partner, sources, index }: CustomerFacts): readonly LiveSubscription[] {
  return [...sources, partner].flatMap(entry => {
    const read = index.customer(entry.name, customer.tenant)?.subscriptions
    return read?.kind === 'present' ? read.value : []
  })
}

function licencesOf(seen: CustomerActual | undefined): CustomerPlan['licences'] {
  const read = seen?.licences
  if (read === undefined || read.kind === 'not asked')
    return { kind: 'not checked', why: 'nothing asks for it' }
  if (read.kind === 'present')
    return { kind: 'checked', pools: [...read.value].sort(by(entry => entry.product)) }
  return {
    kind: 'not checked',
    why: read.kind === 'unknown' ? read.because.summary : 'the directory shows no licences',
  }
}
