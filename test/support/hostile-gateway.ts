/** Stands between a command and a sandbox: what the sandbox has done is done, and the answer is what somebody on the way makes of it. */
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

export type Trick =
  /** A blank at a time, for ever. */
  | 'trickle'
  /** To somewhere else, where nobody should be asked. */
  | 'redirect'
  /** A list that has one more page, again and again. */
  | 'pages'
  /** More than any answer of the service. */
  | 'too large'
  /** Ends long before its Content-Length. */
  | 'cut'
  /** Says that it is packed, and is not. */
  | 'not packed'

export interface HostileGateway {
  readonly url: string
  /** From now on, with answers to requests of this kind. null: none. */
  trick(how: Trick | null, about: (method: string, path: string) => boolean): void
  /** What came to where a redirection led. */
  readonly elsewhere: readonly string[]
  /** How many answers were made worse. */
  tricked(): number
  close(): Promise<void>
}

/** `most`: how often one trick is played; from then on answers are as they should be. */
export async function hostileGateway(
  target: string,
  most = Number.POSITIVE_INFINITY,
): Promise<HostileGateway> {
  const { hostname, port } = new URL(target)
  const elsewhere: string[] = []
  let how: Trick | null = null
  let isMeant: (method: string, path: string) => boolean = () => false
  let count = 0
  const other = createServer((incoming, outgoing) => {
    elsewhere.push(`${incoming.method} ${incoming.url}`)
    outgoing.end('{}')
  })
  await listening(other)
  const elsewhereUrl = `http://127.0.0.1:${(other.address() as AddressInfo).port}/elsewhere`
  const server = createServer((incoming, outgoing) => {
    const { method = '', url = '', headers } = incoming
    const onward = request({ hostname, port, method, path: url, headers }, answer => {
      const isTricked = how !== null && !url.startsWith('/sandbox/') && isMeant(method, url) && count < most
      if (!isTricked || how === null) {
        outgoing.writeHead(answer.statusCode ?? 500, answer.headers)
        answer.pipe(outgoing)
        return
      }
      count += 1
      void play(how, answer, outgoing)
    })
    onward.on('error', () => outgoing.destroy())
    incoming.pipe(onward)
  })
  await listening(server)

  async function play(trick: Trick, answer: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const chunks: Buffer[] = []
    for await (const chunk of answer) chunks.push(chunk as Buffer)
    const body = Buffer.concat(chunks)
    const json = { 'content-type': 'application/json' }
    switch (trick) {
      case 'trickle': {
        outgoing.writeHead(200, json)
        const drops = setInterval(() => outgoing.write(' '), 5)
        outgoing.once('close', () => clearInterval(drops))
        return
      }
      case 'redirect':
        outgoing.writeHead(302, { location: elsewhereUrl, 'content-type': 'text/html' })
        outgoing.end('moved')
        return
      case 'pages':
        outgoing.writeHead(200, json)
        outgoing.end(oneMorePage(body, count))
        return
      case 'too large':
        outgoing.writeHead(200, json)
        outgoing.end(Buffer.alloc(65 * 1024 * 1024, ' '))
        return
      case 'cut':
        outgoing.writeHead(200, { ...json, 'content-length': body.length + 1_000_000 })
        outgoing.write(body, () => outgoing.destroy())
        return
      case 'not packed':
        outgoing.writeHead(200, { ...json, 'content-encoding': 'gzip' })
        outgoing.end(body)
    }
  }

  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    trick(next, about) {
      how = next
      isMeant = about
      count = 0
    },
    elsewhere,
    tricked: () => count,
    async close() {
      for (const one of [server, other]) {
        one.closeAllConnections()
        await new Promise(resolve => one.close(resolve))
      }
    },
  }
}

function listening(server: ReturnType<typeof createServer>): Promise<void> {
  return new Promise(resolve => server.listen(0, '127.0.0.1', resolve))
}

/** Everything of the page, renumbered, and a token for the next. */
function oneMorePage(body: Buffer, page: number): string {
  const list = JSON.parse(body.toString('utf8').replace(/^\uFEFF/, '')) as { items?: readonly object[] }
  const items = (list.items ?? []).map((item, at) => ({
    ...item,
    id: `00000000-0000-4000-8000-${String(page * 1000 + at).padStart(12, '0')}`,
  }))
  const next = {
    uri: '/customers?size=500&seekOperation=next',
    method: 'GET',
    headers: [{ key: 'MS-ContinuationToken', value: `page${page}` }],
  }
  return JSON.stringify({
    ...list,
    items,
    totalCount: items.length,
    continuationToken: `page${page}`,
    links: { next },
  })
}
