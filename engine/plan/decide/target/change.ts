/**
 * A declared subscription and the living one it means, in the fewest requests the service takes (facts 9: status alone; the rest together, but
 * what is scheduled for the renewal after whatever would delete it):
 *
 *   status ─▶ seats, billing, name, reseller ─▶ renewal
 *
 * What cannot be carried out is a finding on its line, never silence.
 */
import { type FieldChange, fieldChanges } from '../../../diff/fields.ts'
import type { DeclaredSubscription } from '../../../model/desired.ts'
import { isExtensionOf } from '../../../model/extended-term.ts'
import { dayOf } from '../../../model/ids.ts'
import type { LiveSubscription } from '../../../model/live.ts'
import { addDays } from '../../../time/utc-days.ts'
import type { Action } from '../../action.ts'
import { codes } from '../../codes.ts'
import { finding } from '../../finding.ts'
import type { DetailChanges } from '../../kinds/action-parts.ts'
import { changeDetailsAction } from '../../kinds/change-details.ts'
import { reactivateAction } from '../../kinds/reactivate.ts'
import { renameAction } from '../../kinds/rename.ts'
import type { Finding } from '../../plan.ts'
import { changeBilling } from './billing.ts'
import { cancelDeclared } from './cancel.ts'
import { foreignScheduleKept, isMidTerm, losesForeignSchedule } from './foreign-schedule.ts'
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

  const { decided, kept } = keepingSchedules(declared, living, { facts, ofBase, changes })
  const findings = [
    ...decided.findings,
    ...kept,
    ...changes.flatMap(entry => notSupported(declared, entry, { living, refuse })),
  ]
  const isMidTerm = decided.details.billing !== undefined
  const early = isMidTerm ? alone(declared, living, { facts, decided }) : decided.actions
  const renewal = changeRenewal(declared, living, {
    facts,
    before: early,
    ...(!isMidTerm && hasChanges(decided.details) && { also: decided.details }),
  })
  const isTold = renewal.actions.length > 0 || isMidTerm
  return {
    actions: [...(isTold ? early : alone(declared, living, { facts, decided })), ...renewal.actions],
    findings: [...findings, ...renewal.findings],
  }
}

/** T9, T10: only licences in a state we know are written. */
function whyNotWritten(declared: DeclaredSubscription, living: LiveSubscription): string | null {
  if (living.product !== declared.product && !isExtensionOf(declared, living))
    return `\`${declared.key}\` is bound to ${living.productName}; ${declared.product} is declared.`
  if (living.kind !== 'licence') return `\`${declared.key}\` is ${living.kind}, which is never written.`
  if (living.commerce.startsWith('unknown:'))
    return `\`${declared.key}\` is of a commerce model this version does not know (${living.commerce.slice(8)}).`
  if (living.billing?.startsWith('unknown:') === true)
    return `\`${declared.key}\` is billed by a cycle this version does not know (${living.billing.slice(8)}).`
  if (living.status !== 'active' && living.status !== 'suspended')
    return `\`${declared.key}\` is ${living.status}; nothing is changed until it is active or suspended.`
  return null
}

interface Carrying extends ChangeContext {
  readonly changes: readonly FieldChange[]
}

/** What would delete a schedule that cannot be made again is left out, and said. */
function keepingSchedules(
  declared: DeclaredSubscription,
  living: LiveSubscription,
  given: Carrying,
): { readonly decided: Carried; readonly kept: readonly Finding[] } {
  const decided = carryOut(declared, living, given)
  if (!losesForeignSchedule(living, decided)) return { decided, kept: [] }
  const changes = given.changes.filter(entry => !isMidTerm(entry))
  return {
    decided: carryOut(declared, living, { ...given, changes }),
    kept: [foreignScheduleKept(declared, living, given)],
  }
}

function carryOut(
  declared: DeclaredSubscription,
  living: LiveSubscription,
  { facts, ofBase, changes }: Carrying,
): Carried {
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
  let details = wantedDetails(declared, living, has)
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
  if (declared.state === 'active' && has('seats')) {
    const seats = changeSeats(declared, living, { facts, after: after(), also: details })
    if (seats.actions.length > 0) details = {}
    add(seats)
  }
  if (declared.state === 'active' && living.commerce === 'legacy' && has('billing'))
    add(changeBilling(declared, living, { facts, after: after() }))
  return { actions, findings, details }
}

interface Carried extends TargetDecision {
  /** What no step carries yet. */
  readonly details: DetailChanges
}

