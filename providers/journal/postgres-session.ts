/** A session with the journal's server, whose tables are there; what it holds is free when it ends, however it ends. */
import type { Client } from 'pg'

const connectTimeoutMs = 10_000
/** A server that is not heard of for so long is unreachable; without it a cut connection is waited for a quarter of an hour. */
const queryTimeoutMs = 30_000

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

export interface Session {
  readonly client: Client
  isOpen(): boolean
  end(): Promise<void>
}

export async function sessionAt(url: string, process: string): Promise<Session> {
  const { default: pg } = await import('pg')
  const client = new pg.Client({
    connectionString: url,
    connectionTimeoutMillis: connectTimeoutMs,
    query_timeout: queryTimeoutMs,
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
export async function takeName(client: Client, name: string): Promise<boolean> {
  const { rows } = await client.query<{ taken: boolean }>(
    "select pg_try_advisory_lock(hashtextextended(current_schema() || '/tenantform/' || $1, 0)) as taken",
    [name],
  )
  return rows[0]?.taken === true
}
