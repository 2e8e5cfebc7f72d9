import { expect, it } from 'vitest'
import type { OwnWrite } from '../../../engine/activity/verify.ts'
import {
  currency,
  decimal,
  instant,
  subscriptionId,
  type UtcDate,
  utcDate,
} from '../../../engine/model/ids.ts'
import type { InvoiceLine } from '../../../engine/model/invoice.ts'
import { reconcile } from '../../../engine/reconcile/reconcile.ts'
import { planned } from '../../support/story.ts'

/** A switch-off whose credit is unknown, for there is no price list; or that of a trial. */
function switchOff({ trial }: { readonly trial: boolean }): OwnWrite {
  const plan = planned(trial ? { italy: [{ trial: true }], declared: [] } : {})
  const [found] = plan.actions.flatMap(entry => (entry.kind === 'subscription.suspend' ? [entry] : []))
  const action = found as NonNullable<typeof found> // both stories end with one
  const effect = trial
    ? action.effect
    : { ...action.effect, credit: { kind: 'unknown', why: 'no price list' } as const }
  return {
    apply: 'a',
    plan: plan.id,
    who: 'me',
    action: { ...action, effect },
    customerName: 'Panificio Rossi',
    began: instant('2026-12-07T07:00:00Z'),
    ended: instant('2026-12-07T07:00:01Z'),
    outcome: 'done',
    subscription: action.subscription,
    requestId: 'r',
    correlationIds: ['c'],
  }
}

function aLine(write: OwnWrite, facts: Partial<InvoiceLine>): InvoiceLine {
  return {
    partner: write.action.partner,
    invoice: 'D1',
    customer: null,
    customerName: '',
    subscription: write.subscription,
    chargeType: '',
    from: utcDate('2026-12-01'),
    lastDay: utcDate('2026-12-31'),
    amount: decimal('18'),
    currency: currency('EUR'),
    ...facts,
  }
}

const verdictsOf = (write: OwnWrite, lines: readonly InvoiceLine[]) =>
  reconcile([write], lines).lines.map(line => line.verdict)
const january: { readonly from: UtcDate; readonly lastDay: UtcDate } = {
  from: utcDate('2027-01-01'),
  lastDay: utcDate('2027-01-31'),
}

it('misses no credit of a trial, which costs nothing', () => {
  const trial = switchOff({ trial: true })
  expect(verdictsOf(trial, [aLine(trial, { subscription: subscriptionId('other') })])).toEqual(['matched'])
})

it('misses a credit whose amount is unknown only where its days were charged', () => {
  const write = switchOff({ trial: false })
  expect(verdictsOf(write, [aLine(write, { subscription: subscriptionId('other') })])).toEqual([
    'not predicted',
  ])
  expect(verdictsOf(write, [aLine(write, {})])).toEqual(['missing credit'])
  expect(verdictsOf(write, [aLine(write, january)])).toEqual(['not predicted', 'charged after switch-off'])
})
