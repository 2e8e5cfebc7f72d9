import { describe, expect, it } from 'vitest'
import { byError, byNumber, diagnoseRefusal, isPassing } from '../../../providers/auth/token-errors.ts'

const codeOf = (status: number, body: unknown) => diagnoseRefusal('italy', { status, body }).code

describe('a refusal of the token endpoint', () => {
  it.each([
    [7000215, 'invalid_client', 'AUTH.WRONG_SECRET'],
    [7000222, 'invalid_client', 'AUTH.EXPIRED_SECRET'],
    [70008, 'invalid_grant', 'AUTH.REFRESH_TOKEN_EXPIRED'],
    [700082, 'invalid_grant', 'AUTH.REFRESH_TOKEN_EXPIRED'],
    [50173, 'invalid_grant', 'AUTH.REFRESH_TOKEN_REVOKED'],
    [50076, 'invalid_grant', 'AUTH.MFA_NEEDED'],
    [50079, 'invalid_grant', 'AUTH.MFA_NEEDED'],
    [700016, 'unauthorized_client', 'AUTH.APP_NOT_IN_TENANT'],
    [90002, 'invalid_request', 'AUTH.UNKNOWN_TENANT'],
    [500011, 'invalid_resource', 'AUTH.WRONG_AUDIENCE'],
    [70011, 'invalid_scope', 'AUTH.WRONG_AUDIENCE'],
    [90033, 'temporarily_unavailable', 'AUTH.UNREACHABLE'],
    [90024, 'temporarily_unavailable', 'AUTH.UNREACHABLE'],
    [53003, 'invalid_grant', 'AUTH.POLICY_BLOCKS'],
    [53000, 'interaction_required', 'AUTH.POLICY_BLOCKS'],
    [50074, 'interaction_required', 'AUTH.MFA_NEEDED'],
    [50057, 'invalid_grant', 'AUTH.USER_DISABLED'],
    [65001, 'consent_required', 'AUTH.ADMIN_CONSENT_MISSING'],
    [90094, 'invalid_grant', 'AUTH.ADMIN_CONSENT_MISSING'],
    [70000, 'invalid_grant', 'AUTH.REFRESH_TOKEN_INVALID'],
    [9002313, 'invalid_grant', 'AUTH.REFRESH_TOKEN_INVALID'],
    [700007, 'invalid_grant', 'AUTH.REFRESH_TOKEN_OF_OTHER_APP'],
    [700005, 'invalid_grant', 'AUTH.USER_OF_OTHER_TENANT'],
    [50020, 'invalid_grant', 'AUTH.USER_OF_OTHER_TENANT'],
    [700025, 'invalid_client', 'AUTH.PUBLIC_APP'],
    [70020, 'expired_token', 'AUTH.CODE_EXPIRED'],
    [65004, 'access_denied', 'AUTH.SIGN_IN_DECLINED'],
    [7000112, 'unauthorized_client', 'AUTH.APP_DISABLED'],
    [500133, 'invalid_client', 'AUTH.CLOCK_OFF'],
    [700023, 'invalid_client', 'AUTH.REFUSED'],
    [70021, 'invalid_request', 'AUTH.ISSUER_NOT_TRUSTED'],
    [700213, 'invalid_request', 'AUTH.ISSUER_NOT_TRUSTED'],
    [70043, 'invalid_grant', 'AUTH.REFRESH_TOKEN_EXPIRED'],
    [50133, 'invalid_grant', 'AUTH.REFRESH_TOKEN_REVOKED'],
  ])('with AADSTS%i is %s → %s, by its number or by the number in its words', (number, error, code) => {
    expect(byNumber[number]?.code).toBe(code)
    expect(codeOf(400, { error, error_codes: [number] })).toBe(code)
    expect(codeOf(401, { error, error_description: `AADSTS${number}: words` })).toBe(code)
  })

  it.each(Object.keys(byError))('with %s and an unknown number is judged by the word', error => {
    expect(codeOf(400, { error, error_codes: [1] })).toBe(byError[error]?.code)
  })

  it.each([
    [500, undefined, 'AUTH.UNREACHABLE'],
    [429, undefined, 'AUTH.UNREACHABLE'],
    [302, undefined, 'AUTH.UNREACHABLE'],
    [400, undefined, 'AUTH.UNREACHABLE'],
    [403, '<html>', 'AUTH.UNREACHABLE'],
    [200, { token: 'of somebody else' }, 'AUTH.UNREACHABLE'],
    [400, { error: 'something_new' }, 'AUTH.REFUSED'],
  ])('of status %i with the body %j is %s', (status, body, code) => {
    expect(codeOf(status, body)).toBe(code)
  })

  it.each([
    [{ error: 'temporarily_unavailable' }, true],
    [{ error: 'server_error', error_codes: [90033] }, true],
    [{ error: 'invalid_grant', error_codes: [50076] }, false],
    ['<html>', false],
    [undefined, false],
  ])('%j passes by itself: %s', (body, passes) => {
    expect(isPassing({ body })).toBe(passes)
  })

  it('names partner, status, number and the id for a support ticket, and repeats no description', () => {
    const body = {
      error: 'invalid_grant',
      error_description: 'AADSTS700082: token xyz',
      error_codes: [700082],
      correlation_id: 'cor-1',
    }
    expect(diagnoseRefusal('italy', { status: 400, body })).toEqual({
      code: 'AUTH.REFRESH_TOKEN_EXPIRED',
      severity: 'error',
      summary: 'the refresh token has expired',
      detail: 'italy: the token endpoint answered 400 invalid_grant, AADSTS700082.',
      remedies: [
        {
          kind: 'run',
          command: 'tenantform login italy',
          why: 'a person signs in with MFA, and the new token is stored',
        },
      ],
      correlationId: 'cor-1',
    })
  })
})
