/** The real client of each partner, over real HTTP, against a sandbox of its own; waiting moves the sandbox's clock. */
import { onTestFinished } from 'vitest'
import { sandboxControl } from '../../cmd/sandbox/control.ts'
import { sandboxClock } from '../../cmd/sandbox/sandbox-clock.ts'
import type { ProgressEvent } from '../../engine/ports.ts'
import { succeed } from '../../engine/result.ts'
import { secret } from '../../providers/auth/secret.ts'
import type { Send } from '../../providers/http/request.ts'
import { withRetry } from '../../providers/http/retry.ts'
import { createThrottle } from '../../providers/http/throttle.ts'
import { createTransport } from '../../providers/http/transport.ts'
import { authorise } from '../../providers/partner-center/client/authorise.ts'
import { type CallName, calls } from '../../providers/partner-center/client/calls.ts'
import {
  createClient,
  type WriteClient,
  type WriteIds,
} from '../../providers/partner-center/client/client.ts'
import { attempts, inFlight, startsPerMinute } from '../../providers/partner-center/limits.ts'
import { startSandbox } from '../../providers/sandbox/index.ts'
import type { World } from '../../schemas/generated/world.ts'

export interface OnSandbox {
  client(partner: string): WriteClient
  /** Fresh ids for a write, the same for the same name. */
  ids(name: string): WriteIds
  post(route: string, body: unknown): Promise<unknown>
  get(route: string): Promise<unknown>
  advance(duration: string): Promise<void>
  readonly events: readonly ProgressEvent[]
}

const timeoutMs = 10_000
const audience = 'https://api.partnercenter.microsoft.com'

/** Each partner signs in with the first app and the first user of its World. */
export async function clientsOnSandbox(
  world: World,
  /** What stands between the transport and the client. */
  through: (send: Send) => Send = send => send,
): Promise<OnSandbox> {
  const sandbox = await startSandbox({ world, wallClock: () => Date.now() })
  const controlTransport = createTransport({ timeoutMs })
  const control = sandboxControl(sandbox.url, controlTransport.send)
  const clock = await sandboxClock(control)
  const transport = createTransport({
    timeoutMs,
    onStart: () => clock.requestStarted(),
    onEnd: () => clock.requestEnded(),
  })
  onTestFinished(async () => {
    transport.close()
    controlTransport.close()
    await sandbox.close()
  })
  const events: ProgressEvent[] = []
  const progress = (event: ProgressEvent) => void events.push(event)
  const throttle = createThrottle({
    startsOf: family => startsPerMinute(family, null),
    inFlight,
    clock,
    progress,
  })

  /** Asked for anew each time: a test moves the clock as it likes. */
  function tokens(tenantId: string, form: Readonly<Record<string, string>>) {
    return {
      async get() {
        const body = new URLSearchParams({ ...form, scope: `${audience}/.default` })
        const answer = await fetch(`${sandbox.url}/${tenantId}/oauth2/v2.0/token`, { method: 'POST', body })
        const text = await answer.text()
        const { access_token } = JSON.parse(text.slice(text.indexOf('{'))) as { access_token: string }
        return succeed(secret(access_token))
      },
      reject: () => undefined,
    }
  }

  function clientOf(name: string): WriteClient {
    const partner = world.partners.find(entry => entry.name === name)
    const [app, user] = [partner?.apps?.[0], partner?.users?.[0]]
    if (partner === undefined || app === undefined || user === undefined) throw new Error(`no ${name}`)
    const sources = {
      app: tokens(partner.tenantId, {
        grant_type: 'client_credentials',
        client_id: app.clientId,
        client_secret: app.clientSecret ?? '',
      }),
      user: tokens(partner.tenantId, {
        grant_type: 'refresh_token',
        client_id: user.clientId,
        refresh_token: user.refreshToken,
      }),
    }
    const kindsOf = (call: string) => calls[call as CallName].kinds // requests are made from the table alone
    const authorised = authorise({ sources, audience, kindsOf }, through(transport.send))
    let read = 0
    return createClient({
      partner: name,
      cloud: 'global',
      apiRoot: sandbox.url,
      clock,
      progress,
      newId() {
        read += 1
        return idOf(`${name}/${read}`)
      },
      send: withRetry({ clock, progress, random: () => 0.5, attempts }, throttle.wrap(authorised)),
    })
  }

  const made = new Map<string, WriteClient>()
  return {
    client(partner) {
      const client = made.get(partner) ?? clientOf(partner)
      made.set(partner, client)
      return client
    },
    ids: name => ({
      requestId: idOf(name),
      correlationId: idOf(`correlation/${name}`),
      mayLeave: () => undefined,
    }),
    post: (route, body) => control.post(route, body),
    get: route => control.get(route),
    async advance(duration) {
      await control.post('clock', { advance: duration })
    },
    events,
  }
}

function idOf(name: string): string {
  const hex = Buffer.from(name.padEnd(16, '.')).toString('hex').slice(-32)
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}
