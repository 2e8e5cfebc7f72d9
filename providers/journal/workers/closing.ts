/** The end of a turn, of a wave and of an apply: each with the outcome that caused it, in one transaction. */
import type { Client } from 'pg'
import { groupedBy } from '../../../engine/grouped-by.ts'
import type { CustomerOutcome } from '../../../engine/execute/workers/customer-turn.ts'
import { waveGatesOf } from '../../../engine/execute/workers/parts.ts'
import type { Turn } from '../../../engine/execute/workers/port.ts'
import { judgeWaveGate } from '../../../engine/execute/workers/wave-gates.ts'
import type { IncurredOverlap } from '../../../engine/journal/incurred-overlap.ts'
import type { ActionId, Instant, TenantId } from '../../../engine/model/ids.ts'
import type { Plan } from '../../../engine/plan/plan.ts'
import { counted } from '../../../engine/plural.ts'
import type { Jobs } from './begin.ts'
import { type ApplyRow, appendAt, lockApply, lost } from './fenced.ts'
import { gateRecords } from './records.ts'

export interface Closing extends Jobs {
  readonly now: Instant
}

/** What has ended with it: an apply whose queues are not needed any more, or null. */
export async function closeTurn(
  client: Client,
  turn: Turn,
  { plan, outcome, ...closing }: Closing & { readonly plan: Plan; readonly outcome: CustomerOutcome },
): Promise<string | null> {
  const { apply, customer } = turn
  let row = await lockApply(client, apply)
  const waits = row.state === 'running' && outcome.waitsFor.length > 0
  const { rows } = await client.query<{ counts_for: ActionId[] }>(
    `update tenantform_customer set state = $4, outcome = $5, complete = $6, waits_for = $7, worker = null, lease_until = null, job = null
     where apply = $1 and customer = $2 and fence = $3 and state = 'running' and lease_until > clock_timestamp() returning counts_for`,
    [
      apply,
      customer,
      turn.fence,
      waits ? 'waiting' : 'closed',
      JSON.stringify(outcome),
      outcome.open === 0,
      waits ? outcome.waitsFor : [],
    ],
  )
  const [closed] = rows
  if (closed === undefined) throw lost(`${apply}, customer ${customer},`)
  if (!(await closing.queue.complete(client, closing.schema, turn.job)))
    throw lost(`${apply}, job ${turn.job.id},`)
  const failed = !waits && outcome.open > 0
  row = await countDown(client, row, { closed: waits ? 0 : 1, failed: failed ? 1 : 0 })
  const decided = closed.counts_for.filter(gate => !waits || outcome.decides.includes(gate))
  for (const gate of decided) row = await passGate(client, row, { gate, customer, plan, ...closing })
  await release(client, apply, closing)
  if (row.maxFailures !== null && row.failures > row.maxFailures && row.state === 'running')
    row = await stopShared(
      client,
      row,
      `${counted(row.failures, 'customer')} failed, and at most ${row.maxFailures} may.`,
    )
  return (await finish(client, row, closing.now)) ? apply : null
}

async function countDown(
  client: Client,
  row: ApplyRow,
  { closed, failed }: { readonly closed: number; readonly failed: number },
): Promise<ApplyRow> {
  await client.query(
    'update tenantform_apply set open = open - $2, failures = failures + $3 where apply = $1',
    [row.apply, closed, failed],
  )
  return { ...row, open: row.open - closed, failures: row.failures + failed }
}

interface Passing extends Closing {
  readonly gate: ActionId
  readonly customer: TenantId
  readonly plan: Plan
}

/** With the last customer that decides a gate it is judged, and what came of it is an entry of the journal. */
async function passGate(
  client: Client,
  row: ApplyRow,
  { gate, customer, plan, now }: Passing,
): Promise<ApplyRow> {
  const { apply } = row
  await client.query(
    'update tenantform_customer set counts_for = array_remove(counts_for, $3) where apply = $1 and customer = $2',
    [apply, customer, gate],
  )
  const { rows } = await client.query<{ waits: number }>(
    'update tenantform_gate set waits = waits - 1 where apply = $1 and gate = $2 and not judged returning waits',
    [apply, gate],
  )
  const planned = waveGatesOf(plan).get(gate)
  if (rows[0]?.waits !== 0 || planned === undefined) return row
  const entry = judgeWaveGate(planned, await gateRecords(client, { apply, plan, gate: planned }), now)
  if (entry === null) return row
  const end = await appendAt(client, row, { entries: [entry], now })
  await client.query('update tenantform_gate set judged = true where apply = $1 and gate = $2', [apply, gate])
  await client.query(
    `update tenantform_customer set waits_for = array_remove(waits_for, $2) where apply = $1 and state = 'waiting'`,
    [apply, gate],
  )
  return { ...row, end }
}

