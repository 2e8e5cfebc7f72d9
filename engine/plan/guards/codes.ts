/** What a policy says to a plan. */
import { defineCodes } from '../../diagnostic.ts'

export const policyCodes = defineCodes('PLAN', {
  POLICY: {
    severity: 'error',
    summary: 'a policy forbids this plan',
    remedies: [
      { kind: 'edit', what: 'change the documents, or write a dated exception into the Workspace document' },
    ],
  },
  POLICY_UNDECIDED: {
    severity: 'error',
    summary: 'a policy cannot be judged',
    remedies: [
      {
        kind: 'edit',
        what: 'give the partner a price list with `prices:` where a price is unknown, or the policy a limit in the currency that it lacks',
      },
    ],
  },
  NEEDS_APPROVAL: {
    severity: 'error',
    summary: 'a policy wants this approved',
    remedies: [{ kind: 'edit', what: 'write a dated approval into the Workspace document' }],
  },
})
