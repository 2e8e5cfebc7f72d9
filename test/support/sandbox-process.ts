/** A stand-alone sandbox process and its control API, as any client would use it. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { dirname } from 'node:path'
import { builtCommand, runHere } from './built-command.ts'

export interface SandboxRequest {
  readonly at: string
  readonly method: string
  readonly path: string
  readonly partner: string
  readonly requestId: string
  readonly status: number
  readonly replayed: boolean
}

export interface StateSubscription {
  readonly partner: string
  readonly customer: string
  readonly id: string
  readonly offerId: string
  readonly family: string
  readonly seats: number
  readonly status: string
  readonly acquired: string
  readonly createdAt: string
}

export interface LedgerAnswer {
  readonly days: readonly {
    readonly day: string
    readonly partner: string
    readonly customer: string
    readonly subscription: string
    readonly family: string
    readonly charge: string
    readonly credit: string
    readonly currency: string
  }[]
  readonly doubleBilled: readonly {
    readonly customer: string
    readonly family: string
    readonly day: string
    readonly partners: readonly string[]
  }[]
}

export interface SandboxProcess {
  readonly url: string
  subscriptions(): Promise<readonly StateSubscription[]>
  requests(): Promise<readonly SandboxRequest[]>
  /** Resolves once the log holds such a request; bounded by the test's own time. */
  seen(isIt: (request: SandboxRequest) => boolean): Promise<void>
  ledger(): Promise<LedgerAnswer>
  advance(duration: string): Promise<void>
  post(route: string, body: unknown): Promise<void>
  /** Scripted faults that have not been used up. */
  faults(): Promise<readonly { readonly kind: string; readonly left: number }[]>
  /** A token of a seeded app, for calls that go round Tenantform. */
  token(tenant: string, clientId: string, clientSecret: string): Promise<string>
  stop(): Promise<void>
}

export async function startSandboxProcess(seed: string, cwd: string): Promise<SandboxProcess> {
  const child = spawn(process.execPath, [builtCommand, 'sandbox', 'start', '--seed', seed, '--json'], {
    cwd,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  return overHttp(await urlOf(child), async () => {
    child.kill('SIGTERM')
    if (child.exitCode === null) await once(child, 'exit')
  })
}

/** The same command in this process, over the same HTTP. */
export async function startSandboxHere(
  seed: string,
  env: Readonly<Record<string, string>> = {},
  more: readonly string[] = [],
): Promise<SandboxProcess> {
  const stop = new AbortController()
  let started: (url: string) => void
  const url = new Promise<string>(resolve => {
    started = resolve
  })
  const ended = runHere(['sandbox', 'start', '--seed', seed, '--json', ...more], {
    cwd: dirname(seed),
    env,
    signal: stop.signal,
    onOut: text => started((JSON.parse(text) as { url: string }).url),
  })
  const told = await Promise.race([url, ended])
  if (typeof told !== 'string') throw new Error(told.err)
  return overHttp(told, async () => {
    stop.abort()
    await ended
  })
}

function overHttp(url: string, stop: () => Promise<void>): SandboxProcess {
  const get = async <T>(route: string): Promise<T> =>
    (await (await fetch(`${url}/sandbox/${route}`)).json()) as T
  const post = async (route: string, body: unknown) => {
    const answer = await fetch(`${url}/sandbox/${route}`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(body),
    })
    if (!answer.ok) throw new Error(`${route}: ${answer.status} ${await answer.text()}`)
  }
  const requests = async () => (await get<{ requests: readonly SandboxRequest[] }>('requests')).requests
  return {
    url,
    async seen(isIt) {
      while (!(await requests()).some(isIt)) await new Promise(resolve => setImmediate(resolve))
    },
    subscriptions: async () =>
      (await get<{ subscriptions: readonly StateSubscription[] }>('state')).subscriptions,
    requests,
    ledger: () => get<LedgerAnswer>('ledger'),
    advance: duration => post('clock', { advance: duration }),
    post,
    async faults() {
      return (await get<{ faults: readonly { kind: string; left: number }[] }>('faults')).faults
    },
    async token(tenant, clientId, clientSecret) {
      const form = new URLSearchParams({
        grant_type: 'client_credentials',
        client_id: clientId,
        client_secret: clientSecret,
        scope: 'https://api.partnercenter.microsoft.com/.default',
      })
      const answer = (await (
        await fetch(`${url}/${tenant}/oauth2/v2.0/token`, { method: 'POST', body: form })
      ).json()) as { access_token: string }
      return answer.access_token
    },
    stop,
  }
}

async function urlOf(child: ChildProcess): Promise<string> {
  let text = ''
  for await (const chunk of child.stdout ?? []) {
    text += String(chunk)
    if (text.includes('\n')) break
  }
  return (JSON.parse(text) as { url: string }).url
}

export function isWrite(request: SandboxRequest): boolean {
  return request.path.startsWith('/v1/') && request.method !== 'GET'
}
