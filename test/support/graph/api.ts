/** Reader and writer of Graph over a scripted server, with tokens that are always good, and what the server was asked. */
import { onTestFinished } from 'vitest'
import type { AdminReader, AdminWriter } from '../../../engine/admin/port.ts'
import type { Cloud } from '../../../engine/model/desired.ts'
import { partnerName } from '../../../engine/model/ids.ts'
import { succeed } from '../../../engine/result.ts'
import { secret } from '../../../providers/auth/secret.ts'
import type { TokenSource } from '../../../providers/auth/token-source.ts'
import { connect, type GraphConnection } from '../../../providers/graph/connect.ts'
import { createTransport } from '../../../providers/http/transport.ts'
import { type JumpingClock, jumpingClock } from '../jumping-clock.ts'
import { type Asked, type Script, type ScriptedServer, scriptedServer } from '../scripted-server.ts'
import { aToken } from '../tokens.ts'

export const central = partnerName('central')
export const graphHost = 'https://graph.microsoft.com'

export interface GraphApi {
  readonly reader: AdminReader
  readonly writer: AdminWriter
  readonly connection: GraphConnection
  readonly server: ScriptedServer
  readonly clock: JumpingClock
  /** Audiences that tokens were asked for, and tokens that were given back. */
  readonly audiences: readonly string[]
  readonly rejected: readonly string[]
}

export interface GraphApiFacts {
  readonly cloud?: Cloud
  readonly kinds?: readonly ('app' | 'user')[]
}

export async function aGraph(
  script: Script,
  { cloud = 'global', kinds = ['app', 'user'] }: GraphApiFacts = {},
): Promise<GraphApi> {
  const server = await scriptedServer(script)
  const clock = jumpingClock()
  const transport = createTransport({ timeoutMs: 5_000 })
  const audiences: string[] = []
  const rejected: string[] = []
  const sourceOf = (kind: string): TokenSource => ({
    get(audience) {
      audiences.push(`${kind} ${audience}`)
      return Promise.resolve(succeed(secret(aToken({ aud: audience }))))
    },
    reject: audience => void rejected.push(`${kind} ${audience}`),
  })
  const connection = connect({
    partners: [
      {
        name: central,
        cloud,
        endpoints: { graph: server.url },
        sources: Object.fromEntries(kinds.map(kind => [kind, sourceOf(kind)])),
      },
    ],
    clock,
    transport,
    progress: () => undefined,
    random: () => 0,
  })
  onTestFinished(async () => {
    transport.close()
    await server.close()
  })
  return {
    reader: connection.reader,
    writer: connection.writer(),
    connection,
    server,
    clock,
    audiences,
    rejected,
  }
}

export const ids = {
  requestId: 'request-1',
  correlationId: 'correlation-1',
  mayLeave: () => undefined,
} as const

export const base = '/v1.0/tenantRelationships/delegatedAdminRelationships'

/** An error as Graph's gateway writes it. */
export function graphError(status: number, code: string, message = 'No.') {
  const innerError = {
    date: '2026-12-07T06:00:00',
    'request-id': 'theirs-1',
    'client-request-id': 'request-1',
  }
  return { status, headers: { 'request-id': 'theirs-1' }, json: { error: { code, message, innerError } } }
}

/** What was asked, in a line each, with the body where there is one. */
export function linesOf(asked: readonly Asked[]): readonly string[] {
  return asked.map(({ method, url, body }) =>
    [method, decodeURIComponent(url), body].filter(Boolean).join(' '),
  )
}
