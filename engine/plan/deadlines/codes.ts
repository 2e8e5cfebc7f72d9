/** What closes too early for the steps of a plan. */
import { defineCodes } from '../../diagnostic.ts'

export const deadlineCodes = defineCodes('PLAN', {
  DEADLINE_TOO_NEAR: {
    severity: 'warning',
    summary: 'something closes before the actions could be finished',
    remedies: [
      { kind: 'edit', what: 'plan for a day with more time: `--on` with its date' },
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
      { kind: 'edit', what: 'leave `--on` out, which plans for today' },
      { kind: 'edit', what: 'plan for this day once the new term has begun' },
    ],
  },
})
