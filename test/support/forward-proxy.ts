/** A proxy as companies have them: tunnels for https, forwards http, and wants its own credentials where it is told to. Every name leads to one place. */
import { createServer, request } from 'node:http'
import { type AddressInfo, connect, type Socket } from 'node:net'

export interface ForwardProxy {
  /** Without a scheme and credentials. */
  readonly host: string
  /** `CONNECT name:443` or `GET http://…`, with what it came with in Proxy-Authorization. */
  readonly asked: readonly string[]
  close(): Promise<void>
}

/** `refusal`: the status every request gets. `hangsUp`: a tunnel that is asked for ends without an answer. `port`: where everything leads to on this machine. */
export async function forwardProxy({
  port = 1,
  refusal,
  hangsUp = false,
}: {
  readonly port?: number
  readonly refusal?: number
  readonly hangsUp?: boolean
}): Promise<ForwardProxy> {
  const asked: string[] = []
  const sockets = new Set<Socket>()
  const note = (line: string, authorization: string | undefined) =>
    asked.push(authorization === undefined ? line : `${line} ${authorization}`)
  const server = createServer((incoming, outgoing) => {
    note(`${incoming.method} ${incoming.url}`, incoming.headers['proxy-authorization'])
    if (refusal !== undefined) {
      outgoing.writeHead(refusal).end('<h1>no</h1>')
      return
    }
    const { pathname, search } = new URL(incoming.url ?? '')
    const passed = request(
      { port, method: incoming.method, path: `${pathname}${search}`, headers: incoming.headers },
      answer => {
        outgoing.writeHead(answer.statusCode ?? 502, answer.headers)
        answer.pipe(outgoing)
      },
    )
    incoming.pipe(passed)
  })
  server.on('connection', (socket: Socket) => sockets.add(socket))
  server.on('connect', (incoming, socket: Socket) => {
    note(`CONNECT ${incoming.url}`, incoming.headers['proxy-authorization'])
    if (hangsUp) {
      socket.end()
      return
    }
    if (refusal !== undefined) {
      socket.end(`HTTP/1.1 ${refusal} No\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}`)
      return
    }
    const onward = connect(port, '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 OK\r\n\r\n')
      onward.pipe(socket).pipe(onward)
    })
    sockets.add(onward)
    for (const end of [onward, socket]) end.on('error', () => end.destroy())
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  return {
    host: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    close: () =>
      new Promise(resolve => {
        server.close(() => resolve())
        for (const socket of sockets) socket.destroy()
      }),
  }
}
