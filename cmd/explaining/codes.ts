/** What `explain` can say. docs/errors.md lists it. */
import { defineCodes } from '../../engine/diagnostic.ts'

export const codes = defineCodes('EXPLAIN', {
  UNKNOWN_CODE: {
    summary: 'there is no such code',
    remedies: [
      {
        kind: 'edit',
        what: 'give a code as it stands in square brackets behind a message, or the id of a subscription',
      },
    ],
  },
  UNKNOWN_SUBSCRIPTION: {
    severity: 'warning',
    summary: 'this workspace knows nothing of the subscription',
    remedies: [
      { kind: 'edit', what: 'correct the id: `tenantform export subscriptions` lists those of the accounts' },
    ],
  },
})
