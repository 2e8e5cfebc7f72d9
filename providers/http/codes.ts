/** What the sending side itself can say. docs/errors.md lists it. */
import { defineCodes } from '../../engine/diagnostic.ts'

export const codes = defineCodes('HTTP', {
  BAD_PROXY: {
    summary: 'a proxy of the environment cannot be used',
    remedies: [
      {
        kind: 'edit',
        what: 'correct the variable, name another proxy in HTTPS_PROXY, or write NO_PROXY=* where none is needed',
      },
    ],
  },
  GIVEN_UP: {
    summary: 'the service has stopped answering',
    remedies: [
      {
        kind: 'run',
        command: 'tenantform doctor',
        why: 'tells whether network, proxy and service can be reached',
      },
    ],
  },
  THROTTLED_TOO_LONG: {
    summary: 'the service asks to wait longer than a run does',
    remedies: [{ kind: 'wait', until: 'the time that the detail names; then run the same command again' }],
  },
  NOT_ADDRESSABLE: {
    summary: 'an id cannot stand in an address, so nothing was asked',
    remedies: [
      {
        kind: 'ask',
        whom: 'Microsoft support',
        what: 'why the service names such an id; the detail says which',
      },
    ],
  },
  READ_ONLY: {
    summary: 'a client that may only read was asked to write',
    remedies: [{ kind: 'ask', whom: 'the Tenantform maintainers', what: 'to look at this: it is a bug' }],
  },
})
