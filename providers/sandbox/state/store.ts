/**
 * All rows and the request log. With a folder, every commit is on disc before it returns: the answer to a request is given
 * only after what it changed is durable.
 */
import type { World } from '../../../schemas/generated/world.ts'
import type { CustomerRow, RelationshipRow } from './customer-rows.ts'
import type {
  AssignmentRow,
  DelegatedRequestRow,
  DelegatedRow,
  GroupRow,
  OperationRow,
} from './delegated-rows.ts'
import type { EventRow, RegistrationRow } from './event-rows.ts'
import type { ExportRow } from './export-rows.ts'
import { createLog, type Log, type LogLine, openLog, stateFormat } from './log.ts'
import type { CartRow, OrderRow } from './order-rows.ts'
import { claimFolder } from './owner.ts'
import type { DeviceCodeRow, PartnerRow, RefreshTokenRow } from './partner-rows.ts'
import type { SubscriptionRow } from './subscription-rows.ts'
import { createTable, type Table, type TableShape } from './table.ts'
import type { ActivityRow, FaultRow, QuirksRow, ReplayRow, RequestRow } from './trace-rows.ts'
import type { TransferRow } from './transfer-rows.ts'
import type { TransitionRow } from './transition-rows.ts'

export const pairOf = (partner: string, customer: string) => `${partner}/${customer}`
export const keyOf = (partner: string, id: string) => `${partner}/${id.toLowerCase()}`

export interface Store {
  readonly partners: Table<PartnerRow>
  readonly customers: Table<CustomerRow>
  readonly relationships: Table<RelationshipRow>
  readonly refreshTokens: Table<RefreshTokenRow>
  readonly deviceCodes: Table<DeviceCodeRow>
  readonly subscriptions: Table<SubscriptionRow>
  readonly orders: Table<OrderRow>
  readonly carts: Table<CartRow>
  readonly transfers: Table<TransferRow>
  readonly exports: Table<ExportRow>
  /** In groups by partner and customer. */
  readonly transitions: Table<TransitionRow>
  /** By id in lower case, in groups by partner. */
  readonly delegated: Table<DelegatedRow>
  /** These three in groups by relationship. */
  readonly delegatedRequests: Table<DelegatedRequestRow>
  readonly assignments: Table<AssignmentRow>
  readonly operations: Table<OperationRow>
  readonly groups: Table<GroupRow>
  /** Partners in whose tenant the service principal of delegated administration is. */
  readonly principals: Table<{ readonly partner: string }>
  readonly activities: Table<ActivityRow>
  readonly registrations: Table<RegistrationRow>
  readonly waitingEvents: Table<EventRow>
  /** Sent, or given up. */
  readonly settledEvents: Table<EventRow>
  readonly replays: Table<ReplayRow>
  readonly faults: Table<FaultRow>
  readonly quirks: Table<QuirksRow>
  readonly counters: Table<{ readonly key: string; readonly count: number }>
  readonly clock: Table<{ readonly now: string }>
  /** Under `world`: the id of this world. */
  readonly identity: Table<{ readonly id: string }>
  readonly requests: readonly RequestRow[]
  /** Adds a line to the request log; answers its position. */
  logRequest(row: RequestRow): number
  settleRequest(position: number, row: RequestRow): void
  /** Makes everything since the last commit durable. */
  commit(): void
  close(): void
}

export interface OpenedStore {
  readonly store: Store
  /** The world this state came from; null: the folder was empty. */
  readonly kept: { readonly seed: string; readonly world: World } | null
}

/**
 * `seed` is the digest of `world`; both are kept with the state and given back when it is opened again. Throws StateInUse when
 * another process has the folder.
 */
