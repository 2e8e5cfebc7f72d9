/** Builders of declared state. Every default is valid and dull: one German customer with nothing declared. */
import type { SourceRange } from '../../../engine/diagnostic.ts'
import type {
  CutoverWindow,
  DeclaredConsolidation,
  DeclaredCustomer,
  DeclaredPartner,
  DeclaredSubscription,
  Desired,
  LeftBehind,
  MethodRule,
  PolicyException,
  PolicyRule,
  ProductMapping,
  Wave,
} from '../../../engine/model/desired.ts'
import {
  currency,
  decimal,
  partnerName,
  productKey,
  seats,
  subscriptionId,
  tenantId,
  utcDate,
} from '../../../engine/model/ids.ts'
import type { Price, PriceList } from '../../../engine/model/money.ts'
import { priceListOf } from '../../../engine/money/price-list.ts'

/** Exchange Online (Plan 1), a legacy offer. */
export const mail = productKey('195416C1-3447-423A-B37B-EE59A99A19C4')
/** Office 365 E3, a legacy offer. */
export const suite = productKey('796B6B5F-613C-4E24-A17C-EBA730D49C02')
/** Audio conferencing, a legacy add-on of the suite. */
export const addOn = productKey('C94271D8-B431-4A25-A3C5-A57737A1C909')
/** Microsoft 365 Business Premium, new commerce. */
export const premium = productKey('CFQ7TTC0LCHC:0002')
/** Exchange Online (Plan 1), new commerce. */
export const mailNce = productKey('CFQ7TTC0LH16:0001')
/** Azure usage. */
export const azure = productKey('MS-AZR-0145P')

export const productNames: Readonly<Record<string, string>> = {
  [mail]: 'Exchange Online (Plan 1)',
  [suite]: 'Office 365 E3',
  [addOn]: 'Audio Conferencing',
  [premium]: 'Microsoft 365 Business Premium',
  [mailNce]: 'Exchange Online (Plan 1)',
  [azure]: 'Microsoft Azure',
}

export const central = partnerName('central')
export const italy = partnerName('italy')
export const germany = partnerName('germany')

/** Tenant id of the n-th made-up customer; the first when not said. */
export function tenant(number = 1) {
  return tenantId(`00000000-0000-4000-8000-${String(number).padStart(12, '0')}`)
}

export function line(number = 1, file = 'tenants.yaml'): SourceRange {
  return { file, line: number, column: 1, endLine: number, endColumn: 10 }
}

export function aPrice(facts: {
  product?: string
  term?: string
  billing?: string
  price?: string
  currency?: string
  from?: string
  until?: string
}): Price {
  return {
    product: facts.product ?? mail,
    term: facts.term ?? '',
    billing: facts.billing ?? 'monthly',
    currency: currency(facts.currency ?? 'EUR'),
    pricePerSeat: decimal(facts.price ?? '3.60'),
    ...(facts.from !== undefined && { from: utcDate(facts.from) }),
    ...(facts.until !== undefined && { until: utcDate(facts.until) }),
  }
}

/** Prices of all products above, in euro. */
export const prices: readonly Price[] = [
  aPrice({ product: mail, price: '3.60' }),
  aPrice({ product: suite, price: '20.00' }),
  aPrice({ product: addOn, price: '4.00' }),
  aPrice({ product: premium, term: 'P1Y', price: '18.60' }),
  aPrice({ product: mailNce, term: 'P1Y', price: '3.70' }),
]

/** Prices may be given as rows. */
export type PartnerFacts = Partial<Omit<DeclaredPartner, 'prices'>> & {
  readonly prices?: readonly Price[] | PriceList | null
}

export function aPartner({ prices: list = prices, ...facts }: PartnerFacts = {}): DeclaredPartner {
  return {
    name: central,
    tenant: tenantId('7d3a0c5e-0000-4000-8000-00000000aa01'),
    cloud: 'global',
    markets: ['DE', 'IT'],
    currency: currency('EUR'),
    prices: list === null || 'priceFor' in list ? list : priceListOf(list),
    timeZone: 'Europe/Rome',
    retired: null,
    app: null,
    user: null,
    tokenEndpoint: 'v2',
    audience: null,
    at: line(1, 'partners.yaml'),
    ...facts,
  }
}

export interface DeclaredSubscriptionFacts extends Partial<Omit<DeclaredSubscription, 'seats'>> {
  readonly seats?: number
}

