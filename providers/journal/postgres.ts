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
import { checkEntries, legibleAmong } from '../../engine/journal/whole.ts'
import type {
  ApplySummary,
  Clock,
  JournalStore,
  JournalWriter,
  LockOptions,
  LockOwner,
  LockResult,
} from '../../engine/ports.ts'
import { Trouble } from '../../engine/trouble.ts'
import { codes } from './codes.ts'
import { heldByWorkers, takeOverFromWorkers } from './held-by-workers.ts'
import { isCode, unreachable } from './journal-trouble.ts'
import { lockOwnerIn } from './lock-owner.ts'
import { insertEntry, valuesOf } from './postgres-rows.ts'
import { type Session, sessionAt, takeName } from './postgres-session.ts'
import { summaryOf } from './summary-of.ts'

export interface PostgresJournalOptions {
  /** Connection URL; a secret, asked for when it is needed, and in no message. */
  readonly connection: () => Promise<string>
  readonly wallClock: Pick<Clock, 'now'>
}

/** A lock's heartbeat, and from which silence on its holder counts as dead; in ms. */
const heartbeatMs = 5_000
const deadAfterMs = 15_000

/** Refuses with JOURNAL.CORRUPT, JOURNAL.BUSY, JOURNAL.LOST and JOURNAL.UNREACHABLE, thrown as Trouble. */
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
        if (await reaching(() => takeName(session.client, `journal/${apply}`))) {
          await reaching(() => entriesOf(session.client, apply)) // a damaged one is not gone on with
          return writerOver(session, apply)
        }
      } catch (error) {
        await session.end()
        throw error
      }
      await session.end()
      throw new Trouble(
        diagnose(codes.BUSY, { detail: `The journal of ${apply} is open in another process.` }),
      )
    },
    read: apply => within(client => entriesOf(client, apply)),
    salvage: apply =>
      within(async client => {
        const values = await valuesOf(client, apply)
        const isWhole = checkEntries(values, apply).trouble === null
        return { entries: legibleAmong(values), kept: values.length, intact: values.length, isWhole }
      }),
    list: () =>
      within(async client => {
        const { rows } = await client.query<{ apply: string }>(
          'select apply from tenantform_journal group by apply order by apply collate "C"',
        )
        const found: ApplySummary[] = []
        for (const { apply } of rows) {
          const { entries, damage } = await decoded(client, apply)
          const summary = summaryOf(apply, entries, damage)
          if (summary !== null) found.push(summary)
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

async function entriesOf(client: Client, apply: string): Promise<readonly JournalEntry[]> {
  const { entries, damage } = await decoded(client, apply)
  if (damage !== null) throw new Trouble(damage)
  return entries
}

async function decoded(client: Client, apply: string) {
  const { entries, trouble } = checkEntries(await valuesOf(client, apply), apply)
  const detail = `The journal of ${apply} cannot be used: ${trouble}.`
  return { entries, damage: trouble === null ? null : diagnose(codes.CORRUPT, { detail }) }
}

/**
 * A session asks one thing at a time: appends go in the order of their calls. After a failure every later one is refused with it:
 * an account with a hole in it could not be gone on with.
 */
function writerOver(session: Session, apply: string): JournalWriter {
  let last: Promise<void> = Promise.resolve()
  return {
    append(entry) {
      last = last.then(() => reaching(() => insert(session, apply, entry)))
      return last
    },
    async close() {
      await last.catch(() => undefined)
      await session.end()
    },
  }
}

async function insert(session: Session, apply: string, entry: JournalEntry): Promise<void> {
  if (!session.isOpen()) throw lost(apply)
  try {
    await insertEntry(session.client, { apply, entry })
  } catch (error) {
    // Somebody wrote this number already: the journal went on without us.
    if (isCode(error, uniqueViolation)) throw lost(apply)
    throw error
  }
}

const uniqueViolation = '23505'

function lost(apply: string): Trouble {
  return new Trouble(diagnose(codes.LOST, { detail: `The journal of ${apply} is not ours any more.` }))
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
    const taken = await takeLock(client, name, takeOver)
    if (taken.kind === 'taken') {
      takenFrom.push(...taken.from)
      continue
    }
    await session.end()
    return { ...taken, name }
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

type Taken =
  | { readonly kind: 'taken'; readonly from: readonly LockOwner[] }
  | Omit<Extract<LockResult, { kind: 'busy' }>, 'name'>

async function takeLock(client: Client, name: string, takeOver: boolean): Promise<Taken> {
  const from: LockOwner[] = []
  if (!(await takeName(client, `partner/${name}`))) {
    const holder = await holderOf(client, name)
    const isDead = holder !== null && holder.silentMs >= deadAfterMs
    if (takeOver && isDead) await endProcess(client, holder.process)
    if (!takeOver || !isDead || !(await takeName(client, `partner/${name}`)))
      return holder === null
        ? { kind: 'busy', owner: null }
        : { kind: 'busy', owner: holder.owner, heartbeat: { silentMs: holder.silentMs, deadAfterMs } }
    from.push(holder.owner)
  }
  const workers = await heldByWorkers(client, name)
  if (workers === null) return { kind: 'taken', from }
  if (takeOver && (await takeOverFromWorkers(client, workers)))
    return { kind: 'taken', from: [...from, workers.owner] }
  return { kind: 'busy', ...workers }
}

interface LockHolder {
  readonly owner: LockOwner
  readonly process: string
  readonly silentMs: number
}

/** By the server's clock. null: it holds the lock and has not said who it is. */
async function holderOf(client: Client, name: string): Promise<LockHolder | null> {
  const { rows } = await client.query<{ owner: string; process: string; silent: number }>(
    `select owner, process, (extract(epoch from clock_timestamp() - seen) * 1000)::float8 as silent
     from tenantform_lock where name = $1`,
    [name],
  )
  const [row] = rows
  const owner = row === undefined ? null : lockOwnerIn(row.owner)
  if (row === undefined || owner === null) return null
  return {
    owner,
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
