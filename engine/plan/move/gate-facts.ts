/** What the order inside one customer is made from. */
import type { ActualIndex } from '../../model/actual-index.ts'
import type { DeclaredConsolidation, DeclaredCustomer, DeclaredPartner } from '../../model/desired.ts'
import type { UtcDate } from '../../model/ids.ts'
import type { LiveSubscription } from '../../model/live.ts'
import type { Action } from '../action.ts'
import type { Check } from '../check.ts'
import type { DecidedSource } from '../decide/source/decided-source.ts'
import type { ArrivedFacts } from '../kinds/set-renewal.ts'
import type { SeatEquation } from '../plan.ts'

export interface GateFacts {
  readonly customer: DeclaredCustomer
  readonly written: boolean
  readonly consolidation: DeclaredConsolidation
  readonly target: readonly Action[]
  readonly decided: readonly DecidedSource[]
  readonly sources: readonly DeclaredPartner[]
  readonly index: ActualIndex
  readonly bound: ReadonlyMap<string, LiveSubscription>
  /** Under the target. */
  readonly living: readonly LiveSubscription[]
  /** What is told of what a transfer brings. */
  readonly arriving: readonly ArrivedFacts[]
  readonly needsAgreement: boolean
  readonly seats: readonly SeatEquation[]
  /** What the directory must still offer before anything is switched off (T21). */
  readonly licences: readonly Check[]
  readonly on: UtcDate
}
