/** Hands an apply over to workers: everything they need is there with one commit, or nothing is. */
import type { Client } from 'pg'
import { groupedBy } from '../../../engine/grouped-by.ts'
import type { JobQueue, SharedApply } from '../../../engine/execute/workers/port.ts'
import { waveGatesOf } from '../../../engine/execute/workers/parts.ts'
import type { Part } from '../../../engine/execute/workers/parts.ts'
import type { Instant } from '../../../engine/model/ids.ts'
import { canonicalJson } from '../../../engine/plan/digest.ts'
import { keepPlan } from '../postgres-rows.ts'
import { endOf } from './journal-end.ts'

/** Rows in one statement. */
const atOnce = 5_000

export interface Jobs {
  readonly queue: JobQueue
  readonly schema: string
}

/** One queue for each set of accounts, so that a worker asks only where it can sign in. */
export function queuesOf(apply: string, parts: readonly Part[]): ReadonlyMap<string, readonly string[]> {
  const sets = new Map<string, readonly string[]>()
  for (const { accounts } of parts) sets.set(accounts.join(' '), accounts)
  return new Map([...sets.values()].map((accounts, number) => [`tenantform/${apply}/${number}`, accounts]))
}

export async function beginShared(
  client: Client,
  { apply, plan, who, locks, parts, moved, judged, maxFailures }: SharedApply,
  { queue, schema, began }: Jobs & { readonly began: Instant },
): Promise<void> {
  await keepPlan(client, plan)
  const { nextSeq, chain } = await endOf(client, apply)
  await client.query(
    `insert into tenantform_apply (apply, plan, made_in, version, who, began, state, open, max_failures, next_seq, chain)
     values ($1, $2, $3, $4, $5, $6, 'running', $7, $8, $9, $10)
     on conflict (apply) do update set who = $5, began = $6, state = 'running', stopped = null, open = $7, failures = 0,
       max_failures = $8, next_seq = $9, chain = $10, heartbeat = clock_timestamp()`,
    [
      apply,
      plan.id,
      canonicalJson(plan.madeIn),
      plan.tool.version,
      who,
      began,
      parts.length,
      maxFailures,
      nextSeq,
      chain,
    ],
  )
  for (const name of locks)
    await client.query(
      'insert into tenantform_account (name, apply) values ($1, $2) on conflict (name) do update set apply = $2',
      [name, apply],
    )
  const queues = queuesOf(apply, parts)
  await client.query('delete from tenantform_queue where apply = $1', [apply])
  for (const [name, accounts] of queues)
    await client.query('insert into tenantform_queue (apply, queue, accounts) values ($1, $2, $3)', [
      apply,
      name,
      accounts,
    ])
  const queueOf = new Map([...queues].map(([name, accounts]) => [accounts.join(' '), name]))
  const rows = parts.map((part, position) => {
    const { customer, accounts, countsFor } = part
    // What waits for a gate that its own steps decide begins with those.
    const waitsFor = part.waitsFor.filter(gate => !judged.has(gate) && !countsFor.includes(gate))
    return {
      customer,
      position,
      queue: queueOf.get(accounts.join(' ')) ?? '',
      state: waitsFor.length === 0 ? 'ready' : 'waiting',
      waits_for: waitsFor,
      counts_for: countsFor.filter(gate => !judged.has(gate)),
      moved: moved.has(customer) ? JSON.stringify(moved.get(customer)) : null,
    }
  })
  for (let from = 0; from < rows.length; from += atOnce)
    await client.query(
      `insert into tenantform_customer (apply, customer, position, queue, state, waits_for, counts_for, moved)
       select $1, row.* from jsonb_to_recordset($2::jsonb)
         as row (customer text, position integer, queue text, state text, waits_for text[], counts_for text[], moved text)
       on conflict (apply, customer) do update set position = excluded.position, queue = excluded.queue, state = excluded.state,
         waits_for = excluded.waits_for, counts_for = excluded.counts_for, moved = excluded.moved,
         worker = null, lease_until = null, job = null, complete = false, outcome = null`,
      [apply, JSON.stringify(rows.slice(from, from + atOnce))],
    )
  await client.query('delete from tenantform_gate where apply = $1', [apply])
  for (const gate of waveGatesOf(plan).keys()) {
    const waits = parts.filter(({ countsFor }) => countsFor.includes(gate)).length
    await client.query('insert into tenantform_gate (apply, gate, waits, judged) values ($1, $2, $3, $4)', [
      apply,
      gate,
      waits,
      judged.has(gate),
    ])
  }
  const ready = groupedBy(
    rows.filter(({ state }) => state === 'ready'),
    row => row.queue,
  )
  for (const [name, own] of ready)
    await queue.send(client, schema, { queue: name, data: own.map(({ customer }) => ({ apply, customer })) })
}
