/** What makes an incremental reading ask again, where a sandbox cannot be brought to it: long lists, wrong clocks, records of no customer. */
import { describe, expect, it } from 'vitest'
import type { ActivityRecord } from '../../../engine/model/activity.ts'
import { instant } from '../../../engine/model/ids.ts'
import type { Actual, Read } from '../../../engine/model/live.ts'
import type { Plan } from '../../../engine/plan/plan.ts'
import type { PlanRefresh } from '../../../engine/plan/plan-refresh.ts'
import type { Kept } from '../../../engine/refresh/kept.ts'
import { planSince } from '../../../engine/refresh/plan-since.ts'
import {
  aCustomer,
  aCustomerActual,
  aDesired,
  anActual,
  aPlan,
  central,
  present,
  tenant,
  unknown,
} from '../../support/builders/index.ts'
import { aClock, aReader } from '../../support/reader.ts'

const hourMs = 3_600_000

interface Estate {
  readonly customers: number
  /** Of the last so many, each is declared and not listed. */
  readonly absent?: number
  /** Numbers of customers whose subscription has other seats than declared. */
  readonly drifted?: readonly number[]
}

function estate({ customers, absent = 0, drifted = [] }: Estate) {
  const numbers = Array.from({ length: customers }, (_, position) => position + 1)
  return {
    desired: aDesired({
      consolidations: [],
      customers: numbers.map(number => aCustomer({ tenant: tenant(number), name: `C${number}`, seats: 5 })),
    }),
    actual: anActual({
      customers: numbers.slice(0, customers - absent).map(number =>
        aCustomerActual({
          partner: central,
          tenant: tenant(number),
          subscriptions: [{ seats: drifted.includes(number) ? 6 : 5 }],
        }),
      ),
    }),
  }
}

interface Asking {
  readonly at: string
  readonly kept: Kept | null
  readonly log?: Read<readonly ActivityRecord[]>
  readonly skewMs?: number
  /** Number of a customer that the plan blocks. */
  readonly blocked?: number
}

async function asked(of: Estate, { at, kept, log = present([]), skewMs = 0, blocked }: Asking) {
  const { desired, actual } = estate(of)
  const reader = aReader(actual)
  const plans: { readonly actual: Actual; readonly refresh: PlanRefresh }[] = []
  const since = await planSince({
    desired,
    scope: { consolidation: null, wave: null, targets: [] },
    reader: {
      ...reader,
      auditRecords: async (partner, query) => {
        reader.asked.push(`activity ${partner} ${query.from} ${query.to}`)
        return log
      },
    },
    clock: aClock(at),
    progress: () => undefined,
    width: 4,
    serviceTime: { skewMs: () => skewMs },
    kept: kept ?? { why: 'nothing kept' },
    maxAgeMs: 24 * hourMs,
    plan: async (read, refresh): Promise<Plan> => {
      plans.push({ actual: read, refresh })
      const plan = aPlan({ desired, actual: read })
      const customers = plan.customers.map(customer =>
        blocked !== undefined && customer.tenant === tenant(blocked)
          ? { ...customer, state: 'blocked' as const }
          : customer,
      )
      return { ...plan, customers }
    },
  })
  return { asked: reader.asked, kept: since.kept, refresh: plans.at(-1)?.refresh, plans: plans.length }
}

const six = '2026-12-07T06:00:00Z'
const seven = '2026-12-07T07:00:00Z'

function aRecord(facts: Partial<ActivityRecord>): ActivityRecord {
  return {
    id: 'r',
    partner: central,
    at: instant('2026-12-07T06:30:00Z'),
    customer: tenant(3),
    customerName: null,
    user: null,
    application: null,
    resource: 'subscription',
    operation: 'update_subscription',
    status: 'succeeded',
    correlationId: null,
    subscriptions: [],
    before: null,
    after: null,
    ...facts,
  }
}

describe('a list of more customers than a page holds', () => {
  it('is kept with its age where nothing speaks against it', async () => {
    const { kept } = await asked({ customers: 501 }, { at: six, kept: null })
    const second = await asked({ customers: 501 }, { at: seven, kept })
    expect(second.asked).toEqual([
      'activity central 2026-12-07 2026-12-07',
      'subscriptions central/0001',
      'subscriptions central/0002',
    ])
    expect(second.refresh).toEqual({
      how: 'activity',
      again: { turn: 2 },
      kept: 499,
      oldest: six,
      lists: [{ partner: central, readAt: six }],
    })
  })

  it.each<readonly [string, Estate, Partial<Asking>]>([
    ['it is a day old', { customers: 501 }, { at: '2026-12-08T06:00:00Z' }],
    ['somebody who is declared was not on it', { customers: 502, absent: 1 }, {}],
    [
      'the log tells of a relationship',
      { customers: 501 },
      { log: present([aRecord({ resource: 'partner_customer_relationship' })]) },
    ],
    [
      'the log names somebody who was not on it',
      { customers: 501 },
      { log: present([aRecord({ customer: tenant(999) })]) },
    ],
  ])('is read again where %s', async (_, of, over) => {
    const { kept } = await asked(of, { at: six, kept: null })
    const second = await asked(of, { at: seven, kept, ...over })
    expect(second.asked.filter(question => question.startsWith('customers'))).toEqual(['customers central'])
    expect(second.refresh?.lists).toEqual([])
  })
})

