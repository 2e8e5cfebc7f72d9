/** A server on loopback that answers by script and keeps what it was asked. It knows nothing of any API. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface Asked {
  readonly method: string
  readonly url: string
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly body: string
}

/**
 * `drop`: read the request and close the connection. `hang`: never answer. `trickle`: begin an answer, and go on with blanks until the other
 * side hangs up.
 */
export type Scripted =
  | {
      readonly status?: number
      readonly headers?: Readonly<Record<string, string>>
      readonly json?: unknown
      readonly text?: string
      /** A file, as it is. */
      readonly bytes?: Uint8Array
    }
  | 'drop'
  | 'hang'
  | 'trickle'

export type Script = readonly Scripted[] | ((asked: Asked, position: number) => Scripted)

export interface ScriptedServer {
  readonly url: string
  readonly asked: readonly Asked[]
  close(): Promise<void>
}

/** A list is answered in order; asking more often than it is long is a 599. */
export async function scriptedServer(script: Script): Promise<ScriptedServer> {
  const asked: Asked[] = []
  async function respond(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const request: Asked = {
      method: incoming.method ?? '',
      url: incoming.url ?? '',
      headers: incoming.headers,
      body: await textOf(incoming),
    }
    asked.push(request)
    const position = asked.length - 1
    answer(
      response,
      typeof script === 'function' ? script(request, position) : (script[position] ?? { status: 599 }),
    )
  }
  const server = createServer((incoming, response) => void respond(incoming, response))
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    asked,
    async close() {
      server.closeAllConnections()
      await new Promise(resolve => server.close(resolve))
    },
  }
}

function answer(response: ServerResponse, scripted: Scripted): void {
  if (scripted === 'hang') return
  if (scripted === 'trickle') {
    response.writeHead(200, { 'Content-Type': 'application/json' })
    response.write('{"items":[')
    const drops = setInterval(() => response.write(' '), 5)
    response.once('close', () => clearInterval(drops))
    return
  }
  if (scripted === 'drop') {
    response.destroy()
    return
  }
  const { status = 200, headers = {}, json, text, bytes } = scripted
  response.writeHead(status, { 'Content-Type': 'application/json; charset=utf-8', ...headers })
  response.end(bytes ?? text ?? (json === undefined ? '' : JSON.stringify(json)))
}

async function textOf(incoming: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of incoming) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks).toString('utf8')
}
