/** The lines of a cart, judged: which order group each falls in, and what is wrong with it (facts 11). */
import type { CartLineRequest } from '../handlers/cart-body.ts'
import { refuse } from '../refusal.ts'
import type { Service } from '../service.ts'
import type { CartLineRow } from '../state/order-rows.ts'
import { checkBase, checkNewBase } from './gates.ts'
import { cannot, type NotForSale } from './not-for-sale.ts'
import type { Buyer } from './purchase.ts'
import { type Item, resolveItem } from './resolve.ts'

/** Lines of one group become one order: all of one system and billing cycle; an add-on goes with its base. */
export function cartLines(
  service: Service,
  buyer: Buyer,
  requests: readonly CartLineRequest[],
): readonly CartLineRow[] {
  const counts = { legacy: 0, nce: 0 }
  const groups = new Map<string, string>()
  const groupOf = (line: CartLineRequest): string => {
    const base = requests.find(other => other.id === line.baseLine)
    if (base !== undefined) return groupOf(base)
    const system = line.catalogItemId.includes(':') ? 'nce' : 'legacy'
    const key = `${system}/${line.billing}`
    const known = groups.get(key)
    if (known !== undefined) return known
    const group = system === 'legacy' ? `OMS-${counts.legacy}` : String(counts.nce)
    counts[system] += 1
    groups.set(key, group)
    return group
  }
  const taken = new Map<string, number>()
  return requests.map(line => {
    const together = taken.get(itemKeyOf(line.catalogItemId)) ?? 0
    const problem = judgeLine(service, buyer, { ...line, together }, requests)
    if (problem === null) taken.set(itemKeyOf(line.catalogItemId), together + line.quantity)
    return {
      ...line,
      orderGroup: groupOf(line),
      error:
        problem === null
          ? null
          : {
              errorCode: problem.cartCode,
              errorDescription: problem.refusal.description,
              available: problem.available ?? null,
            },
    }
  })
}

/** What seats of one cart are added up by. */
export const itemKeyOf = (catalogItemId: string) =>
  catalogItemId.split(':').slice(0, 2).join(':').toUpperCase()

/** The item of a line, or why it cannot be bought. */
export function itemOf(
  service: Service,
  buyer: Buyer,
  line: CartLineRequest & { readonly together?: number },
  lines: readonly CartLineRequest[],
): Item | NotForSale {
  const item = resolveItem(service, buyer, line)
  if ('refusal' in item) return item
  if (line.baseLine !== null) {
    const base = lines.find(other => other.id === line.baseLine)
    const baseItem = base === undefined ? null : resolveItem(service, buyer, base)
    if (baseItem === null || 'refusal' in baseItem)
      return cannot(10010, refuse(400, 800029, 'The base of the add-on cannot be bought.'))
    return checkNewBase(item, baseItem) ?? item
  }
  if (line.parent !== null && item.commerce === 'legacy')
    return cannot(
      10010,
      refuse(
        400,
        800029,
        "A legacy add-on is bought by a PATCH of its base's order, or together with its base.",
      ),
    )
  const base =
    line.parent === null
      ? null
      : { partner: buyer.partner.name, customer: buyer.customer.tenantId, id: line.parent }
  return checkBase(service, item, base) ?? item
}

function judgeLine(
  service: Service,
  buyer: Buyer,
  line: CartLineRequest & { readonly together: number },
  lines: readonly CartLineRequest[],
): NotForSale | null {
  const item = itemOf(service, buyer, line, lines)
  return 'refusal' in item ? item : null
}