/** Five seats of the mail offer, legacy; a product with a colon is new commerce for a year. */
export function aDeclaredSubscription(facts: DeclaredSubscriptionFacts = {}): DeclaredSubscription {
  const product = facts.product ?? mail
  const isNce = product.includes(':')
  return {
    key: 'mail',
    product,
    commerce: isNce ? 'nce' : 'legacy',
    term: isNce ? 'P1Y' : null,
    billing: 'monthly',
    billingWritten: true,
    state: 'active',
    endOfTerm: null,
    nextTerm: null,
    partnerOfRecord: null,
    subscriptionId: null,
    friendlyName: null,
    addOnTo: null,
    fewerSeatsAcknowledged: false,
    acceptContinuedBilling: false,
    at: line(10),
    ...facts,
    seats: seats(facts.seats ?? 5),
  }
}

export interface CustomerFacts extends Partial<Omit<DeclaredCustomer, 'subscriptions'>> {
  readonly subscriptions?: readonly DeclaredSubscription[]
  /** Short for one dull subscription with that many seats. */
  readonly seats?: number
}

export function aCustomer(facts: CustomerFacts = {}): DeclaredCustomer {
  const { seats: count, ...rest } = facts
  return {
    partner: central,
    tenant: tenant(),
    domain: 'rossi.example',
    name: 'Panificio Rossi',
    labels: [],
    invited: null,
    agreement: 'required',
    segment: null,
    subscriptions: count === undefined ? [] : [aDeclaredSubscription({ seats: count })],
    at: line(5),
    ...rest,
  }
}

export function aConsolidation(facts: Partial<DeclaredConsolidation> = {}): DeclaredConsolidation {
  return {
    name: 'emea',
    to: central,
    from: [italy, germany],
    irreversibleAcknowledged: true,
    assertDomain: false,
    window: null,
    methods: [],
    map: [],
    leave: [],
    waves: [],
    at: line(1, 'consolidation.yaml'),
    ...facts,
  }
}

export function aWave(facts: Partial<Wave> = {}): Wave {
  return {
    name: 'pilot',
    labels: [],
    partner: null,
    tenants: [],
    max: null,
    needs: null,
    at: line(20, 'consolidation.yaml'),
    ...facts,
  }
}

export function aMapping(facts: Partial<ProductMapping> = {}): ProductMapping {
  return {
    from: mail,
    to: mailNce,
    licenceReassignmentAcknowledged: true,
    at: line(30, 'consolidation.yaml'),
    ...facts,
  }
}

export function aMethodRule(facts: Partial<MethodRule> = {}): MethodRule {
  return {
    when: {},
    method: 'reprovision',
    acceptOverlap: null,
    at: line(40, 'consolidation.yaml'),
    ...facts,
  }
}

export function aLeftBehind(facts: Partial<LeftBehind> = {}): LeftBehind {
  return {
    partner: italy,
    customer: tenant(),
    subscription: subscriptionId('s-1'),
    reason: 'ends in January, not replaced',
    at: line(50, 'consolidation.yaml'),
    ...facts,
  }
}

export function aWindow(facts: Partial<CutoverWindow> = {}): CutoverWindow {
  return { from: utcDate('2026-12-07'), to: utcDate('2026-12-11'), utcHours: null, freezeDays: [], ...facts }
}

export function aRule(facts: Partial<PolicyRule> = {}): PolicyRule {
  return {
    policy: 'guards',
    id: 'overlap-zero',
    scope: 'consolidation',
    effect: 'deny',
    limits: [{ kind: 'overlapDaysOver', days: 0 }],
    at: line(1, 'policies.yaml'),
    ...facts,
  }
}

export function anException(facts: Partial<PolicyException> = {}): PolicyException {
  return {
    rule: 'guards/overlap-zero',
    kind: 'exception',
    scope: '*',
    reason: 'agreed in writing',
    until: utcDate('2026-12-31'),
    at: line(5, 'workspace.yaml'),
    ...facts,
  }
}

/** Three partners, one consolidation from italy and germany to central, no customer. */
export function aDesired(
  facts: Partial<Desired> & { exceptions?: readonly PolicyException[] } = {},
): Desired {
  const { exceptions = [], ...rest } = facts
  return {
    workspace: {
      name: null,
      journal: { store: 'file', path: '.tenantform/journal' },
      endpoints: null,
      requestsPerMinute: null,
      readAgainAfterHours: 24,
      deadlineMarginMs: 30 * 60_000,
      exceptions,
    },
    partners: [
      aPartner(),
      aPartner({ name: italy, tenant: tenantId('1b0f0000-0000-4000-8000-00000000aa02'), markets: ['IT'] }),
      aPartner({ name: germany, tenant: tenantId('1b0f0000-0000-4000-8000-00000000aa03'), markets: ['DE'] }),
    ],
    customers: [],
    consolidations: [aConsolidation()],
    policies: [],
    aliases: {},
    ...rest,
  }
}