/** Jobs for the customers that wait for nothing any more, in the order of the plan. */
async function release(client: Client, apply: string, { queue, schema }: Closing): Promise<void> {
  const { rows } = await client.query<{ customer: TenantId; queue: string; position: number }>(
    `update tenantform_customer set state = 'ready' where apply = $1 and state = 'waiting' and waits_for = '{}'
     returning customer, queue, position`,
    [apply],
  )
  const jobs = groupedBy(
    rows.sort((one, other) => one.position - other.position),
    row => row.queue,
  )
  for (const [name, own] of jobs)
    await queue.send(client, schema, { queue: name, data: own.map(({ customer }) => ({ apply, customer })) })
}

/** The turn is over without an outcome: the customer is for whoever asks next, or is left where the apply is stopped. */
export async function freeTurn(
  client: Client,
  { apply, customer, fence, job }: Turn,
  { queue, schema, now, isLapsed }: Closing & { readonly isLapsed: boolean },
): Promise<string | null> {
  const { rows: over } = await client.query(
    `select from tenantform_apply where apply = $1 and state not in ('running', 'stopping')`,
    [apply],
  )
  if (over.length > 0) return null // somebody else ended it, and nothing is held any more
  const row = await lockApply(client, apply)
  const state = row.state === 'running' ? 'ready' : 'left'
  const { rows } = await client.query(
    `update tenantform_customer set state = $4, worker = null, lease_until = null, job = null
     where apply = $1 and customer = $2 and fence = $3 and state = 'running'
       and ($5 = (lease_until < clock_timestamp())) returning fence`,
    [apply, customer, fence, state, isLapsed],
  )
  if (rows.length === 0) return null
  await queue.complete(client, schema, job)
  if (state === 'ready') {
    await queue.send(client, schema, { queue: job.queue, data: [{ apply, customer }] })
    return null
  }
  return (await finish(client, await countDown(client, row, { closed: 1, failed: 0 }), now)) ? apply : null
}

/** Whoever had no turn yet is left; turns hear of it with their next heartbeat. */
export async function stopShared(client: Client, row: ApplyRow, because: string): Promise<ApplyRow> {
  if (row.state !== 'running') return row
  const { rowCount } = await client.query(
    `update tenantform_customer set state = 'left' where apply = $1 and state in ('waiting', 'ready')`,
    [row.apply],
  )
  await client.query(`update tenantform_apply set state = 'stopping', stopped = $2 where apply = $1`, [
    row.apply,
    because,
  ])
  return { ...(await countDown(client, row, { closed: rowCount ?? 0, failed: 0 })), state: 'stopping' }
}

/** Whether it has ended: the last customer writes the end of the journal, and the accounts are free. */
export async function finish(client: Client, row: ApplyRow, now: Instant): Promise<boolean> {
  const { apply } = row
  if (row.open > 0 && !(await isStuck(client, row))) return false
  const { rows } = await client.query<{ complete: boolean; overlap: IncurredOverlap[] | null }>(
    `select complete, (outcome::jsonb -> 'overlap') as overlap from tenantform_customer where apply = $1
       and (not complete or outcome::jsonb -> 'overlap' <> '[]'::jsonb)`,
    [apply],
  )
  const overlap = rows.flatMap(found => found.overlap ?? [])
  await appendAt(client, row, {
    entries: [
      {
        kind: 'apply.ended',
        verdict: rows.every(({ complete }) => complete) ? 'complete' : 'partial',
        ...(overlap.length > 0 && { overlap }),
      },
    ],
    now,
  })
  await client.query(`update tenantform_apply set state = 'ended' where apply = $1`, [apply])
  await client.query('delete from tenantform_account where apply = $1', [apply])
  return true
}

/** Only customers are left that wait for a gate which nobody will judge: a step before it was not started. */
async function isStuck(client: Client, { apply }: ApplyRow): Promise<boolean> {
  const { rows } = await client.query(
    `select from tenantform_customer where apply = $1 and state in ('ready', 'running') limit 1`,
    [apply],
  )
  return rows.length === 0
}
