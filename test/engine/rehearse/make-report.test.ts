import { describe, expect, it } from 'vitest'
import { instant } from '../../../engine/model/ids.ts'
import { accountRequests } from '../../../engine/rehearse/account-requests.ts'
import type { SentRequest } from '../../../engine/rehearse/copy.ts'
import { spreadOf } from '../../../engine/rehearse/make-report.ts'
import { stagesOf } from '../../../engine/rehearse/stages.ts'
import { aConsolidation, aDesired, aWave } from '../../support/builders/index.ts'

const sent = (at: string, facts: Partial<SentRequest> = {}): SentRequest => ({
  at: instant(`2026-12-07T${at}Z`),
  partner: 'italy',
  family: 'order',
  wasThrottled: false,
  ...facts,
})

describe('requests of an account', () => {
  it('are counted by the hour, and by the busiest minute of one kind of resource', () => {
    expect(
      accountRequests([
        sent('06:59:59'),
        sent('06:59:01', { family: 'customer' }),
        sent('07:00:00', { wasThrottled: true }),
        sent('07:00:30'),
        sent('07:00:59.999'),
        sent('07:01:00'),
        sent('06:00:00', { partner: 'central' }),
      ]),
    ).toEqual([
      {
        partner: 'central',
        requests: 1,
        throttled: 0,
        hours: [{ hour: '2026-12-07T06:00:00Z', requests: 1 }],
        busiestMinute: 1,
      },
      {
        partner: 'italy',
        requests: 6,
        throttled: 1,
        hours: [
          { hour: '2026-12-07T06:00:00Z', requests: 2 },
          { hour: '2026-12-07T07:00:00Z', requests: 4 },
        ],
        busiestMinute: 3,
      },
    ])
  })
})

describe('a spread', () => {
  it.each([
    { figures: [7], spread: { least: 7, middle: 7, most: 7 } },
    { figures: [30, 10, 20], spread: { least: 10, middle: 20, most: 30 } },
    { figures: [40, 10, 30, 20], spread: { least: 10, middle: 20, most: 40 } },
  ])('of $figures has a middle that was seen', ({ figures, spread }) => {
    expect(spreadOf(figures)).toEqual(spread)
  })
})

describe('the stages of a cutover', () => {
  const waves = ['late', 'early'].map(name => aWave({ name, needs: name === 'late' ? 'early' : null }))
  const desired = aDesired({
    consolidations: [aConsolidation({ name: 'emea', waves }), aConsolidation({ name: 'apac' })],
  })

  it('are the waves, needed ones first, and then the rest', () => {
    const named = (consolidation: string | null) =>
      stagesOf(desired, consolidation).map(stage => [stage.consolidation, stage.wave])
    const emea = [
      ['emea', 'early'],
      ['emea', 'late'],
      ['emea', null],
    ]
    expect({ all: named(null), one: named('emea') }).toEqual({ all: [...emea, ['apac', null]], one: emea })
  })

  it('are one where nothing is consolidated', () => {
    expect(stagesOf(aDesired({ consolidations: [] }), null)).toEqual([
      { consolidation: null, wave: null, window: null },
    ])
  })
})
