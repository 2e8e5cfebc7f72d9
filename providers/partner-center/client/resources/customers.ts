/** Customers and invitations (facts 7, read 2026-11-23). */
import { pageSize } from '../../limits.ts'
import type {
  WireCustomer,
  WireRelationshipPatch,
  WireRelationshipRequest,
  WireValidationStatus,
} from '../../wire/customer.ts'
import type { WireEntitlement, WireSubscribedSku } from '../../wire/entitlement.ts'
import type { ReadClient, WriteClient, WriteIds } from '../client.ts'
import { isFailure } from '../errors/failure.ts'
import { seekPages } from '../paging.ts'
import { textAt, withNames } from '../read-value.ts'
import { identified, listed, named, resource, resources } from '../resource.ts'

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
  return named<WireCustomer>(client, 'customers.get', { answer, asked: customer })
}

/** The partner's invitation link: the same for every customer, to be sent by people. */
export async function getRelationshipRequest(client: ReadClient): Promise<WireRelationshipRequest> {
  const answer = await client.read('customers.relationshiprequest')
  return resource<WireRelationshipRequest>(client, 'customers.relationshiprequest', answer, 'url')
}

/** Risk review of the customer's account; null: there is none, which allows purchases. */
export async function getValidationStatus(
  client: ReadClient,
  customer: string,
): Promise<WireValidationStatus | null> {
  try {
    const answer = await client.read('customers.validationstatus', {
      path: { customer },
      query: { type: 'account' },
    })
    return resource(client, 'customers.validationstatus', answer, 'status')
  } catch (error) {
    if (isFailure(error) && error.error.row?.means === 'none') return null
    throw error
  }
}

/** Licence totals of the customer's directory, all partners together. */
export async function listSubscribedSkus(
  client: ReadClient,
  customer: string,
): Promise<readonly WireSubscribedSku[]> {
  const answer = await client.read('customers.subscribedskus', { path: { customer } })
  return resources(listed(client, 'customers.subscribedskus', answer))
}

/** Reservations and software. */
export async function listEntitlements(
  client: ReadClient,
  customer: string,
): Promise<readonly WireEntitlement[]> {
  const answer = await client.read('customers.entitlements', { path: { customer } })
  return resources(listed(client, 'customers.entitlements', answer))
}

/** Ends the reseller relationship; refused while anything is active. The answer may come in PascalCase (Q13). */
export async function endRelationship(
  client: WriteClient,
  ids: WriteIds,
  customer: string,
): Promise<WireCustomer> {
  const value: WireRelationshipPatch = {
    relationshipToPartner: 'none',
    attributes: { objectType: 'Customer' },
  }
  const body = { kind: 'json', value } as const
  const answer = await client.write('customers.patch-relationship', ids, { path: { customer }, body })
  const named = withNames(answer.body, [
    'id',
    'companyProfile',
    'relationshipToPartner',
    'attributes',
    'links',
  ])
  return resource(client, 'customers.patch-relationship', { ...answer, body: named })
}
