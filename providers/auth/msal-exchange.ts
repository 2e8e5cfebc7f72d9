/**
 * The token endpoint through @azure/msal-node, which owns assertions, endpoints of every cloud and the form of the request. Its
 * network is our transport, so there is one HTTP stack; its cache is not used, because it judges expiry by the system's clock and
 * never hands out a rotated refresh token. A new client per exchange: MSAL also remembers throttling by the system's clock.
 */
import type { Instant } from '../../engine/model/ids.ts'
import type { Send } from '../http/request.ts'
import type { Revealed } from './credential.ts'
import { judgeAnswer } from './judge-answer.ts'
import { type MsalNetwork, networkOver } from './msal-network.ts'
import { reveal } from './reveal.ts'
import type { Exchange, ExchangeInput } from './token-exchange.ts'

export interface MsalExchangeOptions {
  readonly partner: string
  readonly tenantId: string
  /** The cloud's authority, https, e.g. `https://login.microsoftonline.com`. */
  readonly authority: string
  /** Where the requests really go when it is another place (the sandbox, over http). */
  readonly authorityOverride: string | null
  readonly send: Send
  readonly now: () => Instant
  readonly newId: () => string
}

export function msalExchange(options: MsalExchangeOptions): Exchange {
  const { partner, tenantId, authority, authorityOverride, now, newId } = options
  const tokenEndpoint = `${authority}/${tenantId}/oauth2/v2.0/token`
  return async input => {
    const revealed = await reveal(input, { partner, tokenEndpoint, now, newId })
    if (!revealed.ok) return revealed
    const network = networkOver(options)
    await askMsal(input, revealed.value, network, options)
    return judgeAnswer(network.last(), { partner, authority: authorityOverride ?? authority })
  }
}

/** Whatever MSAL makes of the answer, we judge the answer itself; its errors hold what was sent. */
async function askMsal(
  { audience }: ExchangeInput,
  revealed: Revealed,
  network: MsalNetwork,
  { tenantId, authority }: MsalExchangeOptions,
): Promise<void> {
  const msal = await import('@azure/msal-node')
  const { clientId, secret, assertion, refreshToken } = revealed
  const auth = { clientId, authority: `${authority}/${tenantId}` }
  const system = { networkClient: network.client, loggerOptions: { piiLoggingEnabled: false } }
  const scopes = [`${audience}/.default`]
  const proof =
    secret !== null ? { clientSecret: secret } : assertion !== null ? { clientAssertion: assertion } : null
  try {
    if (proof === null) {
      const app = new msal.PublicClientApplication({ auth, system })
      await app.acquireTokenByRefreshToken({ scopes, refreshToken: refreshToken?.reveal() ?? '' })
      return
    }
    const app = new msal.ConfidentialClientApplication({ auth: { ...auth, ...proof }, system })
    if (refreshToken !== null)
      await app.acquireTokenByRefreshToken({ scopes, refreshToken: refreshToken.reveal() })
    else await app.acquireTokenByClientCredential({ scopes, skipCache: true })
  } catch {
    // judged by the answer
  }
}
