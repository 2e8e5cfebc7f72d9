/** A base and its add-ons in a source are never parted (T22): every method for one beside every method for the other, told from what the plan does. */
import { expect, test } from 'vitest'
import { instant, type ProductKey, productKey, seats, subscriptionId } from '../../../../engine/model/ids.ts'
import type { Plan } from '../../../../engine/plan/plan.ts'
import {
  addOn,
  aLeftBehind,
  aMethodRule,
  type LiveSubscriptionFacts,
  premium,
  suite,
} from '../../../support/builders/index.ts'
import { actionLines } from '../../../support/plan-shape.ts'
import { planned } from '../../../support/story.ts'

const calls = productKey('CFQ7TTC0CALL:0001')
const open = instant('2026-12-10T06:00:00Z')
const modern = { cancellableUntil: open, refundable: [{ seats: seats(5), until: open }] }

const states: readonly LiveSubscriptionFacts[] = [
  {},
  { status: 'suspended' },
  { status: 'deleted' },
  { status: 'unknown:paused' },
  { trial: true },
  { autoRenew: false, cancelsAtTermEnd: true },
  { termEndsAt: instant('2026-12-30T23:59:59Z') },
  { termEndsAt: null },
  { cancellableUntil: null },
]
const ways = ['leave', 'transfer', 'repurchase', 'lapse', 'manual', 'nowhere'] as const
type Way = (typeof ways)[number]

test.each([
  ['new commerce', premium, calls],
  ['legacy', suite, addOn],
])('no plan parts %s', (_, baseProduct, addOnProduct) => {
  const counts = { plans: 0, written: 0, blocked: 0 }
  const commerce = baseProduct === premium ? modern : {}
  for (const baseWay of ways)
    for (const addOnWay of ways)
      for (const base of states)
        for (const other of states) {
          const chosen = { 's-1': baseWay, 's-2': addOnWay }
          const isIn = (way: Way) => way !== 'leave' && way !== 'nowhere'
          const rule = (way: Way, product: ProductKey) =>
            way === 'leave' || way === 'nowhere' ? [] : [aMethodRule({ when: { product }, method: way })]
          const plan = planned({
            declared: [
              ...(isIn(baseWay) ? [{ key: 'base', product: baseProduct }] : []),
              ...(isIn(addOnWay) ? [{ key: 'calls', product: addOnProduct, addOnTo: 'base' }] : []),
            ],
            italy: [
              { id: 's-1', name: 'base', product: baseProduct, ...commerce, ...base },
              {
                id: 's-2',
                name: 'calls',
                product: addOnProduct,
                parent: subscriptionId('s-1'),
                ...commerce,
                ...other,
              },
            ],
            consolidation: {
              methods: [...rule(baseWay, baseProduct), ...rule(addOnWay, addOnProduct)],
              leave: Object.entries(chosen).flatMap(([id, way]) =>
                way === 'leave' ? [aLeftBehind({ subscription: subscriptionId(id) })] : [],
              ),
            },
          })
          counts.plans += 1
          if (plan.actions.length > 0) counts.written += 1
          if (plan.customers[0]?.state === 'blocked') counts.blocked += 1
          const name = JSON.stringify([chosen, base, other, actionLines(plan)])
          expect([name, ...partings(plan, other)]).toEqual([name])
        }
  expect(counts.plans).toBe(2916)
  expect([counts.written > 50, counts.blocked > 500]).toEqual([true, true])
})

/** What a plan does to one of the two and not to the other, although that one runs. */
function partings(plan: Plan, other: LiveSubscriptionFacts): readonly string[] {
  const steps = (id: string) =>
    plan.actions.flatMap(action => {
      if (action.kind === 'subscription.transfer' && action.items.some(item => item.subscription === id))
        return ['transfer']
      return 'subscription' in action && action.partner === 'italy' && action.subscription === id
        ? [action.kind]
        : []
    })
  const [base, addOn] = [steps('s-1'), steps('s-2')]
  const isOff = other.status === 'suspended' || other.status === 'deleted'
  const isEnding = other.cancelsAtTermEnd === true
  const isTold = (kinds: readonly string[]) => kinds.includes('subscription.change-renewal')
  const found: string[] = []
  if (base.length > 0 && addOn.length === 0 && !isOff && !(isTold(base) && isEnding)) found.push('base alone')
  if (addOn.includes('transfer') && !base.includes('transfer')) found.push('add-on transferred alone')
  return found
}
