/** Writes as a journal tells them: what was bought, and what seats were changed to, with the price of the plan. */
import type { OwnWrite } from '../../engine/activity/own-steps.ts'
import {
  currency,
  type Decimal,
  instant,
  type SubscriptionId,
  seats,
  type UtcDate,
} from '../../engine/model/ids.ts'
import { aCreate, aSeatChange } from './actions.ts'
import { central, mail, premium, tenant } from './builders/index.ts'
import { planned } from './story.ts'

interface Facts {
  readonly subscription: SubscriptionId
  readonly commerce: 'nce' | 'legacy'
  readonly on: UtcDate
  /** For all seats. */
  readonly perMonth: Decimal
}

export function boughtBy(facts: Facts & { readonly seats: number }): OwnWrite {
  const { commerce } = facts
  const action = aCreate({ product: commerce === 'nce' ? premium : mail, seats: seats(facts.seats) })
  return written(facts, action)
}

export function seatsChangedBy(facts: Facts & { readonly from: number; readonly to: number }): OwnWrite {
  const { subscription, commerce, from, to } = facts
  const product = commerce === 'nce' ? premium : mail
  return written(facts, { ...aSeatChange(), subscription, product, from: seats(from), to: seats(to) })
}

const plan = planned()

function written({ subscription, commerce, on, perMonth }: Facts, action: OwnWrite['action']): OwnWrite {
  const amount = { kind: 'known', amount: perMonth, currency: currency('EUR') } as const
  const effect = { ...action.effect, commerce, date: on, perPeriod: { period: 'month', amount } } as const
  return {
    apply: 'a',
    plan: plan.id,
    who: 'me',
    madeIn: plan.madeIn,
    action: { ...action, partner: central, customer: tenant(), effect } as OwnWrite['action'], // of the same kind, with another effect
    customerName: 'Panificio Rossi',
    began: instant(`${on}T07:00:00Z`),
    ended: instant(`${on}T07:00:01Z`),
    outcome: 'done',
    subscription,
    requestId: 'r',
    correlationIds: ['c'],
    plannedFrom: null,
    carriedOutFrom: null,
  }
}
