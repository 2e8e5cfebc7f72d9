/** The control API of a sandbox, as its clients see it: clock, state, acceptance, faults, ledger. */
import { diagnose } from '../../engine/diagnostic.ts'
import { type Instant, instant } from '../../engine/model/ids.ts'
import { Trouble } from '../../engine/trouble.ts'
import type { HttpRequest, Send } from '../../providers/http/request.ts'
import { codes } from '../codes.ts'
import type { SeededPartners } from '../secrets/rehearsal-access.ts'

export interface SandboxControl {
  readonly url: string
  get(route: string): Promise<unknown>
  post(route: string, body: unknown): Promise<unknown>
  now(): Promise<Instant>
  /** Who may sign in, by the World it was seeded from; null: it does not tell. */
  credentials(): Promise<SeededPartners | null>
  /** The id of its world. */
  worldId(): Promise<string>
  /** Lets time pass; answers the new instant. */
  advance(ms: number): Promise<Instant>
}

/** Asked before anything else: who it is, what time it has. Whoever does not answer that in this time is no sandbox; in ms. */
const introductionMs = 30_000
const introductions: ReadonlySet<string> = new Set(['health', 'credentials', 'challenge'])

/** `limitMs`: for each question, where less than usual is waited. */
export function sandboxControl(
  url: string,
  send: Send,
  { limitMs }: { readonly limitMs?: number } = {},
): SandboxControl {
  const base = url.replace(/\/+$/, '')
  async function exchange(method: 'GET' | 'POST', route: string, value?: unknown): Promise<unknown> {
    const isIntroduction = introductions.has(route) || (route === 'clock' && method === 'GET')
    const most = limitMs ?? (isIntroduction ? introductionMs : undefined)
    const request: HttpRequest = {
      call: 'sandbox.control',
      method,
      url: `${base}/sandbox/${route}`,
      headers: { Accept: 'application/json' },
      body: value === undefined ? { kind: 'none' } : { kind: 'json', value },
      partner: 'sandbox',
      family: 'other',
      effect: 'read',
      repeat: 'freely',
      requestId: null,
      correlationId: '',
      ...(most !== undefined && { limitMs: most }),
    }
    const outcome = await send(request)
    if (outcome.kind === 'no answer')
      throw new Trouble(diagnose(codes.NO_SANDBOX, { detail: `${base} gives no answer (${outcome.why}).` }))
    if (outcome.status >= 400)
      throw new Trouble(
        diagnose(codes.SANDBOX_REFUSED, {
          detail: `${method} /sandbox/${route} answered ${outcome.status}: ${JSON.stringify(outcome.body ?? outcome.text ?? '')}.`,
        }),
      )
    return outcome.body
  }
  const nowIn = (body: unknown): Instant => {
    if (typeof body === 'object' && body !== null && 'now' in body && typeof body.now === 'string')
      return instant(body.now)
    throw new Trouble(
      diagnose(codes.SANDBOX_REFUSED, { detail: `${base}/sandbox/clock does not tell the time.` }),
    )
  }
  const worldIn = (body: unknown): string => {
    if (typeof body === 'object' && body !== null && 'worldId' in body && typeof body.worldId === 'string')
      return body.worldId
    throw new Trouble(
      diagnose(codes.SANDBOX_REFUSED, { detail: `${base}/sandbox/health does not tell which world it has.` }),
    )
  }
  return {
    url: base,
    async credentials() {
      try {
        return seededIn(await exchange('GET', 'credentials'))
      } catch (error) {
        if (error instanceof Trouble && error.diagnostic.code === codes.SANDBOX_REFUSED.code) return null
        throw error
      }
    },
    worldId: async () => worldIn(await exchange('GET', 'health')),
    get: route => exchange('GET', route),
    post: (route, body) => exchange('POST', route, body),
    now: async () => nowIn(await exchange('GET', 'clock')),
    advance: async ms => nowIn(await exchange('POST', 'clock', { advance: durationOf(ms) })),
  }
}

function durationOf(ms: number): string {
  return `PT${(Math.ceil(ms) / 1000).toFixed(3)}S`
}

/** What is no text where a text belongs is left out: a sandbox may be of another version. */
function seededIn(body: unknown): SeededPartners {
  return rowsOf(body, 'partners').map(partner => ({
    name: textOf(partner, 'name') ?? '',
    apps: rowsOf(partner, 'apps').map(app => ({
      clientId: textOf(app, 'clientId') ?? '',
      ...optional(app, 'clientSecret'),
    })),
    users: rowsOf(partner, 'users').map(user => ({
      upn: textOf(user, 'upn') ?? '',
      clientId: textOf(user, 'clientId') ?? '',
      refreshToken: textOf(user, 'refreshToken') ?? '',
      roles: [],
      ...optional(user, 'clientSecret'),
    })),
  }))
}

export function rowsOf(value: unknown, key: string): readonly unknown[] {
  const rows: unknown = typeof value === 'object' && value !== null ? Reflect.get(value, key) : null
  return Array.isArray(rows) ? rows : []
}

export function textOf(value: unknown, key: string): string | null {
  const text: unknown = typeof value === 'object' && value !== null ? Reflect.get(value, key) : null
  return typeof text === 'string' ? text : null
}

function optional(value: unknown, key: 'clientSecret'): { readonly clientSecret?: string } {
  const text = textOf(value, key)
  return text === null ? {} : { clientSecret: text }
}
