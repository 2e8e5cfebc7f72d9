/** One performer per action kind that writes; a new kind breaks the build here. */
import type { ActionOf } from '../../../engine/plan/action.ts'
import type { Performers } from '../../../engine/ports.ts'
import type { WriteClient } from '../client/client.ts'
import type { ClientOf } from '../reader.ts'
import { editCancel } from './cancel.ts'
import { changing } from './change.ts'
import { changingBilling } from './change-billing.ts'
import { editDetails } from './change-details.ts'
import { editRenewal, prepareRenewal } from './change-renewal.ts'
import { editSeats } from './change-seats.ts'
import { creating } from './create.ts'
import { editReactivate } from './reactivate.ts'
import { editName } from './rename.ts'
import { settingRenewal } from './set-renewal.ts'
import { editSuspend } from './suspend.ts'
import { together } from './together.ts'
import { transferring } from './transfer.ts'

export function performersOver(clientOf: ClientOf<WriteClient>): Performers {
  return {
    'subscription.create': creating(clientOf),
    'subscription.change-seats': changing(clientOf, {
      editOf: action => together([editSeats(action), editDetails(action.also)]),
    }),
    'subscription.suspend': changing<ActionOf<'subscription.suspend'>>(clientOf, { editOf: editSuspend }),
    'subscription.cancel': changing<ActionOf<'subscription.cancel'>>(clientOf, { editOf: editCancel }),
    'subscription.reactivate': changing<ActionOf<'subscription.reactivate'>>(clientOf, {
      editOf: editReactivate,
    }),
    'subscription.rename': changing(clientOf, { editOf: editName }),
    'subscription.change-details': changing(clientOf, { editOf: action => editDetails(action.changes) }),
    'subscription.change-billing': changingBilling(clientOf),
    'subscription.transfer': transferring(clientOf),
    'subscription.set-renewal': settingRenewal(clientOf),
    'subscription.change-renewal': changing(clientOf, {
      editOf: action => together([editRenewal(action, null), editDetails(action.also)]),
      prepare: async (action, client, attempt) => {
        const renewal = await prepareRenewal(action, client, attempt)
        return typeof renewal === 'function' ? together([renewal, editDetails(action.also)]) : renewal
      },
    }),
  }
}