describe('clocks', () => {
  it('that differ are judged by the time of the service, when it is known', async () => {
    const { kept } = await asked({ customers: 4 }, { at: six, kept: null, skewMs: hourMs })
    expect(kept.accounts.map(({ readAt }) => readAt)).toEqual(Array(4).fill(seven))
    const record = aRecord({ at: instant('2026-12-07T05:00:00Z') })
    const second = await asked({ customers: 4 }, { at: six, kept, skewMs: hourMs, log: present([record]) })
    expect(second.refresh?.again).toEqual({ activity: 1, turn: 2 })
    const earlier = aRecord({ at: instant('2026-12-07T04:59:59Z') })
    const third = await asked({ customers: 4 }, { at: six, kept, skewMs: hourMs, log: present([earlier]) })
    expect(third.refresh?.again).toEqual({ turn: 2 })
  })

  it.each([
    ['is more than two hours behind', seven, 2 * hourMs + 1],
    ['is more than two hours ahead', seven, -2 * hourMs - 1],
    ['is still in the day before that of the service', '2026-12-07T23:59:59Z', 1_000],
  ])('make everybody be read where ours %s', async (_, at, skewMs) => {
    const { kept } = await asked({ customers: 4 }, { at: six, kept: null })
    const second = await asked({ customers: 4 }, { at, kept, skewMs })
    expect([second.refresh?.everybody?.why, second.refresh?.kept]).toEqual(['clock', 0])
  })

  it('that were set back make a reading of the future worthless', async () => {
    const { kept } = await asked({ customers: 4 }, { at: '2026-12-09T06:00:00Z', kept: null })
    const second = await asked({ customers: 4 }, { at: seven, kept })
    expect(second.refresh).toMatchObject({ again: { age: 4 }, kept: 0 })
  })
})

describe('the log', () => {
  it('is asked from before the oldest reading that serves', async () => {
    const { kept } = await asked({ customers: 4 }, { at: '2026-12-06T12:00:00Z', kept: null })
    const second = await asked({ customers: 4 }, { at: '2026-12-07T01:00:00Z', kept })
    expect(second.asked[0]).toBe('activity central 2026-12-06 2026-12-07')
    // What is too old for use needs no log.
    const third = await asked({ customers: 4 }, { at: '2026-12-20T06:00:00Z', kept })
    expect(third.asked[0]).toBe('activity central 2026-12-20 2026-12-20')
  })

  it.each<readonly [string, Read<readonly ActivityRecord[]>, string]>([
    ['gives no answer, or half of one', unknown, 'activity not read'],
    ['is not there', { kind: 'absent' }, 'activity not read'],
    ['has a record of no customer', present([aRecord({ customer: null })]), 'nameless record'],
  ])('makes everybody be read where it %s', async (_, log, why) => {
    const { kept } = await asked({ customers: 4 }, { at: six, kept: null })
    const second = await asked({ customers: 4 }, { at: seven, kept, log })
    expect([second.refresh?.everybody?.why, second.refresh?.kept]).toEqual([why, 0])
    expect(second.asked.filter(question => question.startsWith('subscriptions'))).toHaveLength(4)
  })
})

describe('a customer', () => {
  it('with something to do is read for each plan', async () => {
    const of = { customers: 6, drifted: [5] }
    const { kept } = await asked(of, { at: six, kept: null })
    const second = await asked(of, { at: seven, kept })
    expect([second.refresh?.again, second.plans]).toEqual([{ changes: 1, turn: 2 }, 1])
  })

  it('who is blocked is read, and everybody is planned again, without asking anything twice', async () => {
    const { kept } = await asked({ customers: 6 }, { at: six, kept: null })
    const second = await asked({ customers: 6 }, { at: seven, kept, blocked: 5 })
    expect([second.refresh?.again, second.refresh?.kept, second.plans]).toEqual([
      { changes: 1, turn: 2 },
      3,
      2,
    ])
    expect(second.asked).toEqual([
      'activity central 2026-12-07 2026-12-07',
      'customers central',
      'subscriptions central/0001',
      'subscriptions central/0002',
      'subscriptions central/0005',
    ])
  })

  it('that is listed no more is kept no more', async () => {
    const { kept } = await asked({ customers: 4 }, { at: six, kept: null })
    const second = await asked({ customers: 4, absent: 1 }, { at: seven, kept })
    expect(second.kept.accounts.map(entry => entry.tenant).sort()).toEqual([1, 2, 3].map(tenant))
  })
})
