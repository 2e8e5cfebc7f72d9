/** What the token endpoint answered, as what was granted or why nothing was. */
import { diagnose } from '../../engine/diagnostic.ts'
import { fail, type Result, succeed } from '../../engine/result.ts'
import type { HttpOutcome } from '../http/request.ts'
import { codes } from './codes.ts'
import { secret } from './secret.ts'
import { diagnoseRefusal } from './token-errors.ts'
import type { Granted } from './token-exchange.ts'

export function judgeAnswer(
  outcome: HttpOutcome | null,
  { partner, authority }: { readonly partner: string; readonly authority: string },
): Result<Granted> {
  if (outcome === null || outcome.kind === 'no answer')
    return fail(
      diagnose(codes.UNREACHABLE, {
        detail: `${partner}: ${authority} gave no answer (${outcome?.why ?? 'nothing was sent'}).`,
      }),
    )
  const { status, body } = outcome
  const fields = typeof body === 'object' && body !== null ? body : {}
  if (status !== 200 || !('access_token' in fields) || typeof fields.access_token !== 'string')
    return fail(diagnoseRefusal(partner, { status, body }))
  const seconds = Number('expires_in' in fields ? fields.expires_in : Number.NaN)
  return succeed({
    accessToken: secret(fields.access_token),
    expiresInMs: Number.isFinite(seconds) ? seconds * 1000 : 0,
    refreshToken:
      'refresh_token' in fields && typeof fields.refresh_token === 'string'
        ? secret(fields.refresh_token)
        : null,
  })
}
