/** One lock per partner tenant an apply writes to: two applies never work on one account at a time. */
import { type Diagnostic, diagnose } from '../diagnostic.ts'
import type { Plan } from '../plan/plan.ts'
import type { Clock, JournalStore, LockResult } from '../ports.ts'
import { codes } from './codes.ts'

export interface LockFacts {
  readonly store: JournalStore
  readonly clock: Clock
  readonly who: string
  readonly apply: string
}

/** In sorted order, so that two applies that want the same accounts never hold one each. */
export async function takeLocks(plan: Plan, { store, clock, who, apply }: LockFacts): Promise<LockResult> {
  const written = new Set(
    plan.actions.flatMap(action => [
      ...('effect' in action ? [action.partner] : []),
      ...(action.kind === 'subscription.transfer' ? [action.from] : []),
    ]),
  )
  const names = plan.partners.filter(partner => written.has(partner.name)).map(partner => partner.tenant)
  return store.lock([...names].sort(), { who, since: clock.now(), apply })
}

export function lockedBy(locked: Extract<LockResult, { kind: 'busy' }>): Diagnostic {
  const holder =
    locked.owner === null
      ? 'somebody'
      : `${locked.owner.who} (apply ${locked.owner.apply}, since ${locked.owner.since})`
  return diagnose(codes.LOCKED, {
    detail: `Partner tenant ${locked.name} is held by ${holder}. Nothing was written.`,
  })
}
