/** What a plan relied on, so that what its actions say can be held against it. */
import type { ActionId, PartnerName, TenantId } from '../../model/ids.ts'
import type { Action, WriteAction, WriteKind } from '../../plan/action.ts'
import { canonicalJson } from '../../plan/digest.ts'
import type { Plan } from '../../plan/plan.ts'

export type Fields = Readonly<Record<string, unknown>>

export interface Ground {
  /** Tenants of the accounts. */
  readonly partners: ReadonlyMap<PartnerName, TenantId>
  /** The customer in whose story each action of commerce stands. */
  readonly owners: ReadonlyMap<ActionId, TenantId>
  /** What each subscription was, by `partner/customer/id`. */
  readonly living: ReadonlyMap<string, Fields>
  /** By `partner/customer`. */
  readonly countries: ReadonlyMap<string, unknown>
  /** As `partner/market/product`. */
  readonly offers: ReadonlySet<string>
  readonly actions: ReadonlyMap<ActionId, Action>
}

export function groundOf(plan: Plan): Ground {
  const living = new Map<string, Fields>()
  const countries = new Map<string, unknown>()
  const offers = new Set<string>()
  for (const { subject, value } of plan.facts) {
    if (subject.kind === 'offer') offers.add(`${subject.partner}/${subject.market}/${subject.product}`)
    if (typeof value !== 'object' || value === null) continue
    if (subject.kind === 'subscription')
      living.set(`${subject.partner}/${subject.customer}/${subject.subscription}`, value as Fields)
    if (subject.kind === 'customer' && subject.behind === undefined)
      countries.set(`${subject.partner}/${subject.customer}`, (value as Fields)['country'])
  }
  return {
    partners: new Map(plan.partners.map(({ name, tenant }) => [name, tenant])),
    owners: new Map(
      plan.customers.flatMap(({ tenant, actions }) => actions.map(id => [id, tenant] as const)),
    ),
    living,
    countries,
    offers,
    actions: new Map(plan.actions.map(action => [action.id, action])),
  }
}

export type Of<K extends WriteKind> = Extract<WriteAction, { kind: K }>

/** The customer's country decides the catalogue, where the account knows it. */
export function ofMarket(
  { partner, customer, market }: WriteAction & { readonly market: string | null },
  { countries }: Ground,
): readonly string[] {
  const country = countries.get(`${partner}/${customer}`) ?? null
  return market === null || country === null || country === market
    ? []
    : [`it is for the market ${market}, and the customer is in ${JSON.stringify(country)}`]
}

/** Fields that are not the same. */
export function differing(was: Fields, said: object): string[] {
  return Object.entries(said).flatMap(([field, value]: [string, unknown]) =>
    canonicalJson(was[field]) !== canonicalJson(value)
      ? [
          `its ${field} is ${JSON.stringify(value)} here and ${JSON.stringify(was[field]) ?? 'nothing'} in what the plan relied on`,
        ]
      : [],
  )
}
