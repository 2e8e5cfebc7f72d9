/** The id an action must have: what it does, and to what. Two actions that do the same to the same thing can therefore not stand in one plan. */
import { type ActionId, actionId } from '../../model/ids.ts'
import type { Action } from '../action.ts'

export function identityOf(action: Action): ActionId {
  return actionId(`${action.kind}:${targetOf(action)}`)
}

function targetOf(action: Action): string {
  if (action.kind === 'gate.wave') return `${action.consolidation}/${action.wave}`
  const { partner, customer } = action
  const place = `${partner}/${customer}`
  switch (action.kind) {
    case 'gate.customer':
      return place
    case 'subscription.create':
    case 'subscription.set-renewal':
      return `${place}/${action.key}`
    case 'subscription.transfer':
      return `${action.from}→${place}/${action.items[0]?.subscription}`
    case 'admin.request':
    case 'admin.lock':
      return `${place}/${action.name}`
    case 'admin.assign':
    case 'admin.change-assignment':
      return `${place}/${action.relationship}/${action.group}`
    case 'admin.auto-extend':
    case 'admin.end':
      return `${place}/${action.relationship}`
    default:
      return `${place}/${action.subscription}`
  }
}
