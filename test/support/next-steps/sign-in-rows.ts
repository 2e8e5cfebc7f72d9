/** What trouble with a person's sign-in prints: a person is needed, so a suite of its own follows it. */
import type { Rows } from './row.ts'

const personIn = 'test/scenario/login.test.ts'

export const signInRows: Rows = {
  'AUTH.ADMIN_CONSENT_MISSING': { personIn },
  'AUTH.CODE_EXPIRED': { personIn },
  'AUTH.CONSENT_NEEDED': { personIn },
  'AUTH.MFA_NEEDED': { personIn },
  'AUTH.REFRESH_TOKEN_EXPIRED': { personIn },
  'AUTH.REFRESH_TOKEN_INVALID': { personIn },
  'AUTH.REFRESH_TOKEN_OF_OTHER_APP': { personIn },
  'AUTH.REFRESH_TOKEN_REVOKED': { personIn },
  'AUTH.SIGN_IN_DECLINED': { personIn },
  'AUTH.USER_OF_OTHER_TENANT': { personIn },
  'DOCTOR.WITHOUT_SECOND_FACTOR': { personIn },
  'LOGIN.NOT_STORED': { personIn },
}