function wantedDetails(
  declared: DeclaredSubscription,
  living: LiveSubscription,
  has: (field: string) => boolean,
): DetailChanges {
  const { state, friendlyName, partnerOfRecord, billing } = declared
  if (state === 'cancelled') return {}
  const isActive = state === 'active'
  return {
    ...(friendlyName !== null && has('friendlyName') && { name: { from: living.name, to: friendlyName } }),
    ...(isActive &&
      partnerOfRecord !== null &&
      has('partnerOfRecord') && { partnerOfRecord: { from: living.partnerOfRecord, to: partnerOfRecord } }),
    ...(isActive &&
      living.commerce === 'nce' &&
      has('billing') &&
      !takesBackChange(declared, living) && {
        billing: { from: living.nextBilling ?? living.billing, to: billing },
      }),
  }
}

/** The cycle that runs is declared, and another one is on its way: the service has no request that is known to call it off (facts 9, nextChargeInstructions). */
function takesBackChange({ billing }: DeclaredSubscription, living: LiveSubscription): boolean {
  return living.nextBilling !== null && living.billing === billing
}

function hasChanges(details: DetailChanges): boolean {
  return Object.keys(details).length > 0
}

/** With a step of their own for the details that ride on no other. */
function alone(
  declared: DeclaredSubscription,
  living: LiveSubscription,
  { facts, decided }: { readonly facts: TargetFacts; readonly decided: Carried },
): readonly Action[] {
  const { actions, details } = decided
  if (!hasChanges(details)) return actions
  const status = statusAfter(actions, living)
  const step = {
    subscription: living,
    partner: facts.partner,
    on: facts.on,
    method: 'steady',
    source: declared.at,
    after: actions.slice(-1).map(action => action.id),
  } as const
  const { name, ...others } = details
  if (name !== undefined && !hasChanges(others))
    return [...actions, renameAction(step, { to: name.to, status })]
  return [...actions, changeDetailsAction({ ...step, subscription: { ...living, status } }, details)]
}

function statusAfter(actions: readonly Action[], living: LiveSubscription): LiveSubscription['status'] {
  if (actions.some(action => action.kind === 'subscription.reactivate')) return 'active'
  if (actions.some(action => action.kind === 'subscription.cancel')) return 'deleted'
  return actions.some(action => action.kind === 'subscription.suspend') ? 'suspended' : living.status
}

function notSupported(
  declared: DeclaredSubscription,
  { field, from, to }: FieldChange,
  {
    living,
    refuse,
  }: {
    readonly living: LiveSubscription
    readonly refuse: (entry: typeof codes.UNSUPPORTED, detail: string) => Finding
  },
): readonly Finding[] {
  const said = (value: unknown) => (typeof value === 'string' ? value : JSON.stringify(value))
  switch (field) {
    case 'state':
    case 'friendlyName':
    case 'partnerOfRecord':
    case 'endOfTerm':
    case 'nextTerm.seats':
    case 'nextTerm.product':
    case 'nextTerm.term':
    case 'nextTerm.billing':
    case 'nextTerm.endsOn':
      return []
    case 'billing':
      return takesBackChange(declared, living)
        ? [refuse(codes.CHANGE_NOT_SUPPORTED, pendingCycle(declared, living))]
        : []
    case 'seats':
      if (declared.state !== 'suspended') return []
      return [
        refuse(
          codes.CHANGE_NOT_SUPPORTED,
          `\`${declared.key}\` has ${said(from)} seats and ${said(to)} are declared; seats of a subscription that is declared ${declared.state} are not changed.`,
        ),
      ]
    case 'endsOn':
      return [
        refuse(
          codes.CHANGE_NOT_SUPPORTED,
          `The running term of \`${declared.key}\` ends on ${said(from)}, and ${said(to)} is declared; the end of a term that runs is not changed: write \`nextTerm: { endsOn: … }\`.`,
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

function pendingCycle({ key, billing }: DeclaredSubscription, living: LiveSubscription): string {
  const { nextBilling, chargedUntil } = living
  const begins = chargedUntil === null ? 'with its next charge' : `on ${addDays(dayOf(chargedUntil), 1)}`
  return (
    `\`${key}\` is billed ${billing} as declared, and will be billed ${nextBilling} ${begins}: that was asked for before, and no request of the service is known to call ` +
    `it off. Have it called off in Partner Center before, or declare \`billing: ${nextBilling}\`. Once it is billed so, a plan changes it to ${billing} with the charge after.`
  )
}
