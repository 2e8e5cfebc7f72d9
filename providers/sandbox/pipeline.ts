/**
 * One request through the service: log → trouble before → who → budget → repeat → handler → durable → trouble after → answer.
 * Between reading the body and committing nothing waits, so requests cannot mix.
 */

import { callerOf, checkAllowed, claimedPartner } from './access/caller.ts'
import { answerDeviceCode } from './access/device-code.ts'
import { answerToken } from './access/token-endpoint.ts'
import { recordActivity } from './audit.ts'
import { type Answer, type AskedRequest, actorOf, type Call, type Route } from './call.ts'
import { answerBlob, isBlob } from './exports/manifest.ts'
import { firstPage, withoutEnd } from './faults/endless-pages.ts'
import { replacedAnswer } from './faults/replaced.ts'
import { type Fault, takeFault } from './faults.ts'
import { answerGraph, isGraph } from './graph/answer-graph.ts'
import { runJobs } from './lifecycle/jobs.ts'
import { respond, respondAsGraph, type Sent, sentOf } from './outcome.ts'
import { isOn } from './quirks.ts'
import { Refusal, refuse, refuseRequest, scriptedRefusal, throttled, wrongMethod } from './refusal.ts'
import { bodyDigest, isSettled, keptAnswer, replayKey } from './replay.ts'
import { type Matched, matchRoute } from './router.ts'
import { partnerByTenant, type Service, visibleRelationship } from './service.ts'
import type { RequestRow } from './state/trace-rows.ts'
import type { Meter } from './throttle.ts'
import { before, type Connection, delivered, lost, type Scene, spoilt } from './trouble.ts'

export interface Pipeline {
  readonly service: Service
  readonly meter: Meter
  /** Waits in wall time. */
  readonly wait: (ms: number) => Promise<void>
}

/** Null: the connection ended without an answer. */
export async function serve(
  pipeline: Pipeline,
  request: AskedRequest,
  connection: Connection,
): Promise<Response | null> {
  const { service, wait } = pipeline
  const text = (await request.text()).replace(/^\uFEFF/, '')
  // In wall time under either clock: a slow service is slow for whoever looks at it, and virtual time is the client's to move.
  if (service.settings.latencyMs > 0) await wait(service.settings.latencyMs)
  if (service.time.kind === 'live') runJobs(service)
  const url = new URL(request.url)
  const visit = arrive(service, request, url)
  const fault = takeFault(service, request.method, visit.row.path, visit.row.partner)
  const scene: Scene = { service, wait, connection }
  if (fault !== null && (await before(scene, fault)) === 'gone') return null
  if (fault?.kind === 'replace-before-commit') return replaced(pipeline, visit, fault)
  const isEndless = fault?.kind === 'endless-pages'
  const done = answer(pipeline, visit, { request, url: isEndless ? firstPage(url) : url, text, fault })
  if (fault !== null && (await lost(scene, fault))) return null
  if (fault?.kind === 'replace-after-commit') return replaced(pipeline, visit, fault)
  const sent = isEndless ? withoutEnd(done, fault, { url, position: visit.position }) : done
  visit.settle({ status: sent.status })
  service.store.commit()
  const last = spoilt(service, sent, fault)
  const response =
    isGraph(url) || isBlob(url)
      ? respondAsGraph(service, request, last)
      : respond(service, request, visit.position, last)
  return delivered(scene, response, fault)
}

/** The log tells the status that was sent; what a repeat gets again (E8) is what the service answered. */
function replaced({ service }: Pipeline, visit: Visit, fault: Fault): Response {
  visit.settle({ status: fault.status })
  service.store.commit()
  return replacedAnswer(fault)
}

interface Visit {
  readonly position: number
  readonly row: RequestRow
  settle(change: Partial<RequestRow>): void
}

