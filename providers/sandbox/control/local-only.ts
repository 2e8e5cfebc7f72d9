/** The control API is for programs on this machine: a web page must not drive the sandbox of whoever looks at it. */
import { Refusal } from '../refusal.ts'

const loopbackPeer = /^(127\.\d+\.\d+\.\d+|::1|::ffff:127\.\d+\.\d+\.\d+)$/
const loopbackHost = /^(127\.\d+\.\d+\.\d+|localhost|\[::1\])(:\d+)?$/i

export function checkLocal(request: Request, peer: string | undefined): void {
  const host = request.headers.get('host') ?? new URL(request.url).host
  const site = request.headers.get('sec-fetch-site')
  const isPage = request.headers.has('origin') || (site !== null && site !== 'none')
  if (isPage || !loopbackHost.test(host) || (peer !== undefined && !loopbackPeer.test(peer)))
    throw refused(403, 'The control API is for programs on this machine, not for web pages.')
  // What a form of a web page can send without asking first is never JSON.
  if (request.method === 'POST' && !json.test(request.headers.get('content-type') ?? ''))
    throw refused(415, 'The control API takes application/json.')
}

const json = /^application\/json\s*(;|$)/i

function refused(status: number, description: string): Refusal {
  return new Refusal(status, status, { body: { code: String(status), description } })
}
