/** `subscription.create`: a purchase. New commerce binds to the end of a term; legacy can be switched off any day. */
import type { DeclaredCustomer, DeclaredPartner, DeclaredSubscription } from '../../model/desired.ts'
import {
  type ActionId,
  actionId,
  type ProductKey,
  type Seats,
  type SubscriptionId,
  type UtcDate,
} from '../../model/ids.ts'
import type { BillingCycle, LiveSubscription } from '../../model/live.ts'
import { commitment, committedBetween } from '../../money/pricing.ts'
import { fullTermEnd } from '../../time/billing-period.ts'
import { addDays } from '../../time/utc-days.ts'
import type { Check } from '../check.ts'
import { windowCloses } from '../deadlines/closings.ts'
import type { Effect } from '../effect.ts'
import type { Write } from './action-parts.ts'
import type { WriteRules } from './kind-rules.ts'
import { pricePerPeriod, wholePrice } from './price-per-period.ts'

export interface CreateSubscription extends Write {
  readonly kind: 'subscription.create'
  readonly key: string
  readonly product: ProductKey
  readonly productName: string
  readonly name: string
  readonly seats: Seats
  readonly term: string | null
  /** Last day of the first term; left out: a full term. */
  readonly endsOn?: UtcDate
  readonly billing: BillingCycle
  readonly partnerOfRecord?: string
  /** The customer's country: it decides the catalogue, resolved again just before ordering (T13). */
  readonly market: string
  /** For an add-on: its base, living already or created by another action of this plan. */
  readonly base?:
    | { readonly kind: 'living'; readonly subscription: SubscriptionId; readonly order: string | null }
    | { readonly kind: 'created by'; readonly action: ActionId }
}

export const createRules: WriteRules<CreateSubscription> = {
  // A cart, its checkout, the order, and the look that verifies it.
  requests: { reads: 1, writes: 2 },
  usualMs: 60_000,
  countedAs: 'create',
  brings: ({ product }) => [product],
  adds: () => true,
  monthly: ({ effect }) => wholePrice(effect.perPeriod, 1),
  closes: (_action, facts) => windowCloses(facts),
}

export interface CreateFacts {
  readonly customer: DeclaredCustomer
  readonly declared: DeclaredSubscription
  readonly productName: string
  readonly partner: DeclaredPartner
  readonly market: string
  readonly on: UtcDate
  /** A switch-off waits for it: it may not start on another UTC day (S6). */
  readonly sameDay: boolean
  readonly needsAgreement: boolean
  readonly method: Effect['method']
  /** What lives under the target already, so that the purchase can be told apart from it. */
  readonly live: readonly LiveSubscription[]
  readonly base?: NonNullable<CreateSubscription['base']>
  readonly after?: readonly ActionId[]
}

export function createId(customer: Pick<DeclaredCustomer, 'partner' | 'tenant'>, key: string): ActionId {
  return actionId(`subscription.create:${customer.partner}/${customer.tenant}/${key}`)
}

export function createAction(facts: CreateFacts): CreateSubscription {
  const { customer, declared } = facts
  const at = { partner: customer.partner, customer: customer.tenant }
  const name = declared.friendlyName ?? declared.key
  return {
    kind: 'subscription.create',
    id: createId(customer, declared.key),
    ...at,
    key: declared.key,
    product: declared.product,
    productName: facts.productName,
    name,
    seats: declared.seats,
    term: declared.term,
    ...(declared.endsOn !== undefined && { endsOn: declared.endsOn }),
    billing: declared.billing,
    ...(declared.partnerOfRecord !== null && { partnerOfRecord: declared.partnerOfRecord }),
    market: facts.market,
    ...(facts.base !== undefined && { base: facts.base }),
    after: facts.after ?? [],
    because: { kind: 'declared and not there' },
    replay: 'look-first',
    expects: expectations(facts),
    proves: [
      {
        kind: 'new subscription lives',
        ...at,
        product: declared.product,
        name,
        seats: declared.seats,
        term: declared.term,
        billing: declared.billing,
        ...(declared.endsOn !== undefined && { endsOn: declared.endsOn }),
        notAmong: facts.live
          .filter(entry => entry.product === declared.product)
          .map(entry => entry.id)
          .sort(),
      },
    ],
    source: declared.at,
    effect: effectOfPurchase(facts),
  }
}

function expectations({
  customer,
  declared,
  market,
  on,
  sameDay,
  needsAgreement,
  base,
}: CreateFacts): readonly Check[] {
  const at = { partner: customer.partner, customer: customer.tenant }
  const expects: Check[] = [{ kind: 'customer accepted', ...at }]
  if (needsAgreement) expects.push({ kind: 'agreement present', ...at })
  const { product, term, billing, seats } = declared
  expects.push({ kind: 'sold', partner: customer.partner, market, product, term, billing, seats })
  if (base?.kind === 'living')
    expects.push({
      kind: 'subscription is',
      ...at,
      subscription: base.subscription,
      status: 'active',
      seats: null,
    })
  if (sameDay) expects.push({ kind: 'day is', day: on })
  return expects
}

/** `partner`: with the prices for the customer. */
export function effectOfPurchase({
  declared,
  on,
  method,
  partner,
}: Pick<CreateFacts, 'on' | 'method' | 'partner'> & {
  readonly declared: Pick<
    DeclaredSubscription,
    'commerce' | 'product' | 'seats' | 'term' | 'billing' | 'endsOn'
  >
}): Effect {
  const end = declared.term === null ? null : fullTermEnd(on, declared.term)
  const until = declared.commerce === 'nce' && end !== null ? (declared.endsOn ?? end) : null
  return {
    commerce: declared.commerce,
    method,
    date: on,
    irreversible: declared.commerce === 'nce',
    reducesService: false,
    billing: [{ partner: partner.name, until: null, note: 'starts' }],
    perPeriod: pricePerPeriod(partner, declared, declared.seats),
    ...(until !== null && {
      commitment: {
        until,
        total:
          until === end
            ? commitment(partner, declared, declared.seats)
            : committedBetween(partner, declared, {
                seats: declared.seats,
                from: on,
                until: addDays(until, 1),
              }),
      },
    }),
  }
}
