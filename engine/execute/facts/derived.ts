/**
 * Whether what a plan says of itself is what follows from the documents and from its own actions: window, waves' owners, verdict of the policies,
 * approvals, deadlines, margin, end and sums. Nothing of it is believed from a file or a journal: it is derived again, by what planning uses.
 */
import { type Diagnostic, diagnose } from '../../diagnostic.ts'
import type { DeclaredConsolidation, DeclaredPartner, Desired } from '../../model/desired.ts'
import type { ActionId, PartnerName } from '../../model/ids.ts'
import { isZero } from '../../money/decimals.ts'
import { pricedOn } from '../../money/price-list.ts'
import { type Action, isWrite } from '../../plan/action.ts'
import { earliestOfEach } from '../../plan/deadlines/deadline.ts'
import { minutesText } from '../../plan/deadlines/deadline-text.ts'
import { beginningOf, deadlinesFor } from '../../plan/deadlines/judge-deadlines.ts'
import { derivedOf } from '../../plan/derived/derived.ts'
import { canonicalJson, meant } from '../../plan/digest.ts'
import { policyCodes } from '../../plan/guards/codes.ts'
import type { CustomerPlan, Finding, Plan } from '../../plan/plan.ts'
import { steadyCustomers } from '../../scope/customers-in-scope.ts'
import { codes } from '../codes.ts'

/** At most so many are told; the plan is refused as a whole. */
const shown = 10

/** Documents that are those of the plan: their digest was compared before. */
export function notDerived(plan: Plan, declared: Desired): readonly Diagnostic[] {
  const desired = pricedOn(declared, plan.on)
  const facts = factsOf(plan, desired)
  return [
    ...plan.customers.flatMap(part => ofPart(part, facts).map(why => `${part.name}: ${why}`)),
    ...ofWhole(plan, desired),
  ]
    .slice(0, shown)
    .map(why => diagnose(codes.NOT_WHOLE, { detail: `${why}. Nothing was written.` }))
}

/** The margin is no part of the documents' digest: one that was made smaller since asks for less than the plan keeps. */
export function keepsTooLittle(plan: Plan, declared: Desired): readonly Diagnostic[] {
  const { deadlineMarginMs: wanted } = derivedOf(plan, pricedOn(declared, plan.on))
  if (plan.deadlineMarginMs >= wanted) return []
  return [
    diagnose(codes.DOCUMENTS_CHANGED, {
      detail: `The plan keeps ${minutesText(plan.deadlineMarginMs)} before its deadlines, and the documents keep ${minutesText(wanted)} now (\`deadlineMargin:\`). Nothing was written.`,
    }),
  ]
}

interface Facts {
  readonly plan: Plan
  readonly byId: ReadonlyMap<ActionId, Action>
  readonly partners: ReadonlyMap<PartnerName, DeclaredPartner>
  readonly consolidations: ReadonlyMap<string, DeclaredConsolidation>
  /** As `partner/tenant`: customers that no consolidation moves. */
  readonly steady: ReadonlySet<string>
}

function factsOf(plan: Plan, desired: Desired): Facts {
  return {
    plan,
    byId: new Map(plan.actions.map(action => [action.id, action])),
    partners: new Map(desired.partners.map(entry => [entry.name, entry])),
    consolidations: new Map(desired.consolidations.map(entry => [entry.name, entry])),
    steady: new Set(steadyCustomers(desired).map(({ partner, tenant }) => `${partner}/${tenant}`)),
  }
}

function ofPart(part: CustomerPlan, facts: Facts): readonly string[] {
  if (part.actions.length === 0) return []
  const reasons: string[] = []
  if (part.state !== 'planned' || part.blockedBy.length > 0)
    reasons.push(`it is \`${part.state}\` and has actions all the same`)
  const consolidation = part.consolidation === null ? null : facts.consolidations.get(part.consolidation)
  if (consolidation === undefined || !isMovedBy(part, consolidation, facts))
    return [...reasons, `the documents do not have it in ${part.consolidation ?? 'no consolidation'}`]
  return [...reasons, ...ofDeadlines(part, consolidation, facts)]
}

