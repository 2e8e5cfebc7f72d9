/** What must hold before anything is read or written: the plan is of today and of these documents, allowed, and in its window. */
import { type Diagnostic, diagnose } from '../diagnostic.ts'
import type { Consent } from '../journal/entry.ts'
import type { Digest, Instant } from '../model/ids.ts'
import { dayOf } from '../model/ids.ts'
import type { Plan } from '../plan/plan.ts'
import { isOpen, nextOpening } from '../time/window.ts'
import { codes } from './codes.ts'

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
  const stale: Diagnostic[] = []
  if (now >= plan.expiresAt && hasWrites(plan)) {
    const entry = dayOf(now) === plan.on ? codes.EXPIRED : codes.OTHER_DAY
    stale.push(
      diagnose(entry, {
        detail: `The plan is for ${plan.on} and good until ${plan.expiresAt}; it is ${now}. Nothing was written.`,
      }),
    )
  }
  if (desiredDigest !== plan.desired)
    stale.push(
      diagnose(codes.DOCUMENTS_CHANGED, {
        detail: 'The plan was made from other documents. Nothing was written.',
      }),
    )
  if (stale.length > 0) return { kind: 'stale', diagnostics: stale }
  const declined = [...denied(plan), ...notConsented(plan, consent), ...windowClosed(plan, now)]
  return declined.length > 0 ? { kind: 'declined', diagnostics: declined } : { kind: 'go' }
}

function hasWrites(plan: Plan): boolean {
  return plan.actions.some(action => 'effect' in action)
}

function denied(plan: Plan): readonly Diagnostic[] {
  return plan.findings
    .filter(found => found.blocks === 'run')
    .map(found => diagnose(codes.POLICY, { detail: found.detail ?? found.summary, at: found.at }))
}

/** Consent to what cannot be undone is given per run (T16). */
export function notConsented(plan: Plan, consent: readonly Consent[]): readonly Diagnostic[] {
  if (plan.summary.irreversible === 0 || consent.includes('irreversible')) return []
  return [
    diagnose(codes.NOT_CONSENTED, {
      detail: `${plan.summary.irreversible} of the steps cannot be undone. Nothing was written.`,
    }),
  ]
}

export function windowClosed(plan: Plan, now: Instant): readonly Diagnostic[] {
  if (plan.window === null || !hasWrites(plan) || isOpen(plan.window, now)) return []
  const next = nextOpening(plan.window, now)
  if (next === null)
    return [
      diagnose(codes.NO_MORE_WINDOW, {
        detail: `It is ${now}; the window ended on ${plan.window.to}. Nothing was written.`,
      }),
    ]
  return [
    diagnose(codes.OUTSIDE_WINDOW, {
      detail: `It is ${now}; the window opens next at ${next}. Nothing was written.`,
      remedies: [{ kind: 'wait', until: next }],
    }),
  ]
}
