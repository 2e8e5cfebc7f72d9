/** Every operation we use, as data (facts 22.3 and 22.7, read 2026-11-30). */
import type { CredentialKind } from '../../auth/index.ts'
import type { Effect, HttpRequest, Repeat } from '../../http/request.ts'

export interface CallEntry {
  readonly method: HttpRequest['method']
  /** Below the root; `{name}` is filled in and escaped. */
  readonly path: string
  readonly effect: Effect
  readonly repeat: Repeat
}

const relationships = '/tenantRelationships/delegatedAdminRelationships'
const relationship = `${relationships}/{relationship}`
const assignments = `${relationship}/accessAssignments`
const requests = `${relationship}/requests`
const billing = '/reports/partners/billing'

function get(path: string) {
  return { method: 'GET', path, effect: 'read', repeat: 'freely' } as const
}

/** Nothing here is recognised when it comes twice, so what may have arrived is looked for, and never sent again unasked. */
function write(method: 'POST' | 'PATCH', path: string) {
  return { method, path, effect: 'write', repeat: 'look first' } as const
}

export const calls = {
  'relationships.list': get(relationships),
  'relationships.get': get(relationship),
  'relationships.create': write('POST', relationships),
  'relationships.update': write('PATCH', relationship),
  'requests.list': get(requests),
  'requests.create': write('POST', requests),
  'assignments.list': get(assignments),
  'assignments.create': write('POST', assignments),
  'assignments.update': write('PATCH', `${assignments}/{assignment}`),
  'operations.get': get(`${relationship}/operations/{operation}`),
  // It changes nothing: a report is written, and read once.
  'exports.begin': {
    method: 'POST',
    path: `${billing}/reconciliation/billed/export`,
    effect: 'read',
    repeat: 'freely',
  },
  'exports.operation': get(`${billing}/operations/{operation}`),
  'exports.manifest': get(`${billing}/manifests/{manifest}`),
} as const satisfies Readonly<Record<string, CallEntry>>

export type CallName = keyof typeof calls
/** Calls that change nothing; the only ones a client that reads can name. */
export type ReadCall = {
  [Name in CallName]: (typeof calls)[Name]['effect'] extends 'read' ? Name : never
}[CallName]
export type WriteCall = Exclude<CallName, ReadCall>

/** A user is taken where there is one: an app by itself needs a service principal that most partner tenants do not have (facts 22.1). */
export const kinds: readonly CredentialKind[] = ['user', 'app']
