/** What Partner Center's answers become, with fixed words. docs/errors.md lists it; client/error-rows.ts says which row becomes which. */
import { defineCodes } from '../../engine/diagnostic.ts'

const again = { kind: 'run', command: 'tenantform plan', why: 'reads again' } as const

export const codes = defineCodes('PARTNER_CENTER', {
  THROTTLED: {
    summary: 'the service is throttling us longer than we wait',
    remedies: [{ kind: 'wait', until: 'the service has room again' }],
  },
  UNAUTHORISED: {
    summary: 'the service does not accept the token',
    remedies: [
      {
        kind: 'ask',
        whom: 'an administrator of the partner tenant',
        what: 'to check the app under Partner Center app management',
      },
    ],
  },
  REFUSED: {
    summary: 'the service refused',
    remedies: [{ kind: 'edit', what: 'change what the detail names, then plan again' }],
  },
  NEEDS_SOMEBODY: {
    summary: 'the service refuses until a person acts',
    remedies: [
      {
        kind: 'ask',
        whom: 'an administrator of the partner tenant',
        what: 'to settle in Partner Center what the detail names',
      },
    ],
  },
  ROLE_MISSING: {
    summary: 'the credential may not do this',
    remedies: [
      {
        kind: 'ask',
        whom: 'an administrator of the partner tenant',
        what: 'to give the user the Admin agent role',
      },
    ],
  },
  APP_ONLY_REFUSED: {
    summary: 'this call answers only an app together with a user',
    remedies: [{ kind: 'edit', what: 'add `user:` under `credentials:` of the Partner document' }],
  },
  AGREEMENT_MISSING: {
    summary: 'the customer agreement is not confirmed',
    remedies: [
      {
        kind: 'ask',
        whom: 'the account manager',
        what: 'to have the customer accept the Microsoft Customer Agreement, or to confirm it in Partner Center',
      },
    ],
  },
  LATER: {
    summary: 'the service asks to come back later',
    remedies: [{ kind: 'wait', until: 'the operation that runs there has ended; it can take a day' }],
  },
  CONFLICT: {
    summary: 'another operation is in the way',
    remedies: [{ kind: 'wait', until: 'the operation that runs there has ended; it can take a day' }],
  },
  STALE: { summary: 'it changed while we were changing it', remedies: [again] },
  UNAVAILABLE: { summary: 'the service failed', remedies: [again] },
  NO_ANSWER: { summary: 'the service gave no answer', remedies: [again] },
  NOT_VISIBLE: {
    summary: 'the customer is not visible to this partner',
    remedies: [
      {
        kind: 'ask',
        whom: 'the account manager',
        what: 'to have the customer accept the reseller relationship',
      },
    ],
  },
  UNREADABLE: {
    summary: 'the answer of the service cannot be read',
    remedies: [
      {
        kind: 'ask',
        whom: 'the Tenantform maintainers',
        what: 'to look at it; the detail says what was read',
      },
    ],
  },
  FOREIGN_ANSWER: {
    summary: 'the answer is none that the service is known to give',
    remedies: [
      {
        kind: 'ask',
        whom: 'whoever runs the proxy, filter or gateway on the way',
        what: 'to let these requests and their answers pass unchanged',
      },
      {
        kind: 'run',
        command: 'tenantform resume',
        why: 'looks what became of it before anything is repeated',
      },
    ],
  },
  UNKNOWN_CODE: {
    summary: 'the service answered with a code that is not known',
    remedies: [
      {
        kind: 'run',
        command: 'tenantform resume',
        why: 'looks what became of it before anything is repeated',
      },
      {
        kind: 'ask',
        whom: 'Microsoft partner support, with the correlation id',
        what: 'what the code means',
      },
    ],
  },
  PAGING_ENDLESS: {
    summary: 'a list of the service has no end',
    remedies: [
      again,
      {
        kind: 'ask',
        whom: 'Microsoft partner support, with the correlation id',
        what: 'why the list goes on',
      },
    ],
  },
  PAGING_STUCK: {
    summary: 'the service repeats a page',
    remedies: [again],
  },
  FOREIGN_LINK: {
    summary: 'the service points at another host',
    remedies: [
      { kind: 'ask', whom: 'the Tenantform maintainers', what: 'to look at it; the link was not followed' },
    ],
  },
  NOT_IN_CLOUD: {
    summary: 'this cloud does not offer the call',
    remedies: [{ kind: 'edit', what: 'leave out what needs it; the detail names it' }],
  },
  UNKNOWN_PARTNER: {
    summary: 'there is no access to this partner',
    remedies: [{ kind: 'edit', what: 'add a Partner document with credentials' }],
  },
  INSECURE_ENDPOINT: {
    summary: 'a token would leave this machine unencrypted',
    remedies: [
      { kind: 'edit', what: 'write an https:// address under `endpoints:` of the Workspace document' },
    ],
  },
  NOT_SOLD_NOW: {
    summary: 'it is not for sale in this form any more',
    remedies: [again],
  },
  CART_LINE: {
    summary: 'the service put an error on the line of the cart',
    remedies: [{ kind: 'edit', what: 'change what the detail names, then plan again' }],
  },
  MOVED: {
    summary: 'the subscription is no longer as it was planned from',
    remedies: [again],
  },
  NOT_SHOWN: {
    summary: 'the service does not show the change yet',
    remedies: [{ kind: 'run', command: 'tenantform resume', why: 'looks again before it repeats anything' }],
  },
  NO_MAIL: {
    summary: 'the customer has no mail address that can be seen',
    remedies: [
      { kind: 'edit', what: "give the customer's billing profile a mail address in Partner Center" },
    ],
  },
  TRANSFER_NOT_DONE: {
    summary: 'a transfer is not complete',
    remedies: [
      { kind: 'run', command: 'tenantform resume', why: 'looks at it again, and goes on where it stands' },
    ],
  },
  NO_BASE: {
    summary: 'the base of the add-on is not known',
    remedies: [{ kind: 'run', command: 'tenantform resume', why: 'looks for the base again' }],
  },
})
