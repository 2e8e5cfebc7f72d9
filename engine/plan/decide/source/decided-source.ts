/** A source subscription with what is decided about it. */
import type { DeclaredPartner } from '../../../model/desired.ts'
import type { LiveSubscription } from '../../../model/live.ts'
import type { SourceDecision } from './source-decision.ts'

export interface DecidedSource {
  readonly subscription: LiveSubscription
  readonly partner: DeclaredPartner
  readonly decision: SourceDecision
}
