/**
 * Trials of a source that would become paid subscriptions when they end: told to cancel, so that nothing is paid under an account that is left. Nothing
 * replaces a trial, so nothing is waited for.
 */
import type { DeclaredConsolidation, DeclaredCustomer } from '../../../model/desired.ts'
import type { UtcDate } from '../../../model/ids.ts'
import type { DecidedSource } from '../../decide/source/decided-source.ts'
import { isStillToEnd } from '../../decide/source/ending-trial.ts'
import type { ChangeRenewal } from '../../kinds/change-renewal.ts'
import { cancelAtTermEnd } from '../cancel-at-term-end.ts'

export function trialEndActions(
  consolidation: DeclaredConsolidation,
  customer: DeclaredCustomer,
  { decided, on }: { readonly decided: readonly DecidedSource[]; readonly on: UtcDate },
): readonly ChangeRenewal[] {
  return decided.flatMap(entry =>
    isStillToEnd(entry.subscription, entry.decision)
      ? cancelAtTermEnd(entry, {
          on,
          method: 'drop',
          because: { kind: 'trial is not carried over', consolidation: consolidation.name },
          after: [],
          source: customer.at,
        })
      : [],
  )
}
