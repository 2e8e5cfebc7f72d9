import { diagnose } from '../../engine/diagnostic.ts'
import { codes } from '../../engine/inventory/codes.ts'
import { type AccountInventory, readInventory } from '../../engine/inventory/inventory.ts'
import {
  azureHandoffTable,
  customersTable,
  subscriptionsTable,
  type TableFilter,
  unmatchedWords,
} from '../../engine/inventory/tables.ts'
import type { Desired } from '../../engine/model/desired.ts'
import { dayOf, type PartnerName, type UtcDate } from '../../engine/model/ids.ts'
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
  exporting(
    input,
    { details: true, partners: declared => declared },
    (accounts, { desired, today }, filter) => {
      const retired = desired.partners.filter(entry => entry.retired !== null && entry.retired < today)
      return customersTable(accounts, filter, new Set(retired.map(entry => entry.name)))
    },
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
  return exporting(input, { details: false, partners }, (accounts, { desired }, filter) =>
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
    site: { readonly desired: Desired; readonly today: UtcDate },
    filter: TableFilter,
  ) => Parameters<typeof answerTable>[0],
): Promise<ExitCode> {
  // Trouble is told as text: the answer itself is a table.
  const { format: _form, ...plain } = options
  return withWorkspace(
    shell,
    plain,
    async ({ loaded: { desired }, tenants: { reader, clock }, progress }: Site) => {
      formatOf(options)
      const chosen = chosenPartners(desired, options.partner ?? []).map(entry => entry.name)
      const partners = reading.partners(chosen, desired)
      const accounts = readable(
        await readInventory({ partners, reader, progress, width, details: reading.details }),
      )
      const lower = (words: readonly string[] | undefined) => (words ?? []).map(word => word.toLowerCase())
      const filter = { customers: lower(options.customer), statuses: lower(options.status) }
      const today = dayOf(clock.now())
      await answerTable(tableOf(accounts, { desired, today }, filter), options, shell)
      const strange = unmatchedWords(accounts, filter).map(word =>
        diagnose(codes.NO_MATCH, { detail: `\`${word}\` is none.` }),
      )
      if (strange.length > 0) shell.streams.err(diagnosticsText(strange, new Map()))
      const unread = accounts.flatMap(unreadOf).map(entry => notRead(entry.row, entry.because))
      if (unread.length > 0) shell.streams.err(diagnosticsText(unread, new Map()))
      return unread.length > 0 ? exitCodes.partial : exitCodes.done
    },
  )
}
