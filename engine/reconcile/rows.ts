/**
 * Where each row of the invoices is found in the answer: with a write that explains it, among the variances, or counted as what is charged again by itself. A row is in
 * one of them and in no other, and what no rule knows is a variance: nothing is taken for checked that nobody has looked at.
 */
import type { InvoiceLine } from '../model/invoice.ts'
import type { Explained } from './explained.ts'

export type RowPlace =
  | 'explained'
  | 'in another currency'
  | 'without a subscription'
  | 'not explained'
  | 'recurring'

export interface RowCounts {
  /** All of them; the sum of the others. */
  readonly read: number
  readonly explained: number
  readonly variances: number
  readonly recurring: number
  readonly setAside: number
  /** In a second file, and counted once. */
  readonly repeated: number
}

/** Words of modern invoices for what somebody does. */
const deeds = new Set([
  'new',
  'addquantity',
  'removequantity',
  'movequantity',
  'cancel',
  'cancelimmediate',
  'convert',
  'changebillingplan',
])

/** And for what renews or is charged again by itself; an extension is told as one. */
const byItself = new Set(['renew', 'cyclecharge', 'cyclefee', 'extendterm'])

/** `isCompared`: the currency is that of what its write is held against. */
export function placeOfRow(
  line: InvoiceLine,
  explained: Explained,
  isCompared: (line: InvoiceLine) => boolean,
): RowPlace {
  if (line.subscription === null) return 'without a subscription'
  const word = line.chargeType.toLowerCase().replace(/\s/g, '')
  if (explained.owns(line)) {
    if (!isCompared(line)) return 'in another currency'
    return deeds.has(word) && !explained.isOurs(line) ? 'not explained' : 'explained'
  }
  if (byItself.has(word)) return isTakenBack(line) ? 'not explained' : 'recurring'
  // Legacy rows are in the words of any language: only that they charge says that nothing was changed.
  const isLegacy = line.product !== undefined && !line.product.includes(':')
  return isLegacy && !deeds.has(word) && !isTakenBack(line) ? 'recurring' : 'not explained'
}

function isTakenBack({ amount }: InvoiceLine): boolean {
  return amount?.startsWith('-') === true
}

export interface CountFacts {
  readonly placeOf: (line: InvoiceLine) => RowPlace
  /** Rows of variances. */
  readonly told: ReadonlySet<InvoiceLine>
  readonly setAside: readonly unknown[]
  readonly repeated: readonly { readonly rows: number }[]
}

/** Of what recurs, that is a variance which is told as one: an extended term, or what two accounts are billed for. */
export function countsOf(
  lines: readonly InvoiceLine[],
  { placeOf, told, setAside, repeated: again }: CountFacts,
): RowCounts {
  let [explained, variances, recurring] = [0, 0, 0]
  for (const line of lines) {
    const place = placeOf(line)
    if (place === 'explained') explained += 1
    else if (place === 'recurring' && !told.has(line)) recurring += 1
    else variances += 1
  }
  const repeated = again.reduce((sum, { rows }) => sum + rows, 0)
  const read = lines.length + setAside.length + repeated
  return { read, explained, variances, recurring, setAside: setAside.length, repeated }
}
