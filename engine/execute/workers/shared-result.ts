/** The account of an apply that workers carried out: the fold of its journal, and what each turn says beside it. */
import { type Diagnostic, diagnose } from '../../diagnostic.ts'
import type { ApplyState } from '../../journal/fold.ts'
import type { ActionId } from '../../model/ids.ts'
import type { Clock } from '../../ports.ts'
import { codes } from '../codes.ts'
import { resultOf } from '../result.ts'
import type { ApplyVerdict } from '../verdict.ts'
import type { CustomerOutcome } from './customer-turn.ts'

export interface SharedAccount {
  readonly state: ApplyState
  /** Of the actions that are sent, complete before workers went on with it. */
  readonly alreadyDone: number
  readonly outcomes: readonly CustomerOutcome[]
  /** Why it was stopped, in words; null: it was not. */
  readonly stopped: string | null
  readonly clock: Clock
}

export function sharedVerdict({ state, alreadyDone, outcomes, stopped, clock }: SharedAccount): ApplyVerdict {
  const moved = outcomes.flatMap(outcome => outcome.moved)
  const undone = new Map<ActionId, Diagnostic>(outcomes.flatMap(outcome => outcome.undone))
  const { plan, apply, startedAt, actions: records } = state
  const left = new Set(state.skippedCustomers)
  const names = plan.customers.filter(({ tenant }) => left.has(tenant)).map(({ name }) => name)
  const result = resultOf(
    { plan, records: new Map(records), undone, clock },
    {
      apply,
      startedAt,
      alreadyDone,
      moved,
      overlap: outcomes.flatMap(outcome => outcome.overlap),
      charged: outcomes.flatMap(outcome => outcome.charged ?? []),
      diagnostics: [
        ...(stopped === null ? [] : [stoppedBecause(apply, stopped)]),
        ...(names.length === 0
          ? []
          : [diagnose(codes.LEFT_OUT, { detail: `Nothing was written for ${names.sort().join(', ')}.` })]),
      ],
    },
  )
  const kind =
    result.verdict === 'complete'
      ? 'done'
      : result.verdict === 'partial' || stopped !== null
        ? 'partial'
        : 'failed'
  return { kind, result, diagnostics: result.diagnostics, moved, plan }
}

function stoppedBecause(apply: string, why: string): Diagnostic {
  return diagnose(codes.STOPPED, {
    detail: `${why} The rest was not started; go on with \`tenantform resume ${apply}\`.`,
    remedies: [{ kind: 'run', command: `tenantform resume ${apply}` }],
  })
}
