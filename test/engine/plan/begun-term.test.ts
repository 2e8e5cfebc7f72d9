/** Once a declared next term has begun, the line counts as what that term says, in a move, in a change and in an import. */
import { expect, test } from 'vitest'
import { notDeclared } from '../../../engine/execute/facts/declared.ts'
import { customerUpdate } from '../../../engine/inventory/customer-update.ts'
import { seats } from '../../../engine/model/ids.ts'
import {
  aCustomer,
  aDeclaredSubscription,
  aDesired,
  aLiveSubscription,
  aMapping,
  central,
  mailNce,
  premium,
} from '../../support/builders/index.ts'
import { actionLines, blockers } from '../../support/plan-shape.ts'
import { planned } from '../../support/story.ts'

const begun = { product: mailNce, seats: seats(20), nextTerm: { seats: seats(15) } }
const living = [{ id: 't-1', name: 'mail', product: mailNce, seats: 15 }] as const
const consolidation = { map: [aMapping()] }

test('the seats of a move are held against those of the term that has begun', () => {
  // Was red: "20 declared, 15 after: ok".
  const plan = planned({ declared: [begun], living, italy: [{ seats: 5 }], consolidation })
  const [line] = plan.customers[0]?.seats ?? []
  expect([line?.declared, line?.onTargetAfter, line?.switchedOff, line?.verdict]).toEqual([15, 15, 5, 'ok'])
  expect(actionLines(plan)).toEqual(['gate', 'suspend s-1 italy'])
})

test('where they are too few, it is said which of the two numbers counts', () => {
  const plan = planned({ declared: [begun], living, italy: [{ seats: 18 }], consolidation })
  expect(blockers(plan)).toEqual(['FEWER_SEATS'])
  const [found] = plan.customers[0]?.blockedBy ?? []
  expect(found?.detail).toMatch(
    /18 seats would be switched off; 15 are declared, and the target would have 15\.$/,
  )
  expect(found?.remedies).toEqual([
    {
      kind: 'edit',
      what: 'the next term of `mail` has begun: take out its `nextTerm:` and raise `seats:` to 18 in all, or write `fewerSeats: acknowledged`',
    },
  ])
})

const asAnother = { product: premium, seats: seats(20), nextTerm: { product: mailNce, seats: seats(15) } }

test('what has become the next product is bought by no later plan, and its name is still managed', () => {
  const named = { ...asAnother, friendlyName: 'Posta nuova' }
  const story = { declared: [named], italy: [] as const, living }
  const plan = planned(story)
  expect([actionLines(plan), blockers(plan)]).toEqual([['rename t-1 mail→Posta nuova central'], []])
  const desired = aDesired({ customers: [aCustomer({ subscriptions: [aDeclaredSubscription(named)] })] })
  expect(notDeclared(plan, desired)).toEqual([])
})

test('an import writes it as it is, without a next term', () => {
  const declared = aCustomer({ subscriptions: [aDeclaredSubscription(asAnother)] })
  const live = living.map(facts => aLiveSubscription({ partner: central, ...facts }))
  const { changes } = customerUpdate({
    declared,
    row: { partner: central, tenant: declared.tenant, name: declared.name, domain: '' },
    live,
    text: '',
    keepsPlannedLines: false,
  })
  expect(changes).toEqual([
    `\`mail\`: product is ${mailNce}`,
    '`mail`: seats is 15',
    '`mail`: nextTerm is not so any more',
    '`mail`: subscriptionId is t-1',
  ])
})

test('an import of what was upgraded by hand changes the line of that name', () => {
  const declared = aCustomer({
    subscriptions: [aDeclaredSubscription({ product: premium, seats: seats(15) })],
  })
  const live = living.map(facts => aLiveSubscription({ partner: central, ...facts }))
  const { changes } = customerUpdate({
    declared,
    row: { partner: central, tenant: declared.tenant, name: declared.name, domain: '' },
    live,
    text: '',
    keepsPlannedLines: false,
  })
  expect(changes).toEqual([`\`mail\`: product is ${mailNce}`, '`mail`: subscriptionId is t-1'])
})
