/**
 * One request through the service: log → trouble before → who → budget → repeat → handler → durable → trouble after → answer.
 * Between reading the body and committing nothing waits, so requests cannot mix.
 */

import { callerOf, checkAllowed, claimedPartner } from './access/caller.ts'
import { answerToken } from './access/token-endpoint.ts'
import { recordActivity } from './audit.ts'
import { type Answer, actorOf, type Call, type Route } from './call.ts'
import { type Fault, takeFault } from './faults.ts'
import { runJobs } from './lifecycle/jobs.ts'
import { respond, type Sent, sentOf } from './outcome.ts'
import { Refusal, refuse, refuseRequest, throttled } from './refusal.ts'
import { isSettled, keptAnswer, replayKey } from './replay.ts'
import { type Matched, matchRoute } from './router.ts'
import { partnerByTenant, type Service, visibleRelationship } from './service.ts'
import type { RequestRow } from './state/trace-rows.ts'
import type { Meter } from './throttle.ts'
import { addMs } from './time/calendar.ts'

export interface Pipeline {
  readonly service: Service
  readonly meter: Meter
  /** Waits in wall time; only under a live clock. */
  readonly wait: (ms: number) => Promise<void>
}

/** The client's end of the connection. */
export interface Connection {
  /** Ends it without an answer. */
  cut(): void
  /** Resolves when the client has gone. */
  readonly gone: () => Promise<void>
}

/** Null: the connection ended without an answer. */
export async function serve(
  pipeline: Pipeline,
  request: Request,
  connection: Connection,
): Promise<Response | null> {
  const { service, wait } = pipeline
  const text = (await request.text()).replace(/^\uFEFF/, '')
  if (service.time.kind === 'live') {
    if (service.settings.latencyMs > 0) await wait(service.settings.latencyMs)
    runJobs(service)
  }
  const url = new URL(request.url)
  const visit = arrive(service, request, url)
  const fault = takeFault(service, request.method, visit.row.path, visit.row.partner)
  if (fault !== null) {
    const early = await before(pipeline, fault, connection)
    if (early === 'gone') return null
  }
  const sent = answer(pipeline, visit, { request, url, text, fault })
  if (
    fault?.kind === 'drop-after-commit' ||
    fault?.kind === 'hold-after-commit' ||
    isTooSlow(service, fault)
  ) {
    service.store.commit()
    if (fault?.kind === 'hold-after-commit') await connection.gone()
    else connection.cut()
    return null
  }
  visit.settle({ status: sent.status })
  service.store.commit()
  return respond(service, request, visit.position, fault?.kind === 'garble' ? garbled(sent) : sent)
}

interface Visit {
  readonly position: number
  readonly row: RequestRow
  settle(change: Partial<RequestRow>): void
}

/** In the log from the beginning, with status 0: an answer that never leaves stays at that. */
function arrive(service: Service, request: Request, url: URL): Visit {
  const tenant = /^\/([^/]+)\/oauth2\//i.exec(url.pathname)?.[1]
  const partner =
    tenant === undefined
      ? claimedPartner(service, request.headers.get('authorization'))
      : partnerByTenant(service, tenant)
  let row: RequestRow = {
    at: service.time.now(),
    method: request.method,
    path: `${url.pathname}${url.search}`,
    partner: partner?.name ?? null,
    requestId: request.headers.get('ms-requestid'),
    status: 0,
    replayed: false,
  }
  const position = service.store.logRequest(row)
  return {
    position,
    row,
    settle(change) {
      row = { ...row, ...change }
      service.store.settleRequest(position, row)
    },
  }
}

/** Trouble that keeps the request from having any effect. */
async function before(
  { service, wait }: Pipeline,
  fault: Fault,
  connection: Connection,
): Promise<'gone' | 'go on'> {
  switch (fault.kind) {
    case 'drop-before-commit':
      service.store.commit()
      connection.cut()
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
    case 'hold-after-commit':
    case 'garble':
      return 'go on'
  }
}

/** Slower than anybody waits: it happens, and nobody is there to hear of it. */
function isTooSlow(service: Service, fault: Fault | null): boolean {
  return (
    fault?.kind === 'delay' && service.time.kind === 'virtual' && fault.ms > service.settings.clientTimeoutMs
  )
}

function garbled(sent: Sent): Sent {
  return { ...sent, text: `${sent.text.slice(0, Math.floor(sent.text.length / 2))}\u0000<garbled` }
}

