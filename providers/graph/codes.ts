/** What Graph's answers become, with fixed words. docs/errors.md lists it; client/errors/error-rows.ts says which row becomes which. */
import { defineCodes } from '../../engine/diagnostic.ts'

const again = { kind: 'run', command: 'tenantform plan', why: 'reads again' } as const
const look = {
  kind: 'run',
  command: 'tenantform resume',
  why: 'looks what became of it before anything is repeated',
} as const
const admin = (what: string) =>
  ({ kind: 'ask', whom: 'an administrator of the partner tenant', what }) as const

export const codes = defineCodes('GRAPH', {
  UNAUTHORISED: {
    summary: 'Graph does not accept the token',
    remedies: [admin('to consent to the app for Microsoft Graph, as docs/credentials.md has it')],
  },
  NOT_ALLOWED: {
    summary: 'the credential may not look after delegated administration',
    remedies: [
      {
        kind: 'ask',
        whom: 'the user of this credential',
        what: 'to sign in with MFA and store the new token',
      },
      admin(
        'to make the user an Admin agent, and to consent to DelegatedAdminRelationship.ReadWrite.All for the app',
      ),
    ],
  },
  PERMISSION_MISSING: {
    summary: 'the token lacks a permission of Microsoft Graph',
    remedies: [admin('to consent to the permission that the detail names, for the app')],
  },
  WISH_REFUSED: {
    summary: 'the relationship cannot be asked for like that',
    remedies: [
      {
        kind: 'edit',
        what: 'correct `admin:`: `roles:` are built-in roles, `duration:` is P1D to P730D, and there is no `autoExtend: true` beside the global administrator; `tenantId:` of the Customer document is that of a tenant',
      },
    ],
  },
  NAME_TAKEN: {
    summary: 'the name of the relationship is taken',
    remedies: [
      {
        kind: 'run',
        command: 'tenantform invite',
        why: 'looks for it by its name, and takes the next one where it belongs to another relationship',
      },
    ],
  },
  NOT_IN_THIS_STATE: {
    summary: 'the relationship is not in the state that this needs',
    remedies: [again],
  },
  GROUP_HAS_ROLES: {
    summary: 'the group has an assignment in this relationship already',
    remedies: [{ kind: 'run', command: 'tenantform plan', why: 'reads it, and changes it where it differs' }],
  },
  GROUP_REFUSED: {
    summary: 'the group cannot be given these roles',
    remedies: [
      admin(
        'whether the group is a security group of the partner tenant; an Entra group of another kind is not taken',
      ),
      {
        kind: 'edit',
        what: 'correct `groups:` of `admin:`: object ids of groups, and roles that the customer approved',
      },
      { kind: 'run', command: 'tenantform plan', why: 'shows whether the relationship is still active' },
    ],
  },
  CHANGED: { summary: 'it changed while we were changing it', remedies: [again] },
  GONE: {
    summary: 'Graph does not know it, or has cleaned it up',
    remedies: [
      {
        kind: 'run',
        command: 'tenantform plan',
        why: 'reads again; a request that waits for 90 days is gone',
      },
    ],
  },
  REFUSED: {
    summary: 'Graph refused',
    remedies: [{ kind: 'edit', what: 'change what the detail names, then plan again' }],
  },
  SERVICE_PRINCIPAL: {
    summary: 'Graph failed, as it does when an app signs in alone and a service principal is missing',
    remedies: [
      admin(
        'to make the service principal of 2832473f-ec63-45fb-976f-5d45a7d4bb91 in the partner tenant, once: POST /v1.0/servicePrincipals with that `appId`',
      ),
      {
        kind: 'edit',
        what: 'or add `user:` under `credentials:` of the Partner document, which does without',
      },
      look,
    ],
  },
  THROTTLED: {
    summary: 'Graph is throttling us longer than we wait',
    remedies: [{ kind: 'wait', until: 'the service has room again; then run `tenantform resume`' }],
  },
  UNAVAILABLE: { summary: 'Graph failed', remedies: [look] },
  NO_ANSWER: { summary: 'Graph gave no answer', remedies: [look] },
  FOREIGN_ANSWER: {
    summary: 'the answer is none that Graph is known to give',
    remedies: [
      {
        kind: 'ask',
        whom: 'whoever runs the proxy, filter or gateway on the way',
        what: 'to let these requests and their answers pass unchanged',
      },
      look,
    ],
  },
  UNKNOWN_CODE: {
    summary: 'Graph answered with a code that is not known',
    remedies: [
      look,
      { kind: 'ask', whom: 'Microsoft support, with the request id', what: 'what the code means' },
    ],
  },
  UNREADABLE: {
    summary: 'the answer of Graph cannot be read',
    remedies: [
      {
        kind: 'ask',
        whom: 'the Tenantform maintainers',
        what: 'to look at it; the detail says what was read',
      },
    ],
  },
  PAGING_STUCK: {
    summary: 'a list of Graph repeats a page, or has no end',
    remedies: [
      again,
      { kind: 'ask', whom: 'Microsoft support, with the request id', what: 'why the list goes on' },
    ],
  },
  EXPORT_FAILED: {
    summary: 'the export of an invoice was not made',
    remedies: [
      { kind: 'run', command: 'tenantform reconcile', why: 'asks for it again' },
      {
        kind: 'run',
        command: 'tenantform reconcile --from FILE --partner NAME',
        why: 'reads downloaded files instead',
      },
    ],
  },
  EXPORT_UNREADABLE: {
    summary: 'the export of an invoice cannot be read',
    remedies: [
      {
        kind: 'run',
        command: 'tenantform reconcile --from FILE --partner NAME',
        why: 'reads downloaded files instead',
      },
    ],
  },
  FOREIGN_LINK: {
    summary: 'Graph points at another host',
    remedies: [
      { kind: 'ask', whom: 'the Tenantform maintainers', what: 'to look at it; the link was not followed' },
    ],
  },
  NOT_IN_CLOUD: {
    summary: 'this cloud does not offer delegated administration',
    remedies: [{ kind: 'edit', what: 'leave `admin:` out for this account' }],
  },
  NO_ENDPOINT: {
    summary: 'the workspace has another host for Partner Center and none for Graph',
    remedies: [{ kind: 'edit', what: 'write `graph:` under `endpoints:` of the Workspace document' }],
  },
  UNKNOWN_PARTNER: {
    summary: 'there is no access to Graph for this partner',
    remedies: [{ kind: 'edit', what: 'add a Partner document with credentials' }],
  },
  INSECURE_ENDPOINT: {
    summary: 'a token for Graph would leave this machine unencrypted',
    remedies: [
      {
        kind: 'edit',
        what: 'write an https:// address as `graph:` under `endpoints:` of the Workspace document',
      },
    ],
  },
})
