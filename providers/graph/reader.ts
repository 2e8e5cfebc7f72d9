/** The engine's reads of delegated administration. A read never throws for what the service says: it is present, absent or unknown. */
import type { AdminReader } from '../../engine/admin/port.ts'
import { type Diagnostic, diagnose } from '../../engine/diagnostic.ts'
import type { AdminRelationship } from '../../engine/model/admin.ts'
import type { PartnerName, TenantId } from '../../engine/model/ids.ts'
import type { Read } from '../../engine/model/read.ts'
import type { ReadCall } from './client/calls.ts'
import type { CallInput, ReadClient } from './client/client.ts'
import { GraphFailure } from './client/errors/failure.ts'
import { failure, listed } from './client/paging.ts'
import { codes } from './codes.ts'
import { assignmentOf, operationOf, relationshipOf, requestOf } from './convert.ts'
import { pageSize } from './limits.ts'

/** The client of a partner, or why there is none. */
export type Found<Client> =
  | { readonly ok: true; readonly client: Client }
  | { readonly ok: false; readonly because: Diagnostic }
export type ClientOf<Client> = (partner: PartnerName) => Found<Client>

export function readerOver(clientOf: ClientOf<ReadClient>): AdminReader {
  async function reading<T>(
    partner: PartnerName,
    isAbsent: boolean,
    read: (client: ReadClient) => Promise<T>,
  ): Promise<Read<T>> {
    const found = clientOf(partner)
    if (!found.ok) return { kind: 'unknown', because: found.because }
    try {
      return { kind: 'present', value: await read(found.client) }
    } catch (error) {
      if (!(error instanceof GraphFailure)) throw error
      if (isAbsent && error.error.settles && error.error.reason === 'not found') return { kind: 'absent' }
      return { kind: 'unknown', because: error.error.diagnostic }
    }
  }
  const list = <T>(partner: PartnerName, question: Question<T>) =>
    reading(partner, false, client => all(client, question))
  const one = <T>(partner: PartnerName, question: Question<T>) =>
    reading(partner, true, client => single(client, question))
  return {
    relationships: (partner, customer) =>
      reading(partner, false, client => relationshipsOf(client, partner, customer)),
    relationship: (partner, relationship) =>
      one(partner, {
        call: 'relationships.get',
        input: { path: { relationship } },
        convert: wire => relationshipOf(partner, wire),
      }),
    assignments: (partner, relationship) =>
      list(partner, {
        call: 'assignments.list',
        input: { path: { relationship } },
        convert: assignmentOf,
      }),
    requests: (partner, relationship) =>
      list(partner, { call: 'requests.list', input: { path: { relationship } }, convert: requestOf }),
    operation: (partner, relationship, operation) =>
      one(partner, {
        call: 'operations.get',
        input: { path: { relationship, operation } },
        convert: operationOf,
      }),
  }
}

interface Question<T> {
  readonly call: ReadCall
  readonly input: CallInput
  /** null: it does not say who it is. */
  readonly convert: (wire: unknown) => T | null
}

/** What the filter is good for is the service's word; whose they are is looked at here again. */
async function relationshipsOf(
  client: ReadClient,
  partner: PartnerName,
  customer: TenantId | null,
): Promise<readonly AdminRelationship[]> {
  const question: Question<AdminRelationship> = {
    call: 'relationships.list',
    input: { query: { $top: String(pageSize) } },
    convert: wire => relationshipOf(partner, wire),
  }
  if (customer === null) return all(client, question)
  const ofCustomer = (list: readonly AdminRelationship[]) =>
    list.filter(entry => entry.customer?.tenant === customer)
  const filter = { $filter: `customer/tenantId eq '${customer}'`, $top: String(pageSize) }
  try {
    return ofCustomer(await all(client, { ...question, input: { query: filter } }))
  } catch (error) {
    // The filter is known from practice and from no page (facts 22.3): where it is not taken, the whole list is read.
    if (!(error instanceof GraphFailure && error.error.status === 400 && error.error.settles)) throw error
    return ofCustomer(await all(client, question))
  }
}

async function all<T>(client: ReadClient, { call, input, convert }: Question<T>): Promise<readonly T[]> {
  const wires = await listed(client, call, input)
  return wires.map(wire => {
    const value = convert(wire)
    if (value !== null) return value
    const answer = { status: 200, headers: {}, body: wire, correlationId: '' }
    throw failure(client, call, {
      answer,
      entry: codes.UNREADABLE,
      said: 'an item of the list does not say what it is of',
    })
  })
}

async function single<T>(client: ReadClient, { call, input, convert }: Question<T>): Promise<T> {
  const answer = await client.read(call, input)
  const value = convert(answer.body)
  if (value !== null) return value
  throw failure(client, call, {
    answer,
    entry: codes.UNREADABLE,
    said: 'the answer does not say what it is of',
  })
}

export function unknownPartner(partner: PartnerName): Found<never> {
  return { ok: false, because: diagnose(codes.UNKNOWN_PARTNER, { detail: `No access to ${partner}.` }) }
}
