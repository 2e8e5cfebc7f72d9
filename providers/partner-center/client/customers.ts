/** Customers and invitations (api.md section 7, read 2026-11-23). */
import { pageSize } from '../limits.ts'
import type { WireCustomer, WireRelationshipRequest } from '../wire/customer.ts'
import type { ReadClient } from './client.ts'
import { seekPages } from './paging.ts'
import { textAt } from './read-value.ts'
import { identified, resource } from './resource.ts'

/** Slim customers, page by page; each once, although the list moves while it is read. */
export async function* listCustomers(client: ReadClient): AsyncGenerator<readonly WireCustomer[]> {
  const pages = seekPages(client, {
    call: 'customers.list',
    input: { query: { size: pageSize.customers } },
    keyOf: item => textAt(item, 'id')?.toLowerCase() ?? null,
  })
  for await (const page of pages) yield identified<WireCustomer>(client, 'customers.list', page)
}

/** Refuses with `not-visible` when there is no relationship. */
export async function getCustomer(client: ReadClient, customer: string): Promise<WireCustomer> {
  const answer = await client.read('customers.get', { path: { customer } })
  return resource<WireCustomer>(client, 'customers.get', answer)
}

/** The partner's invitation link: the same for every customer, to be sent by people. */
export async function getRelationshipRequest(client: ReadClient): Promise<WireRelationshipRequest> {
  const answer = await client.read('customers.relationshiprequest')
  return resource<WireRelationshipRequest>(client, 'customers.relationshiprequest', answer, 'url')
}
