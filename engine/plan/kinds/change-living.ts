/** What the changes of a living subscription have in common that keep it what it is. */
import type { SourceRange } from '../../diagnostic.ts'
import type { DeclaredPartner } from '../../model/desired.ts'
import { type ActionId, actionId, dayOf, type UtcDate } from '../../model/ids.ts'
import type { LiveSubscription } from '../../model/live.ts'
import { endsWithTerm } from '../../model/renewal.ts'
import type { Effect } from '../effect.ts'

export interface ChangeFacts {
  readonly subscription: LiveSubscription
  readonly partner: DeclaredPartner
  readonly on: UtcDate
  readonly method: Effect['method']
  readonly after: readonly ActionId[]
  readonly source: SourceRange
}

export function commonOf({ subscription, after, source }: ChangeFacts, kind: string) {
  return {
    id: actionId(`${kind}:${subscription.partner}/${subscription.customer}/${subscription.id}`),
    partner: subscription.partner,
    customer: subscription.customer,
    subscription: subscription.id,
    product: subscription.product,
    productName: subscription.productName,
    after,
    replay: 'safe',
    source,
  } as const
}

export function effectOf(
  { subscription, on, method, partner }: ChangeFacts,
  facts: Pick<Effect, 'irreversible' | 'reducesService'> & Partial<Effect>,
): Effect {
  return {
    commerce: subscription.commerce,
    method,
    date: on,
    billing: [{ partner: partner.name, until: billedUntil(subscription), note: 'changes' }],
    ...facts,
  }
}

/** null: open-ended, because it renews or is extended. */
export function billedUntil(subscription: LiveSubscription): UtcDate | null {
  const { commerce, termEndsAt } = subscription
  return commerce === 'nce' && termEndsAt !== null && endsWithTerm(subscription) ? dayOf(termEndsAt) : null
}

/** As checks name it. */
export function placeOf({ partner, customer, id }: LiveSubscription) {
  return { partner, customer, subscription: id }
}
