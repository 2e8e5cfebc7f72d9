/** What closes too early for the steps of a plan. */
import { defineCodes } from '../../diagnostic.ts'

export const deadlineCodes = defineCodes('PLAN', {
  DEADLINE_TOO_NEAR: {
    severity: 'warning',
    summary: 'something closes before the steps could be finished',
    remedies: [
      { kind: 'run', command: 'tenantform plan --on DATE', why: 'plans for a day with more time' },
      {
        kind: 'edit',
        what: 'choose another method, a longer window, or a smaller `limits: { deadlineMargin: }` in the Workspace document',
      },
    ],
  },
  TERM_OVER_BY_THEN: {
    severity: 'warning',
    summary: 'a term ends before the planned day',
    remedies: [
      { kind: 'run', command: 'tenantform plan', why: 'plans for today' },
      { kind: 'edit', what: 'plan for this day once the new term has begun' },
    ],
  },
})
