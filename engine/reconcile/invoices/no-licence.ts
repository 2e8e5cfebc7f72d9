/** Rows of invoices that are about no licence: told by what they say, in files and from the service alike. */
import type { Decimal } from '../../model/ids.ts'
import type { LineSetAside } from '../../model/invoice.ts'
import { isZero } from '../../money/decimals.ts'

interface RowWords {
  readonly product: string
  readonly productName: string
  readonly meter: string
  /** Term and billing cycle, as written. */
  readonly term: string
  readonly chargeType: string
  readonly amount: Decimal | null
}

/** null: it may be about one. */
export function whyNoLicence(
  row: RowWords,
): Extract<LineSetAside['because'], 'usage' | 'trial' | 'perpetual'> | null {
  if (row.meter !== '' || isUsageProduct(row.product)) return 'usage'
  const words = [row.productName, row.term, row.chargeType].join(' ')
  if (row.amount !== null && isZero(row.amount) && /\btrial\b/i.test(words)) return 'trial'
  return /\bperpetual\b|^one.?time$/i.test(row.term) ? 'perpetual' : null
}

/** Azure plans, and the offers of Azure before them. */
function isUsageProduct(product: string): boolean {
  return /^(?:MS-AZR-|DZH318Z0BPS6\b)/i.test(product)
}
