/** A proxy in front of a storage account that carries a request to its end and then loses the answer, as often as it is told. */
import { createServer, request } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface LosingAnswers {
  /** The connection string, by way of the proxy. */
  readonly connection: string
  /** The answer to the next request whose address holds this is lost. */
  loseNext(part: string): void
  lost(): number
  close(): Promise<void>
}

export async function losingAnswers(connection: string): Promise<LosingAnswers> {
  const behind = new URL(/BlobEndpoint=([^;]+)/.exec(connection)?.[1] ?? '')
  let losing: string | null = null
  let count = 0
  const server = createServer((incoming, outgoing) => {
    const isLost = losing !== null && (incoming.url ?? '').includes(losing)
    if (isLost) losing = null
    const onward = request(
      {
        host: behind.hostname,
        port: behind.port,
        path: incoming.url,
        method: incoming.method,
        headers: incoming.headers,
      },
      answer => {
        if (isLost) {
          count += 1
          answer.resume()
          answer.on('end', () => incoming.socket.destroy())
          return
        }
        outgoing.writeHead(answer.statusCode ?? 500, answer.headers)
        answer.pipe(outgoing)
      },
    )
    onward.on('error', () => incoming.socket.destroy())
    incoming.pipe(onward)
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    connection: connection.replace(`:${behind.port}/`, `:${port}/`),
    loseNext(part) {
      losing = part
    },
    lost: () => count,
    async close() {
      server.closeAllConnections()
      await new Promise(resolve => server.close(resolve))
    },
  }
}
