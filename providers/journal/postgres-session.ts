/** A session with the journal's server, whose tables are there; what it holds is free when it ends, however it ends. */
import { Duplex } from 'node:stream'
import type { Client } from 'pg'
import { clientAt } from './postgres-client.ts'
import { prepareTables } from './tables.ts'

/** For signing in and everything before the first question of ours. */
const setUpTimeoutMs = 15_000
const farewellMs = 2_000

/** A vanished runner is noticed after about a minute, and what it held is free. */
const sessionSettings = [
  'set tcp_keepalives_idle = 30',
  'set tcp_keepalives_interval = 10',
  'set tcp_keepalives_count = 3',
]

export interface Session {
  readonly client: Client
  isOpen(): boolean
  end(): Promise<void>
}

/** Throws Trouble and the driver's errors; whatever went wrong, nothing of the session is left open. */
export async function sessionAt(url: string, process: string): Promise<Session> {
  const client = await clientAt(url, process)
  let isOpen = true
  const closed = () => {
    isOpen = false
  }
  client.on('end', closed)
  client.on('error', closed) // a broken session is found out by whoever asks isOpen, or by the next query
  try {
    await inTime(setUp(client))
  } catch (error) {
    await endOf(client)
    throw error
  }
  return {
    client,
    isOpen: () => isOpen,
    async end() {
      isOpen = false
      await endOf(client)
    },
  }
}

async function setUp(client: Client): Promise<void> {
  await client.connect()
  for (const setting of sessionSettings) await client.query(setting)
  await prepareTables(client)
}

/** A server that lets us in and then says nothing, or little at a time, is no server. */
async function inTime(work: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => reject(new Error(`the database was not ready within ${setUpTimeoutMs / 1000} s`)),
      setUpTimeoutMs,
    )
  })
  work.catch(() => undefined) // told by the race, or too late to matter
  try {
    await Promise.race([work, late])
  } finally {
    clearTimeout(timer)
  }
}

/** Politely, and then for certain: an open socket would keep the process. */
export async function endOf(client: Client): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  const enough = new Promise<void>(resolve => {
    timer = setTimeout(resolve, farewellMs)
  })
  await Promise.race([client.end().catch(() => undefined), enough])
  clearTimeout(timer)
  const connection: unknown = Reflect.get(client, 'connection')
  const stream: unknown =
    typeof connection === 'object' && connection !== null ? Reflect.get(connection, 'stream') : null
  if (stream instanceof Duplex) stream.destroy()
}

/** Names of one schema do not concern another's. */
export async function takeName(client: Client, name: string): Promise<boolean> {
  const { rows } = await client.query<{ taken: boolean }>(
    "select pg_try_advisory_lock(hashtextextended(current_schema() || '/tenantform/' || $1, 0)) as taken",
    [name],
  )
  return rows[0]?.taken === true
}
