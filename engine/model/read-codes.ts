/** What is said of something that planning needs and nothing read. */
import { defineCodes } from '../diagnostic.ts'

export const readCodes = defineCodes('PLAN', {
  NOT_READ: {
    summary: 'this was not read',
    remedies: [{ kind: 'run', command: 'tenantform plan', why: 'reads it' }],
  },
})
