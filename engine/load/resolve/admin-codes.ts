/** What can be wrong with `admin:`. */
import { defineCodes } from '../../diagnostic.ts'

export const adminCodes = defineCodes('DOCUMENT', {
  UNKNOWN_ROLE: {
    summary: 'there is no such built-in role',
    remedies: [{ kind: 'edit', what: 'write the name of a built-in Entra role, or its template id' }],
  },
  NO_ROLES: {
    summary: 'delegated administration is asked for without a role',
    remedies: [{ kind: 'edit', what: 'add `roles:`, here or in the `admin:` of the Partner document' }],
  },
  ROLE_NOT_ASKED: {
    summary: 'a group is to hold a role that the relationship does not ask for',
    remedies: [{ kind: 'edit', what: 'add the role to `roles:`, or take it from the group' }],
  },
  EXTENDS_GLOBAL: {
    summary: 'a relationship with the global administrator cannot be extended by itself',
    remedies: [{ kind: 'edit', what: 'take `global-administrator` out, or write `autoExtend: false`' }],
  },
  ADMIN_NOT_IN_CLOUD: {
    summary: 'the cloud of the partner has no delegated administration of this kind',
    remedies: [{ kind: 'edit', what: 'remove `admin:` of this partner' }],
  },
})
