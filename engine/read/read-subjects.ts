/** Reads again exactly what given facts and checks need: each list once, however many facts hang on it. */
import type { PartnerName, ProductKey, TenantId } from '../model/ids.ts'
import type { Actual, CustomerActual } from '../model/live.ts'
import type { Check } from '../plan/check.ts'
import type { FactSubject } from '../plan/plan.ts'
import type { Clock, Reader } from '../ports.ts'
import { mapPool } from './pool.ts'

interface Wanted {
  readonly partner: PartnerName
  readonly tenant: TenantId
  customer: boolean
  subscriptions: boolean
  agreement: boolean
  transfers: boolean
  readonly licences: Set<ProductKey>
}

const notAsked = { kind: 'not asked' } as const

export async function readSubjects(
  subjects: readonly FactSubject[],
  { reader, clock, width }: { readonly reader: Reader; readonly clock: Clock; readonly width: number },
): Promise<Actual> {
  const wanted = new Map<string, Wanted>()
  const offers = new Map<string, Extract<FactSubject, { kind: 'offer' }>>()
  for (const subject of subjects) {
    if (subject.kind === 'offer') {
      offers.set(`${subject.partner}/${subject.market}/${subject.product}`, subject)
      continue
    }
    const key = `${subject.partner}/${subject.customer}`
    const entry = wanted.get(key) ?? {
      partner: subject.partner,
      tenant: subject.customer,
      customer: false,
      subscriptions: false,
      agreement: false,
      transfers: false,
      licences: new Set(),
    }
    wanted.set(key, entry)
    if (subject.kind === 'subscription' || subject.kind === 'seats') entry.subscriptions = true
    else if (subject.kind === 'licences') for (const product of subject.products) entry.licences.add(product)
    else entry[subject.kind] = true
  }
  const customers = await mapPool([...wanted.values()], width, entry => readOne(entry, reader))
  const catalogue = await mapPool([...offers.values()], width, async ({ partner, market, product }) => ({
    partner,
    market,
    product,
    item: await reader.catalogueItem(partner, market, product),
  }))
  return { readAt: clock.now(), partners: [], customers, catalogue }
}

async function readOne(wanted: Wanted, reader: Reader): Promise<CustomerActual> {
  const { partner, tenant } = wanted
  const absent = { kind: 'absent' } as const
  const products = [...wanted.licences].sort()
  const [customer, subscriptions, agreement, transfers, licences] = await Promise.all([
    wanted.customer ? reader.customer(partner, tenant) : absent,
    wanted.subscriptions ? reader.subscriptions(partner, tenant) : absent,
    wanted.agreement ? reader.agreement(partner, tenant) : notAsked,
    wanted.transfers ? reader.transfers(partner, tenant) : null,
    products.length > 0 ? reader.licences(partner, tenant, products) : notAsked,
  ])
  return {
    partner,
    tenant,
    customer,
    subscriptions,
    agreement,
    ...(transfers !== null && { transfers }),
    licences,
  }
}

/** What has to be read to judge these checks. */
export function subjectsOfChecks(checks: readonly Check[]): readonly FactSubject[] {
  return checks.flatMap((check): readonly FactSubject[] => {
    switch (check.kind) {
      case 'day is':
        return []
      case 'sold':
        return [{ kind: 'offer', partner: check.partner, market: check.market, product: check.product }]
      case 'customer accepted':
        return [{ kind: 'customer', partner: check.partner, customer: check.customer }]
      case 'agreement present':
        return [{ kind: 'agreement', partner: check.partner, customer: check.customer }]
      case 'licences suffice':
        return [
          { kind: 'licences', partner: check.partner, customer: check.customer, products: [check.product] },
          ...[...new Set((check.with ?? []).map(entry => entry.partner))].map(partner => ({
            kind: 'subscriptions' as const,
            partner,
            customer: check.customer,
          })),
        ]
      case 'new subscription renews':
      case 'new subscription goes on':
        return subjectsOfChecks([check.newSubscription])
      case 'subscription is':
      case 'cancellable':
      case 'renewal is':
      case 'goes on':
      case 'new subscription lives':
      case 'seats at least':
      case 'no other active subscription':
        return [{ kind: 'subscriptions', partner: check.partner, customer: check.customer }]
    }
  })
}
