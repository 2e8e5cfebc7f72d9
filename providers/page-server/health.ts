/** Whether a process is alive and well, for the machine it runs on: `GET /health` on loopback, 200 or 503, with a few facts as JSON. */
import type { AddressInfo } from 'node:net'
import { type ServerType, serve } from '@hono/node-server'

export interface Health {
  readonly isWell: boolean
  /** Counts and names, nothing of any customer. */
  readonly facts: Readonly<Record<string, string | number | boolean | null>>
}

export interface HealthServer {
  readonly url: string
  close(): Promise<void>
}

/** `port` 0: any free one. Rejects with the system's error where the port cannot be had. */
export async function serveHealth(port: number, health: () => Health): Promise<HealthServer> {
  const server = await new Promise<ServerType>((done, failed) => {
    const made = serve(
      {
        fetch: request => answerTo(request, health),
        hostname: '127.0.0.1',
        port,
        overrideGlobalObjects: false,
      },
      () => done(made),
    )
    made.once('error', failed)
  })
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/health`, // of a socket of the internet, for a port was asked for
    close: () =>
      new Promise(done => {
        server.close(() => done())
        if ('closeAllConnections' in server) server.closeAllConnections()
      }),
  }
}

function answerTo(request: Request, health: () => Health): Response {
  if (request.method !== 'GET' || new URL(request.url).pathname !== '/health')
    return new Response('Nothing is here; ask for /health.\n', { status: 404 })
  const { isWell, facts } = health()
  return Response.json(facts, { status: isWell ? 200 : 503, headers: { 'cache-control': 'no-store' } })
}
