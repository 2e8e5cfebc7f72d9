/** Writes under a turn's fence: what a worker writes that has lost its customer, or whose apply is in other hands, is refused. */
import type { Client } from 'pg'
import { diagnose } from '../../../engine/diagnostic.ts'
import type { SharedState, Turn } from '../../../engine/execute/workers/port.ts'
import type { Numberless } from '../../../engine/journal/fold.ts'
import { type JournalEnd, nextEntry } from '../../../engine/journal/numbering.ts'
import type { Digest, Instant } from '../../../engine/model/ids.ts'
import { Trouble } from '../../../engine/trouble.ts'
import { codes } from '../codes.ts'
import { insertEntry } from '../postgres-rows.ts'

export interface ApplyRow {
  readonly apply: string
  readonly state: SharedState
  readonly open: number
  readonly failures: number
  readonly maxFailures: number | null
  readonly end: JournalEnd
}

/** Locked until the transaction ends: entries of one apply are numbered one after another. Throws JOURNAL.LOST where it is over. */
export async function lockApply(client: Client, apply: string): Promise<ApplyRow> {
  const { rows } = await client.query<{
    state: SharedState
    open: number
    failures: number
    max_failures: number | null
    next_seq: number
    chain: Digest | null
  }>(
    'select state, open, failures, max_failures, next_seq, chain from tenantform_apply where apply = $1 for update',
    [apply],
  )
  const [row] = rows
  if (row === undefined || (row.state !== 'running' && row.state !== 'stopping')) throw lost(apply)
  const { state, open, failures, max_failures: maxFailures, next_seq: nextSeq, chain } = row
  return { apply, state, open, failures, maxFailures, end: { nextSeq, chain } }
}

/** Throws JOURNAL.LOST where somebody else has the customer by now, or its lease is over. */
export async function checkFence(client: Client, { apply, customer, fence }: Turn): Promise<void> {
  const { rows } = await client.query(
    `select from tenantform_customer where apply = $1 and customer = $2 and fence = $3 and state = 'running'
       and lease_until > clock_timestamp()`,
    [apply, customer, fence],
  )
  if (rows.length !== 1) throw lost(`${apply}, customer ${customer},`)
}

export interface Appending {
  readonly entries: readonly Numberless[]
  readonly of?: Turn
  readonly now: Instant
}

/** Behind the end that was locked; the new end. */
export async function appendAt(
  client: Client,
  { apply, end }: Pick<ApplyRow, 'apply' | 'end'>,
  { entries, of, now }: Appending,
): Promise<JournalEnd> {
  let at = end
  for (const one of entries) {
    const next = nextEntry(one, now, at)
    await insertEntry(client, { apply, entry: next.entry, ...(of !== undefined && { of }) })
    at = next.end
  }
  await client.query(
    'update tenantform_apply set next_seq = $2, chain = $3, heartbeat = clock_timestamp() where apply = $1',
    [apply, at.nextSeq, at.chain],
  )
  return at
}

export function lost(what: string): Trouble {
  return new Trouble(diagnose(codes.LOST, { detail: `The journal of ${what} is not ours any more.` }))
}
