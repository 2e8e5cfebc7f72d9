/** Stories of new commerce in steady state, through the built command; each ends with an empty plan. */
import { afterEach, describe, expect, it } from 'vitest'
import type { Plan } from '../../engine/plan/plan.ts'
import { tenantform } from '../support/built-command.ts'
import { disagreements } from '../support/ledger-agreement.ts'
import { actionLines } from '../support/plan-shape.ts'
import { isWrite, type SandboxProcess, startSandboxHere } from '../support/sandbox-process.ts'
import {
  aWorkspace,
  type CustomerWish,
  central,
  offers,
  productKeyOf,
  type TestWorkspace,
} from '../support/workspaces/a-workspace.ts'

const id = '5f000000-0000-4000-8000-000000000001'
const premium = productKeyOf('premium')

let workspace: TestWorkspace
let sandbox: SandboxProcess
const run = (...args: readonly string[]) =>
  tenantform([...args, '--sandbox', sandbox.url, '-q'], { cwd: workspace.folder })
const apply = () => run('apply', '--auto-approve', '--allow-irreversible')

async function prepare(
  wish: Pick<CustomerWish, 'living' | 'lines' | 'consumed'>,
  clock?: string,
): Promise<void> {
  workspace = aWorkspace({
    customers: [{ name: 'alpha', sources: [], ...wish }],
    ...(clock !== undefined && { clock }),
  })
  sandbox = await startSandboxHere(workspace.seed)
}
afterEach(async () => {
  await sandbox.stop()
  workspace.remove()
})

async function plan(): Promise<Plan> {
  const planned = await run('plan', '--format', 'json')
  expect(planned.code, planned.err).toBe(0)
  return JSON.parse(planned.out) as Plan
}

async function live(): Promise<Record<string, unknown>> {
  const token = await sandbox.token(central.tenantId, central.clientId, central.secret)
  const url = `${sandbox.url}/v1/customers/${workspace.tenantOf('alpha')}/subscriptions/${id}`
  return (await (await fetch(url, { headers: { Authorization: `Bearer ${token}` } })).json()) as Record<
    string,
    unknown
  >
}

async function expectNothingLeft(): Promise<void> {
  expect((await run('plan', '--detailed-exitcode')).code).toBe(0)
}

/** The books say what the plan said; what it commits to as well, once that term is over. */
async function expectPaid(plan: Plan): Promise<void> {
  await sandbox.advance('P32D')
  const books = { ledger: await sandbox.ledger(), subscriptions: await sandbox.subscriptions() }
  expect(disagreements([plan], books)).toEqual([])
}

const twenty = {
  id,
  partner: 'central',
  product: 'premium',
  name: 'office',
  seats: 20,
  started: '2026-03-15',
} as const
const office = { key: 'office', product: premium, term: 'P1Y', billing: 'monthly', seats: 20 } as const

describe('a schedule for the renewal', () => {
  it('of five seats fewer is deleted by two seats more, and made again by the same plan (T5)', async () => {
    await prepare({
      living: [{ ...twenty, nextTerm: { seats: 15 } }],
      lines: [{ ...office, seats: 22 }],
    })
    const made = await plan()
    expect(actionLines(made)).toEqual([
      `seats ${id} 20→22 central`,
      `renewal ${id} renews 15 ${premium}→renews 15 ${premium} again central`,
    ])
    expect((await run('plan')).out).toContain('schedule deleted by the change before, and made again')
    expect((await apply()).code).toBe(0)
    expect(await live()).toMatchObject({
      quantity: 22,
      autoRenewEnabled: true,
      scheduledNextTermInstructions: { quantity: 15 },
    })
    await expectNothingLeft()
    // The term ends; the next one begins with what was scheduled, and that is no difference but a new line to write.
    await sandbox.advance('P100D')
    expect(await live()).toMatchObject({ quantity: 15 })
    await expectPaid(made)
  })

  it('takes the seats that nobody gives back now, and is not drift while it waits (T3)', async () => {
    await prepare({ living: [twenty], lines: [{ ...office, seats: 16 }] })
    const made = await plan()
    expect(actionLines(made)).toEqual([`renewal ${id} renews→renews 16 ${premium} central`])
    expect((await apply()).code).toBe(0)
    await expectNothingLeft()
    expect((await run('drift')).code).toBe(0)
    await sandbox.advance('P100D')
    expect(await live()).toMatchObject({ quantity: 16 })
    await expectNothingLeft()
    await expectPaid(made)
  })

  it('declared as the next term has come, and nothing is bought back (T5)', async () => {
    await prepare({ living: [twenty], lines: [{ ...office, nextTerm: { seats: 15 } }] })
    expect((await apply()).code).toBe(0)
    await expectNothingLeft()
    await sandbox.advance('P100D')
    expect(await live()).toMatchObject({ quantity: 15 })
    await expectNothingLeft()
    expect((await run('drift')).code).toBe(0)
  })
})

