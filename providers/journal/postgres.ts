/**
 * Journals in PostgreSQL, for teams whose runners have no disc that stays: one row per entry, committed before an append resolves.
 * Writers and partner locks are advisory locks of a session of their own. What a session holds is free when it ends, however it
 * ends; and an append travels in the session that holds the journal, so whoever lost it cannot write.
 */
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
  commit;`

interface Session {
  readonly client: Client
  isOpen(): boolean
  end(): Promise<void>
}

/** Refuses with JOURNAL.CORRUPT, JOURNAL.BUSY, JOURNAL.LOST and JOURNAL.UNREACHABLE, thrown as JournalTrouble. */
export function createPostgresJournal({ connection, wallClock }: PostgresJournalOptions): JournalStore {
  const begin = () => reaching(async () => sessionAt(await connection()))

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
    async lock(names, owner) {
      const session = await begin()
      try {
        return await reaching(() => lockAll(session, names, { ...owner, since: wallClock.now() }))
      } catch (error) {
        await session.end()
        throw error
      }
    },
  }
}

async function sessionAt(url: string): Promise<Session> {
  const { default: pg } = await import('pg')
  const client = new pg.Client({
    connectionString: url,
    connectionTimeoutMillis: connectTimeoutMs,
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

/** All or none, in sorted order; the session's end gives back whatever was taken. */
async function lockAll(session: Session, names: readonly string[], owner: LockOwner): Promise<LockResult> {
  const wanted = [...new Set(names)].sort()
  for (const name of wanted) {
    if (await take(session.client, `partner/${name}`)) continue
    const { rows } = await session.client.query<{ owner: string }>(
      'select owner from tenantform_lock where name = $1',
      [name],
    )
    await session.end()
    const holder = rows[0]?.owner
    return {
      kind: 'busy',
      name,
      owner: holder === undefined ? null : (JSON.parse(holder) as LockOwner), // written below alone
    }
  }
  for (const name of wanted)
    await session.client.query(
      'insert into tenantform_lock (name, owner) values ($1, $2) on conflict (name) do update set owner = $2',
      [name, JSON.stringify(owner)],
    )
  return { kind: 'held', isHeld: () => session.isOpen(), release: () => session.end() }
}

/** In words that hold no address and no entry: a driver's message may name user and host, never the password. */
async function reaching<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    throw unreachable('PostgreSQL', error)
  }
}
