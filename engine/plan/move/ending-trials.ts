/**
 * Trials of a source that would become paid subscriptions when they end: told to cancel, so that nothing is paid under an account that is left. Nothing
 * replaces a trial, so nothing is waited for.
 */
import type { DeclaredConsolidation, DeclaredCustomer } from '../../model/desired.ts'
import type { UtcDate } from '../../model/ids.ts'
import type { DecidedSource } from '../decide/decided-source.ts'
import { isStillToEnd } from '../decide/ending-trial.ts'
import type { ChangeRenewal } from '../kinds/change-renewal.ts'
import { changeRenewalAction } from '../kinds/change-renewal.ts'

export function trialEndActions(
  consolidation: DeclaredConsolidation,
  customer: DeclaredCustomer,
  { decided, on }: { readonly decided: readonly DecidedSource[]; readonly on: UtcDate },
): readonly ChangeRenewal[] {
  return decided.flatMap(({ subscription, partner, decision }) => {
    if (!isStillToEnd(subscription, decision) || subscription.seats === null) return []
    return [
      changeRenewalAction({
        subscription,
        partner,
        on,
        method: 'drop',
        because: { kind: 'trial is not carried over', consolidation: consolidation.name },
        after: [],
        market: null,
        to: { kind: 'cancels' },
        seats: subscription.seats,
        restores: false,
        source: customer.at,
      }),
    ]
  })
}
