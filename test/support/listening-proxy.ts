/** Stands between a command and the sandbox, passes everything on, and remembers every token that came back. */
import { createServer, request, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface ListeningProxy {
  readonly url: string
  /** Access and refresh tokens seen so far. */
  tokens(): readonly string[]
  close(): Promise<void>
}

export async function listeningProxy(target: string): Promise<ListeningProxy> {
  const seen = new Set<string>()
  const { hostname, port } = new URL(target)
  const server: Server = createServer((incoming, outgoing) => {
    const { method, url: path, headers } = incoming
    const passed = request({ hostname, port, method, path, headers }, answer => {
      const chunks: Buffer[] = []
      answer.on('data', (chunk: Buffer) => chunks.push(chunk))
      answer.on('end', () => {
        const body = Buffer.concat(chunks)
        if (path?.includes('/oauth2/')) remember(body.toString())
        outgoing.writeHead(answer.statusCode ?? 502, answer.headers)
        outgoing.end(body)
      })
    })
    passed.on('error', () => outgoing.destroy())
    incoming.pipe(passed)
  })
  function remember(text: string): void {
    for (const [, token] of text.matchAll(/"(?:access_token|refresh_token|id_token)"\s*:\s*"([^"]+)"/g))
      if (token !== undefined) seen.add(token)
  }
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const { port: own } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${own}`,
    tokens: () => [...seen],
    close: () =>
      new Promise(resolve => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
