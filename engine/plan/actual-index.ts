/** Look-ups over what was read, so that planning never scans. */
import { diagnose } from '../diagnostic.ts'
import type { PartnerName, ProductKey, TenantId } from '../model/ids.ts'
import type { Actual, CatalogueItem, CustomerActual, CustomerRow, Read } from '../model/live.ts'
import { codes } from './codes.ts'

export interface ActualIndex {
  customer(partner: PartnerName, tenant: TenantId): CustomerActual | undefined
  rows(partner: PartnerName): Read<readonly CustomerRow[]>
  item(partner: PartnerName, market: string, product: ProductKey): Read<CatalogueItem>
}

const notRead = { kind: 'unknown', because: diagnose(codes.NOT_READ) } as const

export function indexActual(actual: Actual): ActualIndex {
  const customers = new Map(actual.customers.map(entry => [`${entry.partner}/${entry.tenant}`, entry]))
  const rows = new Map(actual.partners.map(entry => [entry.partner, entry.customers]))
  const items = new Map(
    actual.catalogue.map(entry => [`${entry.partner}/${entry.market}/${entry.product}`, entry.item]),
  )
  return {
    customer: (partner, tenant) => customers.get(`${partner}/${tenant}`),
    rows: partner => rows.get(partner) ?? notRead,
    item: (partner, market, product) => items.get(`${partner}/${market}/${product}`) ?? notRead,
  }
}
