import type { DeclaredConsolidation } from '../../../model/desired.ts'
import type { ProductKey } from '../../../model/ids.ts'
import { areTwins } from '../../costs/twins.ts'
import type { DecidedSource } from './decided-source.ts'

/** It ran out, or somebody suspended it by hand: the service keeps it for a while, and what takes its place is bought all the same. */
export function hasEnded(
  { subscription, decision }: DecidedSource,
  product: ProductKey,
  consolidation: Pick<DeclaredConsolidation, 'map'> | null,
): boolean {
  return (
    decision.method === 'observe' &&
    subscription.status !== 'deleted' &&
    !subscription.trial &&
    consolidation !== null &&
    areTwins(subscription.product, product, consolidation)
  )
}
