/**
 * Kind of write × what goes wrong × when, over real HTTP: each ends as planned, once. Every cell with TENANTFORM_FULL=1; otherwise
 * each write meets one fault, each kind of sending one kill, and each fault and each moment some write, a fixed choice.
 */
import { expect, test } from 'vitest'
import { carryThrough } from './a-run.ts'
import { faults } from './every-fault.ts'
import { type OneWrite, oneOfEach } from './one-of-each.ts'
import type { Fault, Scenario, Trouble } from './scenario.ts'
import { noTotals } from './totals.ts'

const everything = process.env['TENANTFORM_FULL'] === '1'

const kills = ['before-send', 'after-answer'].flatMap(moment =>
  (['nothing', 'the journal'] as const).map(loses => ({ moment, loses })),
)

function scenarioOf({ wish }: OneWrite, trouble: Trouble, scripted: readonly Fault[]): Scenario {
  return { seed: 0, wish, faults: scripted, turns: [{ trouble, next: 'resume' }], width: 1 }
}

const faultCells = oneOfEach.flatMap((write, row) =>
  faults.filter((_, column) => everything || row % faults.length === column).map(fault => ({ write, fault })),
)

test.each(faultCells)('$write.name, met by $fault.do, ends as planned', async ({ write, fault }) => {
  const totals = noTotals()
  const { do: kind, times, ...more } = fault
  await carryThrough(
    scenarioOf(write, { kind: 'none' }, [{ match: write.match, do: kind, times, ...more }]),
    totals,
  )
  expect(totals.actions[write.kind]).toBeGreaterThanOrEqual(1)
})

const killed = oneOfEach.filter(write => everything || write.isLikeAnother !== true)
const killCells = killed.flatMap((write, row) =>
  kills
    .filter((_, column) => everything || row % kills.length === column)
    .map(({ moment, loses }) => ({ write, moment, loses })),
)

test.each(killCells)(
  '$write.name, killed $moment with $loses lost, ends as planned',
  async ({ write, moment, loses }) => {
    const totals = noTotals()
    const trouble = { kind: 'kill', at: `${moment}:${write.position}`, loses } as const
    await carryThrough(scenarioOf(write, trouble, []), totals)
    expect(totals.kills).toBe(1)
  },
)
