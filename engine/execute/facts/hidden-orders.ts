/**
 * Purchases that no journal here knows of: somebody else's, or our own whose journal was lost. Lists show what was bought with a delay, and as long as it is being
 * provisioned not at all; the account's orders name it within 15 minutes (facts 4.5). They are read once for each customer, before its first purchase of a run.
 */
import { type Diagnostic, diagnose } from '../../diagnostic.ts'
import { evidenceOf } from '../../journal/fold.ts'
import type { ActualIndex } from '../../model/actual-index.ts'
import type { LiveSubscription, PlacedOrder, Read } from '../../model/live.ts'
import type { CreateSubscription } from '../../plan/kinds/create.ts'
import { msBetween } from '../../time/utc-days.ts'
import { codes } from '../codes.ts'
import { type Run, recordOf } from '../run.ts'
import { arrivesWithinMs, isGone } from './out-of-sight.ts'

/** `index`: the list that the purchase relies on. Null: everything that was ordered of the product shows, or came of this plan. */
export async function orderedOutOfSight(
  action: CreateSubscription,
  index: ActualIndex,
  run: Run,
): Promise<Diagnostic | null> {
  const read = await ordersFor(action, run)
  if (read.kind === 'unknown') return read.because
  if (read.kind === 'absent') return null
  const list = index.customer(action.partner, action.customer)?.subscriptions
  const shown = list?.kind === 'present' ? list.value : []
  const hidden = await firstHidden(read.value, action, { shown, run })
  if (hidden === undefined) return null
  const of = hidden.placedAt === null ? '' : `, of ${hidden.placedAt}`
  return diagnose(codes.ORDER_HIDDEN, {
    detail: `${action.partner} lists order ${hidden.id} of ${action.productName} for this customer${of}, and what it bought does not show. Nothing was sent.`,
    at: action.source,
  })
}

async function ordersFor(
  { partner, customer }: CreateSubscription,
  run: Run,
): Promise<Read<readonly PlacedOrder[]>> {
  const key = `${partner}/${customer}`
  const known = run.orders.get(key)
  if (known !== undefined) return known
  const read = await run.reader.orders(partner, customer)
  if (read.kind !== 'unknown') run.orders.set(key, read)
  return read
}

interface Shown {
  readonly shown: readonly LiveSubscription[]
  readonly run: Run
}

async function firstHidden(
  orders: readonly PlacedOrder[],
  action: CreateSubscription,
  shown: Shown,
): Promise<PlacedOrder | undefined> {
  for (const order of orders) if (await isHidden(order, action, shown)) return order
  return undefined
}

async function isHidden(
  order: PlacedOrder,
  action: CreateSubscription,
  { shown, run }: Shown,
): Promise<boolean> {
  const isYoung = order.placedAt === null || msBetween(order.placedAt, run.clock.now()) <= arrivesWithinMs
  if (order.state === 'over' || !isYoung || isOfThisPlan(order, action, run)) return false
  const isOrderOpen = order.state === 'open'
  for (const { product, subscription } of order.lines) {
    const isShown = shown.some(
      entry =>
        entry.id === subscription ||
        // An add-on is on the order of its base.
        (subscription === null && entry.order === order.id && entry.product === product),
    )
    if (product !== action.product || isShown) continue
    if (subscription === null) return true
    if (!(await isGone(subscription, action, { reader: run.reader, isOrderOpen }))) return true
  }
  return false
}

/** The gate waits for what this plan has bought. */
function isOfThisPlan({ id }: PlacedOrder, { product }: CreateSubscription, run: Run): boolean {
  return run.plan.actions.some(
    action =>
      action.kind === 'subscription.create' &&
      action.product === product &&
      evidenceOf(recordOf(run, action.id))?.order === id,
  )
}
