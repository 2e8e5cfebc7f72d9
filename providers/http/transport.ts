/**
 * The only file that knows axios. It never throws on a status, and never lets an axios error out: those carry the request's
 * headers, token included, even through `toJSON()`. Redirects are not followed, so a token never travels to another host.
 */
import { setMaxListeners } from 'node:events'
import { ClientRequest, Agent as HttpAgent } from 'node:http'
import { Agent as HttpsAgent } from 'node:https'
import { TLSSocket } from 'node:tls'
import axios, { type AxiosInstance } from 'axios'
import { contentTypeOf, dataOf, fileAnswer, headersOf, textAnswer } from './message.ts'
import type { ProxyAddress, ProxyFor } from './proxy.ts'
import type { HttpOutcome, HttpRequest, NoAnswer, Send } from './request.ts'

export interface TransportOptions {
  /** In all, from the question to the last byte of the answer: one that trickles is none. */
  readonly timeoutMs: number
  /** Longest answer that is read, in bytes, unpacked; unless said, 64 MiB. */
  readonly longestBody?: number
  /** How long a proxy may take to open a tunnel: the library does not notice one that hangs up instead. */
  readonly tunnelMs?: number
  /** Without it every request goes straight to its host. */
  readonly proxyFor?: ProxyFor
  /** Called around each request; in sandbox mode the clock moves only while nothing is in flight. */
  readonly onStart?: (request: HttpRequest) => void
  readonly onEnd?: (request: HttpRequest, outcome: HttpOutcome) => void
}

export interface Transport {
  readonly send: Send
  /** Closes idle connections, so that the process can end. */
  close(): void
}

const maxSockets = 64
const idleMs = 60_000
/** A customer's subscriptions are tens of kB, a page of 500 customers some hundreds. */
const longestUnlessSaid = 64 * 1024 * 1024

export function createTransport({
  timeoutMs,
  tunnelMs = 20_000,
  longestBody = longestUnlessSaid,
  proxyFor = () => null,
  onStart,
  onEnd,
}: TransportOptions): Transport {
  const options = { keepAlive: true, maxSockets, scheduling: 'lifo', timeout: idleMs } as const
  const httpAgent = new HttpAgent(options)
  const httpsAgent = new HttpsAgent(options)
  // Its time-out is that of the tunnel alone: once there is one, the request's own counts.
  const tunnelAgent = new HttpsAgent({ ...options, timeout: tunnelMs })
  const instance = axios.create({
    httpAgent,
    httpsAgent,
    timeout: timeoutMs,
    maxRedirects: 0,
    validateStatus: () => true,
    responseType: 'text',
    transformResponse: [],
    transitional: { clarifyTimeoutError: true, silentJSONParsing: true, forcedJSONParsing: false },
    maxContentLength: longestBody,
  })
  return {
    async send(request) {
      onStart?.(request)
      let outcome: HttpOutcome = { kind: 'no answer', why: 'connection lost' }
      try {
        const proxy = proxyFor(request.url)
        outcome = await inTime(Math.min(timeoutMs, request.limitMs ?? timeoutMs), request.signal, signal =>
          exchange(instance, { ...request, signal }, proxy && { proxy, tunnelAgent }),
        )
        return outcome
      } finally {
        onEnd?.(request, outcome)
      }
    },
    close() {
      httpAgent.destroy()
      httpsAgent.destroy()
      tunnelAgent.destroy()
    },
  }
}

/** The library's own time-out begins anew with each byte that comes. */
async function inTime(
  timeoutMs: number,
  given: AbortSignal | undefined,
  work: (signal: AbortSignal) => Promise<HttpOutcome>,
): Promise<HttpOutcome> {
  const over = new AbortController()
  const stop = () => over.abort()
  const timer = setTimeout(stop, timeoutMs)
  // One stop ends all requests that are on their way, however many these are; Node warns of more than ten.
  if (given !== undefined) setMaxListeners(0, given)
  given?.addEventListener('abort', stop, { once: true })
  if (given?.aborted === true) stop()
  try {
    const outcome = await work(over.signal)
    const isOver = outcome.kind === 'no answer' && outcome.why === 'aborted' && given?.aborted !== true
    return isOver ? { kind: 'no answer', why: 'time-out' } : outcome
  } finally {
    clearTimeout(timer)
    given?.removeEventListener('abort', stop)
  }
}

async function exchange(
  instance: AxiosInstance,
  request: HttpRequest,
  through: { readonly proxy: ProxyAddress; readonly tunnelAgent: HttpsAgent } | null,
): Promise<HttpOutcome> {
  try {
    const data = dataOf(request)
    const answer = await instance.request<unknown>({
      method: request.method,
      url: request.url,
      headers: { ...request.headers, ...contentType(request) },
      ...(data !== undefined && { data }),
      // Never left to the library's own reading of the environment.
      ...(through === null ? { proxy: false } : { proxy: through.proxy, httpsAgent: through.tunnelAgent }),
      ...(request.signal !== undefined && { signal: request.signal }),
      ...(request.wants === 'bytes' && { responseType: 'arraybuffer' as const }),
    })
    if (through !== null && isOfProxy(request.url, answer))
      return { kind: 'no answer', why: 'refused by the proxy' }
    const headers = headersOf(Object.entries(answer.headers))
    if (request.wants === 'bytes' && Buffer.isBuffer(answer.data))
      return fileAnswer(answer.status, headers, answer.data)
    return textAnswer(answer.status, headers, typeof answer.data === 'string' ? answer.data : '')
  } catch (error) {
    return noAnswer(error)
  }
}

/** A proxy that opens no tunnel answers in the clear, where the service would answer under TLS. */
function isOfProxy(
  url: string,
  { status, request }: { readonly status: number; readonly request?: unknown },
): boolean {
  if (status === 407) return true
  const answer = request instanceof ClientRequest ? request.socket : null
  return url.startsWith('https:') && !(answer instanceof TLSSocket)
}

function contentType(request: HttpRequest): Record<string, string | false> {
  const kind = contentTypeOf(request)
  if (kind !== null) return { 'Content-Type': kind }
  // `false`: axios would call an empty body a form.
  return request.method === 'POST' ? { 'Content-Length': '0', 'Content-Type': false } : {}
}

/** Reads nothing from the error but its code: the rest holds the request. */
function noAnswer(error: unknown): NoAnswer {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  // The second is the system's, the third that of a tunnel.
  if (code === 'ECONNABORTED' || code === 'ETIMEDOUT' || code === 'ETIMEOUT')
    return { kind: 'no answer', why: 'time-out' }
  if (code === 'ECONNREFUSED' || code === 'ENOTFOUND' || code === 'EAI_AGAIN')
    return { kind: 'no answer', why: 'connection refused' }
  if (code === 'ERR_CANCELED') return { kind: 'no answer', why: 'aborted' }
  // The library says so in words alone.
  if (code === 'ERR_BAD_RESPONSE' && /maxContentLength/.test(error instanceof Error ? error.message : ''))
    return { kind: 'no answer', why: 'too large' }
  return { kind: 'no answer', why: 'connection lost' }
}
