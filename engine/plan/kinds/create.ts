/** `subscription.create`: a purchase. Irreversible in new commerce once its window is over; in legacy it can be switched off. */
import type {
  DeclaredConsolidation,
  DeclaredCustomer,
  DeclaredPartner,
  DeclaredSubscription,
} from '../../model/desired.ts'
import { type ActionId, actionId, type UtcDate } from '../../model/ids.ts'
import type { LiveSubscription } from '../../model/live.ts'
import { commitment, perPeriod } from '../../money/pricing.ts'
import { monthsOfTerm } from '../../time/billing-period.ts'
import { addDays, addMonths } from '../../time/utc-days.ts'
import type { Check, CreateSubscription, Effect } from '../action.ts'

export interface CreateFacts {
  readonly customer: DeclaredCustomer
  readonly declared: DeclaredSubscription
  readonly productName: string
  readonly partner: DeclaredPartner
  readonly market: string
  readonly on: UtcDate
  readonly sameDay: boolean
  readonly consolidation: DeclaredConsolidation | null
  readonly method: Effect['method']
  readonly live: readonly LiveSubscription[]
  readonly base?: NonNullable<CreateSubscription['base']>
}

export function createId(customer: DeclaredCustomer, key: string): ActionId {
  return actionId(`subscription.create:${customer.partner}/${customer.tenant}/${key}`)
}

export function createAction(facts: CreateFacts): CreateSubscription {
  const { customer, declared, partner, on } = facts
  const at = { partner: customer.partner, customer: customer.tenant }
  const name = declared.friendlyName ?? declared.key
  const expects: Check[] = [{ kind: 'customer accepted', ...at }]
  if (customer.agreement === 'required') expects.push({ kind: 'agreement present', ...at })
  expects.push({
    kind: 'sold',
    partner: customer.partner,
    market: facts.market,
    product: declared.product,
    term: declared.term,
    billing: declared.billing,
    seats: declared.seats,
  })
  if (facts.sameDay) expects.push({ kind: 'day is', day: on })
  return {
    kind: 'subscription.create',
    id: createId(customer, declared.key),
    ...at,
    key: declared.key,
    product: declared.product,
    productName: facts.productName,
    name,
    seats: declared.seats,
    term: declared.term,
    billing: declared.billing,
    market: facts.market,
    ...(facts.base !== undefined && { base: facts.base }),
    after: facts.base?.kind === 'created by' ? [facts.base.action] : [],
    because: { kind: 'declared and not there' },
    replay: 'look-first',
    expects,
    proves: [
      {
        kind: 'new subscription lives',
        ...at,
        product: declared.product,
        name,
        seats: declared.seats,
        term: declared.term,
        billing: declared.billing,
        notAmong: facts.live
          .filter(entry => entry.product === declared.product)
          .map(entry => entry.id)
          .sort(),
      },
    ],
    source: declared.at,
    effect: effectOf(facts, partner),
  }
}

function effectOf({ declared, on, method }: CreateFacts, partner: DeclaredPartner): Effect {
  const period = declared.billing === 'monthly' ? 'month' : declared.billing === 'annual' ? 'year' : 'term'
  const months = declared.term === null ? null : monthsOfTerm(declared.term)
  const bound = declared.commerce === 'nce' && months !== null ? addDays(addMonths(on, months), -1) : null
  return {
    commerce: declared.commerce,
    method,
    date: on,
    irreversible: declared.commerce === 'nce',
    reducesService: false,
    billing: [
      { partner: partner.name, until: declared.endOfTerm === 'cancel' ? bound : null, note: 'starts' },
    ],
    perPeriod: { period, amount: perPeriod(partner, declared, declared.seats) },
    ...(bound !== null && {
      commitment: { until: bound, total: commitment(partner, declared, declared.seats) },
    }),
  }
}
