/**
 * An action is a decision: one change that can be read, counted, consented to and carried out. The union is closed; each
 * kind has one file in `kinds/`, and docs/adding-an-action.md lists the tables in which the build asks for an entry.
 *
 * Order is edges (`after`), never positions in a list. Gates are actions that change nothing: they re-read and refuse
 * to let anything behind them start.
 */
import type { Instant, SubscriptionId } from '../model/ids.ts'
import { type AdminAction, type AdminActionKind, isAdminAction } from './admin/admin-action.ts'
import type { CancelSubscription } from './kinds/cancel.ts'
import type { ChangeBilling } from './kinds/change-billing.ts'
import type { ChangeDetails } from './kinds/change-details.ts'
import type { ChangeRenewal } from './kinds/change-renewal.ts'
import type { ChangeSeats } from './kinds/change-seats.ts'
import type { CreateSubscription } from './kinds/create.ts'
import type { CustomerGate } from './kinds/customer-gate.ts'
import type { ReactivateSubscription } from './kinds/reactivate.ts'
import type { RenameSubscription } from './kinds/rename.ts'
import type { SetRenewal } from './kinds/set-renewal.ts'
import type { SuspendSubscription } from './kinds/suspend.ts'
import type { TransferSubscriptions } from './kinds/transfer.ts'
import type { WaveGate } from './kinds/wave-gate.ts'

export type Action =
  | CreateSubscription
  | ChangeSeats
  | SuspendSubscription
  | CancelSubscription
  | ReactivateSubscription
  | RenameSubscription
  | ChangeDetails
  | ChangeBilling
  | ChangeRenewal
  | TransferSubscriptions
  | SetRenewal
  | CustomerGate
  | WaveGate
  | AdminAction

export type ActionKind = Action['kind']
export type ActionOf<K extends ActionKind> = Extract<Action, { kind: K }>
/** The kinds that send a write to Partner Center. */
export type WriteKind = Exclude<ActionKind, 'gate.customer' | 'gate.wave' | AdminActionKind>
export type WriteAction = ActionOf<WriteKind>
/** Everything that is sent, whether to Partner Center or to Microsoft Graph. */
export type SentAction = WriteAction | AdminAction
export type SentKind = SentAction['kind']

/** What ends a source subscription, or a declared one. */
export type SwitchOff = SuspendSubscription | CancelSubscription

/** Where a created thing was found, or what a write answered; kept in the journal. */
export interface Evidence {
  readonly subscription?: SubscriptionId
  readonly order?: string
  readonly cart?: string
  readonly at: Instant
  readonly detail?: string
}

/** Whether it sends a write; a gate only looks. */
export function isWrite(action: Action): action is WriteAction {
  return 'effect' in action
}

/** Whether it sends something, wherever to. */
export function isSent(action: Action): action is SentAction {
  return isWrite(action) || isAdminAction(action)
}

export function isIrreversible(action: Action): boolean {
  return isAdminAction(action) ? action.irreversible : isWrite(action) && action.effect.irreversible
}

export function isSwitchOff(action: Action): action is SwitchOff {
  return action.kind === 'subscription.suspend' || action.kind === 'subscription.cancel'
}
