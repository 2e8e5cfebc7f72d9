/**
 * What is seen of delegated administration. None of it is an error: this track never stops a purchase or a switch-off.
 */
import { defineCodes } from '../../diagnostic.ts'

export const adminCodes = defineCodes('ADMIN', {
  NOT_ASKED: {
    severity: 'note',
    summary: 'delegated administration is declared and was never asked for',
    remedies: [{ kind: 'run', command: 'tenantform invite', why: 'asks the customer for it' }],
  },
  WAITING: {
    severity: 'note',
    summary: 'the customer has not approved delegated administration',
    remedies: [
      { kind: 'ask', whom: "the customer's global administrator", what: 'to open the link and to approve' },
      {
        kind: 'ask',
        whom: "the customer's global administrator",
        what: 'to take the older delegated rights (DAP) of this partner away first, where the page refuses the approval',
      },
    ],
  },
  ROLES_MISSING: {
    severity: 'warning',
    summary: 'the relationship grants fewer roles than are declared',
    remedies: [
      {
        kind: 'run',
        command: 'tenantform invite',
        why: 'more roles need a new relationship and a new approval of the customer',
      },
    ],
  },
  MORE_ROLES: {
    severity: 'note',
    summary: 'the relationship grants more roles than are declared',
    remedies: [
      {
        kind: 'edit',
        what: 'add them to `roles:`, or ask anew with fewer and let the customer end this one',
      },
    ],
  },
  GLOBAL_ADMINISTRATOR: {
    severity: 'warning',
    summary: 'the relationship grants the global administrator',
    remedies: [
      {
        kind: 'ask',
        whom: 'an administrator of the partner',
        what: 'to take the role out of the relationship in Partner Center: it allows everything and rules out auto-extend',
      },
    ],
  },
  ENDS_SOON: {
    severity: 'warning',
    summary: 'the relationship ends soon, and nothing extends it',
    remedies: [{ kind: 'edit', what: 'write `autoExtend: true`, or run `tenantform invite` for a new one' }],
  },
  ENDED: {
    severity: 'warning',
    summary: 'the relationship is over',
    remedies: [{ kind: 'run', command: 'tenantform invite', why: 'asks the customer for a new one' }],
  },
  GROUP_IN_ERROR: {
    severity: 'warning',
    summary: 'the service could not give a group its roles',
    remedies: [
      {
        kind: 'ask',
        whom: 'an administrator of the partner tenant',
        what: 'whether the security group still exists; the assignment is to be removed in Partner Center before it can be made again',
      },
    ],
  },
  GROUP_PENDING: {
    severity: 'note',
    summary: 'the service is still giving a group its roles',
    remedies: [
      { kind: 'run', command: 'tenantform status', why: 'looks again' },
      {
        kind: 'edit',
        what: 'spread the roles over several groups, where it stays so: the service has been seen to hang with 16 and more on one',
      },
    ],
  },
  GROUP_WAITS: {
    severity: 'warning',
    summary: 'a group is to hold roles that the relationship does not grant',
    remedies: [
      { kind: 'run', command: 'tenantform invite', why: 'asks for a relationship with all declared roles' },
    ],
  },
  GROUP_UNMANAGED: {
    severity: 'note',
    summary: 'a group that no document declares holds roles; it is left alone',
    remedies: [{ kind: 'edit', what: 'declare it under `groups:`, or remove it in Partner Center' }],
  },
  UNKNOWN: {
    severity: 'warning',
    summary: 'delegated administration could not be read, so nothing of it is changed',
    remedies: [
      {
        kind: 'run',
        command: 'tenantform doctor',
        why: 'says whether the account may read it, and what is missing',
      },
    ],
  },
  UNSUPPORTED: {
    severity: 'warning',
    summary: 'the service uses a status that is not known here, so nothing of it is changed',
    remedies: [
      {
        kind: 'ask',
        whom: 'the authors of Tenantform',
        what: 'to support it; the relationship can be handled in Partner Center meanwhile',
      },
    ],
  },
  KEPT_IN_SOURCE: {
    severity: 'note',
    summary: 'a relationship of a source is not ended yet',
    remedies: [{ kind: 'wait', until: 'nothing that the detail names is left; the plan after that ends it' }],
  },
  NO_ACCESS: {
    severity: 'warning',
    summary: 'what is read here holds nothing of delegated administration',
    remedies: [{ kind: 'edit', what: 'leave `--snapshot` out, so that the accounts themselves are asked' }],
  },
  NO_READER_ROLE: {
    severity: 'note',
    summary: 'licences in use cannot be read without delegated administration',
    remedies: [
      { kind: 'run', command: 'tenantform status', why: 'says what delegated administration waits for' },
    ],
  },
  NO_READER_GROUP: {
    severity: 'note',
    summary: 'no group holds a role that reads licences in use',
    remedies: [
      {
        kind: 'edit',
        what: 'give a group of `groups:` directory-readers, global-reader, user-administrator or license-administrator, and make the account that signs in a member of it',
      },
    ],
  },
})
