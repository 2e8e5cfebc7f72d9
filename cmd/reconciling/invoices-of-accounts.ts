/**
 * Invoices as the accounts have them: lines of legacy invoices by Partner Center, modern ones by their export over Microsoft Graph, which replaced the lines of modern
 * invoices in April 2025 (facts 15, 22.7). Where an export cannot be had the older call is asked, and that is said.
 */
import { type Diagnostic, diagnose } from '../../engine/diagnostic.ts'
import type { DeclaredPartner } from '../../engine/model/desired.ts'
import type { PartnerName } from '../../engine/model/ids.ts'
import type { InvoiceLine, InvoiceQuery, LineSetAside } from '../../engine/model/invoice.ts'
import { mapPool } from '../../engine/read/pool.ts'
import { codes } from '../../engine/reconcile/codes.ts'
import { readInvoiceFile } from '../../engine/reconcile/invoices/invoice-files.ts'
import { jsonTable } from '../importing/json-lines.ts'
import { width } from '../workspace/planning.ts'
import type { Tenants } from '../workspace/tenants-of-command.ts'

export interface AccountInvoices {
  readonly lines: readonly InvoiceLine[]
  readonly aside: readonly LineSetAside[]
  /** What is missing in them. */
  readonly silent: readonly Diagnostic[]
  /** What is in them all the same, by another way. */
  readonly noted: readonly Diagnostic[]
}

interface Asked {
  readonly partners: readonly DeclaredPartner[]
  readonly tenants: Pick<Tenants, 'reader' | 'graph'>
  readonly query: InvoiceQuery
}

export async function invoicesOfAccounts(
  names: readonly PartnerName[],
  { partners, tenants, query }: Asked,
): Promise<AccountInvoices> {
  const all = await mapPool(names, width, name => {
    const declared = partners.find(entry => entry.name === name)
    return ofAccount(name, { declared, partners, tenants, query })
  })
  return {
    lines: all.flatMap(entry => entry.lines),
    aside: all.flatMap(entry => entry.aside),
    silent: all.flatMap(entry => entry.silent),
    noted: all.flatMap(entry => entry.noted),
  }
}

type Account = Asked & { readonly declared: DeclaredPartner | undefined }

async function ofAccount(name: PartnerName, account: Account): Promise<AccountInvoices> {
  const { declared, tenants, query } = account
  const { graph } = tenants
  // Exports are offered in the global cloud alone (facts 22.7).
  const exports = declared?.cloud === 'global' ? graph?.exports : undefined
  const read = await tenants.reader.invoiceLines(name, {
    ...query,
    ...(exports !== undefined && { modern: 'left' as const }),
  })
  if (read.kind === 'absent') return none
  if (read.kind === 'unknown') return { ...none, silent: [noInvoices(`${name}: ${read.because.summary}`)] }
  const { lines, aside, left } = read.value
  const modern =
    exports === undefined
      ? []
      : await mapPool(left, width, invoice => exported(name, invoice, { ...account, exports }))
  return {
    lines: [...lines, ...modern.flatMap(entry => entry.lines)],
    aside: [...aside, ...modern.flatMap(entry => entry.aside)],
    silent: modern.flatMap(entry => entry.silent),
    noted: modern.flatMap(entry => entry.noted),
  }
}

const none: AccountInvoices = { lines: [], aside: [], silent: [], noted: [] }

type Exports = NonNullable<Asked['tenants']['graph']>['exports']

async function exported(
  name: PartnerName,
  invoice: string,
  account: Account & { readonly exports: Exports },
): Promise<AccountInvoices> {
  const { exports, partners, tenants, query } = account
  const read = await exports.billed(name, invoice)
  if (read.kind === 'absent') return none
  if (read.kind === 'present') {
    const facts = { partners: new Map(partners.map(entry => [entry.tenant, entry.name])), partner: name }
    const files = read.value.map(text => readInvoiceFile(jsonTable(invoice, text), facts))
    return {
      ...none,
      lines: files.flatMap(file => file.lines),
      aside: files.flatMap(file => file.aside),
      silent: files.flatMap(file => file.diagnostics),
    }
  }
  const why = read.because.detail ?? read.because.summary
  const old = await tenants.reader.invoiceLines(name, { ...query, modern: [invoice] })
  if (old.kind !== 'present' || old.value.lines.length + old.value.aside.length === 0)
    return { ...none, silent: [noInvoices(`${name}, ${invoice}: ${why}`)] }
  const { lines, aside } = old.value
  return { ...none, lines, aside, noted: [diagnose(codes.NO_EXPORT, { detail: `${invoice}: ${why}` })] }
}

function noInvoices(detail: string): Diagnostic {
  return diagnose(codes.NO_INVOICES, { detail: `${detail.replace(/[.]$/, '')}.` })
}
