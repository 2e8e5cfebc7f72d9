/**
 * `subscription.set-renewal`: what a document declares for the end of the running term of something this plan buys, or brings by transfer.
 * The service takes no such wish with an order, so it is a step of its own behind the one that brings it.
 */

import type { SourceRange } from '../../diagnostic.ts'
import type { DeclaredPartner } from '../../model/desired.ts'
import { type ActionId, actionId, dayOf, type ProductKey, type Seats, type UtcDate } from '../../model/ids.ts'
import type { LiveSubscription } from '../../model/live.ts'
import { type Renewal, renewalOf } from '../../model/renewal.ts'
import { Bug } from '../../result.ts'
import { addDays, startOfDay } from '../../time/utc-days.ts'
import type { NewSubscriptionCheck } from '../check.ts'
import { type TermEndFacts, termEndOf } from '../costs/term-end.ts'
import type { Write } from './action-parts.ts'
import type { CreateSubscription } from './create.ts'
import { plainChange, type WriteRules } from './kind-rules.ts'
import type { TransferSubscriptions } from './transfer.ts'

/** What happens at the end of the first term of something this plan buys. */
export interface SetRenewal extends Write {
  readonly kind: 'subscription.set-renewal'
  readonly key: string
  readonly product: ProductKey
  readonly productName: string
  readonly name: string
  readonly seats: Seats
  readonly market: string
  readonly createdBy: ActionId
  readonly to: Renewal
}

export const setRenewalRules: WriteRules<SetRenewal> = {
  // It takes effect with the next term, not with this plan's next bill.
  ...plainChange,
  requests: { reads: 3, writes: 1 },
}

type What = Pick<
  SetRenewal,
  'partner' | 'customer' | 'key' | 'product' | 'productName' | 'name' | 'seats' | 'market' | 'createdBy'
>

export function setRenewalAction(create: CreateSubscription, to: Renewal, prices: TermEndFacts): SetRenewal {
  const { id, partner, customer, key, product, productName, name, seats, market, effect } = create
  const newSubscription = create.proves.find(check => check.kind === 'new subscription lives')
  if (newSubscription === undefined) throw new Bug(`${id} proves no new subscription`)
  const what = { partner, customer, key, product, productName, name, seats, market, createdBy: id }
  const end = effect.commitment?.until ?? null
  const term = { seats, product, term: create.term, billing: create.billing, promotion: null }
  const ending = {
    ...term,
    productName,
    commerce: 'nce',
    kind: 'licence',
    trial: false,
    boughtAt: startOfDay(effect.date),
    autoRenew: true,
    cancellableUntil: null,
    termEndsAt: end === null ? null : startOfDay(end),
  } as const
  return settled(what, {
    to,
    newSubscription,
    termEnd: {
      otherwise: termEndOf(ending, { kind: 'renews', next: null }, prices),
      planned: termEndOf(ending, to, prices),
    },
    effect: { ...effect, date: end === null ? effect.date : addDays(end, 1) },
    end,
    source: create.source,
  })
}

export interface ArrivedFacts {
  /** In the source, before it moved. */
  readonly subscription: LiveSubscription
  readonly key: string
  readonly target: DeclaredPartner
  readonly market: string
  readonly to: Renewal
  /** Whether the catalogue has a monthly plan of it; null: not asked. */
  readonly hasMonthlyPlan: boolean | null
  readonly source: SourceRange
}

/** A transfer takes the renewal of the source along; what is declared otherwise is told once it has arrived. */
export function setArrivedRenewalAction(transfer: TransferSubscriptions, facts: ArrivedFacts): SetRenewal {
  const { subscription, key, target, market, to, source } = facts
  const { partner, customer } = transfer
  const item = transfer.items.find(entry => entry.subscription === subscription.id)
  const newSubscription = transfer.proves.find(check => isArrivalOf(check, item))
  if (
    item === undefined ||
    newSubscription === undefined ||
    newSubscription.kind !== 'new subscription lives'
  )
    throw new Bug(`${transfer.id} does not bring ${subscription.id}`)
  const end = subscription.termEndsAt === null ? null : dayOf(subscription.termEndsAt)
  const { product, productName, name, seats } = item
  const prices = { partner: target, hasMonthlyPlan: facts.hasMonthlyPlan }
  return settled(
    { partner, customer, key, product, productName, name, seats, market, createdBy: transfer.id },
    {
      to,
      newSubscription,
      termEnd: {
        otherwise: termEndOf(subscription, renewalOf(subscription), prices),
        planned: termEndOf(subscription, to, prices),
      },
      effect: { ...transfer.effect, date: end === null ? transfer.effect.date : addDays(end, 1) },
      end,
      source,
    },
  )
}

function isArrivalOf(
  check: TransferSubscriptions['proves'][number],
  item: TransferSubscriptions['items'][number] | undefined,
): boolean {
  return (
    check.kind === 'new subscription lives' &&
    item !== undefined &&
    check.product === item.product &&
    check.name === item.name &&
    check.seats === item.seats
  )
}

interface Settling {
  readonly to: Renewal
  readonly newSubscription: NewSubscriptionCheck
  readonly termEnd: NonNullable<SetRenewal['effect']['termEnd']>
  readonly effect: Pick<SetRenewal['effect'], 'commerce' | 'method' | 'date'>
  /** Last day of the running term. */
  readonly end: UtcDate | null
  readonly source: SourceRange | undefined
}

function settled(what: What, { to, newSubscription, termEnd, effect, end, source }: Settling): SetRenewal {
  const endsThere = to.kind === 'cancels'
  const next =
    to.kind === 'extends' || (to.kind === 'renews' && to.next !== null)
      ? termEnd.planned.perPeriod
      : undefined
  return {
    kind: 'subscription.set-renewal',
    id: actionId(`subscription.set-renewal:${what.partner}/${what.customer}/${what.key}`),
    ...what,
    to,
    because: { kind: 'declared otherwise', field: to.kind === 'renews' ? 'nextTerm' : 'endOfTerm' },
    after: [what.createdBy],
    replay: 'safe',
    expects: [newSubscription],
    proves: [{ kind: 'new subscription renews', newSubscription, renewal: to }],
    ...(source !== undefined && { source }),
    effect: {
      commerce: effect.commerce,
      method: effect.method,
      date: effect.date,
      irreversible: false,
      reducesService: endsThere || (to.kind === 'renews' && to.next !== null && to.next.seats < what.seats),
      billing: [
        {
          partner: what.partner,
          until: endsThere ? end : null,
          note: endsThere ? 'continues to term end' : 'changes',
        },
      ],
      termEnd,
      ...(next !== undefined && { perPeriod: next }),
    },
  }
}
