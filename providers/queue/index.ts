/**
 * The jobs of workers, kept by pg-boss in PostgreSQL. It asks through the connection that it is handed, so its rows and those of the journal
 * change in one transaction; its timers stay unused, for leases are ours (providers/journal/workers).
 */
import type { PgBoss } from 'pg-boss'
import type { JobQueue, Sql } from '../../engine/execute/workers/port.ts'

/** A job that nobody completes is freed by its customer's lease, never by the queue; in s, its longest. */
const expireInSeconds = 23 * 3600
/** Between the locks of several that install at once. */
const installing = 'tenantform/jobs'

/** For one connection: it must not be used by two at once. */
export async function createJobQueue(): Promise<JobQueue> {
  const { PgBoss, getConstructionPlans } = await import('pg-boss')
  const opened = new Map<string, Opened>()
  const over = (sql: Sql, schema: string) => {
    const known = opened.get(schema) ?? open(PgBoss, schema)
    opened.set(schema, known)
    known.use(sql)
    return { boss: known.boss, db: databaseOver(sql) }
  }
  return {
    async install(sql, schema) {
      if (await isCurrent(PgBoss, sql, schema)) return
      const lock = [`${installing}/${schema}`]
      await sql.query('select pg_advisory_lock(hashtextextended($1, 0))', lock)
      try {
        await started(
          new PgBoss({ ...still(schema), migrate: true, createSchema: true, db: databaseOver(sql) }),
        )
      } finally {
        await sql.query('select pg_advisory_unlock(hashtextextended($1, 0))', lock)
      }
    },
    tablesSql: schema => getConstructionPlans(schema),
    async create(sql, schema, name) {
      await over(sql, schema).boss.createQueue(name, { expireInSeconds, retryLimit: 0 })
    },
    async remove(sql, schema, name) {
      await over(sql, schema).boss.deleteQueue(name)
    },
    async send(sql, schema, { queue, data }) {
      const { boss, db } = over(sql, schema)
      await boss.insert(
        queue,
        data.map(one => ({ data: one })),
        { db },
      )
    },
    async fetch(sql, schema, queue) {
      const { boss, db } = over(sql, schema)
      const [job] = await boss.fetch<unknown>(queue, { batchSize: 1, includeMetadata: true, db })
      return job === undefined ? null : { queue, id: job.id, attempt: job.retryCount, data: job.data }
    },
    async complete(sql, schema, { queue, id, attempt }) {
      const { boss, db } = over(sql, schema)
      const answer = await boss.complete(queue, { id, retryCount: attempt }, null, { db })
      return Reflect.get(answer, 'affected') === 1
    },
  }
}

interface Opened {
  readonly boss: PgBoss
  use(sql: Sql): void
}

type Constructor = typeof PgBoss

function open(Boss: Constructor, schema: string): Opened {
  let current: Sql | null = null
  const boss = new Boss({
    ...still(schema),
    db: {
      async executeSql(text, values) {
        if (current === null) throw new Error('no connection was handed over')
        return lastOf(await current.query(text, values))
      },
    },
  })
  boss.on('error', () => undefined) // told by the call that failed
  return {
    boss,
    use(sql) {
      current = sql
    },
  }
}

function still(schema: string) {
  return {
    schema,
    supervise: false,
    schedule: false,
    registerInstance: false,
    migrate: false,
    createSchema: false,
  } as const
}

async function isCurrent(Boss: Constructor, sql: Sql, schema: string): Promise<boolean> {
  try {
    await started(new Boss({ ...still(schema), db: databaseOver(sql) }))
    return true
  } catch {
    return false
  }
}

/** Starting looks at the version of the tables, and brings them up to date where that was asked for. */
async function started(boss: PgBoss): Promise<void> {
  boss.on('error', () => undefined) // told by the promise
  try {
    await boss.start()
  } finally {
    await boss.stop({ graceful: false, close: false })
  }
}

function databaseOver(sql: Sql) {
  return { executeSql: async (text: string, values?: unknown[]) => lastOf(await sql.query(text, values)) }
}

/** Of several statements in one text the driver gives all answers. */
function lastOf(answer: { readonly rows: unknown[] } | readonly { readonly rows: unknown[] }[]) {
  const last = Array.isArray(answer) ? answer.at(-1) : answer
  return { rows: (last?.rows ?? []) as object[] } // rows are records, whatever their columns
}
