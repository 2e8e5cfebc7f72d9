/**
 * The success of each write, as data: under which status it comes and what must be in it. What does not hold that is no success, whatever
 * its status says: it may come from a proxy, or be of something else. A read's success is a 200; what must be in it is asked for where it
 * is read, as a list or as a resource.
 */
import type { HttpRequest, HttpResponse } from '../../../http/request.ts'
import type { WriteCall } from '../calls.ts'
import { isJsonObject, property, textAt } from '../read-value.ts'

interface Expected {
  readonly statuses: readonly number[]
  /** `asked`: the last part of the path, which names what is changed. */
  readonly isIt: (body: unknown, asked: string, response: HttpResponse) => boolean
}

const made = [200, 201] as const

export const expectedAnswers: Readonly<Record<WriteCall, Expected>> = {
  'customers.patch-relationship': {
    statuses: [200],
    isIt: body => textAt(body, 'relationshipToPartner') !== null,
  },
  'agreements.create': {
    statuses: made,
    isIt: body => textAt(body, 'templateId') !== null || textAt(body, 'dateAgreed') !== null,
  },
  // 202: taken; whether it was carried out is what looking tells. What has a body then must be the subscription all the same.
  'subscriptions.patch': {
    statuses: [200, 202],
    isIt: (body, asked, { status, text }) =>
      status === 202 && body === undefined ? text === null : isNamed(body, asked),
  },
  'orders.create': { statuses: made, isIt: isOrder },
  'orders.patch': { statuses: [200], isIt: (body, asked) => isOrder(body) && isNamed(body, asked) },
  'carts.create': { statuses: made, isIt: body => hasId(body) && Array.isArray(property(body, 'lineItems')) },
  'carts.checkout': {
    statuses: made,
    isIt: body => {
      const orders = listAt(body, 'orders')
      return orders.every(isOrder) && orders.length + listAt(body, 'orderErrors').length > 0
    },
  },
  'transfers.create': { statuses: made, isIt: isTransfer },
  'transfers.update': { statuses: [200], isIt: (body, asked) => isTransfer(body) && isNamed(body, asked) },
  'transfers.accept': {
    statuses: made,
    isIt: body => listAt(body, 'orders').length + listAt(body, 'transferErrors').length > 0,
  },
}

export function isExpected({ call, url }: HttpRequest, response: HttpResponse): boolean {
  const expected = expectedAnswers[call as WriteCall] as Expected | undefined // reads have none
  if (expected === undefined) return response.status === 200
  const asked = decodeURIComponent(new URL(url).pathname.split('/').at(-1) ?? '')
  return expected.statuses.includes(response.status) && expected.isIt(response.body, asked, response)
}

function hasId(body: unknown): boolean {
  return (textAt(body, 'id') ?? '') !== ''
}

/** Ids come in either case (Q11). */
function isNamed(body: unknown, asked: string): boolean {
  return textAt(body, 'id')?.toLowerCase() === asked.toLowerCase()
}

function isOrder(body: unknown): boolean {
  return isJsonObject(body) && hasId(body) && Array.isArray(property(body, 'lineItems'))
}

function isTransfer(body: unknown): boolean {
  const parties = [
    'partnerTenantId',
    'sourcePartnerTenantId',
    'targetPartnerTenantId',
    'customerTenantId',
    'transferType',
  ]
  return hasId(body) && textAt(body, 'status') !== null && parties.some(name => textAt(body, name) !== null)
}

function listAt(body: unknown, name: string): readonly unknown[] {
  const found = property(body, name)
  return Array.isArray(found) ? found : []
}
