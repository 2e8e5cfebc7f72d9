/**
 * What a purchase relies on: a list of the customer's subscriptions that was read after the run turned to it, so that what a person bought by hand since the apply
 * began is seen. One list serves the purchases that follow one another; it ends with any other write for the customer, or when it gets old.
 */
import type { Diagnostic } from '../../diagnostic.ts'
import type { ActualIndex } from '../../model/actual-index.ts'
import { isWrite, type WriteAction } from '../../plan/action.ts'
import type { CreateSubscription } from '../../plan/kinds/create.ts'
import { msBetween } from '../../time/utc-days.ts'
import { readFor, recallFor } from '../actions/settle.ts'
import { actionsOfCustomer, factsOfCustomer } from '../of-customer.ts'
import type { Run, Seen } from '../run.ts'
import { troubleWith } from './compare-facts.ts'
import { oldestToBeginMs } from './twins.ts'

/** A block of purchases takes seconds; after a pause it is looked at again. In ms. */
const freshForMs = 2 * 60_000

/** `isAnew`: it was read for this purchase. */
export interface PurchaseList {
  readonly index: ActualIndex
  readonly isAnew: boolean
}

export async function listForPurchase(action: CreateSubscription, run: Run): Promise<PurchaseList> {
  const block = youngList(action, run)
  if (block !== null) return { index: block.index, isAnew: false }
  const list = await recallFor(action.proves, run, { lists: oldestToBeginMs, others: 0 })
  return { ...list, index: keepList(action, list.index, run) }
}

/** Asked again before each request leaves: throttles, tokens and repeats are waited for meanwhile. */
export function listIsOld(action: WriteAction, run: Run): boolean {
  return action.kind === 'subscription.create' && youngList(action, run) === null
}

function youngList(action: CreateSubscription, run: Run): Seen | null {
  const block = run.purchaseLists.get(keyOf(action))
  if (block === undefined) return null
  const ageMs = msBetween(block.at, run.clock.now())
  // Read in the future: the clock was set back meanwhile, and how old this is nobody knows.
  return ageMs >= 0 && ageMs <= freshForMs ? block : null
}

export async function readListAnew(action: CreateSubscription, run: Run): Promise<ActualIndex> {
  return keepList(action, await readFor(action.proves, run), run)
}

/** Just read, such as the list that verifies a purchase. */
export function keepList(action: CreateSubscription, index: ActualIndex, run: Run): ActualIndex {
  run.purchaseLists.set(keyOf(action), { index, at: run.clock.now() })
  return index
}

/** What was listed before a write serves no longer. Any write but a purchase, and what is told to one, ends the block too. */
export function forgetLists(
  action: WriteAction,
  run: Run,
  options?: Parameters<Run['reads']['forgetList']>[2],
): void {
  run.reads.forgetList(action.partner, action.customer, options)
  if (action.kind === 'subscription.transfer') run.reads.forgetList(action.from, action.customer)
  if (action.kind !== 'subscription.create' && action.kind !== 'subscription.set-renewal')
    run.purchaseLists.delete(keyOf(action))
}

/** Something lives there that neither the plan knew nor one of its steps brought; null: all of it is explained. */
export function boughtByOthers(action: CreateSubscription, index: ActualIndex, run: Run): Diagnostic | null {
  const planned = factsOfCustomer(run.plan, action.customer).find(
    ({ subject }) =>
      subject.kind === 'subscriptions' && subject.behind === undefined && subject.partner === action.partner,
  )
  if (planned === undefined) return null
  const own = actionsOfCustomer(run.plan, action.customer).filter(isWrite)
  const trouble = troubleWith(planned, { index, actions: own })
  return trouble === null
    ? null
    : { ...trouble, detail: `${trouble.detail ?? trouble.summary} Nothing was sent.` }
}

function keyOf({ partner, customer }: Pick<WriteAction, 'partner' | 'customer'>): string {
  return `${partner}/${customer}`
}
