/** The control API is for programs on this machine: a web page must not drive the sandbox of whoever looks at it. */
import { Refusal } from '../refusal.ts'

const loopbackPeer = /^(127\.\d+\.\d+\.\d+|::1|::ffff:127\.\d+\.\d+\.\d+)$/
const loopbackHost = /^(127\.\d+\.\d+\.\d+|localhost|\[::1\])(:\d+)?$/i

export function checkLocal(request: Request, peer: string | undefined): void {
  const host = request.headers.get('host') ?? new URL(request.url).host
  const site = request.headers.get('sec-fetch-site')
  const isPage = request.headers.has('origin') || (site !== null && site !== 'none')
  if (isPage || !loopbackHost.test(host) || (peer !== undefined && !loopbackPeer.test(peer)))
    throw new Refusal(403, 403, {
      body: {
        code: '403',
        description: 'The control API is for programs on this machine, not for web pages.',
      },
    })
}
