/** What is wrong with the file of a saved plan. */
import { defineCodes } from '../../diagnostic.ts'

export const fileCodes = defineCodes('PLAN', {
  NOT_JSON: {
    summary: 'the file is not a plan: it is not JSON',
    remedies: [{ kind: 'run', command: 'tenantform plan --out FILE', why: 'makes a new one' }],
  },
  NOT_A_PLAN: {
    summary: 'the file is not a plan of this version',
    remedies: [{ kind: 'run', command: 'tenantform plan --out FILE', why: 'makes a new one' }],
  },
  TOO_LARGE: {
    summary: 'the plan is larger than any that is read again, and was not saved',
    remedies: [
      { kind: 'run', command: 'tenantform plan --wave NAME --out FILE', why: 'plans one wave of it' },
    ],
  },
  EDITED: {
    summary: 'the plan was changed after it was made',
    remedies: [{ kind: 'run', command: 'tenantform plan --out FILE', why: 'makes a new one' }],
  },
})
