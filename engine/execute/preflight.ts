/** What must hold before anything is read or written: the plan is of today and of these documents, allowed, and in its window. */
import { type Diagnostic, diagnose } from '../diagnostic.ts'
import type { Consent } from '../journal/entry.ts'
import { isComplete } from '../journal/fold.ts'
import { type Digest, dayOf, type Instant } from '../model/ids.ts'
import type { Plan } from '../plan/plan.ts'
import { isOpen, nextOpening } from '../time/window.ts'
import { codes } from './codes.ts'
import { isExpired, isItsDay, onlyEndsPairs } from './purchase-time.ts'
import type { Run } from './run.ts'

export type Preflight =
  | { readonly kind: 'go' }
  | { readonly kind: 'stale' | 'declined'; readonly diagnostics: readonly Diagnostic[] }

export interface PreflightFacts {
  readonly plan: Plan
  readonly desiredDigest: Digest
  readonly now: Instant
  readonly consent: readonly Consent[]
}

export function preflight({ plan, desiredDigest, now, consent }: PreflightFacts): Preflight {
  const stale = [...outOfTime(plan, now), ...otherDocuments(plan, desiredDigest)]
  if (stale.length > 0) return { kind: 'stale', diagnostics: stale }
  const declined = [...denied(plan), ...notConsented(plan, consent), ...windowClosed(plan, now)]
  return declined.length > 0 ? { kind: 'declined', diagnostics: declined } : { kind: 'go' }
}

function hasWrites(plan: Plan): boolean {
  return plan.actions.some(action => 'effect' in action)
}

/** A plan with same-day pairs is for one UTC day, neither later nor earlier. */
function outOfTime(plan: Plan, now: Instant): readonly Diagnostic[] {
  if (!hasWrites(plan)) return []
  const isOtherDay = !plan.actions.every(action => isItsDay(action, now))
  if (!isOtherDay && !isExpired(plan, now)) return []
  const entry = isOtherDay || dayOf(now) !== plan.on ? codes.OTHER_DAY : codes.EXPIRED
  return [
    diagnose(entry, {
      detail: `The plan is for ${plan.on} and good until ${plan.expiresAt}; it is ${now}. Nothing was written.`,
    }),
  ]
}

function otherDocuments(plan: Plan, desired: Digest): readonly Diagnostic[] {
  if (desired === plan.desired) return []
  return [
    diagnose(codes.DOCUMENTS_CHANGED, {
      detail: 'The plan was made from other documents. Nothing was written.',
    }),
  ]
}

function denied(plan: Plan): readonly Diagnostic[] {
  return plan.findings
    .filter(found => found.blocks === 'run')
    .map(found => diagnose(codes.POLICY, { detail: found.detail ?? found.summary, at: found.at }))
}

/** Consent to what cannot be undone is given per run (T16); what is done already needs none. */
export function notConsented(
  plan: Plan,
  consent: readonly Consent[],
  records: Readonly<Pick<Run['records'], 'get'>> = new Map(),
): readonly Diagnostic[] {
  const left = plan.actions.filter(
    action => 'effect' in action && action.effect.irreversible && !isComplete(records.get(action.id)),
  ).length
  if (left === 0 || consent.includes('irreversible')) return []
  const what = left === 1 ? 'One step cannot be undone.' : `${left} of the steps cannot be undone.`
  return [diagnose(codes.NOT_CONSENTED, { detail: `${what} Nothing was written.` })]
}

function windowClosed(plan: Plan, now: Instant): readonly Diagnostic[] {
  const { window } = plan
  if (window === null || onlyEndsPairs(plan) || isOpen(window, now)) return []
  const next = nextOpening(window, now)
  if (next === null)
    return [
      diagnose(codes.NO_MORE_WINDOW, {
        detail: `It is ${now}; the window ended on ${window.to}. Nothing was written.`,
      }),
    ]
  return [
    diagnose(codes.OUTSIDE_WINDOW, {
      detail: `It is ${now}; the window opens next at ${next}. Nothing was written.`,
      remedies: [{ kind: 'wait', until: next }],
    }),
  ]
}
