/** Second stage: what happens to everything the customer has in the sources. Steady state has none. */

import type { DecidedSource } from '../decide/source/decided-source.ts'
import { isStillToEnd } from '../decide/source/ending-trial.ts'
import { isSwitchedOff } from '../decide/source/source-decision.ts'
import { decideSources, type SourcesDecision } from '../decide/source/sources.ts'
import type { SeenCustomer } from './see.ts'

export interface SourcedCustomer extends SeenCustomer {
  readonly fromSources: SourcesDecision
  /** Sources that the plan switches off. */
  readonly off: readonly DecidedSource[]
  /** Some source is taken over by a transfer, runs out, is paid beside its replacement, or is a trial that is told to end. */
  readonly isMoving: boolean
}

export function decideSourcesOf(customer: SeenCustomer): SourcedCustomer {
  const { consolidation } = customer
  const fromSources =
    consolidation === null ? { decided: [], findings: [] } : decideSources({ ...customer, consolidation })
  return {
    ...customer,
    fromSources,
    off: fromSources.decided.filter(entry => isSwitchedOff(entry.subscription, entry.decision)),
    isMoving: fromSources.decided.some(
      ({ subscription, decision }) =>
        ['transfer', 'lapse', 'overlap'].includes(decision.method) || isStillToEnd(subscription, decision),
    ),
  }
}
