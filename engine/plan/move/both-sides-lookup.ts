/** What the steps of a plan do to a customer's subscriptions, and what lives under the target, each looked up by what it is asked for. */
import { by } from '../../compare.ts'
import { groupedBy } from '../../grouped-by.ts'
import type { PartnerName, ProductKey, SubscriptionId } from '../../model/ids.ts'
import type { LiveSubscription } from '../../model/live.ts'
import { type Action, isSwitchOff } from '../action.ts'
import { anyOf, becomingOf } from '../costs/converting-trial.ts'
import { isCharged, isConverting, twinsIn } from '../costs/twins.ts'
import type { CreateSubscription } from '../kinds/create.ts'
import type { TransferSubscriptions } from '../kinds/transfer.ts'
import type { BothSides } from './both-sides.ts'

/** One subscription of one account. */
export function nameOf(partner: PartnerName, subscription: string): string {
  return `${partner}/${subscription}`
}

export function isPurchase(action: Action): action is CreateSubscription {
  return action.kind === 'subscription.create'
}

export function isTransfer(action: Action): action is TransferSubscriptions {
  return action.kind === 'subscription.transfer'
}

/** By what a plan says itself what a source still costs. */
export interface Announced {
  readonly purchases: ReadonlySet<ProductKey>
  readonly switchedOff: ReadonlySet<string>
  readonly toldToEnd: ReadonlySet<string>
  readonly toldToEndWithOverlap: ReadonlySet<string>
}

export function announcedBy(actions: readonly Action[]): Announced {
  const renewals = actions.filter(action => action.kind === 'subscription.change-renewal')
  const about = ({ partner, subscription }: { partner: PartnerName; subscription: string }) =>
    nameOf(partner, subscription)
  return {
    purchases: new Set(
      actions
        .filter(isPurchase)
        .flatMap(({ product, effect }) => (effect.overlap === undefined ? [] : [product])),
    ),
    switchedOff: new Set(actions.filter(isSwitchOff).map(about)),
    toldToEnd: new Set(renewals.map(about)),
    toldToEndWithOverlap: new Set(renewals.filter(({ effect }) => effect.overlap !== undefined).map(about)),
  }
}

/** What all of a plan's steps do, whatever consolidation they are of. */
export interface Done {
  readonly takenOver: ReadonlySet<string>
  readonly switchedOn: ReadonlySet<string>
  readonly cancelled: ReadonlySet<string>
  readonly boughtKeys: ReadonlySet<string>
  readonly arriving: ReadonlyMap<ProductKey, readonly SubscriptionId[]>
}

export function doneBy(actions: readonly Action[]): Done {
  const items = actions
    .filter(isTransfer)
    .flatMap(({ from, items: moved }) =>
      moved.map(({ subscription, product }) => ({ from, subscription, product })),
    )
  const arriving = [...groupedBy(items, item => item.product)].map(
    ([product, group]) => [product, group.map(item => item.subscription)] as const,
  )
  return {
    takenOver: new Set(items.map(({ from, subscription }) => nameOf(from, subscription))),
    switchedOn: new Set(
      actions.flatMap(action =>
        action.kind === 'subscription.reactivate' ? [nameOf(action.partner, action.subscription)] : [],
      ),
    ),
    cancelled: new Set(
      actions.flatMap(action =>
        action.kind === 'subscription.change-renewal' && action.to.kind === 'cancels'
          ? [nameOf(action.partner, action.subscription)]
          : [],
      ),
    ),
    boughtKeys: new Set(actions.filter(isPurchase).map(({ key }) => key)),
    arriving: new Map(arriving),
  }
}

/** Under the target. */
export interface Living {
  /** Charged, or charged again by the plan; by product. */
  readonly charged: ReadonlyMap<ProductKey, readonly LiveSubscription[]>
  /** The trial that becomes this product, or may, first to end. */
  firstTrialOf(product: ProductKey): LiveSubscription | undefined
}

export function livingUnder(
  { consolidation, on }: Pick<BothSides, 'consolidation' | 'on'>,
  living: readonly LiveSubscription[],
  { switchedOn }: Done,
): Living {
  const twinsOf = twinsIn(consolidation)
  const charged = living.filter(
    entry => !entry.trial && (switchedOn.has(nameOf(entry.partner, entry.id)) || isCharged(entry, on)),
  )
  const byProduct = new Map<ProductKey, readonly LiveSubscription[]>()
  for (const entry of charged)
    for (const product of [entry.product, ...(entry.mayStandFor ?? [])])
      byProduct.set(product, [...(byProduct.get(product) ?? []), entry])
  const trials = living
    .filter(isConverting)
    .sort(by(one => one.termEndsAt ?? ''))
    .map((trial, rank) => ({ trial, rank, becoming: becomingOf(trial) }))
  const byName = groupedBy(trials, ({ becoming }) => becoming)
  return {
    charged: byProduct,
    firstTrialOf(product) {
      const names = [anyOf(product), ...twinsOf(product)]
      const [first] = names.flatMap(name => byName.get(name)?.[0] ?? []).sort((a, b) => a.rank - b.rank)
      return first?.trial
    },
  }
}
