/** Licence safety while a plan is carried out (T21): the gate asks the directory about what is still to go, not about what has gone. */
import { expect, test } from 'vitest'
import { seats } from '../../../engine/model/ids.ts'
import type { Actual } from '../../../engine/model/live.ts'
import { aPlan, mail, present } from '../../support/builders/index.ts'
import { licenceOf } from '../../support/licences.ts'
import { aStage, statesOf, untilDeath } from './harness.ts'
import { actionId, bianchi, tinyActual, tinyDesired } from './tiny-world.ts'

/** All of Bianchi's 17 licences, or as many as said, are in use. */
function inUse(consumed: number): Actual {
  const pool = { product: mail, licence: licenceOf(mail), enabled: seats(17), consumed: seats(consumed) }
  return {
    ...tinyActual,
    customers: tinyActual.customers.map(entry =>
      entry.tenant === bianchi && entry.partner === 'central'
        ? { ...entry, licences: present([pool]) }
        : entry,
    ),
  }
}

test('a run that died between two switch-offs goes on with the second: the first has left the pool already', async () => {
  const actual = inUse(17)
  const plan = aPlan({ desired: tinyDesired, actual })
  for (const moment of ['before send', 'after commit', 'after answer'] as const)
    for (const ending of ['b-it', 'b-de']) {
      const off = actionId('subscription.suspend', ending, plan)
      const stage = aStage({ plan, actual })
      stage.tenants.script({ action: off, moment, how: 'crash' })
      expect(await untilDeath(stage.apply({ width: 1 }))).toBe('died')
      stage.tenants.restart()
      const verdict = await stage.resume()
      expect(verdict.diagnostics, `${moment} ${ending}`).toEqual([])
      expect(statesOf(verdict)[off]).toMatch(/done|adopted/)
    }
})

test('one more user than there were licences keeps the gate shut', async () => {
  const plan = aPlan({ desired: tinyDesired, actual: inUse(17) })
  const stage = aStage({ plan, actual: inUse(17) })
  stage.tenants.onPerform(() => {
    stage.tenants.change(entry =>
      entry.licences.kind === 'present'
        ? {
            ...entry,
            licences: present(entry.licences.value.map(pool => ({ ...pool, consumed: seats(18) }))),
          }
        : entry,
    )
  })
  const states = statesOf(await stage.apply())
  expect([
    states[actionId('gate.customer', bianchi, plan)],
    states[actionId('subscription.suspend', 'b-it', plan)],
    states[actionId('subscription.suspend', 'b-de', plan)],
  ]).toEqual(['stale', 'skipped: depends on', 'skipped: depends on'])
})
