/**
 * A person signs in by device code, through @azure/msal-node. MSAL asks again and again by the system's clock; here it is our network that
 * waits, by the clock it is given, so MSAL is told to wait for nothing. `slow_down`, which MSAL takes for the end, makes the pause longer
 * (RFC 8628, 3.5). The answers are those of learn.microsoft.com, OAuth 2.0 device authorization grant (read 2026-11-30).
 */
import { diagnose } from '../../engine/diagnostic.ts'
import { type Instant, instant } from '../../engine/model/ids.ts'
import { fail, type Result } from '../../engine/result.ts'
import type { HttpOutcome, Send } from '../http/request.ts'
import { judgeAnswer } from './judge-answer.ts'
import { type NetworkAnswer, networkOver } from './msal-network.ts'
import { personCodes } from './person-codes.ts'
import { remediesFor } from './token-errors.ts'
import type { Granted } from './token-exchange.ts'

/** What the person needs. */
export interface DevicePrompt {
  readonly address: string
  readonly code: string
  readonly goodUntil: Instant
}

export interface DeviceSignIn {
  readonly partner: string
  readonly tenantId: string
  readonly authority: string
  readonly authorityOverride: string | null
  readonly clientId: string
  /** Whom the first access token is for. */
  readonly audience: string
  readonly send: Send
  readonly now: () => Instant
  /** Between two questions, in ms; rejects when the command was stopped. */
  readonly pause: (ms: number) => Promise<void>
  readonly newId: () => string
  readonly show: (prompt: DevicePrompt) => void
}

/** Seconds; where the service does not say (RFC 8628, 3.2), and what `slow_down` adds. */
const usualInterval = 5
const slower = 5
/** Seconds; longer than any code is good, so that MSAL leaves the judgement to us. */
const untilTold = 86_400

export async function signInByDeviceCode(signIn: DeviceSignIn): Promise<Result<Granted>> {
  const { partner, authority, authorityOverride } = signIn
  const network = pollingNetwork(signIn)
  await askMsal(signIn, network)
  if (network.isLate()) {
    const detail = `${partner}: the code was shown, and no sign-in came with it.`
    return fail(
      diagnose(personCodes.CODE_EXPIRED, {
        detail,
        remedies: remediesFor(partner, personCodes.CODE_EXPIRED),
      }),
    )
  }
  const answer = judgeAnswer(network.last(), { partner, authority: authorityOverride ?? authority })
  if (answer.ok || !answer.diagnostics.some(found => /AADSTS7000218\b/.test(found.detail ?? '')))
    return answer
  // The number says that the app has to prove itself; in this grant that means that it is not set up for it.
  return fail(
    diagnose(personCodes.PUBLIC_FLOWS_OFF, { detail: `${partner}: app ${signIn.clientId}, AADSTS7000218.` }),
  )
}

async function askMsal(
  { tenantId, authority, clientId, audience, show }: DeviceSignIn,
  network: PollingNetwork,
): Promise<void> {
  const msal = await import('@azure/msal-node')
  const app = new msal.PublicClientApplication({
    auth: { clientId, authority: `${authority}/${tenantId}` },
    system: { networkClient: network.client, loggerOptions: { piiLoggingEnabled: false } },
  })
  try {
    await app.acquireTokenByDeviceCode({
      scopes: [`${audience}/.default`],
      deviceCodeCallback: ({ userCode, verificationUri }) =>
        show({ code: userCode, address: verificationUri, goodUntil: network.goodUntil() }),
    })
  } catch {
    // judged by the answer; MSAL's errors hold what was sent
  }
}

interface PollingNetwork {
  readonly client: ReturnType<typeof networkOver>['client']
  last(): HttpOutcome | null
  goodUntil(): Instant
  /** The code ended by our own clock, whatever the service said. */
  isLate(): boolean
}

function pollingNetwork({ pause, now, ...signIn }: DeviceSignIn): PollingNetwork {
  const network = networkOver(signIn)
  let intervalSeconds = usualInterval
  let goodUntilMs = 0
  let isLate = false
  let asked = 0

  async function begin<T>(url: string, body: string): Promise<NetworkAnswer<T>> {
    const answer = await network.client.sendPostRequestAsync<T>(url, { body })
    const fields = fieldsOf(answer.body)
    // MSAL would show a code that is none, and ask about it.
    if (typeof fields['user_code'] !== 'string' || typeof fields['device_code'] !== 'string')
      throw new Error('the answer has no code')
    intervalSeconds = positive(fields['interval']) ?? usualInterval
    const life = positive(fields['expires_in']) ?? 0
    goodUntilMs = Date.parse(now()) + life * 1000
    return { ...answer, body: { ...fields, interval: 0, expires_in: untilTold } as T } // the same, but for two numbers
  }

  async function poll<T>(url: string, body: string): Promise<NetworkAnswer<T>> {
    if (asked > 0) await pause(intervalSeconds * 1000)
    asked += 1
    const answer = await network.client.sendPostRequestAsync<T>(url, { body })
    const { error } = fieldsOf(answer.body)
    const isWaiting = error === 'authorization_pending' || error === 'slow_down'
    if (error === 'slow_down') intervalSeconds += slower
    isLate = isWaiting && Date.parse(now()) >= goodUntilMs + intervalSeconds * 1000
    if (isLate) throw new Error('the code has expired')
    return isWaiting ? { ...answer, body: { error: 'authorization_pending' } as T } : answer // all that MSAL reads of it
  }

  return {
    client: {
      sendGetRequestAsync: url => network.client.sendGetRequestAsync(url),
      sendPostRequestAsync: (url, options) =>
        /\/devicecode(\?|$)/.test(url) ? begin(url, options?.body ?? '') : poll(url, options?.body ?? ''),
    },
    last: () => network.last(),
    goodUntil: () => instant(new Date(goodUntilMs).toISOString()),
    isLate: () => isLate,
  }
}

function fieldsOf(body: unknown): Readonly<Record<string, unknown>> {
  return typeof body === 'object' && body !== null ? { ...body } : {}
}

function positive(value: unknown): number | null {
  const seconds = Number(value)
  return Number.isFinite(seconds) && seconds > 0 ? seconds : null
}
