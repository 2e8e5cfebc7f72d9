/** Invoices and their lines (facts 15, read 2026-11-23). Legacy lines are paged by offset, modern ones by token. */
import { pageSize } from '../../limits.ts'
import type { WireInvoice, WireInvoiceLine } from '../../wire/invoice.ts'
import type { ReadClient } from '../client.ts'
import { offsetPages, type PageRequest, seekPages } from '../paging.ts'
import { textAt } from '../read-value.ts'
import { resources } from '../resource.ts'

/** Newest first. `offset` is ignored for modern invoices: a page that repeats ends the list. */
export async function* listInvoices(client: ReadClient): AsyncGenerator<readonly WireInvoice[]> {
  const keyOf = (item: unknown) => textAt(item, 'id')
  const pages = offsetPages(client, { call: 'invoices.list', input: {}, keyOf, size: pageSize.offset })
  for await (const page of pages) yield resources<WireInvoice>(page)
}

export type InvoiceProvider = 'onetime' | 'office' | 'azure'

/** What was charged and credited; a negative sum is a credit. Two equal lines are two lines. */
export async function* listInvoiceLines(
  client: ReadClient,
  { invoice, provider }: { readonly invoice: string; readonly provider: InvoiceProvider },
): AsyncGenerator<readonly WireInvoiceLine[]> {
  const request: PageRequest = {
    call: 'invoices.lineitems',
    input: { path: { invoice }, query: { provider, invoicelineitemtype: 'billinglineitems' } },
    keyOf: () => null,
  }
  const size = pageSize.invoiceLines
  const pages =
    provider === 'onetime'
      ? seekPages(client, {
          ...request,
          input: { ...request.input, query: { ...request.input.query, size } },
        })
      : offsetPages(client, { ...request, size })
  for await (const page of pages) yield resources<WireInvoiceLine>(page)
}
