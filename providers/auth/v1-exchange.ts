/** The older token endpoint, which MSAL does not speak: a form with `resource` in place of scopes (facts 5, read 2026-11-23). */
import type { Instant } from '../../engine/model/ids.ts'
import type { Send } from '../http/request.ts'
import { judgeAnswer } from './judge-answer.ts'
import { reveal } from './reveal.ts'
import type { Exchange } from './token-exchange.ts'

export interface V1ExchangeOptions {
  readonly partner: string
  readonly tenantId: string
  readonly authority: string
  readonly authorityOverride: string | null
  readonly send: Send
  readonly now: () => Instant
  readonly newId: () => string
}

const assertionType = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer'

export function v1Exchange(options: V1ExchangeOptions): Exchange {
  const { partner, tenantId, authority, authorityOverride, send, now, newId } = options
  const path = `/${tenantId}/oauth2/token`
  return async input => {
    const revealed = await reveal(input, { partner, tokenEndpoint: `${authority}${path}`, now, newId })
    if (!revealed.ok) return revealed
    const { clientId, secret, assertion, refreshToken } = revealed.value
    const outcome = await send({
      call: 'token.v1',
      method: 'POST',
      url: `${authorityOverride ?? authority}${path}`,
      headers: { Accept: 'application/json' },
      body: {
        kind: 'form',
        fields: {
          client_id: clientId,
          resource: input.audience,
          ...(secret !== null && { client_secret: secret }),
          ...(assertion !== null && { client_assertion: assertion, client_assertion_type: assertionType }),
          ...(refreshToken === null
            ? { grant_type: 'client_credentials' }
            : { grant_type: 'refresh_token', refresh_token: refreshToken.reveal(), scope: 'openid' }),
        },
      },
      partner,
      family: 'token',
      effect: 'read',
      repeat: 'freely',
      requestId: null,
      correlationId: newId(),
    })
    return judgeAnswer(outcome, { partner, authority: authorityOverride ?? authority })
  }
}
