/**
 * The success of each call, as data: under which status it comes and what must be in it. What does not hold that is no success, whatever its
 * status says: it may come from a proxy, or be of something else.
 */
import type { HttpRequest, HttpResponse } from '../../../http/request.ts'
import type { CallName } from '../calls.ts'
import { isJsonObject, textAt, valueAt } from '../read-value.ts'

type IsIt = (response: HttpResponse, request: HttpRequest) => boolean

const isNamed: IsIt = ({ body }, { url }) => isSame(textAt(body, 'id'), lastOf(url))
const isList: IsIt = ({ body }) => Array.isArray(valueAt(body, 'value'))

const expectedAnswers: Readonly<Record<CallName, Readonly<Record<number, IsIt>>>> = {
  'relationships.list': { 200: isList },
  'relationships.get': { 200: isNamed },
  'relationships.create': { 201: isAsSent('displayName') },
  'relationships.update': { 200: isNamed, 202: isTaken },
  'requests.list': { 200: isList },
  'requests.create': { 201: isAsSent('action') },
  'assignments.list': { 200: isList },
  'assignments.create': {
    201: (response, request) =>
      textAt(response.body, 'id') !== null && isSame(groupIn(response.body), groupIn(sentIn(request))),
  },
  'assignments.update': { 200: isNamed, 202: isTaken },
  'operations.get': { 200: isNamed },
  'exports.begin': { 202: ({ headers }) => exportIn(headers['location']) !== null },
  'exports.operation': { 200: isNamed },
  'exports.manifest': { 200: ({ body }) => Array.isArray(valueAt(body, 'blobs')) },
}

export function isExpected(request: HttpRequest, response: HttpResponse): boolean {
  const expected = expectedAnswers[request.call as CallName] // requests are made from the table of calls alone
  return expected[response.status]?.(response, request) === true
}

/** The operation of an export that a 202 names; null: it names none. */
export function exportIn(location: string | undefined): string | null {
  const [, operation] = /\/billing\/operations\/([^/?]+)\/?(?:\?.*)?$/i.exec(location ?? '') ?? []
  return operation === undefined ? null : decoded(operation)
}

/** Where the operation is that a 202 names, below the relationship that was asked for; null: it names none. */
export function operationOf(location: string | undefined, relationship: string): string | null {
  const [, owner, operation] = /\/([^/?]+)\/operations\/([^/?]+)\/?(?:\?.*)?$/.exec(location ?? '') ?? []
  if (owner === undefined || operation === undefined) return null
  return isSame(decoded(owner), relationship) ? decoded(operation) : null
}

function isAsSent(name: string): IsIt {
  return ({ body }, request) =>
    textAt(body, 'id') !== null && textAt(body, name) === textAt(sentIn(request), name)
}

/** A change that is still worked on. */
function isTaken({ headers, body, text }: HttpResponse, { url }: HttpRequest): boolean {
  const [, relationship] = /\/delegatedAdminRelationships\/([^/?]+)/.exec(url) ?? []
  const isEmpty = body === undefined ? text === null : isJsonObject(body) && Object.keys(body).length === 0
  return isEmpty && operationOf(headers['location'], decoded(relationship ?? '')) !== null
}

function sentIn({ body }: HttpRequest): unknown {
  return body.kind === 'json' ? body.value : undefined
}

function groupIn(body: unknown): string | null {
  return textAt(valueAt(body, 'accessContainer'), 'accessContainerId')
}

function lastOf(url: string): string {
  return decoded(new URL(url).pathname.split('/').at(-1) ?? '')
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    return part
  }
}

function isSame(left: string | null, right: string | null): boolean {
  return left !== null && left.toLowerCase() === right?.toLowerCase()
}
