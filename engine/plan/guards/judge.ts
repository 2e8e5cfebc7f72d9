/**
 * Policies: pure judgements over a finished plan. A limit that cannot be judged because an amount is unknown counts as
 * broken (T14). An exception or approval is a dated line in the Workspace document that names rule and scope.
 */
import type { Limit, PolicyException, PolicyRule } from '../../model/desired.ts'
import type { UtcDate } from '../../model/ids.ts'
import type { Amount } from '../../model/money.ts'
import { sumAmounts } from '../../money/amounts.ts'
import { isOver } from '../../money/decimals.ts'
import { impossible } from '../../result.ts'
import type { Action } from '../action.ts'
import { codes } from '../codes.ts'
import { finding } from '../finding.ts'
import type { Finding } from '../plan.ts'

export interface GuardFacts {
  readonly rules: readonly PolicyRule[]
  readonly exceptions: readonly PolicyException[]
  readonly actions: readonly Action[]
  readonly on: UtcDate
  readonly consolidation: string | null
  readonly waveOf: (action: Action) => string | null
}

type Violation = { readonly kind: 'over' | 'undecided'; readonly detail: string; readonly action?: Action }

export function judgePolicies(facts: GuardFacts): readonly Finding[] {
  return facts.rules.flatMap(rule =>
    rule.limits
      .flatMap(limit => violationsOf(limit, facts.actions))
      .filter(violation => !isExcused(rule, violation, facts))
      .map(violation => toFinding(rule, violation)),
  )
}

function toFinding(rule: PolicyRule, violation: Violation): Finding {
  const entry =
    rule.effect === 'needsApproval'
      ? codes.NEEDS_APPROVAL
      : violation.kind === 'undecided'
        ? codes.POLICY_UNDECIDED
        : codes.POLICY
  const customer =
    violation.action !== undefined && 'customer' in violation.action ? violation.action.customer : undefined
  return finding(
    entry,
    'run',
    { rule: `${rule.policy}/${rule.id}`, ...(customer !== undefined && { customer }) },
    { detail: `${rule.policy}/${rule.id}: ${violation.detail}.`, at: rule.at },
  )
}

function isExcused(rule: PolicyRule, violation: Violation, facts: GuardFacts): boolean {
  const action = violation.action
  const scopes = new Set<string | null>(['*', facts.consolidation])
  if (action !== undefined) {
    scopes.add(facts.waveOf(action))
    if ('customer' in action) scopes.add(action.customer)
  }
  return facts.exceptions.some(
    line =>
      (line.rule === rule.id || line.rule === `${rule.policy}/${rule.id}`) &&
      scopes.has(line.scope) &&
      line.until >= facts.on &&
      (rule.effect !== 'needsApproval' || line.kind === 'approval'),
  )
}

function violationsOf(limit: Limit, actions: readonly Action[]): readonly Violation[] {
  switch (limit.kind) {
    case 'overlapDaysOver':
      return actions.flatMap(action =>
        action.kind === 'subscription.suspend' && (action.effect.overlap?.days ?? 0) > limit.days
          ? [
              {
                kind: 'over' as const,
                action,
                detail: `${action.productName} is charged on both sides for ${action.effect.overlap?.days} days; the limit is ${limit.days}`,
              },
            ]
          : [],
      )
    case 'moneyAtRiskOver':
      return moneyOver(
        'money at risk',
        actions.flatMap(action =>
          action.kind === 'subscription.suspend' && action.effect.overlap !== undefined
            ? [action.effect.overlap.money]
            : [],
        ),
        limit.caps,
      )
    case 'committedOver':
      return moneyOver(
        'committed money',
        actions.flatMap(action =>
          action.kind === 'subscription.create' && action.effect.commitment !== undefined
            ? [action.effect.commitment.total]
            : [],
        ),
        limit.caps,
      )
    case 'increasePercentOver':
      return seatChanges(
        actions,
        (from, to) => (to - from) * 100 > limit.percent * from,
        `more than ${limit.percent} % up`,
      )
    case 'decreasePercentOver':
      return seatChanges(
        actions,
        (from, to) => (from - to) * 100 > limit.percent * from,
        `more than ${limit.percent} % down`,
      )
    case 'decreaseBelowConsumed':
      return actions.flatMap(action =>
        action.kind === 'subscription.change-seats' && action.to < action.from
          ? [
              {
                kind: 'undecided' as const,
                action,
                detail: `${action.productName} goes from ${action.from} to ${action.to} seats, and how many are in use was not checked`,
              },
            ]
          : [],
      )
    case 'irreversibleOver': {
      const count = actions.filter(action => 'effect' in action && action.effect.irreversible).length
      return count > limit.count
        ? [{ kind: 'over', detail: `${count} irreversible steps; the limit is ${limit.count}` }]
        : []
    }
    case 'customersOver': {
      const count = new Set(actions.flatMap(action => ('customer' in action ? [action.customer] : []))).size
      return count > limit.count
        ? [{ kind: 'over', detail: `${count} customers are touched; the limit is ${limit.count}` }]
        : []
    }
    default:
      return impossible(limit, 'a policy limit without a guard')
  }
}

function seatChanges(
  actions: readonly Action[],
  isTooMuch: (from: number, to: number) => boolean,
  words: string,
): readonly Violation[] {
  return actions.flatMap(action =>
    action.kind === 'subscription.change-seats' && isTooMuch(action.from, action.to)
      ? [
          {
            kind: 'over' as const,
            action,
            detail: `${action.productName} goes from ${action.from} to ${action.to} seats, ${words}`,
          },
        ]
      : [],
  )
}

function moneyOver(
  what: string,
  amounts: readonly Amount[],
  caps: Extract<Limit, { kind: 'moneyAtRiskOver' }>['caps'],
): readonly Violation[] {
  const sums = sumAmounts(amounts, [])
  const found: Violation[] = []
  if (sums.unknown > 0)
    found.push({
      kind: 'undecided',
      detail: `${what} is unknown for ${sums.unknown} ${sums.unknown === 1 ? 'step' : 'steps'}`,
    })
  for (const sum of sums.known) {
    const cap = caps.find(entry => entry.currency === sum.currency)
    if (cap !== undefined && isOver(sum.amount, cap.amount))
      found.push({
        kind: 'over',
        detail: `${what} is ${sum.currency} ${sum.amount}; the limit is ${cap.amount}`,
      })
  }
  return found
}
