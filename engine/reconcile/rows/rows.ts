/**
 * Where each row of the invoices is found in the answer: with a write that explains it, among the variances, or counted as what is charged again by itself. A row is in
 * one of them and in no other, and what no rule knows is a variance: nothing is taken for checked that nobody has looked at.
 */
import type { InvoiceLine } from '../../model/invoice.ts'
import { addDays } from '../../time/utc-days.ts'
import type { CyclesJudged } from '../cycles/judge-cycles.ts'
import { isCredit, wordOf } from '../invoice-lines.ts'
import type { OwnSubscriptions } from '../own/own-facts.ts'
import type { RowPlace } from './row-place.ts'

export interface RowCounts {
  /** All of them; the sum of the others. */
  readonly read: number
  readonly explained: number
  readonly variances: number
  /** The same again. */
  readonly recurring: number
  /** Charged by itself, and nothing at hand says what it should be. */
  readonly notCompared: number
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

export interface PlaceFacts {
  readonly own: OwnSubscriptions
  /** The currency is that of what its write is held against. */
  readonly isCompared: (line: InvoiceLine) => boolean
  /** Rows that are part of what a write is held against. */
  readonly ofWrites: ReadonlySet<InvoiceLine>
  readonly cycles: CyclesJudged
}

export function placeOfRow(line: InvoiceLine, { own, isCompared, ofWrites, cycles }: PlaceFacts): RowPlace {
  if (line.subscription === null) return 'without a subscription'
  const facts = own.of(line)
  const [isDeed, isChange] = [deeds.has(wordOf(line)), cycles.changes.has(line)]
  if (facts === undefined) return placeByItself(line, { isDeed, isChange, cycles })
  if (!isCompared(line)) return 'in another currency'
  if (ofWrites.has(line)) return 'explained'
  if (cycles.rowsTold.has(line)) return 'cycle told'
  // What was before is in the facts that the plan was made of.
  if (line.from < facts.since) return 'explained'
  const isOurs = [...facts.days].some(day => addDays(line.from, -1) <= day && day <= line.lastDay)
  if (facts.off !== null) return isDeed && !isOurs ? 'not explained' : 'explained'
  if (facts.rebilled.has(line.from)) return 'explained'
  return isChange || isCredit(line) || (isDeed && !isOurs) ? 'not explained' : 'explained'
}

interface ByItself {
  readonly isDeed: boolean
  readonly isChange: boolean
  readonly cycles: CyclesJudged
}

function placeByItself(line: InvoiceLine, { isDeed, isChange, cycles }: ByItself): RowPlace {
  // Legacy rows are in the words of any language: only that they charge says that nothing was changed.
  const isLegacy = line.product !== undefined && !line.product.includes(':')
  if (isDeed || isChange || isCredit(line) || !(isLegacy || byItself.has(wordOf(line))))
    return 'not explained'
  if (cycles.rowsTold.has(line)) return 'cycle told'
  return cycles.asBefore.has(line) ? 'recurring' : 'not compared'
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
  let [explained, variances, recurring, notCompared] = [0, 0, 0, 0]
  for (const line of lines) {
    const place = placeOf(line)
    if (place === 'explained') explained += 1
    else if (place === 'recurring' && !told.has(line)) recurring += 1
    else if (place === 'not compared' && !told.has(line)) notCompared += 1
    else variances += 1
  }
  const repeated = again.reduce((sum, { rows }) => sum + rows, 0)
  const read = lines.length + setAside.length + repeated
  return { read, explained, variances, recurring, notCompared, setAside: setAside.length, repeated }
}
