/** Judges a check against what was read. `unknown` means the read gave no answer: it is neither yes nor no. */

import type { ActualIndex } from '../model/actual-index.ts'
import { dayOf, type Instant, type ProductKey } from '../model/ids.ts'
import type { LicencePool, LiveSubscription, Read } from '../model/live.ts'
import { isSameRenewal, keeps, type NextTerm, renewalOf } from '../model/renewal.ts'
import { isOff } from '../model/status.ts'
import { impossible } from '../result.ts'
import type { Check, NewSubscriptionCheck } from './check.ts'
import { openWindow } from './kinds/cancel.ts'

export type Judgement = 'yes' | 'no' | 'unknown'

export function holds(check: Check, index: ActualIndex, now: Instant): Judgement {
  switch (check.kind) {
    case 'day is':
      return dayOf(now) === check.day ? 'yes' : 'no'
    case 'sold':
      return judge(
        index.item(check.partner, check.market, check.product),
        item =>
          item.purchasable &&
          check.seats >= item.minimumSeats &&
          check.seats <= item.maximumSeats &&
          item.terms.some(term => term.term === (check.term ?? '') && term.billing === check.billing),
      )
    case 'customer accepted':
      return judge(index.customer(check.partner, check.customer)?.customer, () => true)
    case 'agreement present': {
      const agreement = index.customer(check.partner, check.customer)?.agreement
      return agreement?.kind === 'not asked' ? 'unknown' : judge(agreement, () => true)
    }
    case 'subscription is':
      return judge(subscriptionsOf(check, index), list => {
        const found = list.find(entry => entry.id === check.subscription)
        if (found === undefined || found.status !== check.status) return false
        return (
          (check.seats === null || found.seats === check.seats) &&
          (check.name === undefined || found.name === check.name) &&
          (check.billing === undefined || (found.nextBilling ?? found.billing) === check.billing) &&
          (check.partnerOfRecord === undefined || found.partnerOfRecord === check.partnerOfRecord)
        )
      })
    case 'cancellable':
      return judge(subscriptionsOf(check, index), list => {
        const found = list.find(entry => entry.id === check.subscription)
        return found !== undefined && openWindow(found, now) !== null
      })
    case 'renewal is':
      return judge(subscriptionsOf(check, index), list => {
        const found = list.find(entry => entry.id === check.subscription)
        return found !== undefined && isSameRenewal(renewalOf(found), check.renewal)
      })
    case 'new subscription lives':
      return judge(subscriptionsOf(check, index), list =>
        areEnough(check, list, entry => isNewSubscription(check, entry)),
      )
    case 'new subscription renews':
      return judge(subscriptionsOf(check.newSubscription, index), list =>
        list.some(
          entry =>
            isNewSubscription(check.newSubscription, entry) && isSameRenewal(renewalOf(entry), check.renewal),
        ),
      )
    case 'goes on':
      return goOn(check, subscriptionsOf(check, index), entry => entry.id === check.subscription)
    case 'new subscription goes on': {
      const { newSubscription } = check
      return goOn(newSubscription, subscriptionsOf(newSubscription, index), entry =>
        isNewSubscription(newSubscription, entry),
      )
    }
    case 'seats at least':
      return judge(subscriptionsOf(check, index), list => activeSeats(list, check.product) >= check.seats)
    case 'licences suffice': {
      const pools = index.customer(check.partner, check.customer)?.licences
      if (pools?.kind === 'not asked') return 'unknown'
      const pool = pools?.kind === 'present' ? poolOf(pools.value, check.product) : undefined
      if (pool === undefined) return 'unknown'
      return pool.enabled - stillLeaving(check, index) >= pool.consumed ? 'yes' : 'no'
    }
    case 'no other active subscription':
      return judge(subscriptionsOf(check, index), list =>
        list.every(entry => isOff(entry.status) || check.known.includes(entry.id)),
      )
    default:
      return impossible(check, 'a check without a judge')
  }
}

/** As many as it takes for this one to be among them: two that look alike prove nothing for one another. */
export function areEnough(
  { nth = 1 }: NewSubscriptionCheck,
  list: readonly LiveSubscription[],
  fits: (entry: LiveSubscription) => boolean,
): boolean {
  return list.filter(fits).length >= nth
}

/** Whether this live subscription is the one a create proves. */
export function isNewSubscription(
  check: Extract<Check, { kind: 'new subscription lives' }>,
  entry: LiveSubscription,
): boolean {
  return (
    entry.status === 'active' &&
    entry.product === check.product &&
    entry.seats === check.seats &&
    entry.name === check.name &&
    (check.term === null || entry.term === check.term) &&
    (entry.billing === null || check.billing === null || entry.billing === check.billing) &&
    (check.endsOn === undefined || (entry.termEndsAt !== null && dayOf(entry.termEndsAt) === check.endsOn)) &&
    !check.notAmong.includes(entry.id)
  )
}

/** Whether enough of these go on after their terms; `unknown` where that hangs on one of which the facts do not tell. */
function goOn(
  { nth = 1, ...wanted }: Pick<NextTerm, 'product' | 'seats'> & Pick<NewSubscriptionCheck, 'nth'>,
  read: Read<readonly LiveSubscription[]> | undefined,
  fits: (entry: LiveSubscription) => boolean,
): Judgement {
  if (read === undefined || read.kind === 'unknown') return 'unknown'
  const after = read.kind === 'present' ? read.value.filter(fits).map(renewalOf) : []
  const going = after.filter(renewal => keeps(renewal, wanted)).length
  if (going >= nth) return 'yes'
  return going + after.filter(({ kind }) => kind === 'unknown').length >= nth ? 'unknown' : 'no'
}

/** Without what is seen to be off: when a run goes on, a part of it may have gone. */
function stillLeaving(check: Extract<Check, { kind: 'licences suffice' }>, index: ActualIndex): number {
  let leaving: number = check.leaving
  for (const { partner, subscription, seats } of check.with ?? []) {
    const list = index.customer(partner, check.customer)?.subscriptions
    const found = list?.kind === 'present' ? list.value.find(entry => entry.id === subscription) : undefined
    if (found !== undefined && isOff(found.status)) leaving -= seats
  }
  return leaving
}

export function poolOf(pools: readonly LicencePool[], product: ProductKey): LicencePool | undefined {
  return pools.find(pool => pool.product === product)
}

export function activeSeats(list: readonly LiveSubscription[], product: string): number {
  let sum = 0
  // A trial ends, or turns into something else: it replaces nothing (T25).
  for (const entry of list)
    if (entry.status === 'active' && entry.product === product && !entry.trial) sum += entry.seats ?? 0
  return sum
}

function subscriptionsOf(
  check: { readonly partner: LiveSubscription['partner']; readonly customer: LiveSubscription['customer'] },
  index: ActualIndex,
) {
  return index.customer(check.partner, check.customer)?.subscriptions
}

function judge<T>(read: Read<T> | undefined, test: (value: T) => boolean): Judgement {
  if (read === undefined || read.kind === 'unknown') return 'unknown'
  if (read.kind === 'absent') return 'no'
  return test(read.value) ? 'yes' : 'no'
}
