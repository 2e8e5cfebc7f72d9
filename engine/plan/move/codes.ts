/** What a move says of waves, transfers and lapses. */
import { defineCodes } from '../../diagnostic.ts'

export const moveCodes = defineCodes('PLAN', {
  BLOCKED_ELSEWHERE: {
    severity: 'warning',
    summary: 'another consolidation of the same customer is blocked, and a customer moves as a whole',
    remedies: [{ kind: 'edit', what: 'mend what blocks the customer in the other consolidation' }],
  },
  TRANSFER_DIFFERS: {
    severity: 'warning',
    summary: 'what a transfer brings is not what is declared',
    remedies: [
      {
        kind: 'edit',
        what: 'declare it as it is in the source, and change it once the transfer is done',
      },
    ],
  },
  LAPSES: {
    severity: 'note',
    summary: 'a declared subscription is bought when the term of its source has ended',
    remedies: [{ kind: 'run', command: 'tenantform apply', why: 'on that day, from a schedule' }],
  },
  LAPSES_APART: {
    severity: 'warning',
    summary: 'one declared subscription takes over from sources whose terms end on different days',
    remedies: [{ kind: 'edit', what: 'declare one line for each source, with its seats' }],
  },
  LATER_PURCHASE_CLOSED: {
    severity: 'warning',
    summary: 'what takes over when a term has ended could not be bought on that day',
    remedies: [
      {
        kind: 'edit',
        what: 'write an exception that lasts until that day, open the window on it, or choose another method for the source',
      },
    ],
  },
  WAVE_TOO_LARGE: {
    severity: 'error',
    summary: 'a wave matches more customers than its `max:`',
    remedies: [{ kind: 'edit', what: 'narrow the wave or raise `max:`' }],
  },
  WAVE_NOT_DONE: {
    severity: 'note',
    summary: 'the wave this one needs is not done',
    remedies: [{ kind: 'run', command: 'tenantform status', why: 'says who of that wave is left, and why' }],
  },
})
