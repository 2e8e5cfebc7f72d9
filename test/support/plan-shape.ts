/** A plan in a few lines, for tests about what is planned and not about how it is written down. */
import type { Renewal } from '../../engine/model/renewal.ts'
import type { Action } from '../../engine/plan/action.ts'
import type { DetailChanges } from '../../engine/plan/kinds/action-parts.ts'
import type { Plan } from '../../engine/plan/plan.ts'

/** `create mail 17 central`, `gate`, `suspend s-1 italy`, … in the order of the plan. */
export function actionLines(plan: Plan): readonly string[] {
  return plan.actions.map(lineOf)
}

/** Codes that stop the first customer, each once. */
export function blockers(plan: Plan, position = 0): readonly string[] {
  return [...new Set(plan.customers[position]?.blockedBy.map(found => found.code.replace('PLAN.', '')))]
}

/** Codes of all findings, with their reach. */
export function findingCodes(plan: Plan): readonly string[] {
  return plan.findings.map(found => `${found.code.replace('PLAN.', '')} ${found.blocks}`)
}

export function states(plan: Plan): readonly string[] {
  return plan.customers.map(customer => `${customer.name}: ${customer.state}`)
}

function lineOf(action: Action): string {
  switch (action.kind) {
    case 'subscription.create':
      return `create ${action.key} ${action.seats} ${action.partner}`
    case 'subscription.change-seats':
      return `seats ${action.subscription} ${action.from}→${action.to}${details(action.also)} ${action.partner}`
    case 'subscription.suspend':
      return `suspend ${action.subscription} ${action.partner}`
    case 'subscription.cancel':
      return `cancel ${action.subscription} ${action.partner}`
    case 'subscription.reactivate':
      return `reactivate ${action.subscription} ${action.partner}`
    case 'subscription.rename':
      return `rename ${action.subscription} ${action.from}→${action.to} ${action.partner}`
    case 'subscription.change-details':
      return `details ${action.subscription}${details(action.changes)} ${action.partner}`
    case 'subscription.change-billing':
      return `billing ${action.subscription} ${action.from}→${action.to} ${action.partner}`
    case 'subscription.set-renewal':
      return `renewal of ${action.key} ${renewal(action.to)} ${action.partner}`
    case 'subscription.transfer':
      return `transfer ${action.items.map(item => item.subscription).join('+')} ${action.from}→${action.partner}`
    case 'subscription.change-renewal':
      return `renewal ${action.subscription} ${renewal(action.from)}→${renewal(action.to)}${action.restores ? ' again' : ''}${details(action.also)} ${action.partner}`
    case 'admin.request':
      return `ask ${action.name} ${action.partner}`
    case 'admin.lock':
      return `open ${action.name} ${action.partner}`
    case 'admin.assign':
      return `assign ${action.group} ${action.roles.length} ${action.partner}`
    case 'admin.change-assignment':
      return `assign ${action.group} ${action.from.length}→${action.to.length} ${action.partner}`
    case 'admin.auto-extend':
      return `extend ${action.from}→${action.to} ${action.partner}`
    case 'admin.end':
      return `end ${action.relationship} ${action.partner}`
    case 'gate.customer':
      return 'gate'
    case 'gate.wave':
      return `gate of wave ${action.wave}`
  }
}

/** ` name a→b billing monthly→annual` */
function details(changes: DetailChanges | undefined): string {
  return Object.entries(changes ?? {})
    .map(([field, { from, to }]) => ` ${field} ${from}→${to}`)
    .sort()
    .join('')
}

function renewal(value: Renewal): string {
  if (value.kind !== 'renews') return value.kind
  return value.next === null ? 'renews' : `renews ${value.next.seats} ${value.next.product}`
}
