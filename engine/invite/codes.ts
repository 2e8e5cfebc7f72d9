/** What invite can say, with its fixed words. docs/errors.md lists them. */
import { defineCodes } from '../diagnostic.ts'

export const codes = defineCodes('INVITE', {
  BAD_TEMPLATE: {
    summary: 'a template of an invitation cannot be used',
    remedies: [
      {
        kind: 'run',
        command: 'tenantform invite --save-templates DIR',
        why: 'writes templates that work, to start from',
      },
    ],
  },
  NO_TEMPLATE: {
    summary: 'there is no template in this language',
    remedies: [
      { kind: 'edit', what: 'add LANGUAGE.txt to the folder of templates, or choose another --language' },
    ],
  },
  NO_LINK: {
    summary: 'the account gave no invitation link',
    remedies: [
      {
        kind: 'edit',
        what: 'give the Partner document credentials of a user (`credentials.user`) besides those of the app',
      },
    ],
  },
  SENDER_UNKNOWN: {
    summary: 'nothing says who signs the invitations',
    remedies: [{ kind: 'edit', what: 'name your company, as the customer knows it, with --sender' }],
  },
  NO_CUSTOMER: {
    summary: 'there is no such customer to invite',
    remedies: [
      { kind: 'edit', what: 'name the tenant id, domain or name of a Customer document of the account' },
    ],
  },
  UNDECLARED: {
    severity: 'warning',
    summary: 'customers of the sources are in no document and are not invited',
    remedies: [
      {
        kind: 'run',
        command: 'tenantform import --consolidation NAME --update',
        why: 'writes their documents',
      },
    ],
  },
  NO_TARGET: {
    summary: 'it is not clear into which account to invite',
    remedies: [{ kind: 'edit', what: 'name it with --partner or --consolidation' }],
  },
  BAD_CONTACT: {
    summary: 'a row of the contacts cannot be used',
    remedies: [{ kind: 'edit', what: 'correct the row' }],
  },
})
