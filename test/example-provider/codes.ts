/** What the register can be blamed for. */
import { defineCodes } from '../../engine/diagnostic.ts'

export const codes = defineCodes('REGISTER', {
  NO_ANSWER: {
    summary: 'the seat register gives no answer that can be used',
    remedies: [{ kind: 'run', command: 'tenantform plan', why: 'asks again' }],
  },
})
