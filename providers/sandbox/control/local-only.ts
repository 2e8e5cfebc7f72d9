/** The sandbox is for programs on this machine: a web page must not drive the one of whoever looks at it, nor a name that leads here. */
import type { AskedRequest } from '../call.ts'

const loopbackPeer = /^(127\.\d+\.\d+\.\d+|::1|::ffff:127\.\d+\.\d+\.\d+)$/
const loopbackHost = /^(127\.\d+\.\d+\.\d+|localhost|\[::1\])(:\d+)?$/i

/**
 * On every route. Every browser says `Origin` with a POST and `Sec-Fetch-Site` with anything; what kind of content comes is no sign,
 * and curl says none. A name of somebody else's that leads to this machine (DNS rebinding) stands in `Host`. Null: it may go on.
 */
export function refusedAsForeign(request: AskedRequest, peer: string | undefined): Response | null {
  const host = request.headers.get('host') ?? new URL(request.url).host
  const site = request.headers.get('sec-fetch-site')
  const isPage = request.headers.has('origin') || (site !== null && site !== 'none')
  const isForeign = isPage || !loopbackHost.test(host) || (peer !== undefined && !loopbackPeer.test(peer))
  if (!isForeign) return null
  const message = 'The sandbox is for programs on this machine, not for web pages or other names.'
  return Response.json({ message }, { status: 403 })
}
