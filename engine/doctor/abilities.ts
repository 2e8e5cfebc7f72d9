/** What the documents ask each partner account to be able to do, so that a missing means shows before any request needs it. */
import { limitsOf } from '../model/clouds.ts'
import type { DeclaredPartner, Desired } from '../model/desired.ts'

/** Things people want done with Partner Center, each a group of calls (providers/partner-center/capabilities.ts). */
export type CommerceAbility =
  | 'read customers and subscriptions'
  | 'read the catalogue'
  | 'buy'
  | 'change subscriptions'
  | 'read customer agreements'
  | 'invite customers'
  | 'read licence use'
  | 'read the activity log'
  | 'read invoices'
  | 'transfer subscriptions'
  | 'verify the partner account'

/** With Microsoft Graph (providers/graph/examine.ts). */
export type AdminAbility = 'read delegated administration' | 'change delegated administration'

export type Ability = CommerceAbility | AdminAbility

/** `needed`: without it the declared job stops. `useful`: without it something is said to be unknown. */
export type Weight = 'needed' | 'useful'

export function abilitiesOf(partner: DeclaredPartner, desired: Desired): ReadonlyMap<Ability, Weight> {
  const customers = desired.customers.filter(entry => entry.partner === partner.name)
  const isTarget = desired.consolidations.some(entry => entry.to === partner.name)
  const isSource = desired.consolidations.some(entry => entry.from.includes(partner.name))
  const wanted = new Map<Ability, Weight>([
    ['read customers and subscriptions', 'needed'],
    ['read the activity log', 'useful'],
    ['read invoices', 'useful'],
  ])
  if (isSource || customers.length > 0) wanted.set('change subscriptions', 'needed')
  if (customers.length > 0) {
    wanted.set('read the catalogue', 'needed').set('buy', 'needed').set('read licence use', 'useful')
    if (limitsOf(partner).agreements && customers.some(entry => entry.agreement === 'required'))
      wanted.set('read customer agreements', 'needed')
  }
  if (isTarget) wanted.set('invite customers', 'useful')
  if (isAdministered(partner, desired))
    wanted.set('read delegated administration', 'needed').set('change delegated administration', 'needed')
  return wanted
}

/** A customer of it has `admin:`, or the account that it moves to has, and relationships here are to be ended. */
export function isAdministered({ name }: Pick<DeclaredPartner, 'name'>, desired: Desired): boolean {
  return desired.customers.some(
    ({ partner, admin }) =>
      admin !== undefined &&
      (partner === name ||
        (admin.endInSources &&
          desired.consolidations.some(entry => entry.to === partner && entry.from.includes(name)))),
  )
}