function isMovedBy(
  { partner, tenant, actions }: CustomerPlan,
  consolidation: DeclaredConsolidation | null,
  { steady, byId }: Facts,
): boolean {
  if (consolidation === null) return steady.has(`${partner}/${tenant}`)
  const accounts = new Set([consolidation.to, ...consolidation.from])
  return (
    partner === consolidation.to &&
    actions.every(id => {
      const action = byId.get(id)
      return action === undefined || !('partner' in action) || accounts.has(action.partner)
    })
  )
}

/** Those that live facts say are read again before the first write; what closes sooner than derived only makes the plan stricter. */
function ofDeadlines(
  part: CustomerPlan,
  consolidation: DeclaredConsolidation | null,
  { plan, byId, partners }: Facts,
): readonly string[] {
  const partner = partners.get(part.partner)
  if (partner === undefined) return [`${part.partner} is in no document`]
  const now = beginningOf(plan.on, plan.madeAt, consolidation)
  const derived = earliestOfEach(
    part.actions
      .flatMap(id => byId.get(id) ?? [])
      .filter(isWrite)
      .flatMap(action => deadlinesFor(action, { index: noAccount, consolidation, partner, now })),
  )
  const said = part.deadlines.filter(({ fact }) => fact === null)
  return canonicalJson(said) === canonicalJson(derived)
    ? []
    : ['its deadlines are not those that the documents and its actions have']
}

const noAccount = { subscription: () => undefined }

function ofWhole(plan: Plan, desired: Desired): readonly string[] {
  const derived = derivedOf(plan, desired)
  const reasons = plan.partners.flatMap(({ name, tenant, timeZone, currency }) => {
    const document = desired.partners.find(entry => entry.name === name)
    return document?.tenant === tenant && document.timeZone === timeZone && document.currency === currency
      ? []
      : [`${name} is not the account of the documents`]
  })
  if (!isSame(plan.window, derived.window))
    reasons.push(
      `its window is ${textOf(plan.window)}, and that of the documents is ${textOf(derived.window)}`,
    )
  if (plan.policiesUntil !== derived.policiesUntil || plan.expiresAt !== derived.expiresAt)
    reasons.push(
      `it would be good until ${plan.expiresAt}, and by its documents and actions it is until ${derived.expiresAt}`,
    )
  if (!isSame(verdictIn(plan.findings), verdictIn(derived.verdict)))
    reasons.push('its findings are not what the policies of the documents say of it')
  if (!isSame(meant(plan.approvals ?? []), meant(derived.approvals ?? [])))
    reasons.push('its approvals are not those that the policies of the documents ask for')
  if (!isSame(sumsOf(plan), sumsOf(derived))) reasons.push('its sums are not those of its actions')
  return reasons
}

/** Without places and words: a line of a document may have moved since. */
function verdictIn(findings: readonly Finding[]): readonly unknown[] {
  const ofPolicies = new Set<string>(Object.values(policyCodes).map(({ code }) => code))
  return findings
    .filter(({ code }) => ofPolicies.has(code))
    .map(({ code, blocks, subject }) => ({ code, blocks, subject }))
}

/** How fast an account is asked is no part of the documents' digest, and what comes to nothing need not be said. */
function sumsOf({ summary }: Pick<Plan, 'summary'>): unknown {
  const { requests, atRisk, committed, credit, monthly, ...counts } = summary
  const money = [atRisk, committed, credit, monthly].map(({ known, unknown }) => ({
    known: known.filter(({ amount }) => !isZero(amount)),
    unknown,
  }))
  return { ...counts, money, requests: { reads: requests.reads, writes: requests.writes } }
}

function isSame(one: unknown, other: unknown): boolean {
  return canonicalJson(one) === canonicalJson(other)
}

function textOf(window: Plan['window']): string {
  if (window === null) return 'always open'
  const hours = window.utcHours === null ? '' : `, ${window.utcHours.from} to ${window.utcHours.to} UTC`
  const frozen = window.freezeDays.length === 0 ? '' : ` without ${window.freezeDays.join(', ')}`
  return `${window.from} to ${window.to}${hours}${frozen}`
}
