/** Requests that meet with trouble by chance, each acted out by the copy itself: what the client makes of it is what it makes of it anywhere. */
import type { Transport } from '../../providers/http/transport.ts'
import type { SandboxControl } from '../sandbox/control.ts'

/** What a service does on a bad day: connections that end before or after the work is done, errors of its own, a full budget, a slow answer. */
const kinds = [
  { do: 'drop-before-commit' },
  { do: 'drop-after-commit' },
  { do: 'status', status: 500 },
  { do: 'status', status: 503 },
  { do: 'throttle', retryAfter: 30 },
  { do: 'delay', ms: 20_000 },
] as const

export interface Trouble {
  readonly control: SandboxControl
  readonly chance: () => number
  /** One of so many requests meets with it. */
  readonly perRequests: number
}

/** Signing in is left in peace. */
export function troubled(transport: Transport, { control, chance, perRequests }: Trouble): Transport {
  return {
    ...transport,
    async send(request) {
      if (request.family === 'token' || chance() * perRequests >= 1) return transport.send(request)
      const { method, url } = request
      const kind = kinds[Math.floor(chance() * kinds.length)] ?? kinds[0]
      const { pathname, search } = new URL(url)
      await control.post('faults', [{ match: { method, path: `${pathname}${search}` }, times: 1, ...kind }])
      return transport.send(request)
    },
  }
}
