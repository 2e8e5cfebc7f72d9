/**
 * `subscription.set-renewal`: what a document declares for the end of the first term of something this plan buys. The service takes no such
 * wish with an order, so it is a step of its own behind the purchase.
 */

import { actionId } from '../../model/ids.ts'
import type { Renewal } from '../../model/renewal.ts'
import { Bug } from '../../result.ts'
import type { CreateSubscription, SetRenewal } from '../action.ts'

export function setRenewalAction(
  create: CreateSubscription,
  to: Renewal,
  next: SetRenewal['effect']['perPeriod'],
): SetRenewal {
  const { partner, customer, key, product, productName, name, seats, market, effect } = create
  const born = create.proves.find(check => check.kind === 'new subscription lives')
  if (born === undefined || born.kind !== 'new subscription lives')
    throw new Bug(`${create.id} proves no new subscription`)
  const end = effect.commitment?.until ?? null
  return {
    kind: 'subscription.set-renewal',
    id: actionId(`subscription.set-renewal:${partner}/${customer}/${key}`),
    partner,
    customer,
    key,
    product,
    productName,
    name,
    seats,
    market,
    createdBy: create.id,
    to,
    because: { kind: 'declared otherwise', field: to.kind === 'cancels' ? 'endOfTerm' : 'nextTerm' },
    after: [create.id],
    replay: 'safe',
    expects: [born],
    proves: [{ kind: 'new subscription renews', born, renewal: to }],
    ...(create.source !== undefined && { source: create.source }),
    effect: {
      commerce: effect.commerce,
      method: effect.method,
      date: effect.date,
      irreversible: false,
      reducesService: false,
      billing: [
        {
          partner,
          until: to.kind === 'renews' ? null : end,
          note: to.kind === 'renews' ? 'changes' : 'continues to term end',
        },
      ],
      ...(next !== undefined && { perPeriod: next }),
    },
  }
}
