/**
 * Puts the parts together: retry(throttle(authorise(transport))). Reader and writer of one connection share budgets and tokens; only the
 * writer's way writes. Tokens come from whoever keeps the partner's sign-ins, with an audience of their own.
 */
import type { AdminReader, AdminWriter } from '../../engine/admin/port.ts'
import { type Diagnostic, diagnose } from '../../engine/diagnostic.ts'
import type { Cloud } from '../../engine/model/desired.ts'
import type { PartnerName } from '../../engine/model/ids.ts'
import type { BillingExports, Clock, Progress } from '../../engine/ports.ts'
import { authorise, type TokenSources } from '../auth/index.ts'
import type { BudgetStore } from '../http/budget/store.ts'
import { createGiveUp } from '../http/give-up.ts'
import { leaving } from '../http/leaving.ts'
import { randomUuid } from '../http/random-uuid.ts'
import type { HttpResponse } from '../http/request.ts'
import { withRetry } from '../http/retry.ts'
import { isSafeAddress } from '../http/safe-address.ts'
import { createThrottle } from '../http/throttle.ts'
import type { Transport } from '../http/transport.ts'
import { refuseWrites } from '../http/writes-guard.ts'
import { kinds } from './client/calls.ts'
import { createClient, type ReadClient, type WriteClient } from './client/client.ts'
import { refusalOf } from './client/errors/errors.ts'
import { codes } from './codes.ts'
import { exportsOver } from './exports.ts'
import { attempts, hosts, inFlight, startsPerMinute, version } from './limits.ts'
import { type ClientOf, type Found, readerOver, unknownPartner } from './reader.ts'
import { writerOver } from './writer.ts'

/** One partner tenant, and where its tokens come from. */
export interface GraphAccess {
  readonly name: PartnerName
  readonly cloud: Cloud
  /** Other hosts than the cloud's: a sandbox. */
  readonly endpoints: { readonly api?: string; readonly graph?: string } | null
  readonly sources: TokenSources
}

export interface GraphOptions {
  readonly partners: readonly GraphAccess[]
  readonly clock: Clock
  readonly transport: Transport
  readonly progress: Progress
  /** 0 ≤ x < 1; for jitter and for the ids of reads. */
  readonly random: () => number
  /** The budget; null or absent: it is learned (`limits.ts`). */
  readonly requestsPerMinute?: number | null
  /** Whom the budget is shared with; absent: with nobody. */
  readonly budgets?: BudgetStore
  /** Reads and waits are given up at once when it is aborted; a write that has left is not. */
  readonly signal?: AbortSignal
}

export interface GraphConnection {
  readonly reader: AdminReader
  readonly exports: BillingExports
  /** The way to write; without calling this there is none. */
  writer(): AdminWriter
  /** For reads that are not the engine's: `doctor`. */
  readonly clientOf: ClientOf<ReadClient>
}

interface Ways {
  readonly reads: ReadClient
  readonly writes: () => WriteClient
}
type Part = ({ readonly ok: true } & Ways) | { readonly ok: false; readonly because: Diagnostic }

export function connect(options: GraphOptions): GraphConnection {
  const { clock, progress, transport, random, signal } = options
  const declared = options.requestsPerMinute ?? null
  const starts = declared === null ? startsPerMinute : { first: declared, most: declared }
  const throttle = createThrottle({
    startsOf: () => starts,
    inFlight,
    clock,
    progress,
    ...(options.budgets !== undefined && { sharing: { store: options.budgets, service: 'graph' } }),
  })
  const giveUp = createGiveUp()
  const parts = new Map<PartnerName, Part>(
    options.partners.map(access => {
      const { name: partner, sources } = access
      const place = placeOf(access)
      if (place.kind === 'none') return [partner, { ok: false, because: place.because }]
      const ways = { sources, audience: place.audience, kindsOf: () => kinds, wantsAnother, isOfService }
      const authorised = authorise(ways, giveUp.wrap(leaving(transport.send)))
      const send = withRetry({ clock, progress, random, attempts }, throttle.wrap(authorised))
      const sendPlain = withRetry({ clock, progress, random, attempts }, leaving(transport.send))
      const common = { partner, root: place.root, clock, newId: () => randomUuid(random), sendPlain }
      const rest = signal === undefined ? common : { ...common, signal }
      return [
        partner,
        {
          ok: true,
          reads: createClient({ ...rest, send: refuseWrites(send) }),
          writes: () => createClient({ ...rest, send }),
        },
      ]
    }),
  )
  const found = <Client>(partner: PartnerName, pick: (part: Ways) => Client): Found<Client> => {
    const part = parts.get(partner)
    if (part === undefined) return unknownPartner(partner)
    return part.ok ? { ok: true, client: pick(part) } : part
  }
  const clientOf = (partner: PartnerName) => found(partner, part => part.reads)
  return {
    clientOf,
    reader: readerOver(clientOf),
    exports: exportsOver(clientOf),
    writer: () => writerOver(partner => found(partner, part => part.writes())),
  }
}

/** Whom tokens are for, and where requests go; or why there is nothing to ask. */
export function placeOf({
  name,
  cloud,
  endpoints,
}: Omit<GraphAccess, 'sources'>):
  | { readonly kind: 'some'; readonly audience: string; readonly root: string }
  | { readonly kind: 'none'; readonly because: Diagnostic } {
  const audience = hosts[cloud]
  const no = (entry: Parameters<typeof diagnose>[0], detail: string) =>
    ({ kind: 'none', because: diagnose(entry, { detail }) }) as const
  if (audience === null)
    return no(codes.NOT_IN_CLOUD, `${name} is in the cloud ${cloud}, which has none (facts 22.1).`)
  const host = endpoints?.graph ?? (endpoints?.api === undefined ? audience : null)
  // Whoever sends Partner Center elsewhere means a copy: nothing of it may reach the real tenants.
  if (host === null) return no(codes.NO_ENDPOINT, `${name}: \`api:\` is ${endpoints?.api}.`)
  if (!isSafeAddress(host)) return no(codes.INSECURE_ENDPOINT, `${name}: ${host}.`)
  return { kind: 'some', audience, root: `${host.replace(/\/+$/, '')}${version}` }
}

function wantsAnother({ status }: HttpResponse): boolean {
  return status === 401
}

function isOfService(response: HttpResponse): boolean {
  return refusalOf({ call: '' }, response) !== null
}
