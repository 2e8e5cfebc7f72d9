/**
 * Pages for the people at this machine: a server that listens on loopback alone, answers GET alone, and only whoever knows its address. Other
 * sites that a browser has open cannot reach it by a name of their own that leads to loopback, nor read what it answers.
 */
import { randomBytes } from 'node:crypto'
import type { AddressInfo } from 'node:net'
import { type ServerType, serve } from '@hono/node-server'

export interface PageServerOptions {
  /** 0: any free one. */
  readonly port: number
  /** The content security policy of each page. */
  readonly policy: string
  /** What stands at this place below the address: `''`, `finance`; null: nothing. */
  readonly pageAt: (place: string) => Promise<ServedText | null>
}

export interface ServedText {
  readonly type: 'text/html' | 'text/plain'
  readonly text: string
}

export interface PageServer {
  /** With the part that nobody can guess; whoever has it can read. */
  readonly url: string
  /** Ends open connections too. */
  close(): Promise<void>
}

const loopback = '127.0.0.1'

/** Rejects with the system's error where the port cannot be had. */
export async function servePages({ port, policy, pageAt }: PageServerOptions): Promise<PageServer> {
  const secret = randomBytes(16).toString('hex')
  let at = port
  const server = await new Promise<ServerType>((done, failed) => {
    const made = serve(
      {
        fetch: request => answerTo(request, { port: at, secret, policy, pageAt }),
        hostname: loopback,
        port,
        overrideGlobalObjects: false,
      },
      () => done(made),
    )
    made.once('error', failed)
  })
  at = (server.address() as AddressInfo).port // of a socket of the internet, for a port was asked for
  return {
    url: `http://${loopback}:${at}/${secret}/`,
    close: () =>
      new Promise(done => {
        server.close(() => done())
        if ('closeAllConnections' in server) server.closeAllConnections()
      }),
  }
}

interface Door extends Omit<PageServerOptions, 'port'> {
  readonly port: number
  readonly secret: string
}

/** Who may ask is looked at before what is asked for, so that a stranger learns nothing from the answer. */
async function answerTo(request: Request, door: Door): Promise<Response> {
  if (!isOurs(request, door.port))
    return plain(403, 'This board is for a browser on the machine that serves it.')
  if (request.method !== 'GET') return plain(405, 'This board can only be read.', { allow: 'GET' })
  const start = `/${door.secret}/`
  const { pathname } = new URL(request.url)
  const page = pathname.startsWith(start) ? await door.pageAt(pathname.slice(start.length)) : null
  if (page === null) return plain(404, 'Nothing is here. The address is the one that the command printed.')
  return new Response(page.text, {
    headers: { ...guards(door.policy), 'content-type': `${page.type}; charset=utf-8` },
  })
}

/** By the name it was asked under, which a browser writes itself; a page elsewhere can open the address, and read nothing of it. */
function isOurs({ headers }: Request, port: number): boolean {
  const names = [loopback, 'localhost', '[::1]'].map(name => `${name}:${port}`)
  const origin = headers.get('origin')
  return (
    names.includes(headers.get('host') ?? '') &&
    (origin === null || names.some(name => origin === `http://${name}`)) &&
    (headers.get('sec-fetch-site') !== 'cross-site' || headers.get('sec-fetch-mode') === 'navigate')
  )
}

function guards(policy: string): Record<string, string> {
  return {
    'cache-control': 'no-store',
    'content-security-policy': policy,
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
  }
}

function plain(status: number, text: string, more: Record<string, string> = {}): Response {
  return new Response(`${text}\n`, {
    status,
    headers: { ...guards("default-src 'none'"), ...more, 'content-type': 'text/plain; charset=utf-8' },
  })
}
