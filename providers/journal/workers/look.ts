/** What is known of applies that workers carry out, for whoever follows them. */
import type { Client } from 'pg'
import type { CustomerOutcome } from '../../../engine/execute/workers/customer-turn.ts'
import type { CustomerState, RunningApply, SharedState } from '../../../engine/execute/workers/port.ts'
import type { Instant } from '../../../engine/model/ids.ts'
import type { MadeIn } from '../../../engine/model/made-in.ts'

interface Row {
  readonly apply: string
  readonly who: string
  readonly began: Instant
  readonly made_in: string
  readonly version: string
  readonly state: SharedState
  readonly stopped: string | null
  readonly failures: number
}

export async function lookAt(
  client: Client,
  which: { readonly apply: string } | 'running',
): Promise<readonly RunningApply[]> {
  const columns = 'select apply, who, began, made_in, version, state, stopped, failures from tenantform_apply'
  const { rows } =
    which === 'running'
      ? await client.query<Row>(`${columns} where state in ('running', 'stopping') order by apply`)
      : await client.query<Row>(`${columns} where apply = $1`, [which.apply])
  const found: RunningApply[] = []
  for (const row of rows) found.push(await counted(client, row))
  return found
}

async function counted(client: Client, row: Row): Promise<RunningApply> {
  const { apply, who, began, version, state, stopped, failures: failed } = row
  const { rows } = await client.query<{ state: CustomerState; count: number }>(
    'select state, count(*)::int as count from tenantform_customer where apply = $1 group by state',
    [apply],
  )
  const { rows: workers } = await client.query<{ count: number }>(
    `select count(distinct worker)::int as count from tenantform_customer
     where apply = $1 and state = 'running' and lease_until > clock_timestamp()`,
    [apply],
  )
  const customers = { waiting: 0, ready: 0, running: 0, closed: 0, left: 0 }
  for (const { state: of, count } of rows) customers[of] = count
  return {
    apply,
    who,
    began,
    madeIn: JSON.parse(row.made_in) as MadeIn, // as it was written when the apply began
    version,
    state,
    stopped,
    customers,
    failed,
    workers: workers[0]?.count ?? 0,
  }
}

export async function outcomesOf(client: Client, apply: string): Promise<readonly CustomerOutcome[]> {
  const { rows } = await client.query<{ outcome: string }>(
    'select outcome from tenantform_customer where apply = $1 and outcome is not null order by position',
    [apply],
  )
  return rows.map(({ outcome }) => JSON.parse(outcome) as CustomerOutcome) // as the transaction that closed it wrote it
}
