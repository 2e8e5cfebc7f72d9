/**
 * What happens in the middle of an apply and is nobody's fault: the clock jumps over a deadline, or a person changes something in the
 * portal. A gateway in front of the sandbox counts the writes, and lets it happen just before one of them is passed on.
 */
import { createServer, request } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { SandboxProcess } from '../support/sandbox-process.ts'
import { type Person, personAt } from './person.ts'
import type { Incident } from './scenario.ts'

export interface Halfway {
  /** Of the gateway. */
  readonly url: string
  readonly person: Person
  /** What has happened so far. */
  readonly happened: { clock: number; person: number; waits: number; between: number }
  close(): Promise<void>
}

export async function halfwayTo(sandbox: SandboxProcess, incidents: readonly Incident[]): Promise<Halfway> {
  const behind = new URL(sandbox.url)
  const person = personAt(sandbox)
  const happened = { clock: 0, person: 0, waits: 0, between: 0 }
  let writes = 0

  /** true: turned away. */
  async function before(method: string, path: string): Promise<boolean> {
    if (method === 'GET' || !path.startsWith('/v1/')) return false
    let isTurnedAway = false
    writes += 1
    for (const incident of incidents.filter(entry => entry.before === writes)) {
      if (incident.kind === 'clock') {
        await sandbox.advance(incident.by)
        happened.clock += 1
      } else if (incident.kind === 'wait') {
        if (incident.act !== undefined) await person.suspendsTwins()
        await sandbox.advance(incident.by)
        happened.waits += 1
        isTurnedAway = true
      } else if (await person.does(incident)) happened.person += 1
    }
    return isTurnedAway
  }

  const server = createServer((incoming, outgoing) => {
    const { method = 'GET', url: path = '/', headers } = incoming
    const parts: Buffer[] = []
    incoming.on('data', (part: Buffer) => parts.push(part))
    incoming.on('end', () => {
      void before(method, path).then(isTurnedAway => {
        if (isTurnedAway) {
          outgoing.writeHead(429, { 'Content-Type': 'application/json', 'Retry-After': '1' })
          outgoing.end('{"code":"429","description":"Too many requests."}')
          return
        }
        const onward = request(
          {
            host: behind.hostname,
            port: behind.port,
            path,
            method,
            headers: { ...headers, host: behind.host },
          },
          answer => {
            outgoing.writeHead(answer.statusCode ?? 500, answer.headers)
            answer.pipe(outgoing)
            answer.on('close', () => {
              if (!answer.complete) incoming.socket.destroy()
            })
          },
        )
        onward.on('error', () => incoming.socket.destroy())
        outgoing.once('close', () => {
          if (!outgoing.writableFinished) onward.destroy()
        })
        onward.end(Buffer.concat(parts))
      })
    })
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    person,
    happened,
    async close() {
      server.closeAllConnections()
      await new Promise(resolve => server.close(resolve))
    },
  }
}
