import type { DecidedSource } from '../decide/source/decided-source.ts'
import { type ChangeRenewal, changeRenewalAction, type RenewalFacts } from '../kinds/change-renewal.ts'

/** A source that is set to cancel at the end of its term; nothing where its seats are not known. */
export function cancelAtTermEnd(
  { subscription, partner }: Pick<DecidedSource, 'subscription' | 'partner'>,
  facts: Pick<RenewalFacts, 'on' | 'method' | 'because' | 'after' | 'overlap' | 'source'>,
): readonly ChangeRenewal[] {
  const { seats } = subscription
  if (seats === null) return []
  return [
    changeRenewalAction({
      ...facts,
      subscription,
      partner,
      seats,
      market: null,
      to: { kind: 'cancels' },
      restores: false,
    }),
  ]
}
