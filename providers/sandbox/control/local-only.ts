/** The control API is for programs on this machine: a web page must not drive the sandbox of whoever looks at it. */
import { Refusal } from '../refusal.ts'

const loopbackPeer = /^(127\.\d+\.\d+\.\d+|::1|::ffff:127\.\d+\.\d+\.\d+)$/
const loopbackHost = /^(127\.\d+\.\d+\.\d+|localhost|\[::1\])(:\d+)?$/i

/** Every browser says `Origin` with a POST and `Sec-Fetch-Site` with anything; what kind of content comes is no sign, and curl says none. */
export function checkLocal(request: Request, peer: string | undefined): void {
  const host = request.headers.get('host') ?? new URL(request.url).host
  const site = request.headers.get('sec-fetch-site')
  const isPage = request.headers.has('origin') || (site !== null && site !== 'none')
  if (isPage || !loopbackHost.test(host) || (peer !== undefined && !loopbackPeer.test(peer)))
    throw refused('The control API is for programs on this machine, not for web pages.')
}

function refused(description: string): Refusal {
  return new Refusal(403, 403, { body: { code: '403', description } })
}
