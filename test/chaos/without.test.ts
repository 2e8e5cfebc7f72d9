/** The suite must be able to say no: with a safety check of the product taken out of the build, it finds what the check prevents. */
import { beforeAll, expect, test } from 'vitest'
import { buildWithout } from '../support/built-command.ts'
import { carryThrough } from './a-run.ts'
import type { Scenario } from './scenario.ts'
import { noTotals } from './totals.ts'

const scenario: Scenario = {
  seed: 0,
  wish: {
    customers: [{ name: 'alpha', sources: [{ offer: 'mail', seats: 5 }] }],
    settings: { provisioningDelay: 'PT8M' },
  },
  faults: [],
  turns: [],
  width: 1,
}
const killed: Scenario = {
  ...scenario,
  turns: [{ trouble: { kind: 'kill', at: 'after-answer:2', loses: 'the journal' }, next: 'apply again' }],
}

beforeAll(() => buildWithout('gate', 'request-ids'))

test.each([
  ['the gate’s look', 'gate', scenario, 'earlySwitchOffs: 1'],
  ['request ids that a repeat shares', 'request-ids', killed, 'duplicates: 1'],
])('without %s it finds what goes wrong, and with it nothing does', async (_, check, given, found) => {
  await expect(carryThrough(given, noTotals(), check)).rejects.toThrow(found)
  await carryThrough(given, noTotals())
})
