/** Whether the catalogue sells a SKU by the month, which decides what an extension of its term costs. */
import type { CatalogueItem, Read } from '../../model/live.ts'

/** null: the catalogue was not asked, or gave no answer. */
export function hasMonthlyPlan(item: Read<CatalogueItem>): boolean | null {
  return item.kind === 'present' ? item.value.terms.some(entry => entry.term === 'P1M') : null
}
