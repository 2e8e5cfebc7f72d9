/**
 * What must hold before anything is read or written (T11): the plan is of this program, of these tenants, of these documents and of
 * today, allowed, and in its window.
 */
import { type Diagnostic, diagnose } from '../../diagnostic.ts'
import type { Consent } from '../../journal/entry.ts'
import { isComplete } from '../../journal/fold.ts'
import type { DeclaredPartner, Desired } from '../../model/desired.ts'
import { type Digest, dayOf, type Instant } from '../../model/ids.ts'
import { isSameWorld, type MadeIn, worldWords } from '../../model/made-in.ts'
import { isIrreversible, isSent } from '../../plan/action.ts'
import { policyCodes } from '../../plan/guards/codes.ts'
import type { Finding, Plan } from '../../plan/plan.ts'
import { hasNoOpening, isOpen, nextOpening } from '../../time/window.ts'
import { isExpired, isItsDay, onlyEndsPairs } from '../actions/purchase-time.ts'
import { codes } from '../codes.ts'
import type { Run } from '../run.ts'
import { notDeclared } from './declared.ts'
import { keepsTooLittle, notDerived } from './derived.ts'
import { otherEffects } from './purchase-effects.ts'
import { sourcesLeft } from './sources-left.ts'
import { outOfWaveOrder } from './wave-order.ts'
import { notWhole } from './whole.ts'

export type Preflight =
  | { readonly kind: 'go' }
  | { readonly kind: 'stale' | 'declined'; readonly diagnostics: readonly Diagnostic[] }

export interface PreflightFacts {
  readonly plan: Plan
  /** Of the program that carries it out. */
  readonly version: string
  /** As declared now. */
  readonly partners: readonly Pick<DeclaredPartner, 'name' | 'tenant'>[]
  readonly desiredDigest: Digest
  readonly declared: Desired
  /** Where it would be carried out. */
  readonly madeIn: MadeIn
  readonly now: Instant
  readonly consent: readonly Consent[]
  /** Rules that ask for an approval, which whoever runs it passes on. */
  readonly approved?: readonly string[] | undefined
}

export function preflight({
  plan,
  version,
  partners,
  desiredDigest,
  declared,
  madeIn,
  now,
  consent,
  approved = [],
}: PreflightFacts): Preflight {
  const foreign = notForHere({ plan, version, partners, desiredDigest, declared, madeIn })
  const stale = [...outOfTime(plan, now), ...foreign]
  if (stale.length > 0) return { kind: 'stale', diagnostics: stale }
  const declined = [...denied(plan, approved), ...notConsented(plan, consent), ...windowClosed(plan, now)]
  return declined.length > 0 ? { kind: 'declined', diagnostics: declined } : { kind: 'go' }
}

/**
 * What is asked of a plan from a file and of one from a journal alike. Another version may read the same documents differently, and
 * another tenant is another document: the first cause is told alone.
 */
export function notForHere({
  plan,
  version,
  partners,
  desiredDigest,
  declared,
  madeIn,
}: Omit<PreflightFacts, 'now' | 'consent'>): readonly Diagnostic[] {
  return firstOf(
    () => otherWorld(plan, madeIn),
    () => otherVersion(plan, version),
    () => otherTenants(plan, partners),
    () => otherDocuments(plan, desiredDigest),
    () => notDeclared(plan, declared),
    () => notWhole(plan),
    () => outOfWaveOrder(plan, declared),
    () => keepsTooLittle(plan, declared),
    () => notDerived(plan, declared),
    () => sourcesLeft(plan, declared),
    () => otherEffects(plan, declared),
  )
}

/** T29. */
function otherWorld(plan: Plan, here: MadeIn): readonly Diagnostic[] {
  if (isSameWorld(plan.madeIn, here) && here.kind !== 'snapshot') return []
  return [
    diagnose(codes.OTHER_WORLD, {
      detail: `The plan was made in ${worldWords(plan.madeIn)}; this is ${worldWords(here)}. Nothing was written.`,
    }),
  ]
}

function hasWrites(plan: Plan): boolean {
  return plan.actions.some(isSent)
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

function firstOf(...checks: readonly (() => readonly Diagnostic[])[]): readonly Diagnostic[] {
  for (const check of checks) {
    const found = check()
    if (found.length > 0) return found
  }
  return []
}

/** What a plan's words mean is known to the version that wrote them; a plan is good for a day, so making it again costs little. */
function otherVersion(plan: Plan, version: string): readonly Diagnostic[] {
  if (plan.tool.version === version) return []
  return [
    diagnose(codes.OTHER_VERSION, {
      detail: `The plan was made by version ${plan.tool.version}; this is ${version}. Nothing was written.`,
    }),
  ]
}

/**
 * Ids in a plan mean something in its tenants alone. A partner that is no longer declared is a
 * change of the documents.
 */
function otherTenants(plan: Plan, partners: PreflightFacts['partners']): readonly Diagnostic[] {
  const declared = new Map(partners.map(({ name, tenant }) => [name, tenant]))
  return plan.partners.flatMap(({ name, tenant }) => {
    const now = declared.get(name)
    if (now === undefined || now === tenant) return []
    return [
      diagnose(codes.OTHER_TENANT, {
        detail: `In the plan ${name} is tenant ${tenant}; its document now says ${now}. Nothing was written.`,
      }),
    ]
  })
}

function otherDocuments(plan: Plan, desired: Digest): readonly Diagnostic[] {
  if (desired === plan.desired) return []
  return [
    diagnose(codes.DOCUMENTS_CHANGED, {
      detail: 'The plan was made from other documents. Nothing was written.',
    }),
  ]
}

/** What policies and documents say against it, but for what was approved. */
export function denied(plan: Plan, approved: readonly string[]): readonly Diagnostic[] {
  return plan.findings
    .filter(found => found.blocks === 'run' && !isApproved(found, approved))
    .map(({ detail, summary, at, remedies }) =>
      diagnose(codes.POLICY, {
        detail: detail ?? summary,
        at,
        ...(remedies.length > 0 && { remedies }),
      }),
    )
}

/** Only of a rule that asks for an approval: what a rule denies, nobody passes on. */
function isApproved({ code, subject }: Finding, approved: readonly string[]): boolean {
  return code === policyCodes.NEEDS_APPROVAL.code && approved.includes(subject.rule ?? '')
}

/** Consent to what cannot be undone is given per run (S14, T16); what is done already needs none. */
export function notConsented(
  plan: Plan,
  consent: readonly Consent[],
  records: Readonly<Pick<Run['records'], 'get'>> = new Map(),
): readonly Diagnostic[] {
  const left = plan.actions.filter(
    action => isIrreversible(action) && !isComplete(records.get(action.id)),
  ).length
  if (left === 0 || consent.includes('irreversible')) return []
  const what = left === 1 ? 'One action cannot be undone.' : `${left} of the actions cannot be undone.`
  return [diagnose(codes.NOT_CONSENTED, { detail: `${what} Nothing was written.` })]
}

function windowClosed(plan: Plan, now: Instant): readonly Diagnostic[] {
  const { window } = plan
  if (window === null || onlyEndsPairs(plan) || isOpen(window, now)) return []
  if (hasNoOpening(window))
    return [
      diagnose(codes.NO_MORE_WINDOW, {
        detail: 'The windows of the consolidations in this plan have no hour in common. Nothing was written.',
        remedies: [
          {
            kind: 'run',
            command: 'tenantform apply --consolidation NAME',
            why: 'carries out one consolidation, in its own window',
          },
        ],
      }),
    ]
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
