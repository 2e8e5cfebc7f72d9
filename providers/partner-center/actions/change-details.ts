/** `subscription.change-details`, and the same changes where they ride on another one: name, reseller on record, billing cycle of new commerce. */
import type { DetailChanges } from '../../../engine/plan/kinds/action-parts.ts'
import { property, textAt } from '../client/read-value.ts'
import type { Edit } from '../client/resources/patch-subscription.ts'
import type { WireSubscription } from '../wire/subscription.ts'
import { billingOf } from '../words.ts'
import { together } from './together.ts'

export function editDetails(changes: DetailChanges | undefined): Edit {
  const { name, partnerOfRecord, billing } = changes ?? {}
  const edits: Edit[] = []
  if (name !== undefined)
    edits.push(editField('friendlyName', name, found => found.friendlyName ?? found.offerName ?? ''))
  if (partnerOfRecord !== undefined)
    edits.push(editField('partnerId', partnerOfRecord, found => textAt(found, 'partnerId') || null))
  if (billing !== undefined) edits.push(editField('billingCycle', billing, cycleOf))
  return together(edits)
}

function editField(
  field: string,
  { from, to }: { readonly from: string | null; readonly to: string },
  valueIn: (found: WireSubscription) => string | null,
): Edit {
  return found => {
    const value = valueIn(found)
    if (value === to) return { kind: 'done' }
    return value === from ? { kind: 'change', fields: { [field]: to } } : { kind: 'moved' }
  }
}

/** From the next charge on, where another one is on its way. */
function cycleOf(found: WireSubscription): string | null {
  const next = property(property(found.nextChargeInstructions, 'product'), 'billingCycle')
  const cycle = next ?? found.billingCycle
  return cycle === null || cycle === undefined ? null : billingOf(cycle)
}
