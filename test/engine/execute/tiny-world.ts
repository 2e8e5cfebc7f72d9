/**
 * The world most tests of the executor work on, with every kind of action in it:
 *
 *   Rossi    italy: mail 5, suite 10 with an add-on, a trial        → all of it bought under central, switched off behind the gate
 *   Bianchi  italy: mail 10, germany: mail 7                        → one purchase of 17, two switch-offs
 *   Verdi    central: mail suspended with 5 seats, under an old name → on again, 8 seats, renamed
 */
import type { DeclaredConsolidation, Desired } from '../../../engine/model/desired.ts'
import { type ActionId, subscriptionId } from '../../../engine/model/ids.ts'
import type { Actual, BillingCycle } from '../../../engine/model/live.ts'
import type { Action, ActionKind } from '../../../engine/plan/action.ts'
import type { Plan } from '../../../engine/plan/plan.ts'
import {
  aConsolidation,
  aCustomer,
  aCustomerActual,
  aDeclaredSubscription,
  aDesired,
  addOn,
  anActual,
  aPlan,
  germany,
  italy,
  mail,
  premium,
  suite,
  tenant,
} from '../../support/builders/index.ts'

export const rossi = tenant(1)
export const bianchi = tenant(2)
export const verdi = tenant(3)

export const tinyDesired: Desired = aDesired({
  customers: [
    aCustomer({
      tenant: rossi,
      subscriptions: [
        aDeclaredSubscription({ key: 'mail', seats: 5 }),
        aDeclaredSubscription({ key: 'suite', product: suite, seats: 10 }),
        aDeclaredSubscription({ key: 'calls', product: addOn, seats: 10, addOnTo: 'suite' }),
      ],
    }),
    aCustomer({
      tenant: bianchi,
      name: 'Bianchi',
      domain: 'bianchi.example',
      subscriptions: [aDeclaredSubscription({ key: 'mail', seats: 17 })],
    }),
    aCustomer({
      tenant: verdi,
      name: 'Verdi',
      domain: 'verdi.example',
      subscriptions: [
        aDeclaredSubscription({ key: 'mail', seats: 8 }),
        aDeclaredSubscription({ key: 'suite', product: suite, seats: 10, friendlyName: 'Suite nuova' }),
      ],
    }),
  ],
})

const named = {
  bianchi: { tenant: bianchi, name: 'Bianchi', domain: 'bianchi.example' },
  verdi: { tenant: verdi, name: 'Verdi', domain: 'verdi.example' },
}

export const tinyActual: Actual = anActual({
  customers: [
    aCustomerActual({ tenant: rossi }),
    aCustomerActual({
      tenant: rossi,
      partner: italy,
      subscriptions: [
        { id: 'r-mail', product: mail, seats: 5 },
        { id: 'r-suite', product: suite, seats: 10 },
        { id: 'r-calls', product: addOn, seats: 10, parent: subscriptionId('r-suite') },
        { id: 'r-trial', product: mail, seats: 25, trial: true, autoRenew: false },
      ],
    }),
    aCustomerActual(named.bianchi),
    aCustomerActual({
      ...named.bianchi,
      partner: italy,
      subscriptions: [{ id: 'b-it', product: mail, seats: 10 }],
    }),
    aCustomerActual({
      ...named.bianchi,
      partner: germany,
      subscriptions: [{ id: 'b-de', product: mail, seats: 7 }],
    }),
    aCustomerActual({
      ...named.verdi,
      subscriptions: [
        { id: 'v-mail', product: mail, seats: 5, status: 'suspended', name: 'Posta' },
        { id: 'v-suite', product: suite, seats: 10, name: 'Suite' },
      ],
    }),
  ],
})

export const tinyPlan: Plan = aPlan({ desired: tinyDesired, actual: tinyActual })

/** The only action of this kind whose id ends so. */
export function actionId(kind: ActionKind, ending = '', plan: Plan = tinyPlan): ActionId {
  const found = plan.actions.filter(action => action.kind === kind && action.id.endsWith(ending))
  const [only] = found
  if (only === undefined || found.length > 1)
    throw new Error(`${found.length} actions are ${kind} …${ending}`)
  return only.id
}

export function writesOf(plan: Plan): readonly Action[] {
  return plan.actions.filter(action => 'effect' in action)
}

/** What is on, per account and product; ids, orders and times do not matter. */
export function standing(actual: Actual): readonly string[] {
  return actual.customers
    .flatMap(entry => (entry.subscriptions.kind === 'present' ? entry.subscriptions.value : []))
    .map(({ partner, customer, product, seats, status, name }) =>
      [partner, customer.slice(-1), product, seats, status, name].join(' '),
    )
    .sort()
}

/** One customer with new commerce under both sources, which arrives in two transfers, one after the other; `south` may be sold otherwise. */
export function movingFromTwo(
  consolidation: Partial<DeclaredConsolidation> = {},
  names: readonly [string, string] = ['north', 'south'],
  soldOtherwise: { readonly term?: string; readonly billing?: BillingCycle } = {},
): { readonly desired: Desired; readonly actual: Actual } {
  const [north, south] = names
  return {
    desired: aDesired({
      customers: [
        aCustomer({
          subscriptions: [
            aDeclaredSubscription({ key: 'north', product: premium, seats: 10 }),
            aDeclaredSubscription({ key: 'south', product: premium, seats: 10, ...soldOtherwise }),
          ],
        }),
      ],
      consolidations: [aConsolidation(consolidation)],
    }),
    actual: anActual({
      customers: [
        aCustomerActual(),
        aCustomerActual({
          partner: germany,
          subscriptions: [{ id: 's-n', product: premium, name: north, seats: 10 }],
        }),
        aCustomerActual({
          partner: italy,
          subscriptions: [{ id: 's-s', product: premium, name: south, seats: 10, ...soldOtherwise }],
        }),
      ],
    }),
  }
}
