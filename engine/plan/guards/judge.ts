/**
 * Policies: pure judgements over a finished plan. A limit that cannot be judged because an amount is unknown counts as
 * broken (T14). An exception or approval is a dated line in the Workspace document that names rule and scope; what it
 * covers is left out before a limit is judged, so that sums and counts are those of the rest.
 */
import { by } from '../../compare.ts'
import { placeText, type Remedy } from '../../diagnostic.ts'
import type { Desired, FreezeWindow, Limit, PolicyException, PolicyRule } from '../../model/desired.ts'
import type { UtcDate } from '../../model/ids.ts'
import type { Action } from '../action.ts'
import { finding } from '../finding.ts'
import type { CustomerPlan, Finding } from '../plan.ts'
import { policyCodes } from './codes.ts'
import { customersOver, irreversibleOver } from './counts.ts'
import { freeze, windowOf } from './freeze.ts'
import type { Guard, Guarded, Violation } from './guard.ts'
import { committedOver, moneyAtRiskOver } from './money.ts'
import { overlapDaysOver } from './overlap.ts'
import type { PlanApproval } from './plan-approval.ts'
import { decreaseBelowConsumed, decreasePercentOver, increasePercentOver } from './seats.ts'

const guards: { readonly [K in Limit['kind']]: Guard<K> } = {
  overlapDaysOver,
  moneyAtRiskOver,
  committedOver,
  increasePercentOver,
  decreasePercentOver,
  decreaseBelowConsumed,
  irreversibleOver,
  customersOver,
  freeze,
}

export interface PolicyFacts {
  readonly desired: Desired
  readonly customers: readonly CustomerPlan[]
  readonly actions: readonly Action[]
  readonly on: UtcDate
}

export function judgePolicies({ desired, customers, actions, on }: PolicyFacts): readonly Finding[] {
  const guarded = withActions(customers, actions)
  const rules = [...desired.policies].sort(by(nameOf))
  return rules.flatMap(rule => {
    const lines = desired.workspace.exceptions.filter(line => isFor(rule, line))
    const covered = new Set(lines.filter(line => line.until >= on).map(line => line.scope))
    const rest = guarded.filter(entry => !isCovered(entry, covered))
    const ended = lines.filter(line => line.until < on)
    return rule.limits.flatMap(limit =>
      groupsOf(rule, rest).flatMap(group =>
        judge(limit, group, on).map(violation =>
          toFinding(rule, limit, {
            violation,
            ended: ended.filter(line => wouldCover(line, violation, group)),
          }),
        ),
      ),
    )
  })
}

/**
 * The last day of the exceptions and approvals that let this plan pass; null: it needs none. A plan is good no longer than
 * the first of them ends.
 */
export function leansOnUntil({ desired, customers, actions, on }: PolicyFacts): UtcDate | null {
  const guarded = withActions(customers, actions)
  const lastDays = desired.policies.flatMap(rule => {
    const lines = desired.workspace.exceptions.filter(line => isFor(rule, line) && line.until >= on)
    if (lines.length === 0) return []
    const isNeeded = rule.limits.some(limit =>
      groupsOf(rule, guarded).some(group => judge(limit, group, on).length > 0),
    )
    if (!isNeeded) return []
    return lines
      .filter(({ scope }) => guarded.some(entry => isJudged(entry) && isCovered(entry, new Set([scope]))))
      .map(line => line.until)
  })
  return lastDays.sort()[0] ?? null
}

/**
 * What a policy wants approved of this plan, and by which lines it is. `missing` names what of it no line covers; such a plan is carried out only
 * with a line more, or where whoever runs it passes an approval on.
 */
export function approvalsOf(facts: PolicyFacts): readonly PlanApproval[] {
  const { desired, customers, actions, on } = facts
  const guarded = withActions(customers, actions)
  const asking = desired.policies.filter(rule => rule.effect === 'needsApproval').sort(by(nameOf))
  return asking.flatMap(rule => {
    const lines = desired.workspace.exceptions.filter(line => isFor(rule, line) && line.until >= on)
    const rest = guarded.filter(entry => !isCovered(entry, new Set(lines.map(line => line.scope))))
    return rule.limits.flatMap((limit): readonly PlanApproval[] => {
      const asked = brokenBy(rule, limit, { guarded, on })
      if (asked.length === 0) return []
      const missing = brokenBy(rule, limit, { guarded: rest, on })
      return [
        {
          rule: nameOf(rule),
          limit: limit.kind,
          state: missing.length === 0 ? 'given' : 'missing',
          asked,
          missing,
          lines: lines.map(({ scope, reason, until, at }) => ({ scope, reason, until, at })),
        },
      ]
    })
  })
}

function brokenBy(
  rule: PolicyRule,
  limit: Limit,
  { guarded, on }: { readonly guarded: readonly Guarded[]; readonly on: UtcDate },
): readonly string[] {
  return groupsOf(rule, guarded).flatMap(group => judge(limit, group, on).map(violation => violation.detail))
}

