import { diagnose } from '../../engine/diagnostic.ts'
import { adminTable } from '../../engine/inventory/admin-table.ts'
import type { AccountInventory } from '../../engine/inventory/inventory.ts'
import { entriesOf, statusWords } from '../../engine/inventory/table-filter.ts'
import { adminCodes } from '../../engine/plan/admin/codes.ts'
import { mapPool } from '../../engine/read/pool.ts'
import { readAdmin } from '../../engine/read/read-admin.ts'
import { Trouble } from '../../engine/trouble.ts'
import { tell } from '../answer.ts'
import { exitCodes } from '../exit-codes.ts'
import { chosenPartners, readable } from '../importing/live-drafts.ts'
import type { Run } from '../shell.ts'
import { answerTable } from '../tables/answer-table.ts'
import { chosenFormat } from '../tables/chosen-format.ts'
import { declineUnknownCustomers, declineUnknownStatuses } from '../tables/strict-filter.ts'
import { width } from '../workspace/planning.ts'
import { withWorkspace } from '../workspace/with-workspace.ts'
import type { ExportOptions } from './export.ts'

/** Every relationship of delegated administration of the accounts, with its groups. Reads only. */
export const run: Run<ExportOptions> = ({ shell, options }) =>
  withWorkspace(shell, options, async ({ loaded, tenants: { reader, graph, madeIn } }) => {
    const format = chosenFormat('export admin', options)
    if (graph === undefined) throw new Trouble(diagnose(adminCodes.NO_ACCESS))
    const partners = chosenPartners(loaded.desired, options.partner ?? []).map(entry => entry.name)
    const accounts = readable(
      await mapPool(partners, width, async (partner): Promise<AccountInventory> => {
        const read = await reader.customers(partner)
        if (read.kind !== 'present') return { partner, customers: read }
        const value = read.value.map(row => ({
          row,
          details: { kind: 'not asked' } as const,
          subscriptions: { kind: 'absent' } as const,
        }))
        return { partner, customers: { kind: 'present', value } }
      }),
    )
    const lower = (words: readonly string[] | undefined) => (words ?? []).map(word => word.toLowerCase())
    const filter = { customers: lower(options.customer), statuses: lower(options.status) }
    declineUnknownCustomers(accounts, filter)
    const rows = entriesOf(accounts, filter).map(entry => entry.row)
    const seen = await readAdmin(
      rows.map(({ partner, tenant }) => ({ partner, tenant, withGroups: true })),
      { reader: graph.reader, width },
    )
    const byPlace = new Map(seen.map(entry => [`${entry.partner}/${entry.tenant}`, entry]))
    const entries = rows.flatMap(row => {
      const found = byPlace.get(`${row.partner}/${row.tenant}`)
      return found === undefined ? [] : [{ row, seen: found }]
    })
    const table = adminTable(entries, filter)
    declineUnknownStatuses(table, filter, statusWords.admin)
    await answerTable({ ...table, madeIn }, { ...options, format }, shell)
    const unread = entries.flatMap(({ row, seen: { relationships } }) =>
      relationships.kind === 'unknown'
        ? [
            diagnose(adminCodes.UNKNOWN, {
              detail: `${row.name} under ${row.partner}: ${relationships.because.detail ?? relationships.because.summary}`,
            }),
          ]
        : [],
    )
    tell(shell, unread)
    return unread.length > 0 ? exitCodes.partial : exitCodes.done
  })
