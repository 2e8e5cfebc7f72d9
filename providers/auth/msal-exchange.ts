/**
 * The token endpoint through @azure/msal-node, which owns assertions, endpoints of every cloud and the form of the request. Its
 * network is our transport, so there is one HTTP stack; its cache is not used, because it judges expiry by the system's clock and
 * never hands out a rotated refresh token. A new client per exchange: MSAL also remembers throttling by the system's clock.
 */
import { type Diagnostic, diagnose } from '../../engine/diagnostic.ts'
import { fail, type Result, succeed } from '../../engine/result.ts'
import type { HttpOutcome, Send } from '../http/request.ts'
import { codes } from './codes.ts'
import type { Credential } from './credential.ts'
import { secret } from './secret.ts'
import { diagnoseRefusal } from './token-errors.ts'
import type { Exchange, ExchangeInput, Granted } from './token-exchange.ts'

export interface MsalExchangeOptions {
  readonly partner: string
  readonly tenantId: string
  /** The cloud's authority, https, e.g. `https://login.microsoftonline.com`. */
  readonly authority: string
  /** Where the requests really go when it is another place (the sandbox, over http). */
  readonly authorityOverride: string | null
  readonly send: Send
  readonly newId: () => string
}

export function msalExchange(options: MsalExchangeOptions): Exchange {
  return async input => {
    const secrets = await readSecrets(input, options.partner)
    if (!secrets.ok) return secrets
    const network = networkOver(options)
    await askMsal(input, secrets.value, network, options)
    return judge(network.last(), options)
  }
}

interface Secrets {
  readonly clientId: string
  readonly clientSecret: string | null
  readonly refreshToken: string | null
}

async function readSecrets(
  { credential, rotated }: ExchangeInput,
  partner: string,
): Promise<Result<Secrets>> {
  try {
    return succeed({
      clientId: await credential.clientId(),
      clientSecret: (await credential.clientSecret?.()) ?? null,
      refreshToken:
        credential.kind === 'user' ? (rotated?.reveal() ?? (await credential.refreshToken())) : null,
    })
  } catch (error) {
    // A foreign reason could quote the value; whoever resolves references says which one it was in a diagnostic of ours.
    const own = diagnosticIn(error)
    const place = `${partner}: a reference under \`credentials.${credential.kind}\` gave no value.`
    return fail(
      diagnose(codes.SECRET_MISSING, {
        detail: own?.detail === undefined ? place : `${place} ${own.detail}`,
      }),
    )
  }
}

function diagnosticIn(error: unknown): Diagnostic | null {
  if (!(error instanceof Error) || !('diagnostic' in error)) return null
  const { diagnostic } = error
  return typeof diagnostic === 'object' && diagnostic !== null && 'code' in diagnostic
    ? (diagnostic as Diagnostic) // our troubles alone carry one under this name
    : null
}

/** Whatever MSAL makes of the answer, we judge the answer itself; its errors hold what was sent. */
async function askMsal(
  { credential, audience }: ExchangeInput,
  secrets: Secrets,
  network: Network,
  { tenantId, authority }: MsalExchangeOptions,
): Promise<void> {
  const msal = await import('@azure/msal-node')
  const { clientId, clientSecret, refreshToken } = secrets
  const auth = { clientId, authority: `${authority}/${tenantId}` }
  const system = { networkClient: network.client, loggerOptions: { piiLoggingEnabled: false } }
  const scopes = [`${audience}/.default`]
  try {
    if (clientSecret === null) {
      const app = new msal.PublicClientApplication({ auth, system })
      await app.acquireTokenByRefreshToken({ scopes, refreshToken: refreshToken ?? '' })
      return
    }
    const app = new msal.ConfidentialClientApplication({ auth: { ...auth, clientSecret }, system })
    if (isUser(credential)) await app.acquireTokenByRefreshToken({ scopes, refreshToken: refreshToken ?? '' })
    else await app.acquireTokenByClientCredential({ scopes, skipCache: true })
  } catch {
    // judged by the answer
  }
}

const isUser = (credential: Credential): boolean => credential.kind === 'user'

interface NetworkAnswer<Body> {
  readonly headers: Record<string, string>
  readonly body: Body
  readonly status: number
}

interface Network {
  readonly client: {
    sendGetRequestAsync<T>(url: string): Promise<NetworkAnswer<T>>
    sendPostRequestAsync<T>(url: string, options?: { readonly body?: string }): Promise<NetworkAnswer<T>>
  }
  last(): HttpOutcome | null
}

function networkOver({ partner, authority, authorityOverride, send, newId }: MsalExchangeOptions): Network {
  let last: HttpOutcome | null = null
  async function exchange<T>(method: 'GET' | 'POST', url: string, form?: string): Promise<NetworkAnswer<T>> {
    const correlationId = newId()
    last = await send({
      call: 'token.v2',
      method,
      url: authorityOverride === null ? url : url.replace(authority, authorityOverride),
      headers: { Accept: 'application/json' },
      body:
        form === undefined
          ? { kind: 'none' }
          : { kind: 'form', fields: Object.fromEntries(new URLSearchParams(form)) },
      partner,
      family: 'token',
      effect: 'read',
      repeat: 'freely',
      requestId: null,
      correlationId,
    })
    if (last.kind === 'no answer') throw new Error(`no answer from the token endpoint: ${last.why}`)
    return { headers: { ...last.headers }, body: last.body as T, status: last.status } // MSAL names the type it expects
  }
  return {
    client: {
      sendGetRequestAsync: url => exchange('GET', url),
      sendPostRequestAsync: (url, options) => exchange('POST', url, options?.body ?? ''),
    },
    last: () => last,
  }
}

function judge(
  outcome: HttpOutcome | null,
  { partner, authority, authorityOverride }: MsalExchangeOptions,
): Result<Granted> {
  if (outcome === null || outcome.kind === 'no answer')
    return fail(
      diagnose(codes.UNREACHABLE, {
        detail: `${partner}: ${authorityOverride ?? authority} gave no answer (${outcome?.why ?? 'nothing was sent'}).`,
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
