/**
 * One request through the service: log → trouble before → throttle → who → replay → handler → durable → trouble after →
 * answer. Unknown routes and fields are refused loudly. Handlers run to their end in one turn, so requests cannot mix.
 */
import type { HttpBindings } from '@hono/node-server'
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response'
import { Hono } from 'hono'
import { recordActivity } from './audit.ts'
import type { Answer, Call } from './call.ts'
import { control } from './control.ts'
import type { Fault, FaultScript } from './faults.ts'
import { runJobs } from './jobs.ts'
import { framework, Refusal, refuse } from './refusal.ts'
import { remember, replayed, replayKey } from './replay.ts'
import { matchRoute } from './routes.ts'
import type { RequestRow } from './rows.ts'
import { partnerByTenant, type Service } from './service.ts'
import { type Meter, throttled } from './throttle.ts'
import { addMs } from './time.ts'
import { type Caller, callerOf, skewed, tokenAnswer } from './tokens.ts'

export interface AppParts {
  readonly service: Service
  readonly faults: FaultScript
  readonly meter: Meter
  readonly latencyMs: number
  /** Waits in wall time; only under a live clock. */
  readonly wait: (ms: number) => Promise<void>
}

/** Milliseconds after which a client is taken to have given up. */
const patienceMs = 60_000

export function createApp(parts: AppParts): Hono<{ Bindings: HttpBindings }> {
  const app = new Hono<{ Bindings: HttpBindings }>()
  app.all('/sandbox/*', async c => controlAnswer(parts, c.req.raw))
  app.all('*', async c => serve(parts, c.req.raw, c.env?.outgoing))
  return app
}

