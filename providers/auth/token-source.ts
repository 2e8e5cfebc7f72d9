/**
 * Hands out a token and nothing else. One refresh is in flight however many callers wait; expiry is judged by the clock it was
 * given; what a token says of its tenant and audience is checked before anybody uses it.
 */
import { type Diagnostic, diagnose } from '../../engine/diagnostic.ts'
import type { Clock } from '../../engine/ports.ts'
import { fail, type Result, succeed } from '../../engine/result.ts'
import { checkClaims } from './claims.ts'
import { codes } from './codes.ts'
import type { Credential } from './credential.ts'
import { type Secret, secret } from './secret.ts'
import type { Exchange } from './token-exchange.ts'

export interface TokenSource {
  /** A token for an API root, e.g. `https://api.partnercenter.microsoft.com`. Refuses with a code of `AUTH`. */
  get(audience: string): Promise<Result<Secret>>
  /** Forgets a token that the API refused, unless somebody has replaced it already. */
  reject(audience: string, token: Secret): void
}

/** Audiences of the old directory API, which Partner Center took until August 2025 (facts 3 and 5, read 2026-11-23). */
const retired = ['graph.windows.net', 'graph.chinacloudapi.cn', 'graph.cloudapi.de']

function isRetired(audience: string): boolean {
  return URL.canParse(audience) && retired.includes(new URL(audience).hostname)
}

export interface TokenSourceOptions {
  readonly partner: string
  readonly tenantId: string
  readonly credential: Credential
  readonly clock: Clock
  readonly exchange: Exchange
}

interface Held {
  readonly token: Secret
  readonly renewAtMs: number
}

/** Microsoft's sample renews five minutes early (facts 5); in ms. */
const earlyMs = 5 * 60_000

export function createTokenSource(options: TokenSourceOptions): TokenSource {
  const { clock, credential } = options
  const held = new Map<string, Held>()
  const inFlight = new Map<string, Promise<Result<Secret>>>()
  let rotated: Secret | null = null
  /** One after the other, whatever they are for: a refresh token that rotates is used by one renewal at a time. */
  let lane: Promise<unknown> = Promise.resolve()

  async function renew(audience: string): Promise<Result<Secret>> {
    if (isRetired(audience))
      return fail(
        diagnose(codes.RETIRED_AUDIENCE, {
          detail: `${options.partner}: tokens for ${audience} are refused since August 2025 (401, code 900420).`,
        }),
      )
    const answer = await options.exchange({ credential, audience, rotated })
    if (!answer.ok) return answer
    const { accessToken, expiresInMs, refreshToken } = answer.value
    const wrong = checkClaims(accessToken, audience, options)
    if (wrong !== null) return fail(wrong)
    if (refreshToken !== null && credential.kind === 'user') {
      const notStored = await keep(refreshToken, credential.store)
      if (notStored !== null) return fail(notStored)
      rotated = refreshToken
    }
    const token = secret(accessToken.reveal())
    held.set(audience, { token, renewAtMs: Date.parse(clock.now()) + expiresInMs - earlyMs })
    return succeed(token)
  }

  async function keep(token: Secret, store?: (token: string) => Promise<void>): Promise<Diagnostic | null> {
    if (store === undefined) return null
    try {
      await store(token.reveal())
      return null
    } catch {
      // The reason may quote the token, so it is not repeated.
      return diagnose(codes.NOT_STORED, { detail: `${options.partner}: \`store:\` failed.` })
    }
  }

  return {
    get(audience) {
      const known = held.get(audience)
      if (known !== undefined && Date.parse(clock.now()) < known.renewAtMs)
        return Promise.resolve(succeed(known.token))
      const running = inFlight.get(audience)
      if (running !== undefined) return running
      const started = lane.then(() => renew(audience)).finally(() => inFlight.delete(audience))
      lane = started.catch(() => undefined)
      inFlight.set(audience, started)
      return started
    },
    reject(audience, token) {
      if (held.get(audience)?.token === token) held.delete(audience)
    },
  }
}
