/** A client of one partner over a scripted server, with a token that is always good, and what the server was asked. */

import type { Cloud } from '../../engine/model/desired.ts'
import type { ProgressEvent } from '../../engine/ports.ts'
import { succeed } from '../../engine/result.ts'
import { secret } from '../../providers/auth/secret.ts'
import { withRetry } from '../../providers/http/retry.ts'
import { createThrottle } from '../../providers/http/throttle.ts'
import { createTransport } from '../../providers/http/transport.ts'
import { authorise } from '../../providers/partner-center/client/authorise.ts'
import { createClient, type WriteClient } from '../../providers/partner-center/client/client.ts'
import { type JumpingClock, jumpingClock } from './jumping-clock.ts'
import { type Script, type ScriptedServer, scriptedServer } from './scripted-server.ts'
import { aToken } from './tokens.ts'

export interface Api {
  readonly client: WriteClient
  readonly server: ScriptedServer
  readonly clock: JumpingClock
  readonly events: readonly ProgressEvent[]
  close(): Promise<void>
}

export const ids = {
  requestId: 'request-1',
  correlationId: 'correlation-1',
  mayLeave: () => undefined,
} as const

export async function anApi(
  script: Script,
  facts: { readonly cloud?: Cloud; readonly timeoutMs?: number } = {},
): Promise<Api> {
  const server = await scriptedServer(script)
  const clock = jumpingClock()
  const events: ProgressEvent[] = []
  const progress = (event: ProgressEvent) => void events.push(event)
  const transport = createTransport({ timeoutMs: facts.timeoutMs ?? 5_000 })
  const source = { get: () => Promise.resolve(succeed(secret(aToken()))), reject: () => undefined }
  const throttle = createThrottle({
    startsOf: () => ({ first: 1_000, most: 1_000 }),
    inFlight: 5,
    clock,
    progress,
  })
  const authorised = authorise(
    { sources: { app: source, user: source }, audience: 'x', kindsOf: () => ['app'] },
    transport.send,
  )
  let read = 0
  const client = createClient({
    partner: 'italy',
    cloud: facts.cloud ?? 'global',
    apiRoot: server.url,
    clock,
    progress,
    newId() {
      read += 1
      return `id-${read}`
    },
    send: withRetry({ clock, progress, random: () => 0, attempts: 3 }, throttle.wrap(authorised)),
  })
  return {
    client,
    server,
    clock,
    events,
    async close() {
      transport.close()
      await server.close()
    },
  }
}
