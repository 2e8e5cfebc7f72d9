import { describe, expect, test } from 'vitest'
import { flowsOf, seatFlows } from '../../../cmd/report/plan/plan-pictures.ts'
import { planText } from '../../../cmd/report/plan/plan-text.ts'
import { statusPage } from '../../../cmd/report/status-html.ts'
import { changesText } from '../../../cmd/report/status-text.ts'
import { changesBetween } from '../../../engine/cutover/changes.ts'
import { type StandingWitnesses, withSince } from '../../../engine/cutover/since.ts'
import { statusOf } from '../../../engine/cutover/status.ts'
import type { ActivityRecord } from '../../../engine/model/activity.ts'
import { instant, utcDate } from '../../../engine/model/ids.ts'
import type { Qualification } from '../../../engine/model/live.ts'
import {
  absent,
  aMethodRule,
  anItem,
  aWave,
  azure,
  central,
  italy,
  onSale,
  premium,
  present,
  tenant,
  unknown,
} from '../../support/builders/index.ts'
import { violationsOf } from '../../support/schemas.ts'
import { planned, type Story } from '../../support/story.ts'

const off = { status: 'suspended' as const }
const twin = { id: 't-1', name: 'mail' }
const azureThere = { id: 't-2', product: azure, name: 'usage' }
const away = { customer: absent, subscriptions: absent }

/** What is bought is for schools alone, and this became of the customer's requests to be taken for one. */
function forSchools(states: readonly Qualification['state'][]): Story {
  const qualifications = states.map(state => ({ segment: 'education', state }) as const)
  return {
    target: { qualifications: present(qualifications) },
    catalogue: [onSale('IT', anItem({ segment: 'education' }))],
  }
}

function row(story: Story) {
  const report = statusOf(planned(story))
  expect(violationsOf('Status', report)).toEqual([])
  const [found] = report.rows
  return [found?.standing, found?.next]
}

describe('S3: a customer stands at', () => {
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
    ['qualification missing', forSchools([]), 'qualification missing', 'partner'],
    ['qualification refused', forSchools(['denied']), 'qualification missing', 'partner'],
    [
      'qualification missing, while Microsoft looks at the request',
      forSchools(['in review']),
      'qualification missing',
      'Microsoft',
    ],
    [
      'qualification missing, with trouble of our own',
      { ...forSchools(['in review']), italy: [{}, { id: 's-2', product: premium }] },
      'qualification missing',
      'partner',
    ],
    [
      'agreement missing, before a qualification can be asked for',
      { ...forSchools([]), target: { agreement: absent, qualifications: present([]) } },
      'agreement missing',
      'partner',
    ],
    ['unknown', { target: { agreement: unknown } }, 'unknown', 'partner'],
    ['blocked', { italy: [{ product: premium }] }, 'blocked', 'partner'],
    [
      'blocked, while Microsoft reviews the account',
      { target: { account: present('under review') } },
      'blocked',
      'Microsoft',
    ],
    [
      'blocked, with an account under review and trouble of our own',
      { target: { account: present('under review') }, italy: [{}, { id: 's-2', product: premium }] },
      'blocked',
      'partner',
    ],
    [
      'blocked, for the account may not buy',
      { target: { account: present('not allowed') } },
      'blocked',
      'partner',
    ],
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
      { living: [twin, azureThere], italy: [off, { id: 's-2', product: azure, ...off }] },
      'verified',
      'nobody',
    ],
    [
      'moved, while Azure is active in both',
      { living: [twin, azureThere], italy: [off, { id: 's-2', product: azure }] },
      'moved',
      'Microsoft',
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
      held: 'blocked',
      invitedDays: null,
      since: null,
      next: 'partner',
      why: [
        'Microsoft 365 Business Premium (2 seats, s-2) under italy is new commerce: suspending it would cut users off and keep billing to 2027-03-14; still to be charged: EUR 121.20. It can be transferred: declare it under the target customer.',
        'Panificio Rossi has accepted central, but no customer agreement is confirmed there. The service would answer 403/13605.',
      ],
      remedies: [
        {
          kind: 'edit',
          what: 'declare it under the target customer, so that it is transferred, or name it under `leave:` with a reason',
        },
        {
          kind: 'ask',
          whom: 'the account manager',
          what: 'to have the Microsoft Customer Agreement confirmed under the new partner account',
        },
      ],
      seats: 5,
      onSources: 5,
      onTarget: 0,
      methods: [
        { method: 'blocked', count: 1 },
        { method: 'reprovision', count: 1 },
      ],
      sources: [
        { partner: 'italy', method: 'blocked', seats: 2 },
        { partner: 'italy', method: 'reprovision', seats: 5 },
      ],
      atRisk: { known: [], unknown: 0 },
      azure: null,
    },
  ])
  expect(report.totals).toEqual([{ standing: 'agreement missing', count: 1 }])
})

