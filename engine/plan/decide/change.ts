/**
 * A declared subscription and the living one it means: reactivate → seats → name, or switch off where that is declared.
 * What cannot be carried out is a finding on its line, never silence.
 */
import { type FieldChange, fieldChanges } from '../../diff/fields.ts'
import type { DeclaredSubscription } from '../../model/desired.ts'
import type { LiveSubscription } from '../../model/live.ts'
import type { Action } from '../action.ts'
import { codes } from '../codes.ts'
import { finding } from '../finding.ts'
import { reactivateAction, renameAction } from '../kinds/change.ts'
import type { Finding } from '../plan.ts'
import { cancelDeclared } from './cancel.ts'
import { changeRenewal } from './renewal.ts'
import { changeSeats } from './seat-change.ts'
import { switchOffDeclared } from './switch-off.ts'
import { nothing, subjectOf, type TargetDecision, type TargetFacts } from './target-facts.ts'

export interface ChangeContext {
  readonly facts: TargetFacts
  /** Actions this plan has for the base of an add-on. */
  readonly ofBase: readonly Action[]
}

export function change(
  declared: DeclaredSubscription,
  living: LiveSubscription,
  { facts, ofBase }: ChangeContext,
): TargetDecision {
  const changes = fieldChanges(declared, living)
  if (changes.length === 0) return nothing()
  const refuse = (entry: typeof codes.UNSUPPORTED, detail: string) =>
    finding(entry, 'line', subjectOf(declared, facts, living), { detail, at: declared.at })
  const why = whyNotWritten(declared, living)
  if (why !== null) return nothing(refuse(codes.CHANGE_NOT_SUPPORTED, why))
  if (living.seats === null)
    return nothing(
      refuse(codes.UNKNOWN_READ, `The service does not say how many seats \`${declared.key}\` has.`),
    )

  const decided = carryOut(declared, living, { facts, ofBase, changes })
  const findings = [...decided.findings, ...changes.flatMap(entry => notSupported(declared, entry, refuse))]
  const renewal = changeRenewal(declared, living, { facts, before: decided.actions })
  return {
    actions: [...decided.actions, ...renewal.actions],
    findings: [...findings, ...renewal.findings],
  }
}

/** T9, T10: only licences in a state we know are written. */
function whyNotWritten(declared: DeclaredSubscription, living: LiveSubscription): string | null {
  if (living.product !== declared.product)
    return `\`${declared.key}\` is bound to ${living.productName}; ${declared.product} is declared.`
  if (living.kind !== 'licence') return `\`${declared.key}\` is ${living.kind}, which is never written.`
  if (living.commerce.startsWith('unknown:'))
    return `\`${declared.key}\` is of a commerce model this version does not know (${living.commerce.slice(8)}).`
  if (living.status !== 'active' && living.status !== 'suspended')
    return `\`${declared.key}\` is ${living.status}; nothing is changed until it is active or suspended.`
  return null
}

interface Carrying extends ChangeContext {
  readonly changes: readonly FieldChange[]
}

function carryOut(
  declared: DeclaredSubscription,
  living: LiveSubscription,
  { facts, ofBase, changes }: Carrying,
): TargetDecision {
  const has = (field: string) => changes.some(entry => entry.field === field)
  const base = {
    subscription: living,
    partner: facts.partner,
    on: facts.on,
    method: 'steady',
    source: declared.at,
  } as const
  const actions: Action[] = []
  const findings: Finding[] = []
  const add = (decided: TargetDecision) => {
    actions.push(...decided.actions)
    findings.push(...decided.findings)
  }
  const after = () => actions.slice(-1).map(action => action.id)
  if (declared.state === 'suspended' && has('state')) add(switchOffDeclared(declared, living, facts))
  if (declared.state === 'cancelled' && has('state')) add(cancelDeclared(declared, living, facts))
  if (declared.state === 'active' && has('state')) {
    const baseFirst = ofBase
      .filter(action => action.kind === 'subscription.reactivate')
      .map(action => action.id)
    actions.push(reactivateAction({ ...base, after: baseFirst }))
  }
  if (declared.state === 'active' && has('seats'))
    add(changeSeats(declared, living, { facts, after: after() }))
  if (declared.state !== 'cancelled' && declared.friendlyName !== null && has('friendlyName')) {
    const status = statusAfter(actions, living)
    actions.push(renameAction({ ...base, after: after() }, { to: declared.friendlyName, status }))
  }
  return { actions, findings }
}

function statusAfter(actions: readonly Action[], living: LiveSubscription): LiveSubscription['status'] {
  if (actions.some(action => action.kind === 'subscription.reactivate')) return 'active'
  if (actions.some(action => action.kind === 'subscription.cancel')) return 'deleted'
  return actions.some(action => action.kind === 'subscription.suspend') ? 'suspended' : living.status
}

function notSupported(
  declared: DeclaredSubscription,
  { field, from, to }: FieldChange,
  refuse: (entry: typeof codes.UNSUPPORTED, detail: string) => Finding,
): readonly Finding[] {
  const said = (value: unknown) => (typeof value === 'string' ? value : JSON.stringify(value))
  switch (field) {
    case 'state':
    case 'friendlyName':
    case 'endOfTerm':
    case 'nextTerm.seats':
    case 'nextTerm.product':
    case 'nextTerm.term':
    case 'nextTerm.billing':
      return []
    case 'seats':
      if (declared.state !== 'suspended') return []
      return [
        refuse(
          codes.CHANGE_NOT_SUPPORTED,
          `\`${declared.key}\` has ${said(from)} seats and ${said(to)} are declared; seats of a subscription that is declared ${declared.state} are not changed.`,
        ),
      ]
    default:
      return [
        refuse(
          codes.CHANGE_NOT_SUPPORTED,
          `\`${declared.key}\`: \`${field}\` is ${said(from)}, and ${said(to)} is declared.`,
        ),
      ]
  }
}
