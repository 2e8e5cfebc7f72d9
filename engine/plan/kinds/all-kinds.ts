/** The rules of each kind, by its name; a new kind breaks the build here. */

import {
  type Action,
  type ActionKind,
  type ActionOf,
  isWrite,
  type WriteAction,
  type WriteKind,
} from '../action.ts'
import { adminRules } from '../admin/admin-rules.ts'
import { cancelRules } from './cancel.ts'
import { changeBillingRules } from './change-billing.ts'
import { changeDetailsRules } from './change-details.ts'
import { changeRenewalRules } from './change-renewal.ts'
import { changeSeatsRules } from './change-seats.ts'
import { createRules } from './create.ts'
import { customerGateRules } from './customer-gate.ts'
import type { StepRules, WriteRules } from './kind-rules.ts'
import { reactivateRules } from './reactivate.ts'
import { renameRules } from './rename.ts'
import { setRenewalRules } from './set-renewal.ts'
import { suspendRules } from './suspend.ts'
import { transferRules } from './transfer.ts'
import { waveGateRules } from './wave-gate.ts'

type Rules = {
  readonly [K in ActionKind]: K extends WriteKind ? WriteRules<ActionOf<K>> : StepRules
}

const rules: Rules = {
  'subscription.create': createRules,
  'subscription.change-seats': changeSeatsRules,
  'subscription.suspend': suspendRules,
  'subscription.cancel': cancelRules,
  'subscription.reactivate': reactivateRules,
  'subscription.rename': renameRules,
  'subscription.change-details': changeDetailsRules,
  'subscription.change-billing': changeBillingRules,
  'subscription.transfer': transferRules,
  'subscription.change-renewal': changeRenewalRules,
  'subscription.set-renewal': setRenewalRules,
  'admin.request': adminRules,
  'admin.lock': adminRules,
  'admin.assign': adminRules,
  'admin.change-assignment': adminRules,
  'admin.auto-extend': adminRules,
  'admin.end': adminRules,
  'gate.customer': customerGateRules,
  'gate.wave': waveGateRules,
}

export function stepRulesOf(kind: ActionKind): StepRules {
  return rules[kind]
}

export function rulesOf(action: WriteAction): WriteRules<WriteAction> {
  return rules[action.kind] as WriteRules<WriteAction> // the table is keyed by the kind of its own actions
}

/** A purchase or a transfer, a seat more, or something that is switched on. */
export function adds(action: Action): boolean {
  return isWrite(action) && rulesOf(action).adds(action)
}

/** What it brings into the account it writes to. */
export function broughtBy(action: Action): ReturnType<WriteRules<WriteAction>['brings']> {
  return isWrite(action) ? rulesOf(action).brings(action) : []
}
