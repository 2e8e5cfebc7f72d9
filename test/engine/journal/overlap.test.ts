/** Days charged on both sides, by the instants of a journal (T11): whatever delays a switch-off, what it costs is said. */
import { expect, test } from 'vitest'
import { overlapText } from '../../../cmd/report/result-text.ts'
import type { CostOf } from '../../../engine/journal/overlap.ts'
import { type Currency, type Decimal, instant } from '../../../engine/model/ids.ts'
import { aStage, untilDeath } from '../execute/harness.ts'
import { actionId, rossi, tinyPlan } from '../execute/tiny-world.ts'

/** A euro a day, whatever it is. */
const costOf: CostOf = (_, { from, until }) => ({
  kind: 'known',
  currency: 'EUR' as Currency,
  amount: `${(Date.parse(until) - Date.parse(from)) / 86_400_000}.00` as Decimal,
})
const mailPair = {
  customer: rossi,
  name: 'Panificio Rossi',
  partner: 'italy',
  subscription: 'r-mail',
  productName: tinyPlan.actions.flatMap(action =>
    action.kind === 'subscription.suspend' && action.subscription === 'r-mail' ? [action.productName] : [],
  )[0],
  from: '2026-12-07',
  until: '2026-12-09',
  days: 2,
  money: { kind: 'known', amount: '2.00', currency: 'EUR' },
}
const first = actionId('subscription.suspend', 'r-calls')

test('nothing is said of pairs that were switched on one day', async () => {
  const verdict = await aStage().apply({ costOf })
  expect([verdict.kind, verdict.result?.overlap]).toEqual(['done', undefined])
})

test('a day that ends while sources are being switched off is charged twice, and said in the result and in the journal', async () => {
  const stage = aStage()
  stage.tenants.onPerform(action => {
    if (action.id === first) stage.tenants.setClock(instant('2026-12-09T07:00:00Z'))
  })
  const verdict = await stage.apply({ width: 1, costOf })
  expect(verdict.result?.overlap?.find(pair => pair.subscription === mailPair.subscription)).toEqual(mailPair)
  const [{ apply } = { apply: '' }] = await stage.store.list()
  const ended = (await stage.store.read(apply)).at(-1)
  expect(ended).toMatchObject({ kind: 'apply.ended', overlap: verdict.result?.overlap })
})

test('a resume on a later day says it too, of what both runs ended, and unknown where no price is known', async () => {
  const stage = aStage()
  stage.tenants.script({
    action: actionId('subscription.suspend', 'r-suite'),
    moment: 'before send',
    how: 'crash',
  })
  expect(await untilDeath(stage.apply({ width: 1, costOf }))).toBe('died')
  stage.tenants.restart()
  stage.tenants.setClock(instant('2026-12-10T07:00:00Z'))
  const verdict = await stage.resume()
  const late = verdict.result?.overlap?.find(pair => pair.subscription === 'r-suite')
  expect([late?.from, late?.until, late?.days, late?.money]).toEqual([
    '2026-12-07',
    '2026-12-10',
    3,
    { kind: 'unknown', why: 'no price list' },
  ])
})

test('a source that an earlier run had switched off already counts at most to the day on which that was seen', async () => {
  const stage = aStage()
  stage.tenants.script({
    action: actionId('subscription.suspend', 'r-suite'),
    moment: 'after commit',
    how: 'crash',
  })
  expect(await untilDeath(stage.apply({ width: 1, costOf }))).toBe('died')
  stage.tenants.restart()
  stage.tenants.setClock(instant('2026-12-10T07:00:00Z'))
  const verdict = await stage.resume({ costOf })
  const pair = verdict.result?.overlap?.find(one => one.subscription === 'r-suite')
  // Was red: three days and their money, for a source that was off on the first of them.
  expect(pair).toEqual({
    customer: rossi,
    name: 'Panificio Rossi',
    partner: 'italy',
    subscription: 'r-suite',
    productName: expect.any(String),
    from: '2026-12-07',
    until: '2026-12-10',
    days: 3,
    atMost: true,
    money: { kind: 'known', amount: '3.00', currency: 'EUR' },
  })
  expect(pair === undefined ? '' : overlapText({ ...pair, productName: 'Suite' })).toBe(
    'Suite of Panificio Rossi under italy, found switched off on 2026-12-10, since when is not known: at most 3 days from 2026-12-07 on, at most EUR 3.00',
  )
})

test('a purchase that a later resume finds was made on the day of the plan: its days are told from then', async () => {
  const stage = aStage()
  stage.tenants.script({
    action: actionId('subscription.create', '1/mail'),
    moment: 'after commit',
    how: 'crash',
  })
  expect(await untilDeath(stage.apply({ width: 1, costOf }))).toBe('died')
  stage.tenants.restart()
  stage.tenants.setClock(instant('2026-12-10T07:00:00Z'))
  const verdict = await stage.resume({ costOf })
  const row = verdict.result?.atRisk.find(({ customer }) => customer === rossi)
  // Was red: since the day on which it was found, and not a day of it told.
  expect([row?.since.slice(0, 10), row?.incurred?.days]).toEqual(['2026-12-07', 3])
})
