/**
 * Refusals of the token endpoint as diagnostics (facts 5, token errors, read 2026-11-23). One row per AADSTS number.
 * That page names 7000215, 7000222, 70008, 700082, 50173, 50076, 50079, 700016, 500011, 70011 and 90033. The others stand in Microsoft's
 * reference of error codes (learn.microsoft.com/entra/identity-platform/reference-error-codes, read 2026-11-26), but for 70020, 70021,
 * 700007, 700024, 700025, 700211, 700212, 700213 and 9002313, which are known from messages people were shown. A number may change its meaning, so the detail always
 * names it.
 */
import { type CodeEntry, type Diagnostic, diagnose, type Remedy } from '../../engine/diagnostic.ts'
import { codes } from './codes.ts'
import { personCodes } from './person-codes.ts'

export const byNumber: Readonly<Record<number, CodeEntry>> = {
  7000215: codes.WRONG_SECRET,
  7000222: codes.EXPIRED_SECRET,
  7000218: codes.SECRET_MISSING,
  700027: codes.CERTIFICATE_UNKNOWN,
  // The reference calls it a scope without a resource, other pages of Microsoft an assertion for another audience.
  700023: codes.REFUSED,
  700030: codes.CERTIFICATE_UNKNOWN,
  700024: codes.CLOCK_OFF,
  500133: codes.CLOCK_OFF,
  70021: codes.ISSUER_NOT_TRUSTED,
  700211: codes.ISSUER_NOT_TRUSTED,
  700212: codes.ISSUER_NOT_TRUSTED,
  700213: codes.ISSUER_NOT_TRUSTED,
  70008: codes.REFRESH_TOKEN_EXPIRED,
  700082: codes.REFRESH_TOKEN_EXPIRED,
  700084: codes.REFRESH_TOKEN_EXPIRED,
  70000: personCodes.REFRESH_TOKEN_INVALID,
  9002313: personCodes.REFRESH_TOKEN_INVALID,
  700007: personCodes.REFRESH_TOKEN_OF_OTHER_APP,
  700005: personCodes.USER_OF_OTHER_TENANT,
  70043: codes.REFRESH_TOKEN_EXPIRED,
  50173: codes.REFRESH_TOKEN_REVOKED,
  50132: codes.REFRESH_TOKEN_REVOKED,
  50133: codes.REFRESH_TOKEN_REVOKED,
  50076: codes.MFA_NEEDED,
  50079: codes.MFA_NEEDED,
  50072: codes.MFA_NEEDED,
  50074: codes.MFA_NEEDED,
  50078: codes.MFA_NEEDED,
  53000: codes.POLICY_BLOCKS,
  53001: codes.POLICY_BLOCKS,
  53003: codes.POLICY_BLOCKS,
  50158: codes.POLICY_BLOCKS,
  50055: codes.USER_DISABLED,
  50057: codes.USER_DISABLED,
  50034: codes.USER_DISABLED,
  50020: personCodes.USER_OF_OTHER_TENANT,
  50177: codes.NOT_A_MEMBER,
  65001: personCodes.ADMIN_CONSENT_MISSING,
  90094: personCodes.ADMIN_CONSENT_MISSING,
  90095: personCodes.ADMIN_CONSENT_MISSING,
  65004: personCodes.SIGN_IN_DECLINED,
  70017: personCodes.SIGN_IN_DECLINED,
  70018: personCodes.CODE_EXPIRED,
  70019: personCodes.CODE_EXPIRED,
  70020: personCodes.CODE_EXPIRED,
  700025: personCodes.PUBLIC_APP,
  700016: codes.APP_NOT_IN_TENANT,
  7000112: codes.APP_DISABLED,
  90002: codes.UNKNOWN_TENANT,
  500011: codes.WRONG_AUDIENCE,
  70011: codes.WRONG_AUDIENCE,
  90033: codes.UNREACHABLE,
  90024: codes.UNREACHABLE,
}

export const byError: Readonly<Record<string, CodeEntry>> = {
  invalid_client: codes.WRONG_SECRET,
  invalid_grant: codes.CONSENT_NEEDED,
  interaction_required: codes.CONSENT_NEEDED,
  consent_required: personCodes.ADMIN_CONSENT_MISSING,
  authorization_declined: personCodes.SIGN_IN_DECLINED,
  access_denied: personCodes.SIGN_IN_DECLINED,
  expired_token: personCodes.CODE_EXPIRED,
  bad_verification_code: personCodes.CODE_EXPIRED,
  unauthorized_client: codes.APP_NOT_IN_TENANT,
  invalid_resource: codes.WRONG_AUDIENCE,
  invalid_scope: codes.WRONG_AUDIENCE,
  temporarily_unavailable: codes.UNREACHABLE,
}

export interface TokenRefusal {
  readonly status: number
  /** The parsed body, whatever it is. */
  readonly body: unknown
}

export function diagnoseRefusal(partner: string, { status, body }: TokenRefusal): Diagnostic {
  const fields = typeof body === 'object' && body !== null ? body : {}
  const error = 'error' in fields && typeof fields.error === 'string' ? fields.error : ''
  const numbers = numbersOf(fields)
  const known = numbers.map(number => byNumber[number]).find(entry => entry !== undefined)
  // Without a word of its own it is not the sign-in service that answers: a proxy, a portal, a redirect.
  const isForeign = error === ''
  const passing = isForeign || status === 429 || status >= 500 ? codes.UNREACHABLE : codes.REFUSED
  const correlationId =
    'correlation_id' in fields && typeof fields.correlation_id === 'string' ? fields.correlation_id : null
  const entry = known ?? byError[error] ?? passing
  // The description is not repeated: it is localised, and has been seen to quote what was sent.
  const named = numbers.length > 0 ? `, AADSTS${numbers.join(', AADSTS')}` : ''
  return diagnose(entry, {
    remedies: remediesFor(partner, entry),
    detail: `${partner}: the token endpoint answered ${status}${isForeign ? ' with nothing that the sign-in service says' : ` ${error}`}${named}.`,
    ...(correlationId !== null && { correlationId }),
  })
}

/** The usual ones, with the commands whole. */
export function remediesFor(partner: string, { remedies }: CodeEntry): readonly Remedy[] {
  return remedies.map(remedy =>
    remedy.kind === 'run' ? { ...remedy, command: remedy.command.replace('PARTNER', partner) } : remedy,
  )
}

/** Passes by itself, whatever status it comes with. */
export function isPassing({ body }: { readonly body: unknown }): boolean {
  const fields = typeof body === 'object' && body !== null ? body : {}
  const word = 'error' in fields ? fields.error : null
  return word === 'temporarily_unavailable' || numbersOf(fields).some(number => passing.has(number))
}

/** A transient error, and a service that is short of something (facts 5). */
const passing = new Set([90033, 90024])

function numbersOf(fields: object): readonly number[] {
  const listed = 'error_codes' in fields && Array.isArray(fields.error_codes) ? fields.error_codes : []
  const numbers = listed.filter((entry): entry is number => typeof entry === 'number')
  if (numbers.length > 0) return numbers
  const text =
    'error_description' in fields && typeof fields.error_description === 'string'
      ? fields.error_description
      : ''
  const [, found] = /AADSTS(\d+)/.exec(text) ?? []
  return found === undefined ? [] : [Number(found)]
}
