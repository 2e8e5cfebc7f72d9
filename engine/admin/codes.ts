/** What writing delegated administration can come to. */
import { defineCodes } from '../diagnostic.ts'

export const writeCodes = defineCodes('ADMIN', {
  NAME_TAKEN: {
    summary: 'the name of the relationship belongs to another one',
    remedies: [{ kind: 'run', command: 'tenantform invite', why: 'asks under the next free name' }],
  },
  NOT_SEEN: {
    summary: 'the service knows the name already and does not show the relationship yet',
    remedies: [{ kind: 'run', command: 'tenantform resume', why: 'looks again, and asks for nothing twice' }],
  },
  MOVED: {
    summary: 'it is no longer as it was planned from',
    remedies: [{ kind: 'run', command: 'tenantform plan', why: 'plans from what is there now' }],
  },
  REQUEST_MOVED: {
    summary: 'the request to the customer is no longer as it was planned from',
    remedies: [
      { kind: 'run', command: 'tenantform invite', why: 'asks where nothing is asked or granted by now' },
    ],
  },
  NOT_CHANGED: {
    summary: 'the service accepted the change and changed nothing',
    remedies: [
      { kind: 'ask', whom: 'an administrator of the partner', what: 'to make the change in Partner Center' },
    ],
  },
  FAILED: {
    summary: 'the service carried the change out and failed',
    remedies: [
      { kind: 'run', command: 'tenantform plan', why: 'plans it again' },
      { kind: 'ask', whom: 'Microsoft support', what: 'with the correlation id, where it fails again' },
    ],
  },
})
