/** What `login` can say beyond what signing in says. docs/errors.md lists it. */
import { defineCodes } from '../../engine/diagnostic.ts'

export const codes = defineCodes('LOGIN', {
  NO_USER: {
    summary: 'the partner has no credentials of a user',
    remedies: [
      {
        kind: 'edit',
        what: 'write `user:` under `credentials:` of the Partner document, with `clientId:`, `refreshToken:` and `store:`',
      },
    ],
  },
  NO_STORE: {
    summary: 'nothing says where the refresh token goes',
    remedies: [
      {
        kind: 'edit',
        what: 'write `store:` under `credentials.user`, or name a file as `refreshToken: file:PATH`',
      },
    ],
  },
  NOT_STORED: {
    severity: 'note',
    summary: 'the refresh token was not stored, and what was stored before is as it was',
    remedies: [
      { kind: 'run', command: 'tenantform login PARTNER', why: 'signs in again, once the above is mended' },
    ],
  },
})
