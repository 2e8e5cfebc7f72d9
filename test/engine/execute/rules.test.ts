/**
 * Rules of docs/rules.md that are kept while a plan is carried out: T11, T13, T15. Each was seen red with its rule broken by
 * hand.
 */
import { describe, expect, test } from 'vitest'
import { instant, type ProductKey } from '../../../engine/model/ids.ts'
import type { Actual, CatalogueActual } from '../../../engine/model/live.ts'
import { digestOfDesired } from '../../../engine/plan/digest.ts'
import { requestIdOf } from '../../../engine/plan/request-id.ts'
import { aPartner, aPrice, mail, prices, suite } from '../../support/builders/index.ts'
import { aStage, statesOf, untilDeath } from './harness.ts'
import { actionId, rossi, tinyActual, tinyDesired, tinyPlan } from './tiny-world.ts'

const createMail = actionId('subscription.create', '1/mail')
const createSuite = actionId('subscription.create', '1/suite')

/** The catalogue of the tiny world, until somebody takes something off the market. */
function withdrawable(): { readonly actual: Actual; withdraw(product: ProductKey): void } {
  let catalogue: readonly CatalogueActual[] = tinyActual.catalogue
  return {
    actual: {
      ...tinyActual,
      get catalogue() {
        return catalogue
      },
    },
    withdraw(product) {
      catalogue = catalogue.map(entry =>
        entry.product === product && entry.item.kind === 'present'
          ? { ...entry, item: { kind: 'present', value: { ...entry.item.value, purchasable: false } } }
          : entry,
      )
    },
  }
}

describe('T11: a plan whose world moved', () => {
  test('writes nothing, where it moved before the first write', async () => {
    const { actual, withdraw } = withdrawable()
    withdraw(suite)
    const stage = aStage({ actual })
    expect((await stage.apply()).kind).toBe('stale')
    expect(stage.tenants.sent).toEqual([])
  })

  test('is stale on any day but its own, and never too late to end a pair that is bought', async () => {
    const stage = aStage()
    stage.tenants.script({
      action: actionId('subscription.suspend', 'b-it'),
      moment: 'before send',
      how: 'crash',
    })
    expect(await untilDeath(stage.apply({ width: 1 }))).toBe('died')
    stage.tenants.restart()
    stage.tenants.setClock(instant('2026-12-20T09:00:00Z'))
    const later = aStage({ at: instant('2026-12-20T09:00:00Z') })
    expect((await later.apply()).kind).toBe('stale')
    const resumed = statesOf(await stage.resume())
    expect([
      resumed[actionId('subscription.suspend', 'b-it')],
      resumed[actionId('subscription.suspend', 'b-de')],
    ]).toEqual(['done', 'done'])
  })
})

describe('T13: what is to be bought', () => {
  test('is looked up again just before it is ordered: withdrawn meanwhile, it stops as stale, and only that', async () => {
    const { actual, withdraw } = withdrawable()
    const stage = aStage({ actual })
    stage.tenants.onPerform(action => {
      if (action.id !== createMail) return
      withdraw(suite)
      stage.tenants.setClock(instant('2026-12-07T09:00:00Z'))
    })
    const verdict = await stage.apply({ width: 1 })
    const states = statesOf(verdict)
    expect(verdict.kind).toBe('partial')
    expect([states[createMail], states[createSuite]]).toEqual(['done', 'stale'])
    expect(stage.tenants.sent.some(entry => entry.action === createSuite)).toBe(false)
    // Nothing of the customer is switched off, and the other customers are done.
    expect(
      stage.tenants.sent.filter(
        entry => entry.action.startsWith('subscription.suspend') && entry.action.includes(rossi),
      ),
    ).toEqual([])
    expect(states[actionId('subscription.suspend', 'b-it')]).toBe('done')
  })

  test('for a price that is known and has changed since is another plan: stale, with nothing written', async () => {
    const withPrice = (price: string) =>
      digestOfDesired({
        ...tinyDesired,
        partners: tinyDesired.partners.map(partner =>
          partner.name === 'central'
            ? aPartner({ prices: [aPrice({ product: mail, price }), ...prices.slice(1)] })
            : partner,
        ),
      })
    expect(withPrice('3.60')).toBe(tinyPlan.desired)
    const stage = aStage()
    expect((await stage.apply({ desiredDigest: withPrice('3.61') })).kind).toBe('stale')
    expect(stage.tenants.sent).toEqual([])
  })
})

describe('T15: an order', () => {
  const moments = ['before send', 'after cart', 'after commit', 'after answer'] as const

  test.each(moments)(
    'cut off %s is made once, under the id that plan, action and attempt give it',
    async moment => {
      const stage = aStage()
      stage.tenants.script({ action: createMail, moment, how: 'crash' })
      expect(await untilDeath(stage.apply({ width: 1 }))).toBe('died')
      // Durable before anything left: the id stands in the journal of the run that died.
      const [summary] = await stage.store.list()
      const began = (await stage.store.read(summary?.apply ?? '')).find(
        entry => entry.kind === 'action.began' && entry.action === createMail,
      )
      const requestId = requestIdOf(tinyPlan.id, createMail, 1)
      expect(began).toMatchObject({ attempt: 1, requestId })
      stage.tenants.restart()
      expect((await stage.resume()).kind).toBe('done')
      const sent = stage.tenants.sent.filter(entry => entry.action === createMail)
      expect(sent.filter(entry => !entry.replayed)).toHaveLength(1)
      expect([...new Set(sent.map(entry => entry.requestId))]).toEqual([requestId])
    },
  )

  test('is known by its id even where the journal is lost, and is not made again', async () => {
    const stage = aStage()
    stage.tenants.script({ action: createMail, moment: 'after commit', how: 'crash' })
    expect(await untilDeath(stage.apply({ width: 1 }))).toBe('died')
    stage.tenants.restart()
    const again = await stage.apply({ store: stage.tenants.mortal(aStage().store) })
    expect(again.kind).toBe('done')
    const sent = stage.tenants.sent.filter(entry => entry.action === createMail)
    expect(sent.filter(entry => !entry.replayed)).toHaveLength(1)
  })
})
