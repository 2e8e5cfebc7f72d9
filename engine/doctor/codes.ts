/** What an examination can say beyond what signing in says. docs/errors.md lists it. */
import { defineCodes } from '../diagnostic.ts'

export const codes = defineCodes('DOCTOR', {
  CLOCK_OFF: {
    summary: 'the clock of this machine and that of the service differ too much',
    remedies: [
      {
        kind: 'edit',
        what: 'set the clock of this machine (NTP); signatures, tokens and "today" hang on it',
      },
    ],
  },
  TOKEN_NOT_KEPT: {
    severity: 'warning',
    summary: 'the new refresh token of each sign-in is forgotten',
    remedies: [
      {
        kind: 'edit',
        what: 'write `store:` under `credentials.user`, or keep the token in a `file:`; unless another program renews it',
      },
    ],
  },
  WITHOUT_SECOND_FACTOR: {
    severity: 'warning',
    summary: 'users of the partner sign in or call without a second factor',
    remedies: [
      {
        kind: 'run',
        command: 'tenantform login PARTNER',
        why: 'signs a user in with a second factor, where it is the user of the documents',
      },
      {
        kind: 'ask',
        whom: 'an administrator of the partner tenant',
        what: 'to demand a second factor of them: Microsoft refuses calls without one',
      },
    ],
  },
  CANNOT: {
    severity: 'warning',
    summary: 'the credentials of a partner cannot do what its documents need',
    remedies: [
      {
        kind: 'run',
        command: 'tenantform doctor',
        why: 'says what each partner can do, and what is missing',
      },
    ],
  },
  NO_CREDENTIALS: {
    summary: 'the partner has no credentials',
    remedies: [{ kind: 'edit', what: 'write `credentials:` into the Partner document' }],
  },
})
