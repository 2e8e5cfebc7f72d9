/** Accounts that an apply holds which workers carry out: no session of theirs does, for each of them may die. */
import type { Client } from 'pg'
import { instant } from '../../engine/model/ids.ts'
import type { Heartbeat, LockOwner } from '../../engine/ports.ts'

export interface HeldByWorkers {
  readonly owner: LockOwner
  readonly heartbeat: Heartbeat
}

/** From this silence on, where no worker has a customer of it; in ms. */
const deadAfterMs = 15_000

/** Asked while the name itself is locked, so that nobody hands it to workers meanwhile. null: they do not hold it. */
export async function heldByWorkers(client: Client, name: string): Promise<HeldByWorkers | null> {
  const { rows } = await client.query<{
    apply: string
    who: string
    began: string
    silent: number
    leased: number
  }>(
    `select apply, who, began, (extract(epoch from clock_timestamp() - heartbeat) * 1000)::float8 as silent,
       (select coalesce(extract(epoch from max(lease_until) - clock_timestamp()) * 1000, 0)::float8
        from tenantform_customer c where c.apply = a.apply and c.state = 'running') as leased
     from tenantform_account join tenantform_apply a using (apply) where name = $1 and a.state in ('running', 'stopping')`,
    [name],
  )
  const [row] = rows
  if (row === undefined) return null
  const silentMs = Math.max(0, Math.round(row.silent))
  return {
    owner: { who: row.who, since: instant(row.began), apply: row.apply },
    heartbeat: { silentMs, deadAfterMs: Math.max(deadAfterMs, silentMs + Math.ceil(row.leased)) },
  }
}

/** What its workers write from now on is refused. false: it is heard of again, or has ended. */
export async function takeOverFromWorkers(client: Client, { owner }: HeldByWorkers): Promise<boolean> {
  const { rows } = await client.query(
    `update tenantform_apply a set state = 'taken over' where apply = $1 and state in ('running', 'stopping')
       and heartbeat < clock_timestamp() - $2 * interval '1 millisecond'
       and not exists (select from tenantform_customer c where c.apply = a.apply and c.state = 'running' and lease_until > clock_timestamp())
     returning apply`,
    [owner.apply, deadAfterMs],
  )
  if (rows.length === 0) return false
  await client.query('delete from tenantform_account where apply = $1', [owner.apply])
  return true
}