export function openStore(folder: string | undefined, seed: string, world: World): OpenedStore {
  const release = folder === undefined ? null : claimFolder(folder)
  const opened = folder === undefined ? null : openLog(folder)
  const header = opened?.header ?? null
  const dirty = new Map<string, readonly [Table<unknown>, string]>()
  const tables = new Map<string, Table<unknown>>()
  const requests: RequestRow[] = []
  const dirtyRequests = new Set<number>()
  let loading = true

  function table<Row>(shape: TableShape<Row>): Table<Row> {
    const made = createTable(shape, key => {
      if (!loading) dirty.set(`${shape.name} ${key}`, [anyTable, key])
    })
    const anyTable = made as Table<unknown> // only to read back what was put into it
    tables.set(shape.name, anyTable)
    return made
  }

  const rows = {
    partners: table<PartnerRow>({ name: 'partners', key: row => row.name }),
    customers: table<CustomerRow>({ name: 'customers', key: row => row.tenantId }),
    relationships: table<RelationshipRow>({
      name: 'relationships',
      key: row => pairOf(row.partner, row.customer),
      group: row => row.partner,
    }),
    refreshTokens: table<RefreshTokenRow>({ name: 'refreshTokens', key: row => row.token }),
    deviceCodes: table<DeviceCodeRow>({ name: 'deviceCodes', key: row => row.deviceCode }),
    subscriptions: table<SubscriptionRow>({
      name: 'subscriptions',
      key: row => keyOf(row.partner, row.id),
      group: row => pairOf(row.partner, row.customer),
    }),
    orders: table<OrderRow>({
      name: 'orders',
      key: row => keyOf(row.partner, row.id),
      group: row => pairOf(row.partner, row.customer),
    }),
    carts: table<CartRow>({ name: 'carts', key: row => keyOf(row.partner, row.id) }),
    exports: table<ExportRow>({ name: 'exports', key: row => row.id }),
    transitions: table<TransitionRow>({
      name: 'transitions',
      key: row => row.id,
      group: row => pairOf(row.partner, row.customer),
    }),
    transfers: table<TransferRow>({ name: 'transfers', key: row => row.id, group: row => row.customer }),
    delegated: table<DelegatedRow>({ name: 'delegated', key: row => row.id, group: row => row.partner }),
    delegatedRequests: table<DelegatedRequestRow>({
      name: 'delegatedRequests',
      key: row => row.id,
      group: row => row.relationship,
    }),
    assignments: table<AssignmentRow>({
      name: 'assignments',
      key: row => row.id,
      group: row => row.relationship,
    }),
    operations: table<OperationRow>({
      name: 'operations',
      key: row => row.id,
      group: row => row.relationship,
    }),
    groups: table<GroupRow>({
      name: 'groups',
      key: row => keyOf(row.partner, row.id),
      group: row => row.partner,
    }),
    principals: table<{ readonly partner: string }>({ name: 'principals', key: row => row.partner }),
    activities: table<ActivityRow>({ name: 'activities', key: row => row.id, group: row => row.partner }),
    registrations: table<RegistrationRow>({ name: 'registrations', key: row => row.partner }),
    waitingEvents: table<EventRow>({ name: 'waitingEvents', key: row => row.id }),
    settledEvents: table<EventRow>({ name: 'settledEvents', key: row => row.id }),
    replays: table<ReplayRow>({ name: 'replays', key: row => row.key }),
    faults: table<FaultRow>({ name: 'faults', key: row => String(row.number) }),
    quirks: table<QuirksRow>({ name: 'quirks', key: () => 'quirks' }),
    counters: table<{ readonly key: string; readonly count: number }>({
      name: 'counters',
      key: row => row.key,
    }),
    clock: table<{ readonly now: string }>({ name: 'clock', key: () => 'now' }),
    identity: table<{ readonly id: string }>({ name: 'identity', key: () => 'world' }),
  }

  for (const line of opened?.lines ?? []) {
    for (const [name, key, row] of line.rows ?? []) {
      if (row === null) tables.get(name)?.remove(key)
      else tables.get(name)?.put(row)
    }
    for (const [position, row] of line.requests ?? []) requests[position] = row
  }
  loading = false

  const kept = header === null ? null : { seed: header.seed, world: header.world }
  const log: Log | null =
    folder === undefined
      ? null
      : createLog(folder, header ?? { format: stateFormat, seed, world }, whole(tables, requests))

  return {
    kept,
    store: {
      ...rows,
      requests,
      logRequest(row) {
        requests.push(row)
        dirtyRequests.add(requests.length - 1)
        return requests.length - 1
      },
      settleRequest(position, row) {
        requests[position] = row
        dirtyRequests.add(position)
      },
      commit() {
        const line: LogLine = {
          rows: [...dirty.values()].map(([from, key]) => [from.name, key, from.get(key) ?? null] as const),
          requests: [...dirtyRequests].flatMap(position => {
            const row = requests[position]
            return row === undefined ? [] : [[position, row] as const]
          }),
        }
        if ((line.rows?.length ?? 0) + (line.requests?.length ?? 0) > 0) log?.append(line)
        // Only now: what could not be written is written with what follows.
        dirty.clear()
        dirtyRequests.clear()
      },
      close() {
        log?.close()
        release?.()
      },
    },
  }
}

function* whole(
  tables: ReadonlyMap<string, Table<unknown>>,
  requests: readonly RequestRow[],
): Generator<LogLine> {
  for (const table of tables.values()) for (const row of table.all()) yield { rows: [[table.name, '', row]] }
  for (const [position, row] of requests.entries()) yield { requests: [[position, row]] }
}
