/**
 * Whether what a plan says a purchase comes to is what the price lists of the documents make of it: policies about money and about what cannot be
 * undone judge by that, so a plan whose purchases are said to cost nothing would pass them.
 */
import { type Diagnostic, diagnose } from '../../diagnostic.ts'
import type { DeclaredSubscription, Desired } from '../../model/desired.ts'
import { pricedFor, pricedOn } from '../../money/price-list.ts'
import type { ActionOf } from '../../plan/action.ts'
import { canonicalJson } from '../../plan/digest.ts'
import type { Effect } from '../../plan/effect.ts'
import { effectOfPurchase } from '../../plan/kinds/create.ts'
import type { Plan } from '../../plan/plan.ts'
import { codes } from '../codes.ts'
import { groundOf } from './ground.ts'

/** At most so many are told; the plan is refused as a whole. */
const shown = 10

/** Documents that are those of the plan: their digest was compared before. */
export function otherEffects(plan: Plan, declared: Desired): readonly Diagnostic[] {
  const { partners } = pricedOn(declared, plan.on)
  const byName = new Map(partners.map(entry => [entry.name, entry]))
  const customers = new Map(declared.customers.map(entry => [`${entry.partner}/${entry.tenant}`, entry]))
  const { countries } = groundOf(plan)
  const moved = new Map(
    plan.customers.flatMap(part => part.actions.map(id => [id, part.consolidation !== null] as const)),
  )
  return plan.actions
    .filter(action => action.kind === 'subscription.create')
    .filter(action => {
      const partner = byName.get(action.partner)
      const customer = customers.get(`${action.partner}/${action.customer}`)
      const line = customer?.subscriptions.find(({ key }) => key === action.key)
      if (partner === undefined || customer === undefined || line === undefined) return true
      const said = canonicalJson(comesTo(action.effect))
      const country = countries.get(`${action.partner}/${action.customer}`)
      // Where the account does not show the country, that of a source may have chosen the price.
      const markets = typeof country === 'string' ? [country] : [null, action.market, ...marketsOf(declared)]
      return !markets.some(market => {
        const effect = effectOfPurchase({
          declared: lineOf(action, line),
          on: plan.on,
          method: moved.get(action.id) === true ? 'reprovision' : 'steady',
          partner: pricedFor(partner, { market, segment: customer.segment }),
        })
        return canonicalJson(comesTo(effect)) === said
      })
    })
    .slice(0, shown)
    .map(({ id }) =>
      diagnose(codes.NOT_WHOLE, {
        detail: `${id}: what it comes to is not what the documents make of it. Nothing was written.`,
      }),
    )
}

function marketsOf({ partners }: Desired): readonly string[] {
  return [...new Set(partners.flatMap(({ markets }) => markets))]
}

/** As it is bought: an add-on is billed as its base is. */
function lineOf(
  { product, seats, term, billing, endsOn }: ActionOf<'subscription.create'>,
  { commerce }: DeclaredSubscription,
): Parameters<typeof effectOfPurchase>[0]['declared'] {
  return { commerce, product, seats, term, billing, ...(endsOn !== undefined && { endsOn }) }
}

/** All but what is charged beside it, which follows from the sources. */
function comesTo(effect: Effect): Omit<Effect, 'overlap'> & { readonly overlap: undefined } {
  return { ...effect, overlap: undefined }
}
