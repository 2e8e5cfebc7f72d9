import { azureHandoff as handoffOf } from '../../engine/inventory/azure-handoff.ts'
import { type AccountInventory, readInventory } from '../../engine/inventory/inventory.ts'
import { statusWords, type TableFilter } from '../../engine/inventory/table-filter.ts'
import { customersTable, subscriptionsTable } from '../../engine/inventory/tables.ts'
import type { DeclaredConsolidation, Desired } from '../../engine/model/desired.ts'
import { dayOf, type PartnerName, type UtcDate } from '../../engine/model/ids.ts'
import type { Reader } from '../../engine/ports.ts'
import { tell } from '../answer.ts'
import { type ExitCode, exitCodes } from '../exit-codes.ts'
import { chosenPartners, consolidationNamed, notRead, readable, unreadOf } from '../importing/live-drafts.ts'
import type { TenantOptions } from '../program/global-options.ts'
import type { Run, Shell } from '../shell.ts'
import { answerTable, type TableOptions } from '../tables/answer-table.ts'
import { chosenFormat } from '../tables/chosen-format.ts'
import { declineUnknownCustomers, declineUnknownStatuses } from '../tables/strict-filter.ts'
import { width } from '../workspace/planning.ts'
import { type Site, withWorkspace } from '../workspace/with-workspace.ts'

export interface ExportOptions extends TenantOptions, TableOptions {
  readonly partner?: readonly string[]
  readonly customer?: readonly string[]
  readonly status?: readonly string[]
  readonly consolidation?: string
}

export const customers: Run<ExportOptions> = input =>
  exporting(
    input,
    { name: 'customers', details: true, partners: declared => declared },
    async (accounts, { desired, today }, filter) => {
      const retired = desired.partners.filter(entry => entry.retired !== null && entry.retired < today)
      return {
        table: customersTable(accounts, filter, new Set(retired.map(entry => entry.name))),
        unread: [],
      }
    },
  )

export const subscriptions: Run<ExportOptions> = input =>
  exporting(
    input,
    { name: 'subscriptions', details: false, partners: declared => declared },
    async (accounts, _, filter) => ({
      table: subscriptionsTable(accounts, filter),
      unread: [],
    }),
  )

/** What Microsoft needs to move the Azure usage of customers that are ready (S7). */
export const azureHandoff: Run<ExportOptions> = input => {
  const consolidationsOf = ({ consolidations }: Desired) => {
    const { consolidation, partner } = input.options
    const asked =
      consolidation === undefined ? consolidations : [consolidationNamed(consolidations, consolidation)]
    if (partner === undefined) return asked
    // Of an account: what leaves it, and what comes into it.
    const left = (entry: DeclaredConsolidation) => entry.from.filter(name => partner.includes(name))
    return asked
      .map(entry => (partner.includes(entry.to) ? entry : { ...entry, from: left(entry) }))
      .filter(entry => entry.from.length > 0)
  }
  const partners = (_: readonly PartnerName[], desired: Desired) => [
    ...new Set(consolidationsOf(desired).flatMap(entry => [...entry.from, entry.to])),
  ]
  return exporting(
    input,
    { name: 'azure-handoff', details: false, partners },
    (accounts, { desired, reader }, filter) =>
      handoffOf({ consolidations: consolidationsOf(desired), accounts, filter, reader, width }),
  )
}

interface Reading {
  readonly name: 'customers' | 'subscriptions' | 'azure-handoff'
  readonly details: boolean
  readonly partners: (chosen: readonly PartnerName[], desired: Desired) => readonly PartnerName[]
}

interface Exported {
  readonly table: Parameters<typeof answerTable>[0]
  /** What was asked for beyond the inventory and gave no answer. */
  readonly unread: ReturnType<typeof unreadOf>
}

function exporting(
  { shell, options }: { readonly shell: Shell; readonly options: ExportOptions },
  reading: Reading,
  tableOf: (
    accounts: readonly AccountInventory[],
    site: { readonly desired: Desired; readonly today: UtcDate; readonly reader: Reader },
    filter: TableFilter,
  ) => Promise<Exported>,
): Promise<ExitCode> {
  return withWorkspace(
    shell,
    options,
    async ({ loaded: { desired }, tenants: { reader, clock, madeIn }, progress }: Site) => {
      const format = chosenFormat(`export ${reading.name}`, options)
      const chosen = chosenPartners(desired, options.partner ?? []).map(entry => entry.name)
      const partners = reading.partners(chosen, desired)
      const accounts = readable(
        await readInventory({ partners, reader, progress, width, details: reading.details }),
      )
      const lower = (words: readonly string[] | undefined) => (words ?? []).map(word => word.toLowerCase())
      const filter = { customers: lower(options.customer), statuses: lower(options.status) }
      const today = dayOf(clock.now())
      declineUnknownCustomers(accounts, filter)
      const { table, unread: further } = await tableOf(accounts, { desired, today, reader }, filter)
      declineUnknownStatuses(table, filter, statusWords[reading.name])
      await answerTable({ ...table, madeIn }, { ...options, format }, shell)
      const unread = [...accounts.flatMap(unreadOf), ...further].map(entry =>
        notRead(entry.row, entry.because),
      )
      tell(shell, unread)
      return unread.length > 0 ? exitCodes.partial : exitCodes.done
    },
  )
}
