/** What the activity commands can say, with its fixed words. docs/errors.md lists them. */
import { defineCodes } from '../diagnostic.ts'

export const codes = defineCodes('ACTIVITY', {
  HORIZON: {
    severity: 'warning',
    summary: 'Microsoft keeps activity for 90 days; what is older cannot be read any more',
    remedies: [
      {
        kind: 'run',
        command: 'tenantform activity export --out activity.csv',
        why: 'kept regularly, it reaches further back than Microsoft does',
      },
    ],
  },
  UNREAD: {
    severity: 'warning',
    summary: "an account's activity log gave no answer",
    remedies: [{ kind: 'run', command: 'tenantform plan', why: 'signs in again and says what is missing' }],
  },
  OTHER_WORLDS: {
    severity: 'note',
    summary: 'applies that were made in other worlds count for nothing here',
    remedies: [{ kind: 'run', command: 'tenantform journal list', why: 'says where each was made' }],
  },
  NO_APPLY: {
    summary: 'there is no such apply in the journal',
    remedies: [{ kind: 'run', command: 'tenantform journal list', why: 'lists them' }],
  },
})
