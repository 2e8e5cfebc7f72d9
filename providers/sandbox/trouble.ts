/** How scripted faults are acted out (E15): before anything happens, or on what was to be answered. */

import { inPieces, padded } from './faults/bodies.ts'
import type { Fault } from './faults.ts'
import { runJobs } from './lifecycle/jobs.ts'
import type { Sent } from './outcome.ts'
import { type Service, shifted } from './service.ts'
import { addMs } from './time/calendar.ts'

/** The client's end of the connection. */
export interface Connection {
  /** Ends it without an answer. */
  cut(): void
  /** The same with a TCP reset. */
  reset(): void
  /** Sends the head, and the first half of the body, and ends it. */
  breakOff(response: Response): Promise<void>
  /** Sends it under a Content-Length that is not its own; what is missing never comes. */
  misstate(response: Response, length: number): Promise<void>
  /** Resolves when the client has gone. */
  readonly gone: () => Promise<void>
}

export interface Scene {
  readonly service: Service
  /** Waits in wall time; only under a live clock. */
  readonly wait: (ms: number) => Promise<void>
  readonly connection: Connection
}

/** Trouble that keeps the request from having any effect. */
export async function before({ service, wait, connection }: Scene, fault: Fault): Promise<'gone' | 'go on'> {
  switch (fault.kind) {
    case 'drop-before-commit':
      service.store.commit()
      connection.cut()
      return 'gone'
    case 'reset-before-commit':
      service.store.commit()
      connection.reset()
      return 'gone'
    case 'hold-before-commit':
      service.store.commit()
      await connection.gone()
      return 'gone'
    case 'delay':
      if (service.time.kind === 'live') await wait(fault.ms)
      else
        service.time.moveTo(addMs(service.time.now(), Math.min(fault.ms, service.settings.clientTimeoutMs)))
      runJobs(service)
      return 'go on'
    case 'status':
    case 'throttle':
    case 'drop-after-commit':
    case 'reset-after-commit':
    case 'hold-after-commit':
    case 'garble':
    case 'truncate':
    case 'cut-body':
    case 'slow-body':
    case 'trickle':
    case 'wrong-length':
    case 'huge-body':
    case 'endless-pages':
    case 'replace-before-commit':
    case 'replace-after-commit':
    case 'partial-checkout':
    case 'skew':
      return 'go on'
  }
}

/** Trouble after it happened, of which nobody hears. */
export async function lost({ service, connection }: Scene, fault: Fault): Promise<boolean> {
  const isTooSlow =
    fault.kind === 'delay' && service.time.kind === 'virtual' && fault.ms > service.settings.clientTimeoutMs
  const isLost = ['drop-after-commit', 'reset-after-commit', 'hold-after-commit'].includes(fault.kind)
  if (!isTooSlow && !isLost) return false
  service.store.commit()
  if (fault.kind === 'hold-after-commit') await connection.gone()
  else if (fault.kind === 'reset-after-commit') connection.reset()
  else connection.cut()
  return true
}

export function spoilt(service: Service, sent: Sent, fault: Fault | null): Sent {
  if (fault?.kind === 'skew') {
    const shown = new Date(shifted(service, fault.skew)).toUTCString()
    return { ...sent, headers: { ...sent.headers, Date: shown } }
  }
  const half = sent.text.slice(0, Math.floor(sent.text.length / 2))
  if (fault?.kind === 'garble') return { ...sent, text: `${half}\u0000<garbled` }
  return fault?.kind === 'truncate' ? { ...sent, text: half } : sent
}

const pieces = 4

/** Null: it was broken off. A slow body takes its time, in pieces; a trickling one takes it by the wall under either clock. */
export async function delivered(
  scene: Scene,
  response: Response,
  fault: Fault | null,
): Promise<Response | null> {
  const { service, wait, connection } = scene
  switch (fault?.kind) {
    case 'cut-body':
      await connection.breakOff(response)
      return null
    case 'wrong-length':
      await connection.misstate(response, fault.length)
      return null
    case 'trickle': {
      const pause = () => wait(fault.ms)
      return withBody(response, inPieces(await bytesOf(response), Math.max(1, fault.bytes), pause))
    }
    case 'huge-body': {
      const body = padded(await bytesOf(response), fault.bytes)
      if (!fault.gzip) return withBody(response, body)
      const headers = new Headers(response.headers)
      headers.set('Content-Encoding', 'gzip')
      const { status } = response
      return withBody(
        new Response(null, { status, headers }),
        body.pipeThrough(new CompressionStream('gzip')),
      )
    }
    case 'slow-body': {
      const bytes = await bytesOf(response)
      const pause = async () => {
        if (service.time.kind === 'live') await wait(fault.ms / pieces)
      }
      if (service.time.kind === 'virtual') {
        service.time.moveTo(addMs(service.time.now(), fault.ms))
        runJobs(service)
        service.store.commit()
      }
      return withBody(response, inPieces(bytes, Math.ceil(bytes.length / pieces), pause))
    }
    default:
      return response
  }
}

const bytesOf = async (response: Response) => new Uint8Array(await response.arrayBuffer())

function withBody({ status, headers }: Response, body: ReadableStream<Uint8Array>): Response {
  return new Response(body, { status, headers })
}