/** In the log from the beginning, with status 0: an answer that never leaves stays at that. */
function arrive(service: Service, request: AskedRequest, url: URL): Visit {
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

interface Asked {
  readonly request: AskedRequest
  readonly url: URL
  readonly text: string
  readonly fault: Fault | null
}

function answer(pipeline: Pipeline, visit: Visit, asked: Asked): Sent {
  const { service } = pipeline
  const { request, url, text } = asked
  const place = placeOf(service, asked)
  if (isBlob(url)) return answerBlob(service, request.method, url)
  if (isGraph(url)) {
    const { method, headers } = request
    return answerGraph(service, { method, url, headers, text, fault: asked.fault, position: visit.position })
  }
  try {
    const signIn = /^\/([^/]+)\/oauth2\/(?:(v2\.0\/)?token|v2\.0\/(devicecode))\/?$/i.exec(url.pathname)
    if (signIn === null) return answerCall(pipeline, visit, asked)
    if (request.method !== 'POST') throw wrongMethod(request.method)
    scripted(asked.fault)
    const [, tenant = '', newForm, device] = signIn
    if (device !== undefined) return sentOf(place, answerDeviceCode(service, tenant, text))
    return sentOf(place, answerToken(service, tenant, text, newForm === undefined ? 1 : 2))
  } catch (error) {
    return sentOf(place, asAnswer(error))
  }
}

function placeOf(service: Service, { request, url }: Asked) {
  const locale = request.headers.get('x-locale') ?? 'en-US'
  return { service, method: request.method, path: url.pathname, origin: url.origin, locale }
}

function answerCall(pipeline: Pipeline, visit: Visit, asked: Asked): Sent {
  const { service, meter } = pipeline
  const { request, url, text, fault } = asked
  const { route, params } = matchRoute(request.method, url.pathname)
  const caller = callerOf(service, request.headers.get('authorization'))
  if (fault !== null && !isSettled(fault.status)) scripted(fault)
  if (route.family !== 'other')
    meter.count(budgetOf(service, caller.partner.name, params['customer']), route.family, service.time.now())
  const { requestId } = visit.row
  const key =
    route.write === true && requestId !== null && requestId !== ''
      ? replayKey(caller.partner.name, request.method, url.pathname, requestId)
      : null
  const kept = key === null ? null : keptAnswer(service, key, text)
  if (kept !== null) {
    visit.settle({ replayed: true })
    return kept
  }
  const correlationId = request.headers.get('ms-correlationid') ?? ''
  const { headers } = request
  const call = { service, caller, params, query: url.searchParams, headers, correlationId, fault }
  const sent = sentOf(placeOf(service, asked), handled({ route, params }, call, text, fault))
  if (key !== null && isSettled(sent.status))
    service.store.replays.put({ key, bodyDigest: bodyDigest(text), at: service.time.now(), ...sent })
  return sent
}

/** Whose requests count together: the partner's, or with Q42 those for one of its customers. */
function budgetOf(service: Service, partner: string, customer: string | undefined): string {
  const isNarrow = customer !== undefined && isOn(service, 'customerBudgets')
  return isNarrow ? `${partner}/${customer.toLowerCase()}` : partner
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
      if (error instanceof Refusal && isSoft(route, whole, error))
        return { status: 200, body: { code: 400072, description: error.description } }
      throw error
    }
  } catch (error) {
    return asAnswer(error)
  }
}

/** Q30: the catalogue says that something is not there with a 200. */
function isSoft({ path }: Route, call: Call, { status }: Refusal): boolean {
  const isItem = /\/(products|offers)\/:/.test(path)
  return isItem && status === 404 && isOn(call.service, 'softNotFound')
}

/** A scripted refusal takes the place of the handler. */
function scripted(fault: Fault | null): void {
  if (fault?.kind !== 'throttle' && fault?.kind !== 'status') return
  const headers = Object.fromEntries(
    Object.entries(fault.headers).filter((entry): entry is [string, string] => entry[1] !== null),
  )
  if (fault.kind === 'throttle')
    throw new Refusal(429, 429, { body: throttled(fault.retryAfter).body, headers })
  const body = fault.body ?? scriptedRefusal(fault.status, Number(fault.code), 'Scripted fault.').body
  throw new Refusal(fault.status, fault.body === null ? Number(fault.code) : fault.status, { body, headers })
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

/** `ValidateMfa: true` asks how the user signed in (facts 4.1). */
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
