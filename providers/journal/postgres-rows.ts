/** Entries of a journal as rows. A plan is kept once, under its digest, however many entries and applies are about it. */
import type { Client } from 'pg'
import type { JournalEntry } from '../../engine/journal/entry.ts'
import type { TenantId } from '../../engine/model/ids.ts'
import { isTooDeep } from '../../engine/json-depth.ts'
import { encodePlan } from '../../engine/plan/codec.ts'
import type { Plan } from '../../engine/plan/plan.ts'

export interface EntryRow {
  readonly apply: string
  readonly entry: JournalEntry
  /** Whose it is and under which fence it was written, where a worker did; it asks for the entries of one customer. */
  readonly of?: { readonly customer: TenantId; readonly fence: number }
}

/** The plan before the entry that names it: each by itself, a plan that nobody names does no harm. */
export async function insertEntry(client: Client, { apply, entry, of }: EntryRow): Promise<void> {
  if ('plan' in entry) await keepPlan(client, entry.plan)
  await client.query(
    'insert into tenantform_journal (apply, seq, entry, customer, fence) values ($1, $2, $3, $4, $5)',
    [
      apply,
      entry.seq,
      JSON.stringify('plan' in entry ? { ...entry, plan: { kept: entry.plan.id } } : entry),
      of?.customer ?? null,
      of?.fence ?? null,
    ],
  )
}

export async function keepPlan(client: Client, plan: Plan): Promise<void> {
  await client.query(
    `insert into tenantform_plan (digest, plan) select $1, $2 where not exists (select from tenantform_plan where digest = $1)
     on conflict do nothing`,
    [plan.id, encodePlan(plan)],
  )
}

export async function valuesOf(client: Client, apply: string): Promise<readonly unknown[]> {
  const { rows } = await client.query<{ entry: string }>(
    'select entry from tenantform_journal where apply = $1 order by seq',
    [apply],
  )
  const values: unknown[] = []
  for (const { entry } of rows) values.push(await withWholePlan(client, valueIn(entry)))
  return values
}

/** Whoever may write to the table may have written it; null is no entry. */
export function valueIn(text: string): unknown {
  if (isTooDeep(text)) return null
  try {
    return JSON.parse(text) as unknown
  } catch {
    return null
  }
}

/** The same entry with its plan in full; where that is not there it stays what it is, and is no entry. */
async function withWholePlan(client: Client, value: unknown): Promise<unknown> {
  const kept = keptPlanOf(value)
  if (kept === null) return value
  const { rows } = await client.query<{ plan: string }>(
    'select plan from tenantform_plan where digest = $1',
    [kept],
  )
  return rows[0] === undefined ? value : { ...(value as object), plan: valueIn(rows[0].plan) } // an object: it has a plan
}

function keptPlanOf(value: unknown): string | null {
  if (typeof value !== 'object' || value === null || !('plan' in value)) return null
  const { plan } = value
  if (typeof plan !== 'object' || plan === null || !('kept' in plan)) return null
  return typeof plan.kept === 'string' ? plan.kept : null
}
