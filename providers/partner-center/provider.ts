/**
 * Puts the parts together: trace(retry(throttle(authorise(transport)))). Retry is outside throttle, so that every attempt takes a
 * fresh slot and a fresh token. Reader and performers of one connection share budgets and tokens; only the performers' way writes.
 */
import { type Diagnostic, diagnose } from '../../engine/diagnostic.ts'
import type { Cloud } from '../../engine/model/desired.ts'
import type { PartnerName, TenantId } from '../../engine/model/ids.ts'
import type { Clock, Performers, Progress, Reader, ServiceTime } from '../../engine/ports.ts'
import { fail, type Result } from '../../engine/result.ts'
import {
  type AppOnly,
  checkClaims,
  createTokenSource,
  type DeviceSignIn,
  type Exchange,
  type Granted,
  isPassing,
  kindMissing,
  msalExchange,
  signInByDeviceCode,
  type TokenSources,
  type UserToken,
  v1Exchange,
} from '../auth/index.ts'
import type { BudgetStore } from '../http/budget/store.ts'
import { createGiveUp, type GiveUp } from '../http/give-up.ts'
import { leaving } from '../http/leaving.ts'
import { randomUuid } from '../http/random-uuid.ts'
import type { Family, Send, SentOrNot } from '../http/request.ts'
import { withRetry } from '../http/retry.ts'
import { isSafeAddress } from '../http/safe-address.ts'
import { createThrottle, type Throttle } from '../http/throttle.ts'
import { type TraceEvent, withTrace } from '../http/trace.ts'
import type { Transport } from '../http/transport.ts'
import { refuseWrites } from '../http/writes-guard.ts'
import { performersOver } from './actions/performers.ts'
import { authorise } from './client/authorise.ts'
import { type CallName, calls } from './client/calls.ts'
import { createClient, type ReadClient, type WriteClient } from './client/client.ts'
import { codes } from './codes.ts'
import { attempts, clouds, inFlight, startsPerMinute } from './limits.ts'
import { readerOver } from './reader.ts'
import { hearing } from './service-time.ts'

/** One partner tenant and how to get in. Secrets are asked for when a token is needed, not before. */
export interface PartnerAccess {
  readonly name: PartnerName
  readonly tenantId: TenantId
  readonly cloud: Cloud
  /** Other hosts than the cloud's: a sandbox. */
  readonly endpoints: {
    readonly api?: string
    readonly authority?: string
    readonly graph?: string
  } | null
  /** Whom tokens are for; the cloud's API root unless said. */
  readonly audience?: string
  /** v2 unless said. */
  readonly tokenEndpoint?: 'v1' | 'v2'
  readonly credentials: {
    readonly app?: Omit<AppOnly, 'kind'>
    readonly user?: Omit<UserToken, 'kind'>
  }
}

export interface ConnectOptions {
  readonly partners: readonly PartnerAccess[]
  readonly clock: Clock
  readonly transport: Transport
  readonly progress: Progress
  /** 0 ≤ x < 1; for jitter and for the ids of reads. */
  readonly random: () => number
  /** The budget of every family; null or absent: it is learned (`limits.ts`). */
  readonly requestsPerMinute?: number | null
  /** Whom the budget is shared with; absent: with nobody. */
  readonly budgets?: BudgetStore
  readonly trace?: (event: TraceEvent) => void
  /** Reads and waits are given up at once when it is aborted; a write that has left is not. */
  readonly signal?: AbortSignal
}

export interface Connection {
  readonly reader: Reader
  readonly serviceTime: ServiceTime
  /** The way to write; without calling this there is none. */
  performers(): Performers
  /** For other reads than the engine's: activity, invoices, invitations. */
  client(partner: PartnerName): ReadClient | null
  /** Where the partner's tokens come from, for other services than Partner Center too: a refresh token that rotates has one keeper. */
  tokensOf(partner: PartnerName): TokenSources | null
}

export function connect(given: ConnectOptions): Connection {
  const { clock, partners } = given
  const { transport, serviceTime } = hearing(given.transport, clock)
  const options = { ...given, transport }
  const limits = { throttle: throttleOf(options), giveUp: createGiveUp() }
  const parts = partners.map(access => {
    const sources = sourcesOf(access, options, signingIn(limits, options))
    return { access, sources, way: wayTo(access, { limits, sources }, options) }
  })
  const tokens = new Map(parts.map(({ access, sources }) => [access.name, sources]))
  const readers = new Map<PartnerName, ReadClient>(
    parts.map(({ access, way }) => [access.name, clientOver(access, options, refuseWrites(way))]),
  )
  const readerOf = (partner: PartnerName) => readers.get(partner) ?? null
  return {
    reader: readerOver(readerOf),
    serviceTime,
    client: readerOf,
    tokensOf: partner => tokens.get(partner) ?? null,
    performers() {
      const writers = new Map<PartnerName, WriteClient>(
        parts.map(({ access, way }) => [access.name, clientOver(access, options, way)]),
      )
      return performersOver(partner => writers.get(partner) ?? null)
    },
  }
}

function throttleOf({ clock, progress, requestsPerMinute = null, budgets }: ConnectOptions): Throttle {
  const startsOf = (family: Family) => startsPerMinute(family, requestsPerMinute)
  const sharing = budgets !== undefined && { sharing: { store: budgets, service: 'partner-center' } }
  return createThrottle({ startsOf, inFlight, clock, progress, ...sharing })
}

