/** What a write is about, in words and seats, for tables: one product, or those a transfer takes along. */
import type { SentAction } from '../plan/action.ts'
import { isAdminAction } from '../plan/admin/admin-action.ts'

export interface WriteSubject {
  readonly product: string | null
  readonly productName: string | null
  /** After the write. */
  readonly seats: number | null
}

export function subjectOfWrite(action: SentAction): WriteSubject {
  if (isAdminAction(action))
    return { product: null, productName: `delegated administration: ${action.name}`, seats: null }
  if (action.kind === 'subscription.transfer')
    return {
      product: action.items.map(item => item.product).join(' '),
      productName: action.items.map(item => item.productName).join(', '),
      seats: action.items.reduce((sum, item) => sum + item.seats, 0),
    }
  const changed = 'to' in action && typeof action.to === 'number' ? action.to : null
  return {
    product: 'product' in action ? action.product : null,
    productName: 'productName' in action ? action.productName : null,
    seats: 'seats' in action ? action.seats : changed,
  }
}
