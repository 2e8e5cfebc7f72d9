import { describe, expect, test } from 'vitest'
import { statusOf } from '../../../engine/cutover/status.ts'
import { utcDate } from '../../../engine/model/ids.ts'
import { violationsOf } from '../../../schemas/validators.ts'
import { absent, aWave, azure, premium, unknown } from '../../support/builders/index.ts'
import { planned, type Story } from '../../support/story.ts'

const off = { status: 'suspended' as const }
const twin = { id: 't-1', name: 'mail' }
const away = { customer: absent, subscriptions: absent }

function row(story: Story) {
  const report = statusOf(planned(story))
  expect(violationsOf('Status', report)).toEqual([])
  const [found] = report.rows
  return [found?.standing, found?.next]
}

describe('a customer stands at', () => {
  test.each<[string, Story, string, string]>([
    ['not invited', { target: away }, 'not invited', 'partner'],
    ['invited', { target: away, customer: { invited: utcDate('2026-11-25') } }, 'invited', 'customer'],
    [
      'invited, with trouble of our own',
      { target: away, customer: { invited: utcDate('2026-11-25') }, italy: [{ product: premium }] },
      'invited',
      'partner',
    ],
    ['agreement missing', { target: { agreement: absent } }, 'agreement missing', 'partner'],
    ['unknown', { target: { agreement: unknown } }, 'unknown', 'partner'],
    ['blocked', { italy: [{ product: premium }] }, 'blocked', 'partner'],
    ['ready', {}, 'ready', 'partner'],
    ['moving', { living: [twin] }, 'moving', 'partner'],
    [
      'moved, while Microsoft has Azure to move',
      { living: [twin], italy: [off, { id: 's-2', product: azure }] },
      'moved',
      'Microsoft',
    ],
    ['verified', { living: [twin], italy: [off] }, 'verified', 'nobody'],
    [
      'verified, with Azure moved',
      { living: [twin], italy: [off, { id: 's-2', product: azure, ...off }] },
      'verified',
      'nobody',
    ],
    ['steady', { declared: [], italy: [off] }, 'steady', 'nobody'],
  ])('%s', (_, story, standing, next) => {
    expect(row(story)).toEqual([standing, next])
  })
})

test('a row says why, how many seats, by which methods, and what is at risk', () => {
  const report = statusOf(
    planned({ italy: [{}, { id: 's-2', product: premium, seats: 2 }], target: { agreement: absent } }),
  )
  expect(report.rows).toEqual([
    {
      customer: 'Panificio Rossi',
      tenant: '00000000-0000-4000-8000-000000000001',
      partner: 'central',
      consolidation: 'emea',
      wave: null,
      standing: 'agreement missing',
      invitedDays: null,
      next: 'partner',
      why: [
        'Microsoft 365 Business Premium (2 seats, s-2) under italy is new commerce: suspending it would cut users off and keep billing to 2027-03-14; still to be charged: EUR 121.20. It can be transferred: declare it under the target customer.',
        'Panificio Rossi has accepted central, but no customer agreement is confirmed there; orders would be refused.',
      ],
      seats: 5,
      onSources: 5,
      onTarget: 0,
      methods: [
        { method: 'blocked', count: 1 },
        { method: 'reprovision', count: 1 },
      ],
      atRisk: { known: [], unknown: 0 },
    },
  ])
  expect(report.totals).toEqual([{ standing: 'agreement missing', count: 1 }])
})

test('a wave is done when every accepted customer of it has moved', () => {
  const waves = { consolidation: { waves: [aWave()] } }
  const done = { consolidation: 'emea', wave: 'pilot', customers: 1 }
  expect(statusOf(planned({ ...waves })).waves).toEqual([{ ...done, accepted: 1, moved: 0, isDone: false }])
  expect(statusOf(planned({ ...waves, living: [twin], italy: [off] })).waves).toEqual([
    { ...done, accepted: 1, moved: 1, isDone: true },
  ])
  expect(statusOf(planned({ ...waves, target: away })).waves).toEqual([
    { ...done, accepted: 0, moved: 0, isDone: true },
  ])
})