describe('everything about one subscription that may go together', () => {
  const writesFrom = async (position: number) =>
    (await sandbox.requests())
      .slice(position)
      .filter(isWrite)
      .map(({ method, path, status }) => `${method} ${path.split('/')[4]?.split('?')[0]} ${status}`)

  it('is one request: seats, billing, reseller and name; what is scheduled for the renewal is the second', async () => {
    await prepare({
      living: [{ ...twenty, nextTerm: { seats: 15 } }],
      lines: [
        {
          ...office,
          seats: 22,
          billing: 'annual',
          friendlyName: 'Ufficio',
          partnerOfRecord: '1234567',
          subscriptionId: id,
        },
      ],
    })
    expect(actionLines(await plan())).toEqual([
      `seats ${id} 20→22 billing monthly→annual name office→Ufficio partnerOfRecord null→1234567 central`,
      `renewal ${id} renews 15 ${premium}→renews 15 ${premium} again central`,
    ])
    const before = (await sandbox.requests()).length
    expect((await apply()).code).toBe(0)
    expect(await writesFrom(before)).toEqual(['PATCH subscriptions 200', 'PATCH subscriptions 200'])
    expect(await live()).toMatchObject({
      quantity: 22,
      friendlyName: 'Ufficio',
      partnerId: '1234567',
      billingCycle: 'monthly',
      nextChargeInstructions: { product: { billingCycle: 'annual' } },
      scheduledNextTermInstructions: { quantity: 15, product: { billingCycle: 'annual' } },
    })
    await expectNothingLeft()
    expect((await run('drift')).code).toBe(0)
    await sandbox.advance('P10D')
    expect(await live()).toMatchObject({ billingCycle: 'annual' })
    await expectNothingLeft()
  })

  it('is one request where nothing of it touches the running term: name, reseller and an end shared with others', async () => {
    await prepare({
      living: [twenty],
      lines: [
        {
          ...office,
          friendlyName: 'Ufficio',
          partnerOfRecord: '1234567',
          subscriptionId: id,
          nextTerm: { endsOn: '2027-06-30' },
        },
      ],
    })
    expect((await run('plan')).out).toContain(`renews as ${premium} P1Y monthly to 2027-06-30`)
    const before = (await sandbox.requests()).length
    expect((await apply()).code).toBe(0)
    expect(await writesFrom(before)).toEqual(['PATCH subscriptions 200'])
    expect(await live()).toMatchObject({
      friendlyName: 'Ufficio',
      partnerId: '1234567',
      scheduledNextTermInstructions: { quantity: 20, customTermEndDate: '2027-06-30T00:00:00Z' },
    })
    await expectNothingLeft()
    // The next term has begun, and ends on the declared day: nothing is scheduled anew.
    await sandbox.post('clock', { now: '2027-03-20T06:00:00Z' })
    expect(await live()).toMatchObject({ commitmentEndDateTime: '2027-06-30T23:59:59.999Z' })
    await expectNothingLeft()
    expect((await run('drift')).code).toBe(0)
    await sandbox.post('clock', { now: '2027-07-20T06:00:00Z' })
    await expectNothingLeft()
  })

  it('shared with others is chosen when the first term is bought, and paid for by the day', async () => {
    await prepare({ living: [], lines: [{ ...office, endsOn: '2027-06-30' }] })
    const made = await plan()
    expect((await run('plan')).out).toContain('P1Y/monthly to 2027-06-30')
    expect((await apply()).code).toBe(0)
    await expectNothingLeft()
    expect((await run('drift')).code).toBe(0)
    await sandbox.post('clock', { now: '2027-07-01T06:00:00Z' })
    await expectNothingLeft()
    await expectPaid(made)
  })

  it('comes after the status, which goes alone, and renewal is switched on again where that is declared', async () => {
    await prepare({
      living: [{ ...twenty, status: 'suspended', autoRenew: false }],
      lines: [{ ...office, seats: 22, endOfTerm: 'renew' }],
    })
    const made = await plan()
    expect(actionLines(made)).toEqual([
      `reactivate ${id} central`,
      `seats ${id} 20→22 central`,
      `renewal ${id} extends→renews central`,
    ])
    const before = (await sandbox.requests()).length
    expect((await apply()).code).toBe(0)
    expect(await writesFrom(before)).toEqual(Array.from({ length: 3 }, () => 'PATCH subscriptions 200'))
    expect(await live()).toMatchObject({ status: 'active', quantity: 22, autoRenewEnabled: true })
    await expectNothingLeft()
    await expectPaid(made)
  })

  it('is a change of the order where legacy is billed in another cycle', async () => {
    await prepare({
      living: [{ id, partner: 'central', offer: 'mail', name: 'mail', seats: 5, started: '2026-01-01' }],
      lines: [{ key: 'mail', offer: offers.mail.id, seats: 5, billing: 'annual' }],
    })
    expect(actionLines(await plan())).toEqual([`billing ${id} monthly→annual central`])
    const before = (await sandbox.requests()).length
    expect((await apply()).code).toBe(0)
    expect(await writesFrom(before)).toEqual(['PATCH orders 200'])
    expect(await live()).toMatchObject({ billingCycle: 'annual' })
    await expectNothingLeft()
  })

  it('leaves the cycle of legacy alone where the document says nothing about it', async () => {
    await prepare({
      living: [
        {
          id,
          partner: 'central',
          offer: 'mail',
          name: 'mail',
          seats: 5,
          started: '2026-01-01',
          billing: 'annual',
        },
      ],
      lines: [{ key: 'mail', offer: offers.mail.id, seats: 5 }],
    })
    await expectNothingLeft()
  })

  it('names the reseller on record of what is bought now', async () => {
    await prepare({ lines: [{ ...office, partnerOfRecord: '1234567' }] })
    expect((await apply()).code).toBe(0)
    await expectNothingLeft()
    expect((await run('drift')).code).toBe(0)
  })
})