async function controlAnswer(parts: AppParts, request: Request): Promise<Response> {
  const { service, faults } = parts
  try {
    refuseBrowsers(request)
    const url = new URL(request.url)
    if (service.time.kind === 'live') runJobs(service)
    const body = request.method === 'POST' ? parseBody(await request.text()) : undefined
    const answer = control(
      service,
      faults,
      request.method,
      url.pathname.replace(/^\/sandbox\//, ''),
      url.searchParams,
      body,
    )
    service.store.commit()
    return Response.json(answer.body, { status: answer.status })
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    return Response.json(error.body, { status: error.status })
  }
}

/** A web page must not be able to drive the sandbox of whoever looks at it. */
function refuseBrowsers(request: Request): void {
  const host = request.headers.get('host') ?? ''
  const isLocal = /^(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/.test(host)
  const site = request.headers.get('sec-fetch-site')
  if (
    !isLocal ||
    request.headers.has('origin') ||
    (site !== null && site !== 'none' && site !== 'same-origin')
  )
    throw new Refusal(403, { error: 'The control API is for local programs, not for pages.' })
}

type Outgoing = HttpBindings['outgoing'] | undefined

async function serve(parts: AppParts, request: Request, outgoing: Outgoing): Promise<Response> {
  const { service } = parts
  const text = await request.text()
  if (parts.latencyMs > 0 && service.time.kind === 'live') await parts.wait(parts.latencyMs)
  if (service.time.kind === 'live') runJobs(service)
  const url = new URL(request.url)
  const path = `${url.pathname}${url.search}`
  const row: RequestRow = {
    at: service.time.now(),
    method: request.method,
    path,
    partner: partnerNameOf(service, request, url),
    requestId: request.headers.get('ms-requestid') ?? '',
    status: 0,
    replayed: false,
  }
  service.store.logRequest(row)
  const fault = parts.faults.take(request.method, path, row.partner)
  if (fault !== null) {
    const early = await troubleBefore(parts, fault, outgoing)
    if (early !== null) return finish(parts, row, early)
  }
  const answer = answerOf(parts, request, url, text, row)
  service.store.commit()
  if (fault !== null) {
    const late = await troubleAfter(fault, outgoing)
    if (late === 'gone') return RESPONSE_ALREADY_SENT
    if (late === 'garbled') {
      row.status = answer.status
      service.store.logRequest(row)
      service.store.commit()
      return new Response(`${JSON.stringify(answer.body ?? {}).slice(0, 20)}`, {
        status: answer.status,
        headers: { 'Content-Type': 'application/json; charset=utf-8' },
      })
    }
  }
  return finish(parts, row, answer)
}

function finish({ service }: AppParts, row: RequestRow, answer: Answer | 'gone'): Response {
  row.status = answer === 'gone' ? 0 : answer.status
  service.store.logRequest(row)
  service.store.commit()
  return answer === 'gone' ? RESPONSE_ALREADY_SENT : toResponse(service, row, answer)
}

function partnerNameOf(service: Service, request: Request, url: URL): string {
  const tenant = /^\/([^/]+)\/oauth2\//.exec(url.pathname)?.[1]
  if (tenant !== undefined) return partnerByTenant(service, decodeURIComponent(tenant))?.name ?? ''
  const claims = (request.headers.get('authorization') ?? '').split('.')[1]
  if (claims === undefined) return ''
  try {
    const value: unknown = JSON.parse(Buffer.from(claims, 'base64url').toString())
    const tid = typeof value === 'object' && value !== null && 'tid' in value ? String(value.tid) : ''
    return partnerByTenant(service, tid)?.name ?? ''
  } catch {
    return ''
  }
}

function answerOf(parts: AppParts, request: Request, url: URL, text: string, row: RequestRow): Answer {
  const { service } = parts
  try {
    const token = /^\/([^/]+)\/oauth2\/(v2\.0\/)?token$/.exec(url.pathname)
    if (token !== null && request.method === 'POST')
      return {
        status: 200,
        body: tokenAnswer(
          service,
          decodeURIComponent(token[1] ?? ''),
          Object.fromEntries(new URLSearchParams(text)),
          token[2] === undefined ? 1 : 2,
        ),
      }
    if (!url.pathname.startsWith('/v1/'))
      throw refuse(404, 1000, `There is no ${request.method} ${url.pathname}.`)
    return callAnswer(parts, request, url, text, row)
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    return { status: error.status, body: error.body, headers: error.headers }
  }
}

function callAnswer(
  { service, meter }: AppParts,
  request: Request,
  url: URL,
  text: string,
  row: RequestRow,
): Answer {
  const matched = matchRoute(request.method, url.pathname.slice('/v1'.length))
  if (matched === null) throw refuse(501, 800042, `The sandbox has no ${request.method} ${url.pathname}.`)
  if (matched === 'known path') throw refuse(405, 800042, `${url.pathname} takes no ${request.method}.`)
  const { route, params } = matched
  meter.count(row.partner, route.family, service.time.now())
  const caller = callerOf(service, request.headers.get('authorization') ?? undefined)
  if (route.userOnly === true && caller.kind === 'app')
    throw refuse(403, 900329, 'The call does not support app-only authentication.')
  const key =
    route.write === true && row.requestId !== ''
      ? replayKey(caller.partner.name, request.method, url.pathname, row.requestId)
      : null
  const before = key === null ? null : replayed(service, key)
  if (before !== null) {
    row.replayed = true
    return before
  }
  const call: Call = {
    service,
    caller,
    params,
    query: url.searchParams,
    headers: request.headers,
    body: text === '' ? undefined : parseBody(text),
    correlationId: request.headers.get('ms-correlationid') ?? '',
  }
  let answer: Answer
  try {
    answer = route.handle(call)
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    if (route.write === true) noteRefused(service, call, caller, params, route.path)
    answer = { status: error.status, body: error.body, headers: error.headers }
  }
  if (key !== null) remember(service, key, answer)
  return answer
}

/** Refused writes are recorded too (E19). */
function noteRefused(
  service: Service,
  call: Call,
  caller: Caller,
  params: Readonly<Record<string, string>>,
  path: string,
): void {
  const isOrder = /orders|carts/.test(path)
  recordActivity(
    service,
    {
      partner: caller.partner.name,
      customer: (params['customer'] ?? '').toLowerCase(),
      resourceType: isOrder ? 'order' : 'subscription',
      operationType: isOrder ? 'create_order' : 'update_subscription',
      status: 'failed',
      newValue: null,
      data: params['subscription'] === undefined ? {} : { SubscriptionId: params['subscription'] },
    },
    call,
  )
}

function parseBody(text: string): unknown {
  try {
    return text === '' ? undefined : (JSON.parse(text) as unknown)
  } catch {
    throw framework('The request is invalid.')
  }
}

/** Trouble that keeps the request from having any effect; null: there is none of that kind. */
async function troubleBefore(
  { service, wait }: AppParts,
  fault: Fault,
  outgoing: Outgoing,
): Promise<Answer | 'gone' | null> {
  switch (fault.kind) {
    case 'drop-before-commit':
      outgoing?.destroy()
      return 'gone'
    case 'hold-before-commit':
      service.store.commit()
      await clientLeaves(outgoing)
      return 'gone'
    case 'status':
      return {
        status: fault.code,
        body: fault.body ?? {
          code: String(fault.code),
          description: 'Scripted fault.',
          data: [],
          source: 'PartnerFD',
        },
      }
    case 'throttle': {
      const refused = throttled(fault.retryAfter)
      return { status: refused.status, body: refused.body, headers: refused.headers }
    }
    case 'delay':
      return delay(service, wait, fault.ms, outgoing)
    case 'drop-after-commit':
    case 'hold-after-commit':
    case 'garble':
      return null
  }
}

/** A slow answer; slower than anybody waits, it is no answer, and the time has passed. */
async function delay(
  service: Service,
  wait: AppParts['wait'],
  ms: number,
  outgoing: Outgoing,
): Promise<Answer | 'gone' | null> {
  const patience = service.world.settings?.clientTimeout ?? patienceMs
  if (service.time.kind === 'live') {
    await wait(ms)
    return null
  }
  service.time.moveTo(addMs(service.time.now(), Math.min(ms, patience)))
  runJobs(service)
  if (ms <= patience) return null
  outgoing?.destroy()
  return 'gone'
}

async function troubleAfter(fault: Fault, outgoing: Outgoing): Promise<'gone' | 'garbled' | null> {
  if (fault.kind === 'drop-after-commit') {
    outgoing?.destroy()
    return 'gone'
  }
  if (fault.kind === 'hold-after-commit') {
    await clientLeaves(outgoing)
    return 'gone'
  }
  return fault.kind === 'garble' ? 'garbled' : null
}

function clientLeaves(outgoing: Outgoing): Promise<void> {
  return new Promise(resolve =>
    outgoing === undefined || outgoing.destroyed ? resolve() : outgoing.once('close', () => resolve()),
  )
}

function toResponse(service: Service, row: RequestRow, answer: Answer): Response {
  const quirks = service.world.settings?.quirks
  const locale = quirks?.doubledHeaders === true ? 'en-US,en-US' : 'en-US'
  const headers = new Headers({
    'MS-RequestId': row.requestId,
    'MS-ServerId': 'sandbox',
    'X-Locale': locale,
    Date: new Date(skewed(service)).toUTCString(),
    ...answer.headers,
  })
  if (answer.body === undefined || answer.body === null)
    return new Response(null, { status: answer.status, headers })
  headers.set('Content-Type', 'application/json; charset=utf-8')
  const json =
    quirks?.crlf === true
      ? JSON.stringify(answer.body, null, 2).replaceAll('\n', '\r\n')
      : JSON.stringify(answer.body)
  return new Response(`${quirks?.bom === true ? '\uFEFF' : ''}${json}`, { status: answer.status, headers })
}
