import type { Client } from 'pg'
import type { JournalEnd } from '../../../engine/journal/numbering.ts'
import type { Digest } from '../../../engine/model/ids.ts'
import { valueIn } from '../postgres-rows.ts'

/** Where the next entry goes, by the last one. */
export async function endOf(client: Client, apply: string): Promise<JournalEnd> {
  const { rows } = await client.query<{ seq: number; entry: string }>(
    'select seq, entry from tenantform_journal where apply = $1 order by seq desc limit 1',
    [apply],
  )
  const [row] = rows
  if (row === undefined) return { nextSeq: 0, chain: null }
  const entry = valueIn(row.entry)
  const chain: unknown = typeof entry === 'object' && entry !== null ? Reflect.get(entry, 'chain') : null
  return { nextSeq: row.seq + 1, chain: typeof chain === 'string' ? (chain as Digest) : null } // checked with the journal
}
