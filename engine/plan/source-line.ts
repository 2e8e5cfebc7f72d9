import { type Action, isSwitchOff } from './action.ts'
import type { DecidedSource } from './decide/sources.ts'
import type { SourceLine } from './plan.ts'

/** How one source subscription is shown, with the action that switches it off where there is one. */
export function sourceLine(
  { subscription, partner, decision }: DecidedSource,
  actions: readonly Action[],
): SourceLine {
  const action = actions.find(
    entry =>
      (isSwitchOff(entry) && entry.subscription === subscription.id && entry.partner === partner.name) ||
      (entry.kind === 'subscription.change-renewal' &&
        entry.subscription === subscription.id &&
        entry.partner === partner.name) ||
      (entry.kind === 'subscription.transfer' &&
        entry.from === partner.name &&
        entry.items.some(item => item.subscription === subscription.id)),
  )
  return {
    partner: partner.name,
    subscription: subscription.id,
    product: subscription.product,
    productName: subscription.productName,
    name: subscription.name,
    commerce: subscription.commerce,
    status: subscription.status,
    seats: subscription.seats,
    method: decision.method,
    gated: ['reprovision', 'repurchase', 'transfer'].includes(decision.method),
    action: action?.id ?? null,
    billedUntil: decision.billedUntil,
    money: decision.money,
    note: decision.note,
  }
}
