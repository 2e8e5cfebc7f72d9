import type { DeclaredPartner } from '../model/desired.ts'
import type { ActionId } from '../model/ids.ts'
import type { CustomerActual, LiveSubscription } from '../model/live.ts'
import { isLiving } from '../model/living.ts'
import { type Action, isSwitchOff } from './action.ts'
import type { DecidedSource } from './decide/source/decided-source.ts'
import type { SourceLine } from './plan.ts'

export interface SourceLineFacts {
  readonly endedBy: ReadonlyMap<string, ActionId>
  readonly target: DeclaredPartner
  /** What the target shows of the customer; undefined: it was not read there. */
  readonly seen: CustomerActual | undefined
  /** Sources that lapse, in whose place something is bought on the day after. */
  readonly awaited: ReadonlySet<LiveSubscription>
}

/** By `partner/subscription`: the first action that switches it off, takes it over, or tells its term to end. */
export function endings(actions: readonly Action[]): ReadonlyMap<string, ActionId> {
  const found = new Map<string, ActionId>()
  const add = (partner: string, subscription: string, { id }: Action) => {
    const key = `${partner}/${subscription}`
    if (!found.has(key)) found.set(key, id)
  }
  for (const action of actions) {
    if (isSwitchOff(action) || action.kind === 'subscription.change-renewal')
      add(action.partner, action.subscription, action)
    if (action.kind === 'subscription.transfer')
      for (const item of action.items) add(action.from, item.subscription, action)
  }
  return found
}

/** How one source subscription is shown, with the action that switches it off where there is one. */
export function sourceLine(
  { subscription, partner, decision }: DecidedSource,
  { endedBy, target, seen, awaited }: SourceLineFacts,
): SourceLine {
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
    gated: ['reprovision', 'repurchase', 'transfer', 'overlap'].includes(decision.method),
    action: endedBy.get(`${partner.name}/${subscription.id}`) ?? null,
    billedUntil: decision.billedUntil,
    money: decision.money,
    note: decision.method === 'lapse' && !awaited.has(subscription) ? notAwaited : decision.note,
    ...(decision.method === 'verify' && azure(subscription, target, seen)),
  }
}

/** The target has bought already, or wants fewer seats than the sources had. */
const notAwaited = 'ends with its term; nothing more is bought for it; price lock lost'

/** Microsoft moves it: off here and on there is what to look for (S7). */
function azure(
  { status, partner }: LiveSubscription,
  target: DeclaredPartner,
  seen: CustomerActual | undefined,
): Pick<SourceLine, 'there' | 'note'> {
  const there = azureUnder(seen)
  return { there, note: `moved by Microsoft: now ${status} in ${partner}, ${there} in ${target.name}` }
}

function azureUnder(seen: CustomerActual | undefined): string {
  if (seen === undefined || seen.customer.kind === 'absent') return 'absent'
  if (seen.subscriptions.kind !== 'present') return seen.subscriptions.kind
  const statuses = seen.subscriptions.value
    .filter(entry => entry.kind === 'azure' && isLiving(entry))
    .map(entry => entry.status)
  return statuses.find(status => status === 'active') ?? statuses[0] ?? 'absent'
}
