/** A word of a filter that matches nothing declines the command: an empty table must not be taken for nobody. */
import { diagnose } from '../../engine/diagnostic.ts'
import { codes } from '../../engine/inventory/codes.ts'
import type { AccountInventory } from '../../engine/inventory/inventory.ts'
import { entriesOf, type TableFilter, unmatchedWords } from '../../engine/inventory/table-filter.ts'
import { suggest } from '../../engine/scope/suggest.ts'
import type { DataTable } from '../../engine/tables/table.ts'
import { UnmatchedScope } from '../unmatched-scope.ts'

export function declineUnknownCustomers(accounts: readonly AccountInventory[], filter: TableFilter): void {
  const unmatched = unmatchedWords(accounts, filter)
  if (unmatched.length === 0) return
  const spellings = entriesOf(accounts, { customers: [], statuses: [] }).flatMap(({ row }) => [
    row.domain,
    row.name,
    row.tenant,
  ])
  decline(unmatched, spellings, codes.NO_MATCH)
}

/** `known`: what the column can say; any of them may have no row. Another word, e.g. a new one of the service, has to have one. */
export function declineUnknownStatuses(
  { columns, rows }: DataTable,
  { statuses }: TableFilter,
  known: readonly string[],
): void {
  const position = columns.findIndex(({ name }) => name === 'status' || name === 'state')
  const seen = new Set([...known, ...rows.map(row => String(row[position]))].map(word => word.toLowerCase()))
  const unmatched = statuses.filter(word => !seen.has(word))
  decline(unmatched, known, codes.NO_STATUS)
}

function decline(
  words: readonly string[],
  spellings: readonly string[],
  code: (typeof codes)['NO_MATCH' | 'NO_STATUS'],
): void {
  const [first, ...others] = words.map(word => {
    const near = suggest(word, spellings)
    return diagnose(code, {
      detail: near === null ? `\`${word}\` is none.` : `\`${word}\` is none; did you mean \`${near}\`?`,
    })
  })
  if (first !== undefined) throw new UnmatchedScope(first, ...others)
}
