/** Each kind of action in one sign and one word, where its own line of the plan is not at hand. */
import type { ActionKind } from '../../../engine/plan/action.ts'
import type { ActionLine } from './action-line.ts'

type Verb = Pick<ActionLine, 'sign' | 'verb'>

export const actionVerbs: { readonly [K in ActionKind]: Verb } = {
  'subscription.create': { sign: '+', verb: 'create' },
  'subscription.change-seats': { sign: '~', verb: 'seats' },
  'subscription.suspend': { sign: '-', verb: 'suspend' },
  'subscription.cancel': { sign: '-', verb: 'cancel' },
  'subscription.reactivate': { sign: '~', verb: 'reactivate' },
  'subscription.rename': { sign: '~', verb: 'rename' },
  'subscription.change-details': { sign: '~', verb: 'details' },
  'subscription.change-billing': { sign: '~', verb: 'billing' },
  'subscription.transfer': { sign: '>', verb: 'transfer' },
  'subscription.set-renewal': { sign: '~', verb: 'renewal' },
  'subscription.change-renewal': { sign: '~', verb: 'renewal' },
  'gate.customer': { sign: '=', verb: 'check' },
  'gate.wave': { sign: '=', verb: 'check' },
  'admin.request': { sign: '+', verb: 'ask' },
  'admin.lock': { sign: '~', verb: 'open' },
  'admin.assign': { sign: '+', verb: 'assign' },
  'admin.change-assignment': { sign: '~', verb: 'assign' },
  'admin.auto-extend': { sign: '~', verb: 'extend' },
  'admin.end': { sign: '-', verb: 'end' },
}
