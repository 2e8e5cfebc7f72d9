/** Lines that belong together, and what is said of such a group. */
import type { UtcDate } from '../model/ids.ts'
import type { InvoiceLine } from '../model/invoice.ts'

/** Whose a group is, by one line of it. */
export function about(line: InvoiceLine, group: readonly InvoiceLine[]) {
  const { partner, customer, customerName, productName, product, subscription } = line
  return {
    partner,
    customer,
    customerName,
    product: productName ?? product ?? '',
    subscription,
    chargeTypes: [...new Set(group.map(one => one.chargeType))].sort(),
  }
}

export function latest(days: readonly UtcDate[]): UtcDate {
  return [...days].sort().at(-1) ?? ('' as UtcDate) // never empty
}

export function earliest(lines: readonly InvoiceLine[]): UtcDate {
  return lines.map(line => line.from).sort()[0] ?? ('' as UtcDate) // never empty
}

export function groupBy<T>(items: readonly T[], key: (item: T) => string): (readonly T[])[] {
  const groups = new Map<string, T[]>()
  for (const item of items) {
    const name = key(item)
    const group = groups.get(name)
    if (group === undefined) groups.set(name, [item])
    else group.push(item)
  }
  return [...groups.values()]
}
