/** What workers share, in the PostgreSQL of the journal: the port of `engine/execute/workers/port.ts`. */
import { randomUUID } from 'node:crypto'
import { type Diagnostic, diagnose } from '../../../engine/diagnostic.ts'
import type { JobQueue, RunningApply, SharedApplies } from '../../../engine/execute/workers/port.ts'
import type { Instant } from '../../../engine/model/ids.ts'
import { decodePlan } from '../../../engine/plan/codec.ts'
import type { Plan } from '../../../engine/plan/plan.ts'
import { Trouble } from '../../../engine/trouble.ts'
import { codes } from '../codes.ts'
import { isCode } from '../journal-trouble.ts'
import { insufficientPrivilege } from '../tables.ts'
import { beginShared, queuesOf } from './begin.ts'
import { closeTurn, finish, freeTurn, stopShared } from './closing.ts'
import { type Database, databaseAt } from './database.ts'
import { lockApply } from './fenced.ts'
import { lapsedTurns, queuesFor, renewLeases, takeFrom } from './leases.ts'
import { lookAt, outcomesOf } from './look.ts'
import { recordsOfCustomer } from './records.ts'
import { turnJournals } from './turn-journal.ts'

export interface SharedAppliesOptions {
  /** Connection URL; a secret, asked for when it is needed, and in no message. */
  readonly connection: () => Promise<string>
  readonly queue: JobQueue
  /** The tenants' time, for entries. */
  readonly now: () => Instant
  /** How long a customer stays with a worker that is not heard of; in ms. */
  readonly leaseMs: number
}

/** Refuses with JOURNAL.LOST, JOURNAL.TABLES, JOURNAL.CORRUPT and JOURNAL.UNREACHABLE, thrown as Trouble. */
export function createSharedApplies({
  connection,
  queue,
  now,
  leaseMs,
}: SharedAppliesOptions): SharedApplies {
  let jobs = { queue, schema: '' }
  const database = databaseAt({
    connection,
    process: `tenantform worker ${randomUUID()}`,
    async prepare(client, schema) {
      jobs = { queue, schema }
      try {
        await queue.install(client, schema)
      } catch (error) {
        if (!isCode(error, insufficientPrivilege)) throw error
        const detail =
          'Those of the jobs are not there or of another version, and this role may not make them.'
        throw new Trouble(diagnose(codes.TABLES, { detail }))
      }
    },
  })
  const journals = turnJournals(database, now)
  const plans = new Map<string, Plan>()
  let asked = 0

  async function over(apply: string | null): Promise<void> {
    if (apply !== null) await removeQueues(database, queue, apply)
  }

  return {
    async begin(apply) {
      const names = [...queuesOf(apply.apply, apply.parts).keys()]
      await database.alone(async (client, schema) => {
        for (const name of names) await queue.create(client, schema, name)
      })
      await database.transaction(client => beginShared(client, apply, { ...jobs, began: now() }))
    },
    async take(of, worker) {
      for (const turn of await database.alone(lapsedTurns))
        await over(
          await database.transaction(client =>
            freeTurn(client, turn, { ...jobs, now: now(), isLapsed: true }),
          ),
        )
      const queues = await database.alone(client => queuesFor(client, of))
      asked += 1
      for (const [position] of queues.entries()) {
        const name = queues[(position + asked) % queues.length] ?? ''
        const turn = await database.transaction(client =>
          takeFrom(client, name, { ...jobs, worker, leaseMs }),
        )
        if (turn !== null) return turn
      }
      return null
    },
    factsOf: ({ apply, customer }) =>
      database.transaction(async client => {
        const plan = plans.get(apply) ?? (await planOf(client, apply))
        plans.set(apply, plan)
        return {
          plan,
          records: await recordsOfCustomer(client, apply, customer),
          skippedCustomers: await skippedIn(client, apply),
          moved: await movedIn(client, apply, customer),
        }
      }),
    journalOf: turn => journals.of(turn),
    renew: turns => database.transaction(client => renewLeases(client, turns, { leaseMs })),
    async close(turn, plan, outcome) {
      await over(
        await database.transaction(client => closeTurn(client, turn, { ...jobs, now: now(), plan, outcome })),
      )
    },
    async handBack(turn) {
      await over(
        await database.transaction(client =>
          freeTurn(client, turn, { ...jobs, now: now(), isLapsed: false }),
        ),
      )
    },
    async stop(apply, because) {
      await over(
        await database.transaction(async client => {
          const row = await stopShared(client, await lockApply(client, apply), because)
          return (await finish(client, row, now())) ? apply : null
        }),
      )
    },
    running: () => database.alone(client => lookAt(client, 'running')),
    async find(apply) {
      const [found] = await database.alone(client => lookAt(client, { apply }))
      return found ?? null
    },
    outcomesOf: apply => database.alone(client => outcomesOf(client, apply)),
    end: () => database.end(),
  }
}

/** Applies that workers carry out now, for whoever only looks: no tables of jobs are made or asked. */
export async function runningApplies(connection: () => Promise<string>): Promise<readonly RunningApply[]> {
  const database = databaseAt({
    connection,
    process: `tenantform ${randomUUID()}`,
    prepare: async () => undefined,
  })
  try {
    return await database.alone(client => lookAt(client, 'running'))
  } finally {
    await database.end()
  }
}

type Client = Parameters<Parameters<Database['transaction']>[0]>[0]

/** By its digest, as a saved plan is. */
async function planOf(client: Client, apply: string): Promise<Plan> {
  const { rows } = await client.query<{ plan: string }>(
    'select p.plan from tenantform_apply a join tenantform_plan p on p.digest = a.plan where a.apply = $1',
    [apply],
  )
  const decoded = decodePlan(rows[0]?.plan ?? '')
  if (decoded.ok) return decoded.value
  const [first] = decoded.diagnostics
  const why = first === undefined ? 'it cannot be read' : (first.detail ?? first.summary)
  throw new Trouble(diagnose(codes.CORRUPT, { detail: `The plan of ${apply} cannot be used: ${why}` }))
}

/** As the latest run was told. */
async function skippedIn(client: Client, apply: string): Promise<readonly string[]> {
  const { rows } = await client.query<{ skipped: string[] | null }>(
    `select entry::jsonb -> 'skippedCustomers' as skipped from tenantform_journal
     where apply = $1 and customer is null and entry like '{"kind":"apply.%' and entry::jsonb ? 'skippedCustomers'
     order by seq desc limit 1`,
    [apply],
  )
  return rows[0]?.skipped ?? []
}

async function movedIn(client: Client, apply: string, customer: string): Promise<Diagnostic | null> {
  const { rows } = await client.query<{ moved: string | null }>(
    'select moved from tenantform_customer where apply = $1 and customer = $2',
    [apply, customer],
  )
  const moved = rows[0]?.moved ?? null
  return moved === null ? null : (JSON.parse(moved) as Diagnostic) // as it was written when the apply began
}

/** Jobs that are over are of no use to anybody; where this fails they lie there, and nothing asks for them. */
async function removeQueues(database: Database, queue: JobQueue, apply: string): Promise<void> {
  await database
    .alone(async (client, schema) => {
      const { rows } = await client.query<{ queue: string }>(
        'delete from tenantform_queue where apply = $1 returning queue',
        [apply],
      )
      for (const { queue: name } of rows) await queue.remove(client, schema, name)
    })
    .catch(() => undefined)
}
