/**
 * The method table of docs/planning.md: what happens to one source subscription, from live facts; first match wins.
 * The method decides only about the source. What is created on the target is declared minus live.
 *
 *   unsupported ▸ azure ▸ by hand ▸ already off ▸ left ▸ not settled ▸ asked otherwise ▸ extended ▸ trial ▸ transfer ▸ new commerce ▸ legacy
 *
 * `repurchase` and `lapse` are wishes that `newCommerce` grants where they can be kept.
 */
import type { LiveSubscription } from '../../../model/live.ts'
import { Bug } from '../../../result.ts'
import { askedOtherwise } from './asked-otherwise.ts'
import { legacy } from './legacy.ts'
import { newCommerce } from './new-commerce.ts'
import { alreadyOff, azure, byHand, extendedUnknown, left, notSettled, trial, unsupported } from './rows.ts'
import type { Row, SourceContext, SourceDecision } from './source-decision.ts'
import { transfer } from './transfer.ts'

const rows: readonly Row[] = [
  unsupported,
  azure,
  byHand,
  alreadyOff,
  left,
  notSettled,
  askedOtherwise,
  extendedUnknown,
  trial,
  transfer,
  newCommerce,
  legacy,
]

export function decideSource(subscription: LiveSubscription, context: SourceContext): SourceDecision {
  for (const row of rows) {
    const found = row(subscription, context)
    if (found !== null) return found
  }
  throw new Bug(`${subscription.id} fits no row of the method table`)
}
