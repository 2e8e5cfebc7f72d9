/**
 * Microsoft's back-fill (2.8, E25): what ends by the new rules with renewal off and nothing said gets an extension scheduled, and shows
 * renewal on again. Nobody did it, so no activity record tells of it.
 */
import { type Fields, field, optionalText } from '../body-reader.ts'
import { isUndecided, withExtension } from '../lifecycle/extension.ts'
import { saveSubscription } from '../lifecycle/save.ts'
import { refuse } from '../refusal.ts'
import type { Service } from '../service.ts'
import type { SubscriptionRow } from '../state/subscription-rows.ts'

/** Of all, or of one partner, customer or subscription. One that is named must be of that kind. */
export function backFill(service: Service, fields: Fields): unknown {
  const [partner, customer, id] = ['partner', 'customer', 'subscription'].map(name =>
    optionalText(fields, name)?.toLowerCase(),
  )
  const fits = (row: SubscriptionRow) =>
    (partner === undefined || row.partner.toLowerCase() === partner) &&
    (customer === undefined || row.customer === customer) &&
    (id === undefined || row.id.toLowerCase() === id)
  const filled = [...service.store.subscriptions.all()].filter(row => fits(row) && isUndecided(service, row))
  if (filled.length === 0 && field(fields, 'subscription') !== undefined)
    throw refuse(404, 20003, 'There is no such subscription that ends without renewal, cancel or extension.')
  for (const row of filled) saveSubscription(service, withExtension(row))
  return { filled: filled.map(row => ({ partner: row.partner, customer: row.customer, id: row.id })) }
}
