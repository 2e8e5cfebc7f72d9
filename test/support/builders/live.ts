/** Builders of what was read. `anActual` derives customer lists from its customers, so that the two never disagree by accident. */
import { defineCodes, diagnose } from '../../../engine/diagnostic.ts'
import {
  instant,
  type PartnerName,
  type ProductKey,
  seats,
  subscriptionId,
} from '../../../engine/model/ids.ts'
import type {
  Actual,
  CatalogueActual,
  CatalogueItem,
  CustomerActual,
  CustomerRow,
  LiveSubscription,
  Read,
} from '../../../engine/model/live.ts'
import {
  addOn,
  azure,
  central,
  germany,
  italy,
  mail,
  mailNce,
  premium,
  productNames,
  suite,
  tenant,
} from './declared.ts'

/** Seven in the morning of the day most tests cut over. */
export const morning = instant('2026-12-07T07:00:00Z')

const { OUTAGE } = defineCodes('TEST', { OUTAGE: { summary: 'the service gave no answer' } })

export function present<T>(value: T): Read<T> {
  return { kind: 'present', value }
}
export const absent = { kind: 'absent' } as const
export const unknown = { kind: 'unknown', because: diagnose(OUTAGE) } as const

export interface LiveSubscriptionFacts extends Partial<Omit<LiveSubscription, 'seats' | 'id'>> {
  readonly id?: string
  readonly seats?: number | null
}

/** Five active legacy seats of the mail offer under italy, bought two years ago; a product with a colon is new commerce. */
export function aLiveSubscription(facts: LiveSubscriptionFacts = {}): LiveSubscription {
  const { id = 's-1', seats: count = 5, ...rest } = facts
  const product = rest.product ?? mail
  const isNce = product.includes(':')
  const isAzure = product === azure
  return {
    partner: italy,
    customer: tenant(),
    product,
    productName: productNames[product] ?? product,
    kind: isAzure ? 'azure' : 'licence',
    commerce: isNce ? 'nce' : 'legacy',
    name: 'Posta',
    status: 'active',
    term: isNce ? 'P1Y' : null,
    billing: isAzure ? 'none' : 'monthly',
    nextBilling: null,
    promotion: null,
    partnerOfRecord: null,
    trial: false,
    autoRenew: true,
    cancelsAtTermEnd: false,
    nextTerm: null,
    boughtAt: instant('2024-12-01T09:00:00Z'),
    termEndsAt: isNce ? instant('2027-03-14T23:59:59Z') : null,
    chargedUntil: null,
    cancellableUntil: null,
    refundable: [],
    parent: null,
    order: 'o-1',
    ...rest,
    id: subscriptionId(id),
    seats: count === null ? null : seats(count),
  }
}

export interface CustomerActualFacts extends Partial<Omit<CustomerActual, 'subscriptions' | 'customer'>> {
  readonly name?: string
  readonly domain?: string
  readonly country?: string | null
  readonly customer?: CustomerActual['customer']
  readonly subscriptions?:
    | readonly LiveSubscriptionFacts[]
    | Extract<Read<never>, { kind: 'absent' | 'unknown' }>
}

/** One customer as one partner sees it: accepted, agreement there, no subscription. Subscriptions take partner and tenant from it. */
export function aCustomerActual(facts: CustomerActualFacts = {}): CustomerActual {
  const {
    name = 'Panificio Rossi',
    domain = 'rossi.example',
    country = 'IT',
    subscriptions = [],
    ...rest
  } = facts
  const partner = rest.partner ?? central
  const id = rest.tenant ?? tenant()
  return {
    partner,
    tenant: id,
    customer: present({ partner, tenant: id, name, domain, country }),
    agreement: present({ how: 'confirmed by the partner' }),
    licences: { kind: 'not asked' },
    ...rest,
    subscriptions:
      'kind' in subscriptions
        ? subscriptions
        : present(subscriptions.map(entry => aLiveSubscription({ partner, customer: id, ...entry }))),
  }
}

export function anItem(facts: Partial<CatalogueItem> = {}): CatalogueItem {
  const product = facts.product ?? mail
  const isNce = product.includes(':')
  return {
    product,
    commerce: isNce ? 'nce' : 'legacy',
    name: productNames[product] ?? product,
    minimumSeats: seats(1),
    maximumSeats: seats(300),
    terms: isNce
      ? [
          { term: 'P1Y', billing: 'monthly' },
          { term: 'P1Y', billing: 'annual' },
          { term: 'P1M', billing: 'monthly' },
        ]
      : [
          { term: '', billing: 'monthly' },
          { term: '', billing: 'annual' },
        ],
    addOn: product === addOn,
    prerequisites: product === addOn ? [suite] : [],
    trial: false,
    purchasable: true,
    ...facts,
  }
}

export function onSale(market: string, item: CatalogueItem, partner: PartnerName = central): CatalogueActual {
  return { partner, market, product: item.product, item: present(item) }
}

/** All products of the builders, on sale at central in Italy and Germany. */
export const fullCatalogue: readonly CatalogueActual[] = ['IT', 'DE'].flatMap(market =>
  [mail, suite, addOn, premium, mailNce].map((product: ProductKey) => onSale(market, anItem({ product }))),
)

export interface ActualFacts extends Partial<Actual> {
  /** Partners whose customer list gave no answer. */
  readonly silent?: readonly PartnerName[]
}

export function anActual(facts: ActualFacts = {}): Actual {
  const { silent = [], ...rest } = facts
  const customers = rest.customers ?? []
  return {
    readAt: morning,
    partners: [central, italy, germany].map(partner => ({
      partner,
      customers: silent.includes(partner) ? unknown : present(rowsOf(partner, customers)),
    })),
    catalogue: fullCatalogue,
    ...rest,
    customers,
  }
}

function rowsOf(partner: PartnerName, customers: readonly CustomerActual[]): readonly CustomerRow[] {
  return customers.flatMap(entry => {
    if (entry.partner !== partner || entry.customer.kind === 'absent') return []
    // A customer whose own read gave no answer is in the list all the same: that is how one knows to ask.
    if (entry.customer.kind === 'unknown')
      return [{ partner, tenant: entry.tenant, name: 'Unknown', domain: 'unknown.example' }]
    const { tenant: id, name, domain } = entry.customer.value
    return [{ partner, tenant: id, name, domain }]
  })
}
