/** What Graph and the sign-in service refuse with (facts 22.5), each with what the person is told to do. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Remedy } from '../../../../engine/diagnostic.ts'
import { adminCodes } from '../../../../engine/plan/admin/codes.ts'
import { diagnoseRefusal } from '../../../../providers/auth/token-errors.ts'
import { type CallName, calls } from '../../../../providers/graph/client/calls.ts'
import { errorOf } from '../../../../providers/graph/client/errors/errors.ts'
import { chanceOf } from '../../../chaos/chance.ts'
import { aForeignAnswer, received } from '../../../support/foreign-answers.ts'
import { graphError } from '../../../support/graph/api.ts'
import { aRequest, aResponse } from '../../../support/requests.ts'

function requestOf(call: CallName) {
  const { method, path, effect, repeat } = calls[call]
  const url = `https://graph.microsoft.com/v1.0${path.replace(/\{(\w+)\}/g, '$1-1')}`
  return aRequest({ call, method, effect, repeat, url, partner: 'central' })
}

function refused(call: CallName, status: number, code: string, message = 'No.') {
  const { json, headers } = graphError(status, code, message)
  return errorOf(requestOf(call), aResponse({ status, headers, body: json }))
}

function toDo(remedies: readonly Remedy[] = []): readonly string[] {
  return remedies.map(remedy => {
    switch (remedy.kind) {
      case 'run':
        return `run ${remedy.command}`
      case 'edit':
        return `edit: ${remedy.what}`
      case 'ask':
        return `ask ${remedy.whom} ${remedy.what}`
      case 'wait':
        return `wait until ${remedy.until}`
    }
  })
}

const admins = 'ask an administrator of the partner tenant'

describe('a refusal of Graph', () => {
  it.each([
    [
      'for want of MFA, of an Admin agent or of a permission',
      refused(
        'relationships.create',
        403,
        'accessDenied',
        'Insufficient privileges to complete the operation.',
      ),
      'not allowed',
      'GRAPH.NOT_ALLOWED',
      'central: Graph relationships.create: answered 403/accessDenied: there is no MFA, no Admin agent or no permission behind it ("Insufficient privileges to complete the operation.").',
      [
        'ask the user of this credential to sign in with MFA and store the new token',
        `${admins} to make the user an Admin agent, and to consent to DelegatedAdminRelationship.ReadWrite.All for the app`,
      ],
    ],
    [
      'of a name that is taken',
      refused('relationships.create', 409, 'conflict'),
      'conflict',
      'GRAPH.NAME_TAKEN',
      'central: Graph relationships.create: answered 409/conflict: the name is taken, perhaps by an ended one ("No.").',
      ['run tenantform invite'],
    ],
    [
      'of role, duration, customer or name',
      refused('relationships.create', 400, 'badRequest'),
      'other',
      'GRAPH.WISH_REFUSED',
      'central: Graph relationships.create: answered 400/badRequest: roles, duration, customer or name are not taken ("No.").',
      [
        'edit: correct `admin:`: `roles:` are built-in roles, `duration:` is P1D to P730D, and there is no `autoExtend: true` beside the global administrator; `tenantId:` of the Customer document is that of a tenant',
      ],
    ],
    [
      'of a group that has an assignment',
      refused('assignments.create', 409, 'conflict'),
      'conflict',
      'GRAPH.GROUP_HAS_ROLES',
      'central: Graph assignments.create: answered 409/conflict: the group has an assignment already ("No.").',
      ['run tenantform plan'],
    ],
    [
      'of a relationship that is not active, or of a group (400)',
      refused('assignments.create', 400, 'badRequest', 'The passed in id is invalid.'),
      'other',
      'GRAPH.GROUP_REFUSED',
      'central: Graph assignments.create: answered 400/badRequest: the group is unknown in the partner tenant, a role was not approved, or the relationship is not active ("The passed in id is invalid.").',
      [
        `${admins} whether the group is a security group of the partner tenant; an Entra group of another kind is not taken`,
        'edit: correct `groups:` of `admin:`: object ids of groups, and roles that the customer approved',
        'run tenantform plan',
      ],
    ],
    [
      'of a group that the partner tenant does not have (404)',
      refused('assignments.create', 404, 'notFound'),
      'not found',
      'GRAPH.GROUP_REFUSED',
      'central: Graph assignments.create: answered 404/notFound: the group is unknown in the partner tenant, or the relationship is gone ("No.").',
      [
        `${admins} whether the group is a security group of the partner tenant; an Entra group of another kind is not taken`,
        'edit: correct `groups:` of `admin:`: object ids of groups, and roles that the customer approved',
        'run tenantform plan',
      ],
    ],
    [
      'of a request in another state',
      refused('requests.create', 409, 'conflict'),
      'conflict',
      'GRAPH.NOT_IN_THIS_STATE',
      'central: Graph requests.create: answered 409/conflict: something stands in the way ("No.").',
      ['run tenantform plan'],
    ],
    [
      'of an older version',
      refused('relationships.update', 412, 'preconditionFailed'),
      'changed',
      'GRAPH.CHANGED',
      'central: Graph relationships.update: answered 412/preconditionFailed: it has another version by now ("No.").',
      ['run tenantform plan'],
    ],
    [
      'without a version',
      refused('assignments.update', 428, 'preconditionRequired'),
      'changed',
      'GRAPH.CHANGED',
      'central: Graph assignments.update: answered 428/preconditionRequired: it was sent without a version ("No.").',
      ['run tenantform plan'],
    ],
    [
      'of what is unknown or cleaned up',
      refused('relationships.update', 404, 'ResourceNotFound'),
      'not found',
      'GRAPH.GONE',
      'central: Graph relationships.update: answered 404/ResourceNotFound: it is not known, or was cleaned up ("No.").',
      ['run tenantform plan'],
    ],
    [
      'of a token',
      refused('relationships.create', 401, 'InvalidAuthenticationToken'),
      'not allowed',
      'GRAPH.UNAUTHORISED',
      'central: Graph relationships.create: answered 401/InvalidAuthenticationToken: the token is not accepted ("No.").',
      [`${admins} to consent to the app for Microsoft Graph, as docs/credentials.md has it`],
    ],
  ] as const)('%s settles the request, and says what to do', (_, error, reason, code, detail, remedies) => {
    expect(error).toMatchObject({
      settles: true,
      reason,
      diagnostic: { code, detail, correlationId: 'theirs-1' },
    })
    expect(toDo(error?.diagnostic.remedies)).toEqual(remedies)
  })

  it.each([
    [
      'of an app without the service principal',
      refused('relationships.create', 500, 'unexpectedError', 'An unexpected error occurred in the server.'),
      'GRAPH.SERVICE_PRINCIPAL',
      [
        `${admins} to make the service principal of 2832473f-ec63-45fb-976f-5d45a7d4bb91 in the partner tenant, once: POST /v1.0/servicePrincipals with that \`appId\``,
        'edit: or add `user:` under `credentials:` of the Partner document, which does without',
        'run tenantform resume',
      ],
    ],
    [
      'that comes too often',
      refused('relationships.create', 429, 'TooManyRequests'),
      'GRAPH.THROTTLED',
      ['wait until the service has room again; then run `tenantform resume`'],
    ],
    [
      'with a code that nobody told us of',
      refused('relationships.create', 409, 'SomethingNew'),
      'GRAPH.UNKNOWN_CODE',
      ['run tenantform resume', 'ask Microsoft support, with the request id what the code means'],
    ],
    [
      'that comes from somebody else',
      errorOf(
        requestOf('relationships.create'),
        aResponse({ status: 403, body: { error: { code: 'accessDenied', message: 'Blocked' } } }),
      ),
      'GRAPH.FOREIGN_ANSWER',
      [
        'ask whoever runs the proxy, filter or gateway on the way to let these requests and their answers pass unchanged',
        'run tenantform resume',
      ],
    ],
    [
      'that never came',
      errorOf(requestOf('relationships.create'), { kind: 'no answer', why: 'time-out' }),
      'GRAPH.NO_ANSWER',
      ['run tenantform resume'],
    ],
  ] as const)('%s settles nothing, and says what to do', (_, error, code, remedies) => {
    expect(error).toMatchObject({ settles: false, diagnostic: { code } })
    expect(toDo(error?.diagnostic.remedies)).toEqual(remedies)
  })

  it('shows no run of letters that may be a token', () => {
    const error = refused('relationships.create', 400, 'badRequest', `Token ${'e'.repeat(80)} is bad`)
    expect(error?.diagnostic.detail).toContain('("Token … is bad")')
  })
})

describe('what no answer tells', () => {
  it.each([
    [
      'an assignment that stays pending',
      adminCodes.GROUP_PENDING,
      'edit: spread the roles over several groups, where it stays so: the service has been seen to hang with 16 and more on one',
    ],
    [
      'an approval that the page refuses',
      adminCodes.WAITING,
      "ask the customer's global administrator to take the older delegated rights (DAP) of this partner away first, where the page refuses the approval",
    ],
  ])('%s says what to do', (_, { remedies }, remedy) => {
    expect(toDo(remedies).at(-1)).toBe(remedy)
  })
})

describe('a refusal of the sign-in', () => {
  const group =
    'to use an own member of the tenant, and to put it into a group that `groups:` of `admin:` names'
  it.each([
    [
      50020,
      'AUTH.USER_OF_OTHER_TENANT',
      'edit: correct `tenantId:` of the Partner document, where it is wrong',
      'run tenantform login central',
    ],
    [50177, 'AUTH.NOT_A_MEMBER', `${admins} ${group}`],
    [
      53003,
      'AUTH.POLICY_BLOCKS',
      `${admins} to let the policy pass this app, or the place and device it signs in from`,
    ],
    [
      65001,
      'AUTH.ADMIN_CONSENT_MISSING',
      `${admins} to grant admin consent: Entra admin center, App registrations, the app, API permissions, Grant admin consent`,
      'run tenantform login central --check',
    ],
  ])('AADSTS%i says what to do', (number, code, ...remedies) => {
    const body = { error: 'invalid_grant', error_codes: [number] }
    const found = diagnoseRefusal('central', { status: 400, body })
    expect([found.code, ...toDo(found.remedies)]).toEqual([code, ...remedies])
  })
})

const runs = process.env['TENANTFORM_FULL'] === '1' ? 20_000 : 500
const writes = (Object.keys(calls) as readonly CallName[]).filter(name => calls[name].effect === 'write')

describe('a foreign answer', () => {
  it.each(writes)('settles no %s (T28)', call => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2 ** 31 }), seed => {
        expect(errorOf(requestOf(call), received(aForeignAnswer(chanceOf(seed))))).toMatchObject({
          settles: false,
        })
      }),
      { numRuns: runs },
    )
  })
})
