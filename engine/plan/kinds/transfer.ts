/**
 * `subscription.transfer`: the target asks, the source accepts, and the subscriptions are the target's from the next day on. Both halves
 * are one decision, because a transfer that was asked for and not accepted blocks every write on what it names (facts 13).
 */
import type { DeclaredCustomer, DeclaredPartner } from '../../model/desired.ts'
import {
  type ActionId,
  actionId,
  dayOf,
  type PartnerName,
  type ProductKey,
  type Seats,
  type SubscriptionId,
  type TenantId,
  type UtcDate,
} from '../../model/ids.ts'
import type { BillingCycle, Known, LiveSubscription } from '../../model/live.ts'
import { Bug } from '../../result.ts'
import type { Check } from '../check.ts'
import { renewalCloses, windowCloses } from '../deadlines/closings.ts'
import type { Write } from './action-parts.ts'
import type { WriteRules } from './kind-rules.ts'

/** One subscription that changes its partner. */
export interface TransferredItem {
  readonly subscription: SubscriptionId
  readonly product: ProductKey
  readonly productName: string
  readonly name: string
  readonly seats: Seats
  readonly term: string | null
  readonly billing: Known<BillingCycle> | null
  readonly termEndsOn: UtcDate | null
  readonly parent: SubscriptionId | null
  /** The reseller on record, who goes along (T33); left out: none. */
  readonly partnerOfRecord?: string
}

/** `partner` is the target, which asks; `from` the source, which accepts. */
export interface TransferSubscriptions extends Write {
  readonly kind: 'subscription.transfer'
  readonly from: PartnerName
  readonly fromTenant: TenantId
  /** At most 25. */
  readonly items: readonly TransferredItem[]
}

export const transferRules: WriteRules<TransferSubscriptions> = {
  requests: { reads: 5, writes: 2 },
  usualMs: 120_000,
  countedAs: 'transfer',
  brings: ({ items }) => items.map(item => item.product),
  adds: () => true,
  // The same subscription goes on being billed, to another account of the same partner.
  monthly: () => null,
  closes: ({ from, customer, items }, facts) => [
    ...windowCloses(facts),
    ...items.flatMap(item =>
      renewalCloses({ partner: from, customer, subscription: item.subscription }, facts),
    ),
  ],
}

export interface TransferFacts {
  readonly customer: DeclaredCustomer
  readonly source: DeclaredPartner
  /** Bases with their add-ons; at most 25. */
  readonly subscriptions: readonly LiveSubscription[]
  /** Living under the target already. */
  readonly living: readonly LiveSubscription[]
  readonly on: UtcDate
  readonly after: readonly ActionId[]
  readonly consolidation: string
  readonly needsAgreement: boolean
}

export function transferAction(facts: TransferFacts): TransferSubscriptions {
  const { customer, source, on, consolidation } = facts
  const at = { partner: customer.partner, customer: customer.tenant } as const
  const items = facts.subscriptions.map(itemOf)
  const [first] = items
  if (first === undefined) throw new Bug('a transfer of nothing was planned')
  const expects: Check[] = [{ kind: 'customer accepted', ...at }]
  if (facts.needsAgreement) expects.push({ kind: 'agreement present', ...at })
  for (const item of items)
    expects.push({
      kind: 'subscription is',
      partner: source.name,
      customer: customer.tenant,
      subscription: item.subscription,
      status: 'active',
      seats: item.seats,
    })
  return {
    kind: 'subscription.transfer',
    id: actionId(
      `subscription.transfer:${source.name}→${customer.partner}/${customer.tenant}/${first.subscription}`,
    ),
    ...at,
    from: source.name,
    fromTenant: source.tenant,
    items,
    after: facts.after,
    because: { kind: 'replaced on the target', consolidation },
    replay: 'look-first',
    expects,
    proves: items.flatMap(item => proofsOf(item, facts)),
    source: customer.at,
    effect: {
      commerce: 'nce',
      method: 'transfer',
      date: on,
      irreversible: true,
      reducesService: false,
      // The source is charged through the day of completion, the target from the next day (facts 2.5).
      billing: [
        { partner: source.name, until: on, note: 'stops' },
        { partner: customer.partner, until: null, note: 'starts' },
      ],
    },
  }
}

function itemOf({
  id,
  product,
  productName,
  name,
  seats,
  term,
  billing,
  termEndsAt,
  parent,
  partnerOfRecord,
}: LiveSubscription): TransferredItem {
  if (seats === null) throw new Bug(`a transfer of ${id} was planned without knowing its seats`)
  return {
    subscription: id,
    product,
    productName,
    name,
    seats,
    term,
    billing,
    termEndsOn: termEndsAt === null ? null : dayOf(termEndsAt),
    parent,
    ...(partnerOfRecord !== null && { partnerOfRecord }),
  }
}

function proofsOf(item: TransferredItem, { customer, source, living }: TransferFacts): readonly Check[] {
  return [
    {
      kind: 'new subscription lives',
      partner: customer.partner,
      customer: customer.tenant,
      product: item.product,
      name: item.name,
      seats: item.seats,
      term: item.term,
      billing: item.billing,
      notAmong: living
        .filter(entry => entry.product === item.product)
        .map(entry => entry.id)
        .sort(),
    },
    {
      kind: 'subscription is',
      partner: source.name,
      customer: customer.tenant,
      subscription: item.subscription,
      status: 'deleted',
      seats: null,
    },
  ]
}
