/** Who has a customer: taken with its job, held by a heartbeat, freed when it falls silent. The server's clock decides. */
import type { Client } from 'pg'
import type { Renewed, Takeable, Turn } from '../../../engine/execute/workers/port.ts'
import type { TenantId } from '../../../engine/model/ids.ts'
import { isSameWorld, type MadeIn } from '../../../engine/model/made-in.ts'
import type { Jobs } from './begin.ts'

export interface LeaseOptions {
  readonly worker: string
  /** In ms. */
  readonly leaseMs: number
}

/** Queues in which somebody may find work, by the applies that run. */
export async function queuesFor(
  client: Client,
  { madeIn, version, accounts, refused }: Takeable,
): Promise<readonly string[]> {
  const { rows } = await client.query<{ apply: string; made_in: string; queue: string }>(
    `select apply, made_in, queue from tenantform_queue join tenantform_apply using (apply)
     where state = 'running' and version = $1 and accounts <@ $2 order by apply, queue`,
    [version, accounts],
  )
  return rows
    .filter(row => !refused.has(row.apply) && isSameWorld(JSON.parse(row.made_in) as MadeIn, madeIn)) // as begin wrote it
    .map(({ queue }) => queue)
}

/** Job and lease in one transaction. A job whose customer is not to be had is over. */
export async function takeFrom(
  client: Client,
  name: string,
  { queue, schema, worker, leaseMs }: Jobs & LeaseOptions,
): Promise<Turn | null> {
  for (;;) {
    const job = await queue.fetch(client, schema, name)
    if (job === null) return null
    const of = idsIn(job.data)
    if (of !== null) {
      const { rows } = await client.query<{ fence: string }>(
        `update tenantform_customer set state = 'running', fence = fence + 1, worker = $3, job = $4, attempt = $5,
           lease_until = clock_timestamp() + $6 * interval '1 millisecond'
         where apply = $1 and customer = $2 and state = 'ready' returning fence`,
        [of.apply, of.customer, worker, job.id, job.attempt, leaseMs],
      )
      const [row] = rows
      if (row !== undefined)
        return { ...of, fence: Number(row.fence), job: { queue: name, id: job.id, attempt: job.attempt } }
    }
    await queue.complete(client, schema, job)
  }
}

function idsIn(data: unknown): Pick<Turn, 'apply' | 'customer'> | null {
  if (typeof data !== 'object' || data === null) return null
  const apply: unknown = Reflect.get(data, 'apply')
  const customer: unknown = Reflect.get(data, 'customer')
  return typeof apply === 'string' && typeof customer === 'string'
    ? { apply, customer: customer as TenantId } // one that is not in the table is not taken
    : null
}

/** A lease that is over is not renewed, even where nobody has taken the customer yet. */
export async function renewLeases(
  client: Client,
  turns: readonly Turn[],
  { leaseMs }: Pick<LeaseOptions, 'leaseMs'>,
): Promise<Renewed> {
  const applies = [...new Set(turns.map(({ apply }) => apply))].sort()
  const { rows: live } = await client.query<{ apply: string; state: string }>(
    `select apply, state from tenantform_apply where apply = any($1) and state in ('running', 'stopping') order by apply for update`,
    [applies],
  )
  const held: Turn[] = []
  for (const turn of turns) {
    if (!live.some(({ apply }) => apply === turn.apply)) continue
    const { rows } = await client.query(
      `update tenantform_customer set lease_until = clock_timestamp() + $4 * interval '1 millisecond'
       where apply = $1 and customer = $2 and fence = $3 and state = 'running' and lease_until > clock_timestamp() returning fence`,
      [turn.apply, turn.customer, turn.fence, leaseMs],
    )
    if (rows.length === 1) held.push(turn)
  }
  await client.query('update tenantform_apply set heartbeat = clock_timestamp() where apply = any($1)', [
    held.map(({ apply }) => apply),
  ])
  return {
    held,
    stopping: new Set(live.filter(({ state }) => state === 'stopping').map(({ apply }) => apply)),
  }
}

/** Turns of workers that fell silent; looked at again one by one, behind the lock of their apply. */
export async function lapsedTurns(client: Client): Promise<readonly Turn[]> {
  const { rows } = await client.query<{
    apply: string
    customer: TenantId
    fence: string
    queue: string
    job: string
    attempt: number
  }>(
    `select apply, customer, fence, queue, job, attempt from tenantform_customer join tenantform_apply a using (apply)
     where tenantform_customer.state = 'running' and lease_until < clock_timestamp() and a.state in ('running', 'stopping')
     order by lease_until limit 20`,
  )
  return rows.map(({ apply, customer, fence, queue, job: id, attempt }) => ({
    apply,
    customer,
    fence: Number(fence),
    job: { queue, id, attempt },
  }))
}