function judge<K extends Limit['kind']>(
  limit: Extract<Limit, { kind: K }>,
  group: readonly Guarded[],
  on: UtcDate,
) {
  const guard: Guard<K> = guards[limit.kind]
  return guard(limit, group, on)
}

/** The rule that freezes a later day for a customer, where no line that lasts until then lets it pass; null: none does. */
export function frozenFor(
  customer: CustomerPlan,
  day: UtcDate,
  { policies, workspace }: Pick<Desired, 'policies' | 'workspace'>,
): { readonly rule: string; readonly window: FreezeWindow } | null {
  for (const rule of [...policies].sort(by(nameOf))) {
    const lines = workspace.exceptions.filter(line => isFor(rule, line) && line.until >= day)
    const isLetPass = isCovered({ customer, actions: [] }, new Set(lines.map(line => line.scope)))
    for (const limit of rule.limits) {
      const window = limit.kind === 'freeze' && !isLetPass ? windowOf(limit.windows, day) : undefined
      if (window !== undefined) return { rule: nameOf(rule), window }
    }
  }
  return null
}

/** Whether a freeze declines these actions on a day: no plan stays good into one. */
export function isFrozen({ desired, ...facts }: PolicyFacts): boolean {
  const policies = desired.policies
    .map(rule => ({ ...rule, limits: rule.limits.filter(limit => limit.kind === 'freeze') }))
    .filter(rule => rule.limits.length > 0)
  return policies.length > 0 && judgePolicies({ desired: { ...desired, policies }, ...facts }).length > 0
}

/** Of others no limit has anything to say. */
function isJudged({ customer, actions }: Guarded): boolean {
  return actions.length + customer.chargedTwice.length > 0
}

function withActions(customers: readonly CustomerPlan[], actions: readonly Action[]): readonly Guarded[] {
  const byId = new Map(actions.map(action => [action.id, action]))
  return customers.map(customer => ({
    customer,
    actions: customer.actions.flatMap(id => byId.get(id) ?? []),
  }))
}

function isFor(rule: PolicyRule, line: PolicyException): boolean {
  const isNamed = line.rule === rule.id || line.rule === nameOf(rule)
  return isNamed && (rule.effect === 'deny' || line.kind === 'approval')
}

function isCovered({ customer }: Guarded, covered: ReadonlySet<string>): boolean {
  return [customer.tenant, customer.wave, customer.consolidation, '*'].some(
    scope => scope !== null && covered.has(scope),
  )
}

/** Whether a line that has ended was about something of what is now denied. */
function wouldCover({ scope }: PolicyException, { subject }: Violation, group: readonly Guarded[]): boolean {
  const customer = subject?.customer
  return group.some(
    entry =>
      (customer === undefined || customer === entry.customer.tenant) && isCovered(entry, new Set([scope])),
  )
}

/** `apply` counts everything together, `consolidation` each consolidation, `subscription` looks at single actions anyway. */
function groupsOf(rule: PolicyRule, guarded: readonly Guarded[]): readonly (readonly Guarded[])[] {
  if (rule.scope !== 'consolidation') return [guarded]
  const names = [...new Set(guarded.flatMap(entry => entry.customer.consolidation ?? []))].sort()
  return names.map(name => guarded.filter(entry => entry.customer.consolidation === name))
}

interface Denied {
  readonly violation: Violation
  /** Lines that let it pass until their last day. */
  readonly ended: readonly PolicyException[]
}

function toFinding(rule: PolicyRule, limit: Limit, { violation, ended }: Denied): Finding {
  const entry =
    rule.effect === 'needsApproval'
      ? policyCodes.NEEDS_APPROVAL
      : violation.kind === 'undecided'
        ? policyCodes.POLICY_UNDECIDED
        : policyCodes.POLICY
  const { subject = {}, remedies = [] } = violation
  // No price tells for how many days.
  const known = violation.kind === 'undecided' && limit.kind !== 'overlapDaysOver' ? entry.remedies : []
  return finding(
    entry,
    'run',
    { ...subject, rule: nameOf(rule) },
    {
      detail: [
        `${nameOf(rule)} (${limit.kind}): ${violation.detail}.`,
        ...ended.map(({ kind, at, until }) => `The ${kind} at ${placeText(at)} ended with ${until}.`),
      ].join(' '),
      at: rule.at,
      remedies: [...remedies, ...known, passing(rule, subject)],
    },
  )
}

/** The line that lets it pass, as it is to be written. */
function passing(rule: PolicyRule, { customer }: Finding['subject']): Remedy {
  const line = rule.effect === 'needsApproval' ? 'a dated approval' : 'a dated exception'
  const scope =
    customer === undefined ? 'a tenant id, a wave, a consolidation or `*`' : "the customer's tenant id"
  return {
    kind: 'edit',
    what: `change the documents, or write ${line} into the Workspace document (\`exceptions:\`), with \`rule: ${nameOf(rule)}\` and as \`scope:\` ${scope}`,
  }
}

function nameOf(rule: PolicyRule): string {
  return `${rule.policy}/${rule.id}`
}
