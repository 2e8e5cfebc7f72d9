/** A subscription that was told to end with its term, and is charged for the days after it all the same (T23). */
import { expect, test } from 'vitest'
import type { OwnWrite } from '../../../engine/activity/own-steps.ts'
import { currency, decimal, instant, utcDate } from '../../../engine/model/ids.ts'
import type { InvoiceLine } from '../../../engine/model/invoice.ts'
import { reconcile } from '../../../engine/reconcile/reconcile.ts'
import { premium, tenant } from '../../support/builders/index.ts'
import { planned } from '../../support/story.ts'

/** Ten seats whose term ends on 14 March 2027. */
function told(endOfTerm: 'cancel' | 'renew', began = '2026-12-07T09:00:00Z'): OwnWrite {
  const living = {
    id: 's-1',
    product: premium,
    name: 'office',
    seats: 10,
    ...(endOfTerm === 'renew' && { autoRenew: false, cancelsAtTermEnd: true }),
  }
  const plan = planned({
    italy: [],
    consolidation: { from: [] },
    living: [living],
    declared: [{ key: 'office', product: premium, seats: 10, endOfTerm }],
  })
  const [action] = plan.actions.flatMap(entry =>
    entry.kind === 'subscription.change-renewal' ? [entry] : [],
  )
  if (action === undefined) throw new Error('nothing is told about the end of the term')
  return {
    apply: 'a',
    plan: plan.id,
    who: 'me',
    madeIn: plan.madeIn,
    action,
    customerName: 'Panificio Rossi',
    began: instant(began),
    ended: instant(began),
    outcome: 'done',
    subscription: action.subscription,
    requestId: 'r',
    correlationIds: ['c'],
    plannedFrom: null,
    carriedOutFrom: null,
  }
}

function row(from: string, lastDay: string, amount: string, chargeType: string): InvoiceLine {
  const { action, subscription } = told('cancel')
  return {
    partner: action.partner,
    invoice: 'G1',
    customer: tenant(),
    customerName: 'Panificio Rossi',
    subscription,
    chargeType,
    from: utcDate(from),
    lastDay: utcDate(lastDay),
    amount: decimal(amount),
    currency: currency('EUR'),
    quantity: 10,
    product: premium,
    productName: 'Business Premium',
  }
}
const running = row('2027-02-15', '2027-03-14', '186.00', 'cycleCharge')
const renewed = row('2027-03-15', '2027-04-14', '186.00', 'renew')

const judged = (writes: readonly OwnWrite[], rows: readonly InvoiceLine[]) =>
  reconcile(writes, rows).lines.map(
    line => `${line.verdict} from ${line.from} ${line.seen?.amount} ${line.seen?.currency}`,
  )

test('that renewed, or went on by the month, is said with what it was charged', () => {
  expect(judged([told('cancel')], [running, renewed])).toEqual([
    'charged after switch-off from 2027-03-15 186.00 EUR',
  ])
  const extended = row('2027-03-15', '2027-04-14', '228.70', 'extendTerm')
  expect(judged([told('cancel')], [running, extended])).toEqual([
    'charged after switch-off from 2027-03-15 228.70 EUR',
  ])
})

test('that ended is not mentioned, nor one whose renewal was given back', () => {
  expect(judged([told('cancel')], [running])).toEqual([])
  const back = row('2027-03-15', '2027-04-14', '-186.00', 'cancelImmediate')
  expect(judged([told('cancel')], [back, running, renewed])).toEqual([])
})

test('counts as it was told last', () => {
  const later = told('renew', '2026-12-09T09:00:00Z')
  expect(judged([told('cancel'), later], [running, renewed])).toEqual([])
  const first = told('renew', '2026-12-05T09:00:00Z')
  expect(judged([first, told('cancel')], [running, renewed])).toHaveLength(1)
})