test('who was never invited is to be invited, and who was is to accept', () => {
  const remedies = (story: Story) => statusOf(planned(story)).rows.map(entry => entry.remedies)
  expect([
    remedies({ target: away }),
    remedies({ target: away, customer: { invited: utcDate('2026-11-25') } }),
  ]).toEqual([
    [
      [
        {
          kind: 'run',
          command: 'tenantform invite --target rossi.example',
          why: 'makes the mail that asks the customer for the relationship; accepting it is what comes next',
        },
      ],
    ],
    [
      [
        {
          kind: 'ask',
          whom: "the customer's global administrator",
          what: 'to accept the invitation of the new partner account',
        },
      ],
    ],
  ])
})

test('what holds a customer is the same on the board, on the page of the plan, and in its last line', () => {
  const both = (story: Story) => {
    const plan = planned(story)
    const { rows } = statusOf(plan)
    return [
      flowsOf(plan),
      seatFlows(rows),
      /\d+ customers? blocked[^·]*/.exec(
        planText(plan, { columns: Number.POSITIVE_INFINITY, colour: false }),
      )?.[0],
      statusPage(statusOf(plan)).lead,
    ]
  }
  const flow = (to: string, way: string, seats: number) => [{ from: 'italy', to, seats, way }]
  const same = (to: string, line: string, lead: string, way = 'stuck', seats = 5) => [
    flow(to, way, seats),
    flow(to, way, seats),
    line,
    lead,
  ]
  expect([
    both({ italy: [{}] }),
    both({ italy: [{}], target: away }),
    both({ italy: [{}], target: { agreement: absent } }),
    // Not accepted, and stopped by something else besides.
    both({ italy: [{}, { id: 's-2', product: premium, seats: 2 }], target: away }),
  ]).toEqual([
    same('central', '0 customers blocked ', 'Of 1 customer, 1 can move now.', 'moves'),
    same('waiting', '0 customers blocked, 1 waiting ', 'Of 1 customer, 1 has not accepted.'),
    same('waiting', '0 customers blocked, 1 waiting ', 'Of 1 customer, 1 waits for its agreement.'),
    same('blocked', '1 customer blocked ', 'Of 1 customer, 1 is blocked.', 'stuck', 7),
  ])
})

test('a wave is done when every accepted customer of it has moved', () => {
  const waves = { consolidation: { waves: [aWave()] } }
  const done = { consolidation: 'emea', wave: 'pilot', customers: 1 }
  expect(statusOf(planned({ ...waves })).waves).toEqual([{ ...done, accepted: 1, moved: 0, isDone: false }])
  expect(statusOf(planned({ ...waves, living: [twin], italy: [off] })).waves).toEqual([
    { ...done, accepted: 1, moved: 1, isDone: true },
  ])
  const lapse = { methods: [aMethodRule({ when: { commerce: 'nce' }, method: 'lapse' })] }
  const told = { product: premium, autoRenew: false, cancelsAtTermEnd: true }
  const lapsing = planned({
    consolidation: { ...waves.consolidation, ...lapse },
    declared: [{ product: premium }],
    italy: [told],
  })
  expect([lapsing.actions, statusOf(lapsing).waves]).toEqual([
    [],
    [{ ...done, accepted: 1, moved: 0, isDone: true }],
  ])
  // Was red: who has accepted and has no agreement was no customer of the wave.
  expect(statusOf(planned({ ...waves, target: { agreement: { kind: 'absent' } } })).waves).toEqual([
    { ...done, accepted: 0, moved: 0, isDone: false },
  ])
  expect(statusOf(planned({ ...waves, target: away })).waves).toEqual([
    { ...done, accepted: 0, moved: 0, isDone: true },
  ])
})

