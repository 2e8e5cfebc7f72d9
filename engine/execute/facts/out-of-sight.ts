/**
 * Purchases that a journal knows of and no list shows. Until it is provisioned a purchase is in no list, which may take hours (facts 4.5, E7); one that
 * was cancelled since may be in none either. The difference is asked of the subscription itself, and of its order. `apply`, `plan` and `resume` all go by this
 * one answer: otherwise each would send people to the other.
 */
import type { ActualIndex } from '../../model/actual-index.ts'
import type { Instant, ProductKey, SubscriptionId } from '../../model/ids.ts'
import type { LiveSubscription } from '../../model/live.ts'
import { isLiving } from '../../model/living.ts'
import type { Evidence, WriteAction } from '../../plan/action.ts'
import { broughtBy } from '../../plan/kinds/all-kinds.ts'
import type { Reader } from '../../ports.ts'
import { msBetween } from '../../time/utc-days.ts'

/** A cart can be ordered for seven days (facts 11), and what does not show by then never will; in ms. */
export const arrivesWithinMs = 7 * 24 * 3_600_000

interface Facts {
  readonly reader: Reader
  /** What was just read of the customer. */
  readonly index: ActualIndex
  readonly now: Instant
}

/** Whether what this purchase brought is in no list and may still come into one. What cannot be read is not absent. */
export async function isOnItsWay(
  action: WriteAction,
  evidence: Evidence,
  { reader, index, now }: Facts,
): Promise<boolean> {
  // What arrives by transfer is the same subscription, under an id that its transfer does not tell.
  if (action.kind !== 'subscription.create' || msBetween(evidence.at, now) > arrivesWithinMs) return false
  const row = rowOf(evidence, action, index)
  if (row !== null) return row.status === 'pending'
  return !(await hasEnded(action, evidence, reader))
}

/** Its row in the list of its customer, whatever its status. */
export function rowOf(
  { subscription, order }: Evidence,
  action: WriteAction,
  index: ActualIndex,
): LiveSubscription | null {
  const read = index.customer(action.partner, action.customer)?.subscriptions
  if (read?.kind !== 'present') return null
  const found = read.value.find(
    entry =>
      entry.id === subscription ||
      // An add-on is on the order of its base, which shows by itself.
      (subscription === undefined &&
        order !== undefined &&
        entry.order === order &&
        broughtBy(action).includes(entry.product)),
  )
  return found ?? null
}

/** Whether this subscription, which no list shows, is known to be no more: its order does not tell that it is still to come. */
export async function isGone(
  subscription: SubscriptionId,
  of: Pick<WriteAction, 'partner' | 'customer'>,
  { reader, isOrderOpen }: { readonly reader: Reader; readonly isOrderOpen: boolean },
): Promise<boolean> {
  const read = await reader.subscription(of.partner, of.customer, subscription)
  if (read.kind === 'present') return !isLiving(read.value)
  return read.kind === 'absent' && !isOrderOpen
}

async function hasEnded(action: WriteAction, evidence: Evidence, reader: Reader): Promise<boolean> {
  const { partner, customer } = action
  const orders = await reader.orders(partner, customer)
  const order = orders.kind === 'present' ? orders.value.find(({ id }) => id === evidence.order) : undefined
  if (order?.state === 'over') return true
  const isOrderOpen = order?.state !== 'complete'
  const made =
    evidence.subscription === undefined
      ? madeBy(order?.lines ?? [], broughtBy(action))
      : [evidence.subscription]
  for (const subscription of made)
    if (subscription === null || !(await isGone(subscription, action, { reader, isOrderOpen }))) return false
  return made.length > 0
}

function madeBy(
  lines: readonly { readonly product: ProductKey; readonly subscription: SubscriptionId | null }[],
  products: readonly ProductKey[],
): readonly (SubscriptionId | null)[] {
  return lines.filter(({ product }) => products.includes(product)).map(({ subscription }) => subscription)
}
