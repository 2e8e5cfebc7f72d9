/** What a turn or a gate needs of a journal, without reading all of it. */
import type { Client } from 'pg'
import { diagnose } from '../../../engine/diagnostic.ts'
import type { JournalEntry } from '../../../engine/journal/entry.ts'
import { type ActionRecord, after, untouched } from '../../../engine/journal/fold.ts'
import { legibleAmong } from '../../../engine/journal/whole.ts'
import type { ActionId, TenantId } from '../../../engine/model/ids.ts'
import type { WaveGate } from '../../../engine/plan/kinds/wave-gate.ts'
import type { Plan } from '../../../engine/plan/plan.ts'
import { Trouble } from '../../../engine/trouble.ts'
import { codes } from '../codes.ts'
import { valueIn } from '../postgres-rows.ts'

export type Records = ReadonlyMap<ActionId, ActionRecord>

/** Of one customer and of the gates. Entries from before workers came are anybody's. */
export function recordsOfCustomer(client: Client, apply: string, customer: TenantId): Promise<Records> {
  return recordsIn(
    client,
    apply,
    `select entry from tenantform_journal where apply = $1 and (customer = $2 or customer is null) and seq > 0 order by seq`,
    [apply, customer],
  )
}

/** Whose every step is complete needs no reading; of the others, all that is written down. */
export async function gateRecords(
  client: Client,
  { apply, plan, gate }: { readonly apply: string; readonly plan: Plan; readonly gate: WaveGate },
): Promise<Pick<Records, 'get'>> {
  const { rows } = await client.query<{ customer: TenantId }>(
    'select customer from tenantform_customer where apply = $1 and not complete',
    [apply],
  )
  const incomplete = new Set(rows.map(({ customer }) => customer))
  const known = await recordsIn(
    client,
    apply,
    `select entry from tenantform_journal where apply = $1 and seq > 0
       and (customer is null or customer in (select customer from tenantform_customer where apply = $1 and not complete)) order by seq`,
    [apply],
  )
  const waited = new Set(gate.after)
  const complete = new Set(
    plan.actions.flatMap(action =>
      waited.has(action.id) && 'customer' in action && !incomplete.has(action.customer) ? [action.id] : [],
    ),
  )
  return { get: id => (complete.has(id) ? completed : known.get(id)) }
}

/** Its evidence is in the journal, and no gate asks for it. */
const completed: ActionRecord = {
  ...untouched,
  outcome: { kind: 'done', evidence: { at: '' as never } }, // never read
}

async function recordsIn(
  client: Client,
  apply: string,
  sql: string,
  values: readonly string[],
): Promise<Records> {
  const { rows } = await client.query<{ entry: string }>(sql, [...values])
  const entries = legibleAmong(rows.map(({ entry }) => valueIn(entry)))
  if (entries.length !== rows.length)
    throw new Trouble(
      diagnose(codes.CORRUPT, { detail: `The journal of ${apply} cannot be used: an entry of it is none.` }),
    )
  return folded(entries)
}

function folded(entries: readonly JournalEntry[]): Records {
  const records = new Map<ActionId, ActionRecord>()
  for (const entry of entries) {
    // Reasons for skipping were of the run before.
    if (entry.kind === 'apply.resumed')
      for (const [action, record] of records) records.set(action, { ...record, skipped: null })
    if ('action' in entry) records.set(entry.action, after(records.get(entry.action) ?? untouched, entry))
  }
  return records
}