interface Asked {
  readonly request: Request
  readonly url: URL
  readonly text: string
  readonly fault: Fault | null
}

function answer(pipeline: Pipeline, visit: Visit, asked: Asked): Sent {
  const { service } = pipeline
  const { request, url, text } = asked
  try {
    const token = /^\/([^/]+)\/oauth2\/(v2\.0\/)?token\/?$/i.exec(url.pathname)
    if (token === null) return answerCall(pipeline, visit, asked)
    if (request.method !== 'POST')
      throw refuse(405, 800042, `${url.pathname} does not take ${request.method}.`)
    scripted(asked.fault)
    return sentOf(service, answerToken(service, token[1] ?? '', text, token[2] === undefined ? 1 : 2))
  } catch (error) {
    return sentOf(service, asAnswer(error))
  }
}

function answerCall(pipeline: Pipeline, visit: Visit, { request, url, text, fault }: Asked): Sent {
  const { service, meter } = pipeline
  const { route, params } = matchRoute(request.method, url.pathname)
  const caller = callerOf(service, request.headers.get('authorization'))
  if (fault !== null && !isSettled(fault.status)) scripted(fault)
  if (route.family !== 'other') meter.count(caller.partner.name, route.family, service.time.now())
  const { requestId } = visit.row
  const key =
    route.write === true && requestId !== null && requestId !== ''
      ? replayKey(caller.partner.name, request.method, url.pathname, requestId)
      : null
  const kept = key === null ? null : keptAnswer(service, key)
  if (kept !== null) {
    visit.settle({ replayed: true })
    return kept
  }
  const correlationId = request.headers.get('ms-correlationid') ?? ''
  const { headers } = request
  const call = { service, caller, params, query: url.searchParams, headers, correlationId }
  const sent = sentOf(service, handled({ route, params }, call, text, fault))
  if (key !== null && isSettled(sent.status))
    service.store.replays.put({ key, at: service.time.now(), ...sent })
  return sent
}

function handled({ route }: Matched, call: Omit<Call, 'body'>, text: string, fault: Fault | null): Answer {
  try {
    scripted(fault)
    checkAllowed(route, call.caller)
    const stranger = [...call.query.keys()].find(name => !(route.query ?? []).includes(name))
    if (stranger !== undefined) throw refuse(400, 2000, `The parameter ${stranger} is not supported.`)
    const whole: Call = { ...call, body: text.trim() === '' ? undefined : parsed(text) }
    try {
      return withMfa(route.handle(whole), call)
    } catch (error) {
      if (error instanceof Refusal) noteRefused(route, whole)
      throw error
    }
  } catch (error) {
    return asAnswer(error)
  }
}

/** A scripted refusal takes the place of the handler. */
function scripted(fault: Fault | null): void {
  if (fault?.kind === 'throttle') throw throttled(fault.retryAfter)
  if (fault?.kind !== 'status') return
  throw fault.body === null
    ? refuse(fault.status, Number(fault.code), 'Scripted fault.')
    : new Refusal(fault.status, fault.status, { body: fault.body })
}

function asAnswer(error: unknown): Answer {
  if (!(error instanceof Refusal)) throw error
  return { status: error.status, body: error.body, headers: error.headers }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw refuseRequest()
  }
}

/** `ValidateMfa: true` asks how the user signed in (api.md 4.1). */
function withMfa(given: Answer, call: Omit<Call, 'body'>): Answer {
  if (call.caller.kind !== 'user' || call.headers.get('validatemfa')?.toLowerCase() !== 'true') return given
  return { ...given, headers: { ...given.headers, isMfaCompliant: 'true' } }
}

/** A refused write of a customer that the caller can see is recorded as failed (E19). */
function noteRefused(route: Route, call: Call): void {
  const customer = (call.params['customer'] ?? '').toLowerCase()
  const { service, caller } = call
  if (route.refusedAs === undefined) return
  if (visibleRelationship(service, caller.partner.name, customer) === undefined) return
  const subscription = call.params['subscription']
  const order = call.params['order']
  recordActivity(
    service,
    {
      ...route.refusedAs,
      partner: caller.partner.name,
      customer,
      status: 'failed',
      data: {
        ...(subscription !== undefined && { SubscriptionId: subscription }),
        ...(order !== undefined && { OrderId: order }),
      },
    },
    actorOf(call),
  )
}
