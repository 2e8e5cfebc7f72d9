import { describe, expect, it } from 'vitest'
import { salvaged } from '../../../engine/journal/salvage.ts'

const onlyPlanLost = (kept: number, intact: number) =>
  salvaged('20261207T050000Z-aaaaaaaa', { entries: [], kept, intact, isWhole: false }).isOnlyPlanLost

describe('a journal of which no entry can be read', () => {
  // Was red: it held up every customer, where a tool had written one line that is as it was written and no entry.
  it('has lost its plan alone where its one line is as it was written: nothing was begun after it', () => {
    expect(onlyPlanLost(1, 1)).toBe(true)
  })

  it.each([
    ['one line that is not as it was written', 1, 0],
    ['no line at all', 0, 0],
    ['two lines', 2, 2],
  ])('may have lost anything: %s', (_, kept, intact) => {
    expect(onlyPlanLost(kept, intact)).toBe(false)
  })
})
