/** The invoices of a made-up world as files, as somebody would have downloaded them. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Body, Service } from '../sandbox/service.ts'
import { tenants } from '../sandbox/world-of.ts'

/** Writes them into a folder; answers their names. */
export async function exportFiles(service: Service, folder: string): Promise<readonly string[]> {
  const names: string[] = []
  const write = (name: string, data: string | Buffer) => {
    writeFileSync(join(folder, name), data)
    names.push(name)
  }
  for (const partner of Object.keys(tenants)) {
    const { body } = await service.call(partner, 'GET', 'invoices?size=200&offset=0')
    for (const { id } of body.items) {
      if (String(id).startsWith('D')) write(`${id}.csv`, await licenceFile(service, partner, id))
      else
        for (const [number, data] of (await service.exported(partner, id)).entries())
          write(`${id}-${number}.json.gz`, data)
    }
  }
  return names
}

/** Columns of Microsoft's file of legacy licences, each named as the property of the line with a capital letter. */
const columns = [
  'PartnerId',
  'CustomerId',
  'CustomerName',
  'MpnId',
  'OrderId',
  'SubscriptionId',
  'SyndicationPartnerSubscriptionNumber',
  'OfferId',
  'DurableOfferId',
  'OfferName',
  'SubscriptionStartDate',
  'SubscriptionEndDate',
  'ChargeStartDate',
  'ChargeEndDate',
  'ChargeType',
  'UnitPrice',
  'Quantity',
  'Amount',
  'TotalOtherDiscount',
  'Subtotal',
  'Tax',
  'TotalForCustomer',
  'Currency',
  'DomainName',
  'SubscriptionName',
  'SubscriptionDescription',
  'BillingCycleType',
]

async function licenceFile(service: Service, partner: string, id: string): Promise<string> {
  const query = 'provider=office&invoicelineitemtype=billinglineitems&size=2000'
  const { body } = await service.call(partner, 'GET', `invoices/${id}/lineitems?${query}`)
  const rows = body.items.map((line: Body) => {
    // In the file the id that everybody knows stands in this column; `SubscriptionId` is one of the billing system.
    const shown = {
      ...line,
      syndicationPartnerSubscriptionNumber: line.subscriptionId,
      subscriptionId: line.orderId,
    }
    return columns.map(column => String(shown[`${column.slice(0, 1).toLowerCase()}${column.slice(1)}`] ?? ''))
  })
  return [columns, ...rows].map(row => `${row.join(',')}\n`).join('')
}
