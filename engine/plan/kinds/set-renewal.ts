/**
 * `subscription.set-renewal`: what a document declares for the end of the running term of something this plan buys, or brings by transfer.
 * The service takes no such wish with an order, so it is a step of its own behind the one that brings it.
 */

import type { SourceRange } from '../../diagnostic.ts'
import type { DeclaredPartner } from '../../model/desired.ts'
import { actionId, dayOf, type UtcDate } from '../../model/ids.ts'
import type { LiveSubscription } from '../../model/live.ts'
import type { Renewal } from '../../model/renewal.ts'
import { Bug } from '../../result.ts'
import { addDays } from '../../time/utc-days.ts'
import type { CreateSubscription, SetRenewal, TransferSubscriptions } from '../action.ts'
import type { BornCheck } from '../check.ts'
import { pricePerPeriod } from './price-per-period.ts'

type What = Pick<
  SetRenewal,
  'partner' | 'customer' | 'key' | 'product' | 'productName' | 'name' | 'seats' | 'market' | 'createdBy'
>

export function setRenewalAction(
  create: CreateSubscription,
  to: Renewal,
  next: SetRenewal['effect']['perPeriod'],
): SetRenewal {
  const { id, partner, customer, key, product, productName, name, seats, market, effect } = create
  const born = create.proves.find(check => check.kind === 'new subscription lives')
  if (born === undefined) throw new Bug(`${id} proves no new subscription`)
  const what = { partner, customer, key, product, productName, name, seats, market, createdBy: id }
  return settled(what, {
    to,
    born,
    next,
    effect,
    end: effect.commitment?.until ?? null,
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
  readonly source: SourceRange
}

/** A transfer takes the renewal of the source along; what is declared otherwise is told once it has arrived. */
export function setArrivedRenewalAction(transfer: TransferSubscriptions, facts: ArrivedFacts): SetRenewal {
  const { subscription, key, target, market, to, source } = facts
  const { partner, customer } = transfer
  const item = transfer.items.find(entry => entry.subscription === subscription.id)
  const born = transfer.proves.find(check => isArrivalOf(check, item))
  if (item === undefined || born === undefined || born.kind !== 'new subscription lives')
    throw new Bug(`${transfer.id} does not bring ${subscription.id}`)
  const end = subscription.termEndsAt === null ? null : dayOf(subscription.termEndsAt)
  const { product, productName, name, seats } = item
  return settled(
    { partner, customer, key, product, productName, name, seats, market, createdBy: transfer.id },
    {
      to,
      born,
      next:
        to.kind === 'renews' && to.next !== null ? pricePerPeriod(target, to.next, to.next.seats) : undefined,
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
  readonly born: BornCheck
  readonly next: SetRenewal['effect']['perPeriod']
  readonly effect: Pick<SetRenewal['effect'], 'commerce' | 'method' | 'date'>
  /** Last day of the running term. */
  readonly end: UtcDate | null
  readonly source: SourceRange | undefined
}

function settled(what: What, { to, born, next, effect, end, source }: Settling): SetRenewal {
  return {
    kind: 'subscription.set-renewal',
    id: actionId(`subscription.set-renewal:${what.partner}/${what.customer}/${what.key}`),
    ...what,
    to,
    because: { kind: 'declared otherwise', field: to.kind === 'cancels' ? 'endOfTerm' : 'nextTerm' },
    after: [what.createdBy],
    replay: 'safe',
    expects: [born],
    proves: [{ kind: 'new subscription renews', born, renewal: to }],
    ...(source !== undefined && { source }),
    effect: {
      commerce: effect.commerce,
      method: effect.method,
      date: effect.date,
      irreversible: false,
      reducesService: to.kind !== 'renews' || (to.next !== null && to.next.seats < what.seats),
      billing: [
        {
          partner: what.partner,
          until: to.kind === 'renews' ? null : end,
          note: to.kind === 'renews' ? 'changes' : 'continues to term end',
        },
      ],
      ...(next !== undefined && { perPeriod: next }),
    },
  }
}
