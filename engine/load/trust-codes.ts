/** What documents may not do where they are not trusted (`--untrusted`). docs/errors.md lists them. */
import { defineCodes, type Remedy } from '../diagnostic.ts'

const review: Remedy = {
  kind: 'ask',
  whom: 'a person who may review these documents',
  what: 'to read them, and run the command without `--untrusted`',
}

export const trustCodes = defineCodes('TRUST', {
  PROGRAM: { summary: 'documents that are not trusted name a program to run', remedies: [review] },
  VARIABLE: {
    summary: 'documents that are not trusted name a variable that is not on the list',
    remedies: [
      { kind: 'edit', what: 'put its name on `TENANTFORM_ALLOW_ENV` of the job, if it is meant for them' },
      review,
    ],
  },
  FILE_OUTSIDE: {
    summary: 'documents that are not trusted name a file outside of the workspace',
    remedies: [{ kind: 'edit', what: 'keep the file in the workspace' }, review],
  },
  ENDPOINTS: {
    summary: 'documents that are not trusted choose where secrets are sent',
    remedies: [{ kind: 'edit', what: 'take `endpoints:` out' }, review],
  },
  SIGN_IN: {
    summary: 'a sign-in is not led by documents that are not trusted',
    remedies: [review],
  },
  TRACKED: {
    severity: 'warning',
    summary: "git tracks files among Tenantform's own, so any contributor may have made them",
    remedies: [
      {
        kind: 'run',
        command: 'git rm -r --cached .tenantform',
        why: 'takes them out of git; `.gitignore` keeps them out',
      },
    ],
  },
})
