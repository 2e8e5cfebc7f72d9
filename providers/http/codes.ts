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
  READ_ONLY: {
    summary: 'a client that may only read was asked to write',
    remedies: [{ kind: 'ask', whom: 'the Tenantform maintainers', what: 'to look at this: it is a bug' }],
  },
})
