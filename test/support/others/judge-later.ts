/**
 * What a plan tells to end with its term has to be bought on the day after: whether it can be is judged by the catalogue and the documents,
 * and not by any rule of the planner (T24).
 */
import { dayOf, type ProductKey } from '../../../engine/model/ids.ts'
import { isLiving } from '../../../engine/model/living.ts'
import { addDays } from '../../../engine/time/utc-days.ts'
import { isOpenOn } from '../../../engine/time/window.ts'
import { type Carried, subscriptionsIn } from './judge.ts'

/** A line that lets its subscription end with its term has had what it asks for once that is over (T6). */
export function boughtAfterItsEnd({ desired, before, plan }: Carried): readonly string[] {
  return plan.actions.flatMap(action => {
    if (action.kind !== 'subscription.create') return []
    const line = desired.customers
      .filter(({ tenant, partner }) => tenant === action.customer && partner === action.partner)
      .flatMap(({ subscriptions }) => subscriptions)
      .find(({ key }) => key === action.key)
    const isOver = subscriptionsIn(before).some(
      entry =>
        entry.partner === action.partner &&
        entry.customer === action.customer &&
        entry.product === action.product &&
        entry.name === action.name &&
        entry.status === 'disabled' &&
        // What went with its base before the end of its own term has not had what the line asks for.
        (entry.termEndsAt === null || dayOf(entry.termEndsAt) < dayOf(plan.madeAt)) &&
        !entry.trial,
    )
    return line?.endOfTerm === 'cancel' && line.anotherAcknowledged !== true && isOver ? [action.id] : []
  })
}

export function endedForNothing({ desired, before, plan }: Carried): readonly string[] {
  return plan.actions.flatMap(action => {
    if (action.kind !== 'subscription.change-renewal' || action.effect.method !== 'lapse') return []
    const source = subscriptionsIn(before).find(
      entry => entry.partner === action.partner && entry.id === action.subscription,
    )
    if (source === undefined || source.termEndsAt === null) return []
    const day = addDays(dayOf(source.termEndsAt), 1)
    const consolidation = desired.consolidations.find(
      ({ name }) => name === plan.customers.find(({ actions }) => actions.includes(action.id))?.consolidation,
    )
    const customer = desired.customers.find(
      ({ tenant, partner }) => tenant === action.customer && partner === consolidation?.to,
    )
    if (consolidation === undefined || customer === undefined) return []
    const lives = (product: ProductKey) =>
      subscriptionsIn(before).some(
        entry =>
          entry.partner === customer.partner &&
          entry.customer === customer.tenant &&
          entry.product === product &&
          isLiving(entry),
      )
    const lines = customer.subscriptions.filter(
      ({ product, state }) => product === source.product && state === 'active' && !lives(product),
    )
    // Nothing of it is to be bought later: it lives by then, or is not wanted.
    if (lines.length === 0) return []
    const retired = desired.partners.find(({ name }) => name === customer.partner)?.retired ?? null
    const closed = [
      ...(consolidation.window !== null && !isOpenOn(consolidation.window, day) ? ['the window'] : []),
      ...(retired !== null && retired < day ? ['its last day'] : []),
    ]
    const unsold = lines.flatMap(({ key, product, seats, term, billing }) =>
      before.catalogue.flatMap(({ partner, product: sold, item }) => {
        if (partner !== customer.partner || sold !== product || item.kind !== 'present') return []
        const { minimumSeats, maximumSeats, terms, purchasable } = item.value
        const isOffered = terms.some(offer => offer.term === (term ?? '') && offer.billing === billing)
        return purchasable && isOffered && seats >= minimumSeats && seats <= maximumSeats
          ? []
          : [`what is sold as \`${key}\``]
      }),
    )
    return [...closed, ...unsold].map(
      what => `${action.id} is told to end, and ${what} lets nothing be bought on ${day}`,
    )
  })
}

/** Whatever SKU the service shows it under: what is declared is told to nobody to be declared (T23). */
export function calledUndeclared({ desired, before, plan }: Carried): readonly string[] {
  return plan.findings.flatMap(({ detail = '', subject: { customer, subscription, partner } }) => {
    if (!/declare it under|no declared subscription/.test(detail)) return []
    const source = subscriptionsIn(before).find(
      entry => entry.id === subscription && entry.partner === partner && entry.customer === customer,
    )
    const targets = desired.consolidations.flatMap(({ from, to }) =>
      source !== undefined && from.includes(source.partner) ? [to] : [],
    )
    const isDeclared =
      targets.length > 0 &&
      targets.every(target =>
        desired.customers.some(
          entry =>
            entry.partner === target &&
            entry.tenant === customer &&
            entry.subscriptions.some(line => line.product === source?.product && line.state === 'active'),
        ),
      )
    return isDeclared ? [`${subscription ?? ''} of ${customer ?? ''}`] : []
  })
}