describe('the end of a term', () => {
  it('declared cancelled is an explicit instruction, printed as unconfirmed; auto-renew off alone is drift (T6)', async () => {
    await prepare({ living: [{ ...twenty, autoRenew: false }], lines: [{ ...office, endOfTerm: 'cancel' }] })
    const drift = await run('drift')
    expect([drift.code, drift.out]).toEqual([
      2,
      expect.stringContaining('endOfTerm: extend live, cancel declared'),
    ])
    const made = await plan()
    const text = await run('plan')
    expect(text.out).toContain('cancel at the end of the term 2027-03-14 (instruction unconfirmed)')
    expect((await apply()).code).toBe(0)
    expect(await live()).toMatchObject({
      autoRenewEnabled: false,
      scheduledActions: [{ scheduleType: 'TermEnd', actionType: 'Cancel' }],
    })
    await expectNothingLeft()
    expect((await run('drift')).code).toBe(0)
    await sandbox.advance('P100D')
    await expectPaid(made)
  })

  it('of something that is bought now is set in the same apply, and planning right after is empty', async () => {
    await prepare({
      lines: [
        { ...office, endOfTerm: 'cancel' },
        {
          key: 'basic',
          product: productKeyOf('basic'),
          term: 'P1Y',
          billing: 'monthly',
          seats: 9,
          nextTerm: { seats: 4 },
        },
      ],
    })
    const made = await plan()
    expect(actionLines(made)).toEqual([
      'create basic 9 central',
      'create office 20 central',
      `renewal of basic renews 4 ${productKeyOf('basic')} central`,
      'renewal of office cancels central',
    ])
    expect((await apply()).code).toBe(0)
    await expectNothingLeft()
    expect((await run('drift')).code).toBe(0)
    await sandbox.advance('P360D')
    await expectPaid(made)
  })

  it('declared renewed takes the instruction to cancel back', async () => {
    await prepare({
      living: [{ ...twenty, cancelAtTermEnd: true }],
      lines: [{ ...office, endOfTerm: 'renew' }],
    })
    expect((await apply()).code).toBe(0)
    const now = await live()
    expect(now).toMatchObject({ autoRenewEnabled: true })
    await expectNothingLeft()
  })

  it('is left alone in its last 24 hours: nothing is sent that would be refused', async () => {
    await prepare({ living: [twenty], lines: [{ ...office, endOfTerm: 'cancel' }] }, '2027-03-14T06:00:00Z')
    const made = await plan()
    expect(made.findings.map(found => found.code)).toEqual(['PLAN.RENEWAL_LOCKED'])
    expect((await apply()).code).toBe(0)
    expect((await sandbox.requests()).filter(isWrite)).toEqual([])
  })
})

it('twenty licences in use are not cut to eighteen while a policy asks (T21)', async () => {
  workspace = aWorkspace({
    customers: [
      {
        name: 'alpha',
        sources: [],
        living: [{ id, partner: 'central', offer: 'e1', name: 'office', seats: 20, started: '2026-01-01' }],
        declared: [{ offer: 'e1', seats: 18 }],
        consumed: { e1: 20 },
      },
    ],
    policies: [{ id: 'in-use', scope: 'subscription', deny: { decreaseBelowConsumed: true } }],
  })
  sandbox = await startSandboxHere(workspace.seed)
  const planned = await run('plan')
  expect(planned.code).toBe(3)
  expect(planned.out).toContain('which leaves 18 licences while 20 are in use')
  expect((await apply()).code).toBe(3)
  expect((await sandbox.requests()).filter(isWrite)).toEqual([])
})
