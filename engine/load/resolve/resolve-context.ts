/** What every part of the documents is resolved with. */
import type { CodeEntry, Diagnostic, SourceRange } from '../../diagnostic.ts'
import type { ProductKey } from '../../model/ids.ts'
import type { PriceList } from '../../model/money.ts'

/** Who names a price list. */
export interface PricesUse {
  readonly at: SourceRange
}

export interface ResolveContext {
  /** Names of Partner documents that are there but too wrong to be used: naming them is no second mistake. */
  readonly brokenPartners: ReadonlySet<string>
  /** Rules of a Policy document that is too wrong to be used may be named too. */
  readonly hasBrokenPolicies: boolean
  readonly aliases: Readonly<Record<string, ProductKey>>
  readonly report: (
    entry: CodeEntry,
    at: SourceRange,
    detail: string,
    related?: Diagnostic['related'],
  ) => void
  /** A price list, by its path relative to the document. */
  readonly readPrices: (path: string, use: PricesUse) => PriceList | null
}
