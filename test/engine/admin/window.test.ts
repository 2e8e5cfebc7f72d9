/**
 * A cutover window keeps purchases together; it stops new creates only (T11). Delegated administration buys nothing, and is carried out whenever
 * somebody applies it, its end too.
 */
import { expect, test } from 'vitest'
import { utcDate } from '../../../engine/model/ids.ts'
import { adminStage, declaring, given, planOf } from './stage.ts'

const closed = { from: utcDate('2026-11-01'), to: utcDate('2026-11-02'), utcHours: null, freezeDays: [] }

test('it is carried out outside the window of the consolidation, and a later one does not wait', async () => {
  const open = declaring({ endInSources: true })
  const desired = {
    ...open,
    consolidations: open.consolidations.map(entry => ({ ...entry, window: closed })),
  }
  const actual = [given.active, given.old]
  const plan = planOf(desired, actual)
  const stage = adminStage(desired, { actual })
  expect([plan.window, await stage.apply(plan)]).toMatchObject([null, { kind: 'done' }])
  expect(stage.graph.effects.map(effect => effect.split(' ')[0])).toEqual(['assign', 'assign', 'terminate'])
})
