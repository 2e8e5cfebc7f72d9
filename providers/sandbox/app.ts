/** The sandbox as one function from request to response: control routes for local programs, everything else is the service. */
import type { HttpBindings } from '@hono/node-server'
import type { AskedRequest } from './call.ts'
import { control } from './control/control.ts'
import { refusedAsForeign } from './control/local-only.ts'
import { runJobs } from './lifecycle/jobs.ts'
import { type Pipeline, serve } from './pipeline.ts'
import { Refusal } from './refusal.ts'
import type { Connection } from './trouble.ts'
import { certificatePath, type Deliveries } from './webhooks/deliver.ts'

/** Null: the connection was ended without an answer. */
export type App = (request: AskedRequest, bindings?: HttpBindings) => Promise<Response | null>

export function createApp(pipeline: Pipeline, deliveries: Deliveries): App {
  return async (request, bindings) => {
    const { pathname, origin } = new URL(request.url)
    const refused = refusedAsForeign(request, bindings?.incoming.socket.remoteAddress)
    if (refused !== null) return refused
    if (pathname === certificatePath) return certificate(deliveries)
    const isControl = pathname === '/sandbox' || pathname.startsWith('/sandbox/')
    const answer = isControl
      ? await controlled(pipeline, request)
      : await serve(pipeline, request, connectionOf(request, bindings))
    deliveries.start(origin)
    return answer
  }
}

const certificate = (deliveries: Deliveries) =>
  new Response(deliveries.certificate(), { headers: { 'Content-Type': 'application/x-pem-file' } })

async function controlled({ service }: Pipeline, request: AskedRequest): Promise<Response> {
  try {
    const text = await request.text()
    if (service.time.kind === 'live') runJobs(service)
    const body = control(service, request.method, new URL(request.url), text)
    service.store.commit()
    return Response.json(body)
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    return Response.json(error.body, { status: error.status })
  }
}

function connectionOf(request: AskedRequest, bindings: HttpBindings | undefined): Connection {
  const outgoing = bindings?.outgoing
  if (outgoing === undefined)
    return {
      cut: () => undefined,
      reset: () => undefined,
      breakOff: async () => undefined,
      misstate: async () => undefined,
      gone: () =>
        new Promise(resolve => {
          if (request.signal?.aborted === true) resolve()
          else request.signal?.addEventListener('abort', () => resolve(), { once: true })
        }),
    }
  return {
    cut: () => void outgoing.destroy(),
    reset: () => void outgoing.socket?.resetAndDestroy(),
    breakOff: response => breakOff(outgoing, response),
    misstate: (response, length) => misstate(outgoing, response, length),
    gone: () => gone(outgoing),
  }
}

function gone(outgoing: HttpBindings['outgoing']): Promise<void> {
  return new Promise(resolve => {
    if (outgoing.destroyed || outgoing.closed) resolve()
    else outgoing.once('close', () => resolve())
  })
}

/** A length that is too short leaves bytes over; one that is too long is waited for until the client goes. */
async function misstate(
  outgoing: HttpBindings['outgoing'],
  response: Response,
  length: number,
): Promise<void> {
  const bytes = new Uint8Array(await response.arrayBuffer())
  outgoing.writeHead(response.status, {
    ...Object.fromEntries(response.headers),
    'Content-Length': String(length),
  })
  if (length <= bytes.length) return void outgoing.end(bytes)
  outgoing.write(bytes)
  await gone(outgoing)
}

/** The head promises all of the body; half of it comes. */
async function breakOff(outgoing: HttpBindings['outgoing'], response: Response): Promise<void> {
  const bytes = new Uint8Array(await response.arrayBuffer())
  outgoing.writeHead(response.status, {
    ...Object.fromEntries(response.headers),
    'Content-Length': String(bytes.length),
  })
  await new Promise<void>(resolve => {
    outgoing.write(bytes.slice(0, Math.floor(bytes.length / 2)), () => resolve())
  })
  outgoing.destroy()
}
