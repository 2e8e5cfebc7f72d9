/**
 * One answer may hold as many subscriptions as somebody likes. Counted, not timed: how often members of what was given are looked at grows with
 * its number, where it grew with its square.
 */
import { describe, expect, it } from 'vitest'
import { type ProductKey, productKey, seats, subscriptionId } from '../../../engine/model/ids.ts'
import type { LicencePool, LiveSubscription } from '../../../engine/model/live.ts'
import type { Binding } from '../../../engine/plan/bind/bind.ts'
import type { DecidedSource } from '../../../engine/plan/decide/source/decided-source.ts'
import { arrivingRenewalActions } from '../../../engine/plan/move/arriving-renewals.ts'
import { chargedTwice } from '../../../engine/plan/move/charged-twice.ts'
import { withStillBilled } from '../../../engine/plan/move/still-billed.ts'
import { arrivalsOf, transfersOf } from '../../../engine/plan/move/transfers.ts'
import { licenceChecks, licenceFindings } from '../../../engine/plan/permit/licences.ts'
import {
  aConsolidation,
  aCustomer,
  aDeclaredSubscription,
  aLiveSubscription,
  aPartner,
  central,
  cutoverDay,
  italy,
} from '../../support/builders/index.ts'
import { counter } from '../../support/counter.ts'
import { planned } from '../../support/story.ts'

/** Each its own product, or all the same. */
const products = {
  'of many products': (at: number) => productKey(`CFQ7TTC0${String(at).padStart(4, '0')}:0001`),
  'of one product': () => productKey('CFQ7TTC0LCHC:0002'),
} as const

type ProductOf = (at: number) => ProductKey

function sources(
  count: number,
  productOf: ProductOf,
  method: 'transfer' | 'left' | 'reprovision',
): readonly DecidedSource[] {
  const [template] = planned({ italy: [{}] }).customers
  expect(template).toBeDefined()
  return Array.from({ length: count }, (_, at) => ({
    partner: aPartner({ name: italy }),
    subscription: aLiveSubscription({
      id: subscriptionId(`s-${at}`),
      product: productOf(at),
      seats: seats(5),
      name: `n-${at}`,
      parent: at % 3 === 2 ? subscriptionId(`s-${at - 1}`) : null,
    }),
    decision: { method, replacement: null, because: null } as unknown as DecidedSource['decision'],
  })) as unknown as readonly DecidedSource[]
}

const lines = (count: number, productOf: ProductOf) =>
  Array.from({ length: count }, (_, at) =>
    aDeclaredSubscription({ key: `n-${at}`, product: productOf(at), seats: seats(5) }),
  )

type Work = (count: number, productOf: ProductOf, watch: <T>(value: T) => T) => unknown

const create = planned().actions.find(action => action.kind === 'subscription.create')
const purchases = (count: number, productOf: ProductOf) =>
  Array.from({ length: count }, (_, at) => ({ ...create, id: `a-${at}`, product: productOf(at) })) as never
const suspend = planned().actions.find(action => action.kind === 'subscription.suspend')
const offs = (count: number) =>
  Array.from({ length: count }, (_, at) => ({
    ...suspend,
    id: `o-${at}`,
    partner: italy,
    subscription: subscriptionId(`x-${at}`),
  })) as never

const works: Readonly<Record<string, Work>> = {
  'what is charged on both sides': (count, productOf, watch) => {
    const living = Array.from({ length: count }, (_, at) =>
      aLiveSubscription({ id: subscriptionId(`t-${at}`), partner: central, product: productOf(at) }),
    )
    const sides = watch({
      consolidation: aConsolidation(),
      decided: sources(count, productOf, 'left'),
      unread: [],
      living,
      target: { partner: aPartner({ name: central }), lines: lines(count, productOf), bound: new Map() },
      on: cutoverDay,
    })
    const actions = watch<readonly never[]>(offs(count))
    return chargedTwice(
      { ...sides, target: { ...sides.target, bound: new Map() } },
      { own: actions, actions },
    )
  },
  'what purchases announce': (count, productOf, watch) =>
    withStillBilled(watch(purchases(count, productOf)), {
      consolidation: watch(aConsolidation()),
      decided: watch(sources(count, productOf, 'left')),
      on: cutoverDay,
    }),
  'licences that have to suffice': (count, productOf, watch) => {
    const pools = Array.from(
      { length: count },
      (_, at): LicencePool => ({
        product: productOf(at),
        licence: `l-${productOf(at)}`,
        enabled: seats(5),
        consumed: seats(5),
      }),
    )
    const facts = {
      customer: aCustomer(),
      licences: watch({ kind: 'checked' as const, pools }),
      decided: watch(sources(count, productOf, 'reprovision')),
      actions: watch<readonly never[]>(purchases(count, productOf)),
      nameOf: String,
    }
    return [licenceChecks(facts), licenceFindings(facts)]
  },
  'what arrives for which line': (count, productOf, watch) => {
    const declared = lines(count, productOf)
    const binding = watch({ unbound: declared, bound: {} }) as unknown as Binding
    return arrivalsOf(aCustomer({ subscriptions: declared }), binding, {
      decided: watch(sources(count, productOf, 'transfer')),
      partner: aPartner({ name: central }),
      on: cutoverDay,
    })
  },
  // Red before: each line looked at all that has its seats, one after the other, and none of it was as declared.
  'what arrives for lines that differ from all of it': (count, productOf, watch) => {
    const declared = Array.from({ length: count }, (_, at) =>
      aDeclaredSubscription({
        key: `other-${at}`,
        product: productOf(at),
        seats: seats(5),
        ...(at % 3 === 0 && { partnerOfRecord: `reseller-${at}` }),
        ...(at % 3 === 1 && { nextTerm: { seats: seats(6 + at) } }),
        ...(at % 3 === 2 && { endOfTerm: 'cancel' as const }),
      }),
    )
    const binding = watch({ unbound: declared, bound: {} }) as unknown as Binding
    return arrivalsOf(aCustomer({ subscriptions: declared }), binding, {
      decided: watch(sources(count, productOf, 'transfer')),
      partner: aPartner({ name: central }),
      on: cutoverDay,
    })
  },
  'the transfers, and what is told once they arrived': (count, productOf, watch) => {
    const decided = watch(sources(count, productOf, 'transfer'))
    const transfers = transfersOf({
      customer: aCustomer(),
      consolidation: aConsolidation(),
      decided,
      living: [],
      on: cutoverDay,
      after: [],
      needsAgreement: false,
    })
    const renewals = decided.map(({ subscription }) => ({
      subscription: watch<LiveSubscription>(subscription),
    }))
    // Nothing of a renewal is made here: those that no transfer brings are left out after they were looked for.
    return arrivingRenewalActions(watch(transfers.slice(0, 0)), renewals as never)
  },
}

describe.each(Object.entries(products))('subscriptions %s', (_, productOf) => {
  it.each(Object.entries(works))('are looked at once or a few times each: %s', (_name, work) => {
    const readsFor = (count: number) => {
      const { watch, reads } = counter()
      work(count, productOf, watch)
      return reads()
    }
    const [few, many] = [readsFor(60), readsFor(240)]
    expect(few).toBeGreaterThan(60)
    // Four times as many: a square would be sixteen times as much.
    expect(many / few).toBeLessThan(6)
  })
})
