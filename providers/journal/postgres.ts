/**
 * Journals in PostgreSQL, for teams whose runners have no disc that stays: one row per entry, committed before an append resolves.
 * Writers and partner locks are advisory locks of a session of their own. What a session holds is free when it ends, however it
 * ends; and an append travels in the session that holds the journal, so whoever lost it cannot write. A process that was stopped
 * keeps its sessions, so locks have a heartbeat too: taking one over from a silent holder ends all sessions of that process.
 */
import { randomUUID } from 'node:crypto'
import type { Client } from 'pg'
import { diagnose } from '../../engine/diagnostic.ts'
import type { JournalEntry } from '../../engine/journal/entry.ts'
import { foldJournal } from '../../engine/journal/fold.ts'
import { sequenceTrouble } from '../../engine/journal/sequence.ts'
import type {
  ApplySummary,
  Clock,
  JournalStore,
  JournalWriter,
  LockOptions,
  LockOwner,
  LockResult,
} from '../../engine/ports.ts'
import { codes } from './codes.ts'
import { JournalTrouble, unreachable } from './journal-trouble.ts'

export interface PostgresJournalOptions {
  /** Connection URL; a secret, asked for when it is needed, and in no message. */
  readonly connection: () => Promise<string>
  readonly wallClock: Pick<Clock, 'now'>
}

const connectTimeoutMs = 10_000
/** A lock's heartbeat, and from which silence on its holder counts as dead; in ms. */
const heartbeatMs = 5_000
const deadAfterMs = 15_000

/** A vanished runner is noticed after about a minute, and what it held is free. */
const sessionSettings = [
  'set tcp_keepalives_idle = 30',
  'set tcp_keepalives_interval = 10',
  'set tcp_keepalives_count = 3',
]

/** Sessions that come at once would trip over each other; the lock ends with the transaction. */
const tables = `
  begin;
  select pg_advisory_xact_lock(hashtextextended(current_schema() || '/tenantform/tables', 0));
  create table if not exists tenantform_journal (
    apply text not null, seq integer not null, entry text not null, primary key (apply, seq));
  create table if not exists tenantform_lock (name text primary key, owner text not null);
  alter table tenantform_lock
    add column if not exists seen timestamptz not null default clock_timestamp(),
    add column if not exists process text not null default '';
  commit;`

interface Session {
  readonly client: Client
  isOpen(): boolean
  end(): Promise<void>
}

/** Refuses with JOURNAL.CORRUPT, JOURNAL.BUSY, JOURNAL.LOST and JOURNAL.UNREACHABLE, thrown as JournalTrouble. */
export function createPostgresJournal({ connection, wallClock }: PostgresJournalOptions): JournalStore {
  /** All sessions of this store carry it, so that they can be ended together. */
  const process = `tenantform ${randomUUID()}`
  const begin = () => reaching(async () => sessionAt(await connection(), process))

  async function within<T>(work: (client: Client) => Promise<T>): Promise<T> {
    const session = await begin()
    try {
      return await reaching(() => work(session.client))
    } finally {
      await session.end()
    }
  }

  return {
    async open(apply) {
      const session = await begin()
      try {
        if (await reaching(() => take(session.client, `journal/${apply}`))) return writerOver(session, apply)
      } catch (error) {
        await session.end()
        throw error
      }
      await session.end()
      throw new JournalTrouble(
        diagnose(codes.BUSY, { detail: `The journal of ${apply} is open in another process.` }),
      )
    },
    read: apply => within(client => entriesOf(client, apply)),
    list: () =>
      within(async client => {
        const { rows } = await client.query<{ apply: string }>(
          'select apply from tenantform_journal group by apply order by apply collate "C"',
        )
        const found: ApplySummary[] = []
        for (const { apply } of rows) {
          const state = foldJournal(await entriesOf(client, apply))
          if (state !== null) found.push({ apply, startedAt: state.startedAt, finished: state.finished })
        }
        return found
      }),
    async lock(names, owner, options = { takeOver: false }) {
      const session = await begin()
      try {
        return await reaching(() =>
          lockAll(session, names, { owner: { ...owner, since: wallClock.now() }, process, ...options }),
        )
      } catch (error) {
        await session.end()
        throw error
      }
    },
  }
}

async function sessionAt(url: string, process: string): Promise<Session> {
  const { default: pg } = await import('pg')
  const client = new pg.Client({
    connectionString: url,
    connectionTimeoutMillis: connectTimeoutMs,
    application_name: process,
    keepAlive: true,
  })
  let isOpen = true
  const closed = () => {
    isOpen = false
  }
  client.on('end', closed)
  client.on('error', closed) // a broken session is found out by whoever asks isOpen, or by the next query
  await client.connect()
  for (const setting of sessionSettings) await client.query(setting)
  await client.query(tables)
  return {
    client,
    isOpen: () => isOpen,
    async end() {
      isOpen = false
      await client.end().catch(() => undefined)
    },
  }
}

