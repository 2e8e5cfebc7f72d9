import { describe, expect, test } from 'vitest'
import { atRiskOf } from '../../../engine/execute/money/at-risk.ts'
import { type ActionRecord, untouched } from '../../../engine/journal/fold.ts'
import type { ActionId } from '../../../engine/model/ids.ts'
import { currency, decimal, instant } from '../../../engine/model/ids.ts'
import type { Amount } from '../../../engine/model/money.ts'
import type { Action } from '../../../engine/plan/action.ts'
import type { Plan } from '../../../engine/plan/plan.ts'
import { actionId, bianchi, rossi, tinyPlan } from './tiny-world.ts'

function done(at: string): ActionRecord {
  return { ...untouched, attempt: 1, outcome: { kind: 'done', evidence: { at: instant(at) } } }
}

function risk(records: readonly (readonly [ActionId, ActionRecord])[], plan: Plan = tinyPlan) {
  return atRiskOf({ plan, records: new Map(records) })
}

/** The plan with what each further day costs replaced, per source subscription. */
function priced(perDay: Readonly<Record<string, Amount>>): Plan {
  const price = (action: Action): Action => {
    if (action.kind !== 'subscription.suspend' || action.effect.overlap === undefined) return action
    const amount = perDay[action.subscription]
    return amount === undefined
      ? action
      : { ...action, effect: { ...action.effect, overlap: { ...action.effect.overlap, perDay: amount } } }
  }
  return { ...tinyPlan, actions: tinyPlan.actions.map(price) }
}

const money = (amount: string, code = 'EUR'): Amount => ({
  kind: 'known',
  amount: decimal(amount),
  currency: currency(code),
})
const bianchiBought = [actionId('subscription.create', '2/mail'), done('2026-12-07T09:00:00Z')] as const

describe('what is at risk', () => {
  test('is nothing while nothing was bought, and nothing once all sources are off', () => {
    expect(risk([])).toEqual([])
    expect(risk(tinyPlan.actions.map(action => [action.id, done('2026-12-07T09:00:00Z')] as const))).toEqual(
      [],
    )
  })

  test('is each customer bought for whose sources still run, since the first purchase', () => {
    const plan = priced({ 'b-it': money('1.20'), 'b-de': money('0.85') })
    expect(risk([bianchiBought], plan)).toEqual([
      { customer: bianchi, name: 'Bianchi', perDay: money('2.05'), since: '2026-12-07T09:00:00Z' },
    ])
    const off = [actionId('subscription.suspend', 'b-de'), done('2026-12-07T10:00:00Z')] as const
    expect(risk([bianchiBought, off], plan)).toMatchObject([{ customer: bianchi, perDay: money('1.20') }])
  })

  test('counts a switch-off nobody knows the end of as still running', () => {
    const unknown: ActionRecord = { ...untouched, attempt: 1, open: true }
    const plan = priced({ 'b-it': money('1.20'), 'b-de': money('0.85') })
    expect(risk([bianchiBought, [actionId('subscription.suspend', 'b-it'), unknown]], plan)).toMatchObject([
      { perDay: money('2.05') },
    ])
  })

  test('never adds currencies, and keeps what has no price apart from what has', () => {
    const noPrice: Amount = { kind: 'unknown', why: 'not in the price list' }
    expect(
      risk([bianchiBought], priced({ 'b-it': money('1.20'), 'b-de': money('0.85', 'CHF') })).map(
        row => row.perDay,
      ),
    ).toEqual([money('0.85', 'CHF'), money('1.20')])
    expect(
      risk([bianchiBought], priced({ 'b-it': money('1.20'), 'b-de': noPrice })).map(row => row.perDay),
    ).toEqual([money('1.20'), noPrice])
  })

  test('does not count a trial that nothing replaces', () => {
    expect(
      risk([[actionId('subscription.create', '1/mail'), done('2026-12-07T09:00:00Z')]]).map(
        row => row.customer,
      ),
    ).toEqual([rossi])
    const bought = ['1/mail', '1/suite', '1/calls'].map(
      key => [actionId('subscription.create', key), done('2026-12-07T09:00:00Z')] as const,
    )
    const off = ['r-mail', 'r-suite', 'r-calls'].map(
      id => [actionId('subscription.suspend', id), done('2026-12-07T09:00:00Z')] as const,
    )
    expect(risk([...bought, ...off])).toEqual([])
  })
})
