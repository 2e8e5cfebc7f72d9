/**
 * What of a customer's subscriptions is left once their terms have ended, as the documents and the facts have it: the one judge of what a plan tells to end (T21,
 * T22) and of what `renewals` proposes. People live on what goes on; seats that go with their term carry nobody afterwards.
 */
import type { DeclaredSubscription } from '../../model/desired.ts'
import { whyNotExtended } from '../../model/extended-term.ts'
import { dayOf } from '../../model/ids.ts'
import type { LicencePool, LiveSubscription } from '../../model/live.ts'
import { isLiving } from '../../model/living.ts'
import { type Renewal, renewalOf } from '../../model/renewal.ts'
import { endOf, endsBy, type Outlook } from '../decide/target/families.ts'
import { wantedRenewal } from '../decide/target/wanted-renewal.ts'

export interface AfterTerm {
  readonly live: LiveSubscription
  /** Seats of the same product that are sure to go on. */
  readonly seats: number
  /** As in `Outlook`: null: it goes on, with however many seats and as whatever product. */
  readonly ends: Outlook['ends']
}

/** `declared`: what a document says of it; null: none does. */
export function afterTerm(live: LiveSubscription, declared: DeclaredSubscription | null): AfterTerm {
  const { seats: now, commerce } = live
  if (declared?.state === 'cancelled') return afterRenewal(live, { kind: 'cancels' })
  if (commerce !== 'nce' || now === null) return { live, seats: Number(now ?? 0), ends: null }
  const active = { ...live, status: 'active' } as const // what is suspended now serves nobody, and may be switched on again
  const isSaid = declared !== null && declared.state === 'active' && !live.trial
  const wanted = isSaid ? wantedRenewal(declared, active, now) : renewalOf(active)
  const isRefused = wanted.kind === 'extends' && whyNotExtended(live) !== null
  return afterRenewal(live, isRefused ? renewalOf(active) : wanted)
}

/** Once it is told to end so. */
export function afterRenewal(live: LiveSubscription, renewal: Renewal): AfterTerm {
  const ends = endOf(live, renewal)
  const now = Number(live.seats ?? 0)
  if (renewal.kind === 'extends') return { live, seats: now, ends }
  if (renewal.kind !== 'renews') return { live, seats: 0, ends }
  const { next } = renewal
  const isSame = next === null || next.product === live.product
  return { live, seats: isSame ? Number(next?.seats ?? now) : 0, ends }
}

/** What the directory counts as enabled: active licences. */
export function serves({ live }: AfterTerm): boolean {
  return isLiving(live) && live.kind === 'licence' && live.status === 'active'
}

/** Seats that go with their term, of those it has now. */
export function leavingWith({ live, seats }: AfterTerm): number {
  return Math.max(0, Number(live.seats ?? 0) - seats)
}

/** Licences of a pool beyond those in use once all terms have ended; negative: so many people lose theirs. `serving`: what stands for the pool. */
export function spareAfter(
  { enabled, consumed }: Pick<LicencePool, 'enabled' | 'consumed'>,
  serving: readonly AfterTerm[],
): number {
  let left = enabled - consumed
  for (const entry of serving) left -= leavingWith(entry)
  return left
}

/** Add-ons that would outlive their base if that ended with its term (T22). `all`: of one customer in one account. */
export function addOnsBeyond(base: LiveSubscription, all: readonly AfterTerm[]): readonly AfterTerm[] {
  const last = base.termEndsAt === null ? 'unknown' : dayOf(base.termEndsAt)
  return all.filter(entry => entry.live.parent === base.id && isLiving(entry.live) && !endsBy(entry, last))
}