test('Azure usage is followed in both accounts, and told while Microsoft is not done', () => {
  const azureOf = (living: Story['living'], here: object) => {
    const [row] = statusOf(
      planned({ living: [twin, ...(living ?? [])], italy: [off, { id: 's-2', product: azure, ...here }] }),
    ).rows
    return [row?.azure, ...(row?.why ?? [])]
  }
  expect([azureOf([], {}), azureOf([azureThere], {}), azureOf([azureThere], off), azureOf([], off)]).toEqual([
    [
      'waiting for Microsoft',
      'Microsoft Azure (s-2) is active in italy and absent in central; Microsoft moves it.',
    ],
    ['active in both', 'Microsoft Azure (s-2) is active in italy and active in central; Microsoft moves it.'],
    ['moved'],
    ['over'],
  ])
})

describe('since when', () => {
  const record = (facts: Partial<ActivityRecord>): ActivityRecord => ({
    id: 'r',
    partner: central,
    at: instant('2026-12-01T10:00:00Z'),
    customer: tenant(1),
    customerName: null,
    user: null,
    application: null,
    resource: 'customer',
    operation: 'add_customer',
    status: 'succeeded',
    correlationId: null,
    subscriptions: [],
    before: null,
    after: null,
    ...facts,
  })
  const sinceOf = (story: Story, witnesses: Partial<StandingWitnesses>) =>
    withSince(statusOf(planned(story)), { records: [], writes: [], ...witnesses }).rows[0]?.since

  test('is told by the document, by the record of the acceptance, or by the journal', () => {
    const records = [record({}), record({ operation: 'create_agreement' }), record({ partner: italy })]
    const writes = [{ customer: tenant(1), at: instant('2026-12-07T09:00:00Z') }]
    expect([
      sinceOf({ target: away, customer: { invited: utcDate('2026-11-25') } }, { records, writes }),
      sinceOf({}, { records, writes }),
      sinceOf({ living: [twin], italy: [off] }, { records, writes }),
    ]).toEqual(['2026-11-25', '2026-12-01', '2026-12-07'])
  })

  test('is not guessed where nobody wrote it down', () => {
    expect([
      sinceOf({}, {}),
      sinceOf({ target: away }, {}),
      sinceOf({ living: [twin], italy: [off] }, {}),
    ]).toEqual([null, null, null])
  })
})

test('a board that is watched tells who stands elsewhere now, and not that a day has passed', () => {
  const invited = { target: away, customer: { invited: utcDate('2026-11-25') } }
  const before = statusOf(planned(invited))
  const nextDay = statusOf(planned({ ...invited, plan: { on: utcDate('2026-12-08') } }))
  const accepted = statusOf(planned({ customer: { invited: utcDate('2026-11-25') } }))
  expect([
    changesBetween(before, nextDay),
    changesText(changesBetween(before, accepted), accepted.at),
  ]).toEqual([[], '2026-12-07T07:00Z  Panificio Rossi  invited 12 days → ready · next: partner\n'])
})

test('lists waves after the ones that they need (they stood by name)', () => {
  const waves = [aWave({ name: 'a-last', needs: 'b-first' }), aWave({ name: 'b-first' })]
  const plan = planned({ consolidation: { waves } })
  const [customer] = plan.customers
  const customers = ['a-last', 'b-first'].flatMap(wave =>
    customer === undefined ? [] : [{ ...customer, wave }],
  )
  const declared = [{ name: customer?.consolidation ?? '', waves }]
  expect(statusOf({ ...plan, customers }, declared).waves.map(({ wave }) => wave)).toEqual([
    'b-first',
    'a-last',
  ])
})
