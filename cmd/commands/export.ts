import { type AccountInventory, readInventory } from '../../engine/inventory/inventory.ts'
import {
  azureHandoffTable,
  customersTable,
  subscriptionsTable,
  type TableFilter,
} from '../../engine/inventory/tables.ts'
import type { Desired } from '../../engine/model/desired.ts'
import type { PartnerName } from '../../engine/model/ids.ts'
import { type ExitCode, exitCodes } from '../exit-codes.ts'
import type { TenantOptions } from '../global-options.ts'
import { chosenPartners, consolidationNamed, notRead, readable, unreadOf } from '../importing/live-wishes.ts'
import { width } from '../planning.ts'
import type { Run, Shell } from '../program.ts'
import { diagnosticsText } from '../report/diagnostics.ts'
import { answerTable, formatOf, type TableOptions } from '../tables/answer-table.ts'
import { type Site, withWorkspace } from '../with-workspace.ts'

export interface ExportOptions extends TenantOptions, TableOptions {
  readonly partner?: readonly string[]
  readonly customer?: readonly string[]
  readonly status?: readonly string[]
  readonly consolidation?: string
}

export const customers: Run<ExportOptions> = input =>
  exporting(input, { details: true, partners: declared => declared }, (accounts, _, filter) =>
    customersTable(accounts, filter),
  )

export const subscriptions: Run<ExportOptions> = input =>
  exporting(input, { details: false, partners: declared => declared }, (accounts, _, filter) =>
    subscriptionsTable(accounts, filter),
  )

/** What Microsoft needs to move the Azure usage of customers that are ready (S7). */
export const azureHandoff: Run<ExportOptions> = input => {
  const consolidationsOf = ({ consolidations }: Desired) => {
    const { consolidation } = input.options
    return consolidation === undefined ? consolidations : [consolidationNamed(consolidations, consolidation)]
  }
  const partners = (_: readonly PartnerName[], desired: Desired) => [
    ...new Set(consolidationsOf(desired).flatMap(entry => [...entry.from, entry.to])),
  ]
  return exporting(input, { details: false, partners }, (accounts, desired, filter) =>
    azureHandoffTable(consolidationsOf(desired), accounts, filter),
  )
}

interface Reading {
  readonly details: boolean
  readonly partners: (chosen: readonly PartnerName[], desired: Desired) => readonly PartnerName[]
}

function exporting(
  { shell, options }: { readonly shell: Shell; readonly options: ExportOptions },
  reading: Reading,
  tableOf: (
    accounts: readonly AccountInventory[],
    desired: Desired,
    filter: TableFilter,
  ) => Parameters<typeof answerTable>[0],
): Promise<ExitCode> {
  // Trouble is told as text: the answer itself is a table.
  const { format: _form, ...plain } = options
  return withWorkspace(shell, plain, async ({ loaded: { desired }, tenants: { reader }, progress }: Site) => {
    formatOf(options)
    const chosen = chosenPartners(desired, options.partner ?? []).map(entry => entry.name)
    const partners = reading.partners(chosen, desired)
    const accounts = readable(
      await readInventory({ partners, reader, progress, width, details: reading.details }),
    )
    const lower = (words: readonly string[] | undefined) => (words ?? []).map(word => word.toLowerCase())
    const filter = { customers: lower(options.customer), statuses: lower(options.status) }
    await answerTable(tableOf(accounts, desired, filter), options, shell)
    const unread = accounts.flatMap(unreadOf).map(entry => notRead(entry.row, entry.because))
    if (unread.length > 0) shell.streams.err(diagnosticsText(unread, new Map()))
    return unread.length > 0 ? exitCodes.partial : exitCodes.done
  })
}
