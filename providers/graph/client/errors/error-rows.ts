/**
 * What Graph refuses these calls with (facts 22.5, read 2026-11-30). Its reference lists no codes: a code counts as the service's own where
 * it is the name of its status, as in `409 conflict`, or one that Graph's pages list for that status.
 */
import type { RefusalReason } from '../../../../engine/admin/port.ts'
import type { CodeEntry } from '../../../../engine/diagnostic.ts'
import { codes } from '../../codes.ts'
import type { CallName } from '../calls.ts'

export interface ErrorRow {
  readonly reason: RefusalReason
  readonly meaning: string
  readonly entry: CodeEntry
}

/** By status, in small letters. */
const codesOf: Readonly<Record<number, readonly string[]>> = {
  400: ['badrequest', 'request_badrequest', 'invalidrequest'],
  401: ['unauthorized', 'unauthenticated', 'invalidauthenticationtoken'],
  403: ['forbidden', 'accessdenied', 'authorization_requestdenied'],
  404: ['notfound', 'itemnotfound', 'resourcenotfound', 'request_resourcenotfound'],
  409: ['conflict', 'namealreadyexists'],
  412: ['preconditionfailed', 'resourcemodified'],
  428: ['preconditionrequired'],
}

const byStatus: Readonly<Record<number, ErrorRow>> = {
  400: { reason: 'other', meaning: 'the request is not taken', entry: codes.REFUSED },
  401: { reason: 'not allowed', meaning: 'the token is not accepted', entry: codes.UNAUTHORISED },
  403: {
    reason: 'not allowed',
    meaning: 'there is no MFA, no Admin agent or no permission behind it',
    entry: codes.NOT_ALLOWED,
  },
  404: { reason: 'not found', meaning: 'it is not known, or was cleaned up', entry: codes.GONE },
  409: { reason: 'conflict', meaning: 'something stands in the way', entry: codes.NOT_IN_THIS_STATE },
  412: { reason: 'changed', meaning: 'it has another version by now', entry: codes.CHANGED },
  428: { reason: 'changed', meaning: 'it was sent without a version', entry: codes.CHANGED },
}

/** Where a call gives its status a meaning of its own. */
const byCall: Readonly<Partial<Record<CallName, Readonly<Record<number, ErrorRow>>>>> = {
  'relationships.create': {
    400: {
      reason: 'other',
      meaning: 'roles, duration, customer or name are not taken',
      entry: codes.WISH_REFUSED,
    },
    409: {
      reason: 'conflict',
      meaning: 'the name is taken, perhaps by an ended one',
      entry: codes.NAME_TAKEN,
    },
  },
  'relationships.update': {
    400: { reason: 'other', meaning: 'roles, duration or customer are not taken', entry: codes.WISH_REFUSED },
  },
  'requests.create': {
    400: {
      reason: 'other',
      meaning: 'the relationship is not in the state for it',
      entry: codes.NOT_IN_THIS_STATE,
    },
  },
  'assignments.create': {
    400: {
      reason: 'other',
      meaning:
        'the group is unknown in the partner tenant, a role was not approved, or the relationship is not active',
      entry: codes.GROUP_REFUSED,
    },
    404: {
      reason: 'not found',
      meaning: 'the group is unknown in the partner tenant, or the relationship is gone',
      entry: codes.GROUP_REFUSED,
    },
    409: { reason: 'conflict', meaning: 'the group has an assignment already', entry: codes.GROUP_HAS_ROLES },
  },
  'assignments.update': {
    400: {
      reason: 'other',
      meaning: 'a role was not approved, or the relationship is not active',
      entry: codes.GROUP_REFUSED,
    },
  },
}

/** Of the service's own refusal; null: nobody told us about this pair, so it settles nothing. */
export function rowOf(call: string, status: number, code: string): ErrorRow | null {
  if (codesOf[status]?.includes(code.toLowerCase()) !== true) return null
  return byCall[call as CallName]?.[status] ?? byStatus[status] ?? null // another name has no row of its own
}