type Way = Send<SentOrNot>

/** One partner by itself: a client that only reads, and where its tokens come from. */
export function partsOf(
  access: PartnerAccess,
  options: ConnectOptions,
): { readonly client: ReadClient; readonly sources: TokenSources } {
  const limits = { throttle: throttleOf(options), giveUp: createGiveUp() }
  const sources = sourcesOf(access, options, signingIn(limits, options))
  return {
    sources,
    client: clientOver(access, options, refuseWrites(wayTo(access, { limits, sources }, options))),
  }
}

type Place = Pick<PartnerAccess, 'cloud' | 'endpoints'>

function apiRootOf({ cloud, endpoints }: Place): string {
  return endpoints?.api ?? clouds[cloud].api
}

/** With its port where one is written. */
export function apiHostOf(access: Place): string {
  return new URL(apiRootOf(access)).host
}

function clientOver(
  access: PartnerAccess,
  { clock, progress, random, signal }: ConnectOptions,
  send: Way,
): WriteClient {
  const { name: partner, cloud } = access
  return createClient({
    partner,
    cloud,
    apiRoot: apiRootOf(access),
    clock,
    progress,
    newId: () => randomUuid(random),
    send,
    ...(signal !== undefined && { signal }),
  })
}

/** What all requests of a connection share. */
interface Limits {
  readonly throttle: Throttle
  readonly giveUp: GiveUp
}

function wayTo(
  access: PartnerAccess,
  { limits, sources }: { readonly limits: Limits; readonly sources: TokenSources },
  options: ConnectOptions,
): Way {
  const insecure = insecureEndpoint(access)
  if (insecure !== null) return () => Promise.resolve({ kind: 'not sent', because: insecure })
  const { transport, clock, progress, random, trace } = options
  const retry = { clock, progress, random, attempts }
  const audience = access.audience ?? clouds[access.cloud].api
  const kindsOf = (call: string) => calls[call as CallName].kinds // requests are made from the table alone
  const authorised = authorise({ sources, audience, kindsOf }, limits.giveUp.wrap(leaving(transport.send)))
  const send = withRetry(retry, limits.throttle.wrap(authorised))
  return trace === undefined ? send : withTrace(trace, send)
}

/** The way to the token endpoint: repeated like a read, and counted by itself. */
function signingIn(
  { throttle, giveUp }: Limits,
  { transport, clock, progress, random, signal }: ConnectOptions,
): Send {
  const send = withRetry(
    { clock, progress, random, attempts, isPassing },
    throttle.wrap(giveUp.wrap(transport.send)),
  )
  return async request => {
    const outcome = await send({ ...request, ...(signal !== undefined && { signal }) })
    return outcome.kind === 'not sent' ? { kind: 'no answer', why: 'throttled' } : outcome
  }
}

function insecureEndpoint({ name, endpoints }: PartnerAccess): Diagnostic | null {
  for (const address of [endpoints?.api, endpoints?.authority]) {
    if (address === undefined || isSafeAddress(address)) continue
    return diagnose(codes.INSECURE_ENDPOINT, { detail: `${name}: ${address}.` })
  }
  return null
}

function signInPlace(access: PartnerAccess, { clock, random }: ConnectOptions, send: Send) {
  const { name, tenantId, cloud, endpoints } = access
  return {
    partner: name,
    tenantId,
    authority: clouds[cloud].authority,
    authorityOverride: endpoints?.authority ?? null,
    send,
    now: () => clock.now(),
    newId: () => randomUuid(random),
  }
}

/** A person signs in to the app of the user credential; nothing is stored by it. */
export async function signInAsPerson(
  access: PartnerAccess,
  options: ConnectOptions,
  person: Pick<DeviceSignIn, 'pause' | 'show'>,
): Promise<Result<Granted>> {
  const insecure = insecureEndpoint(access)
  const { user } = access.credentials
  if (insecure !== null || user === undefined)
    return fail(insecure ?? kindMissing({ partner: access.name, call: 'signing in', kinds: ['user'] }))
  const send = signingIn({ throttle: throttleOf(options), giveUp: createGiveUp() }, options)
  const clientId = await user.clientId()
  const audience = access.audience ?? clouds[access.cloud].api
  const granted = await signInByDeviceCode({
    ...signInPlace(access, options, send),
    ...person,
    clientId,
    audience,
  })
  if (!granted.ok) return granted
  const wrong = checkClaims(granted.value.accessToken, audience, {
    partner: access.name,
    tenantId: access.tenantId,
  })
  return wrong === null ? granted : fail(wrong)
}

function sourcesOf(access: PartnerAccess, options: ConnectOptions, send: Send): TokenSources {
  const { name, tenantId, tokenEndpoint, credentials } = access
  const { clock } = options
  const insecure = insecureEndpoint(access)
  const ask = (tokenEndpoint === 'v1' ? v1Exchange : msalExchange)(signInPlace(access, options, send))
  // A secret would leave with the question already, before any call is made.
  const exchange: Exchange = insecure === null ? ask : () => Promise.resolve(fail(insecure))
  const common = { partner: name, tenantId, clock, exchange }
  return {
    ...(credentials.app !== undefined && {
      app: createTokenSource({ ...common, credential: { kind: 'app', ...credentials.app } }),
    }),
    ...(credentials.user !== undefined && {
      user: createTokenSource({ ...common, credential: { kind: 'user', ...credentials.user } }),
    }),
  }
}
