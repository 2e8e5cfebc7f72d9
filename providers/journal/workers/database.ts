/** One connection that everything of a worker goes through, one transaction at a time; opened anew after it broke. */
import type { Client } from 'pg'
import { unreachable } from '../journal-trouble.ts'
import { type Session, sessionAt } from '../postgres-session.ts'

export interface Database {
  /** Committed when it resolves, rolled back when it throws. Throws JOURNAL.UNREACHABLE where the server cannot be asked. */
  transaction<T>(work: (client: Client) => Promise<T>): Promise<T>
  /** Outside of any transaction, and beside none. */
  alone<T>(work: (client: Client, schema: string) => Promise<T>): Promise<T>
  end(): Promise<void>
}

export interface DatabaseOptions {
  /** Connection URL; a secret. */
  readonly connection: () => Promise<string>
  /** As the server's lists of sessions show it. */
  readonly process: string
  /** Asked once for each connection, before anything else. */
  readonly prepare: (client: Client, schema: string) => Promise<void>
}

export function databaseAt({ connection, process, prepare }: DatabaseOptions): Database {
  let open: { readonly session: Session; readonly schema: string } | null = null
  let last: Promise<unknown> = Promise.resolve()

  async function opened() {
    if (open?.session.isOpen()) return open
    await open?.session.end()
    open = null
    const session = await sessionAt(await connection(), process)
    try {
      const schema = await schemaOf(session.client)
      await prepare(session.client, schema)
      open = { session, schema }
      return open
    } catch (error) {
      await session.end()
      throw error
    }
  }

  function alone<T>(work: (client: Client, schema: string) => Promise<T>): Promise<T> {
    const turn = last.then(async () => {
      try {
        const { session, schema } = await opened()
        return await work(session.client, schema)
      } catch (error) {
        throw unreachable('PostgreSQL', error)
      }
    })
    last = turn.catch(() => undefined)
    return turn
  }

  return {
    alone,
    transaction: work =>
      alone(async client => {
        await client.query('begin')
        try {
          const answer = await work(client)
          await client.query('commit')
          return answer
        } catch (error) {
          await rollback(client)
          throw error
        }
      }),
    async end() {
      await last
      await open?.session.end()
      open = null
    },
  }

  /** A connection that cannot even do that is not used again: what it did not commit is gone with it. */
  async function rollback(client: Client): Promise<void> {
    try {
      await client.query('rollback')
    } catch {
      await open?.session.end()
      open = null
    }
  }
}

/** Where our tables lie, and beside it those of the jobs. */
async function schemaOf(client: Client): Promise<string> {
  const { rows } = await client.query<{ schema: string | null }>('select current_schema() as schema')
  return jobsBeside(rows[0]?.schema ?? 'public')
}

export function jobsBeside(schema: string): string {
  return schema === 'public' ? 'tenantform_jobs' : `${schema}_jobs`
}