/** Names of one schema do not concern another's. */
async function take(client: Client, name: string): Promise<boolean> {
  const { rows } = await client.query<{ taken: boolean }>(
    "select pg_try_advisory_lock(hashtextextended(current_schema() || '/tenantform/' || $1, 0)) as taken",
    [name],
  )
  return rows[0]?.taken === true
}

async function entriesOf(client: Client, apply: string): Promise<readonly JournalEntry[]> {
  const { rows } = await client.query<{ entry: string }>(
    'select entry from tenantform_journal where apply = $1 order by seq',
    [apply],
  )
  const entries = rows.map(({ entry }) => JSON.parse(entry) as JournalEntry) // written by append alone
  const trouble = sequenceTrouble(entries)
  if (trouble !== null)
    throw new JournalTrouble(diagnose(codes.CORRUPT, { detail: `The journal of ${apply}: ${trouble}.` }))
  return entries
}

/** A session asks one thing at a time: appends go in the order of their calls. */
function writerOver(session: Session, apply: string): JournalWriter {
  let last: Promise<unknown> = Promise.resolve()
  return {
    append(entry) {
      const mine = last.then(() => reaching(() => insert(session, apply, entry)))
      last = mine.catch(() => undefined)
      return mine
    },
    async close() {
      await last
      await session.end()
    },
  }
}

async function insert(session: Session, apply: string, entry: JournalEntry): Promise<void> {
  if (!session.isOpen()) throw lost(apply)
  try {
    await session.client.query('insert into tenantform_journal (apply, seq, entry) values ($1, $2, $3)', [
      apply,
      entry.seq,
      JSON.stringify(entry),
    ])
  } catch (error) {
    // Somebody wrote this number already: the journal went on without us.
    if (error instanceof Error && 'code' in error && error.code === uniqueViolation) throw lost(apply)
    throw error
  }
}

const uniqueViolation = '23505'

function lost(apply: string): JournalTrouble {
  return new JournalTrouble(diagnose(codes.LOST, { detail: `The journal of ${apply} is not ours any more.` }))
}

interface LockFacts extends LockOptions {
  readonly owner: LockOwner
  readonly process: string
}

/** All or none, in sorted order; the session's end gives back whatever was taken. */
async function lockAll(
  session: Session,
  names: readonly string[],
  { owner, process, takeOver }: LockFacts,
): Promise<LockResult> {
  const { client } = session
  const wanted = [...new Set(names)].sort()
  const takenFrom: LockOwner[] = []
  for (const name of wanted) {
    if (await take(client, `partner/${name}`)) continue
    const holder = await holderOf(client, name)
    if (takeOver && holder !== null && holder.silentMs >= deadAfterMs) {
      await endProcess(client, holder.process)
      if (await take(client, `partner/${name}`)) {
        takenFrom.push(holder.owner)
        continue
      }
    }
    await session.end()
    if (holder === null) return { kind: 'busy', name, owner: null }
    const heartbeat = { silentMs: holder.silentMs, deadAfterMs }
    return { kind: 'busy', name, owner: holder.owner, heartbeat }
  }
  for (const name of wanted)
    await client.query(
      `insert into tenantform_lock (name, owner, process) values ($1, $2, $3)
       on conflict (name) do update set owner = $2, process = $3, seen = clock_timestamp()`,
      [name, JSON.stringify(owner), process],
    )
  const beating = setInterval(() => {
    client
      .query('update tenantform_lock set seen = clock_timestamp() where name = any($1)', [wanted])
      .catch(() => undefined) // a broken session is found out by whoever asks isHeld
  }, heartbeatMs)
  beating.unref()
  return {
    kind: 'held',
    takenFrom,
    isHeld: () => session.isOpen(),
    release() {
      clearInterval(beating)
      return session.end()
    },
  }
}

interface LockHolder {
  readonly owner: LockOwner
  readonly process: string
  readonly silentMs: number
}

/** By the server's clock. null: it holds the lock and has not said who it is yet. */
async function holderOf(client: Client, name: string): Promise<LockHolder | null> {
  const { rows } = await client.query<{ owner: string; process: string; silent: number }>(
    `select owner, process, (extract(epoch from clock_timestamp() - seen) * 1000)::float8 as silent
     from tenantform_lock where name = $1`,
    [name],
  )
  const [row] = rows
  if (row === undefined) return null
  return {
    owner: JSON.parse(row.owner) as LockOwner, // written by lockAll alone
    process: row.process,
    silentMs: Math.max(0, Math.round(row.silent)),
  }
}

/** Ends the sessions of a process that fell silent, the one that holds its journal too, and waits until they are gone. */
async function endProcess(client: Client, process: string): Promise<void> {
  await client.query(
    'select pg_terminate_backend(pid, 5000) from pg_stat_activity where application_name = $1 and pid <> pg_backend_pid()',
    [process],
  )
}

/** In words that hold no address and no entry: a driver's message may name user and host, never the password. */
async function reaching<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    throw unreachable('PostgreSQL', error)
  }
}
