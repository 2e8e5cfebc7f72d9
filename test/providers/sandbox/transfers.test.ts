import { describe, expect, test } from 'vitest'
import {
  aRig,
  aWorld,
  type Body,
  blu,
  buy,
  type Caller,
  change,
  codeOf,
  ids,
  premium,
  type Rig,
  rossi,
  subscriptionPath,
  tenants,
  verdi,
} from './rig.ts'

const path = `/v1/customers/${rossi}/transfers`
const storage = '7c1f6f0e-0000-4000-8000-00000000d002'
const other = '7c1f6f0e-0000-4000-8000-00000000d003'

/** The suite with an add-on, and a second one, under italy. */
function theWorld(settings: object = {}) {
  const world = aWorld()
  const nce = {
    partner: 'italy',
    customer: rossi,
    term: 'P1Y',
    billing: 'monthly',
    started: '2026-03-15',
  }
  return aWorld({
    settings,
    subscriptions: [
      ...(world.subscriptions ?? []),
      { ...nce, id: storage, product: 'CFQ7TTC0LCHC:0003', seats: 4, parent: ids.suite },
      { ...nce, id: other, product: 'CFQ7TTC0LCHC:0002', seats: 3, name: 'shop' },
    ],
  })
}

const asked = {
  sourcePartnerTenantId: tenants.italy,
  sourcePartnerName: 'italy',
  customerEmailId: 'admin@panificiorossi.example',
  transferType: 5,
}

const lines = [
  { subscriptionId: ids.suite, addonItems: [{ subscriptionId: storage }] },
  { subscriptionId: other },
]

async function twoSides(settings?: object) {
  const rig = await aRig(theWorld(settings))
  return { rig, italy: await rig.app('italy'), central: await rig.app('central') }
}

async function pending(central: Caller, more: object = {}): Promise<Body> {
  return (await central.post(path, { ...asked, ...more })).body
}

async function completed(rig: Rig, italy: Caller, central: Caller, lineItems: Body = lines): Promise<Body> {
  const transfer = await pending(central)
  const answer = await italy.patch(`${path}/${transfer.id}`, {
    id: transfer.id,
    status: 'Accept',
    lineItems,
  })
  if (answer.status !== 200) throw new Error(answer.text)
  await rig.advance('PT1M')
  return transfer
}

const ofRossi = (state: Body, partner: string) =>
  state.subscriptions.filter((row: Body) => row.partner === partner && row.commerce === 'nce')

describe('E23: a transfer is asked for by the target', () => {
  test('and waits, as both sides can read', async () => {
    const { italy, central } = await twoSides()
    const answer = await central.post(path, { ...asked, targetProductTypes: ['OnlineServicesNCE'] })
    expect(answer.status).toBe(201)
    const { id } = answer.body
    expect(answer.body).toEqual({
      id,
      status: 'Pending',
      transferType: 5,
      createdTime: '2026-12-07T06:00:00.000Z',
      lastModifiedTime: '2026-12-07T06:00:00.000Z',
      lastModifiedUser: '0c1f7a40-5a01-4c39-9c3f-6f3f0e6b1a01',
      expirationTime: '2027-01-06T06:00:00.000Z',
      customerTenantId: rossi,
      customerName: 'Panificio Rossi',
      customerEmailId: 'admin@panificiorossi.example',
      partnertenantid: tenants.central,
      sourcePartnerTenantId: tenants.italy,
      sourcePartnerName: 'italy',
      targetPartnerTenantId: tenants.central,
      targetPartnerName: 'central',
      targetProductTypes: ['OnlineServicesNCE'],
      lineItems: [],
      links: { self: { uri: `/customers/${rossi}/transfers/${id}`, method: 'GET', headers: [] } },
      attributes: { objectType: 'TransferEntity' },
    })
    expect((await italy.get(`${path}/${id}`)).body).toEqual(answer.body)
    expect((await italy.get(path)).body).toEqual([answer.body])
    expect((await central.get(path)).body).toEqual([answer.body])
  })

  test('by number or by word', async () => {
    for (const [transferType, number] of [
      ['5', 5],
      ['NewCommerce', 5],
      [3, 3],
      ['ModernAzure', 3],
    ] as const) {
      const { central } = await twoSides()
      expect((await pending(central, { transferType })).transferType).toBe(number)
    }
  })

  test.each([
    ['without a type', { transferType: undefined }, [400, 800002]],
    ['without a mail address of the customer', { customerEmailId: undefined }, [400, 800002]],
    ['without name and mail address of the source', { sourcePartnerName: undefined }, [400, 900136]],
    ['from itself', { sourcePartnerTenantId: tenants.central }, [400, 900148]],
    ['from nobody', { sourcePartnerTenantId: blu }, [400, 900147]],
    ['of products nobody knows', { targetProductTypes: ['Bread'] }, [400, 900126]],
    ['the legacy way', { targetPartnerTenantId: tenants.italy }, [501, 0]],
    ['with a property nobody knows', { colour: 'red' }, [400, 2000]],
  ])('but not %s', async (_, more, code) => {
    const { central } = await twoSides()
    expect(codeOf(await central.post(path, { ...asked, ...more }))).toEqual(code)
  })

  test('not before the customer accepted, and confirmed the agreement', async () => {
    const { central } = await twoSides()
    expect(codeOf(await central.post(`/v1/customers/${blu}/transfers`, asked))).toEqual([403, 20002])
    expect(codeOf(await central.post(`/v1/customers/${verdi}/transfers`, asked))).toEqual([403, 13605])
  })

  test('not from a partner the customer does not have', async () => {
    const world = theWorld()
    const customers = (world.customers ?? []).map(customer => ({
      ...customer,
      relationships: [{ partner: 'central', agreement: true }],
    }))
    const rig = await aRig(aWorld({ customers, subscriptions: [] }))
    const central = await rig.app('central')
    expect(codeOf(await central.post(path, asked))).toEqual([400, 900160])
  })

  test('one at a time', async () => {
    const { central } = await twoSides()
    const first = await pending(central)
    expect(codeOf(await central.post(path, asked))).toEqual([409, 900101])
    await central.patch(`${path}/${first.id}`, { id: first.id, status: 'Cancel' })
    expect((await central.post(path, asked)).status).toBe(201)
  })

  test('once, however often it is sent', async () => {
    const { rig, central } = await twoSides()
    const options = { requestId: '2d5f0000-0000-4000-8000-00000000e001' }
    const first = await central.post(path, asked, options)
    expect((await central.post(path, asked, options)).text).toBe(first.text)
    expect((await rig.state()).transfers).toHaveLength(1)
  })

  test('by an admin agent', async () => {
    const world = theWorld()
    const partners = world.partners.map(partner => ({
      ...partner,
      users: (partner.users ?? []).map(user => ({ ...user, roles: ['salesAgent' as const] })),
    }))
    const rig = await aRig({ ...world, partners })
    const central = await rig.user('central')
    expect(codeOf(await central.post(path, asked))).toEqual([403, 900150])
  })
})

describe('while a transfer waits', () => {
  test('its target may call it off, and nobody else', async () => {
    const { italy, central } = await twoSides()
    const { id } = await pending(central)
    expect(codeOf(await italy.patch(`${path}/${id}`, { id, status: 'Cancel' }))).toEqual([403, 2032])
    const cancelled = await central.patch(`${path}/${id}`, { id, status: 'Cancel' })
    expect([cancelled.status, cancelled.body.status]).toEqual([200, 'Canceled'])
    expect(codeOf(await central.patch(`${path}/${id}`, { id, status: 'Cancel' }))).toEqual([400, 900102])
    const late = await italy.patch(`${path}/${id}`, { id, status: 'Accept', lineItems: lines })
    expect(codeOf(late)).toEqual([400, 900102])
  })

  test('what it could move cannot be changed, everything else can', async () => {
    const { italy, central } = await twoSides()
    const { id } = await pending(central)
    expect(codeOf(await change(italy, ids.suite, { quantity: 21 }))).toEqual([409, 900278])
    expect((await change(italy, ids.mail, { quantity: 6 })).status).toBe(200)
    await central.patch(`${path}/${id}`, { id, status: 'Cancel' })
    expect((await change(italy, ids.suite, { quantity: 21 })).status).toBe(200)
  })

  test('it lapses after thirty days', async () => {
    const { rig, central } = await twoSides()
    const { id } = await pending(central)
    const statuses = async () => (await rig.state()).transfers.map((row: Body) => [row.id, row.status])
    await rig.until('2027-01-06T05:59:59Z')
    expect(await statuses()).toEqual([[id, 'Pending']])
    await rig.advance('PT1S')
    expect(await statuses()).toEqual([[id, 'Expired']])
  })

  test('strangers do not find it', async () => {
    const { central } = await twoSides()
    const { id } = await pending(central)
    expect(codeOf(await central.get(`${path}/${rossi}`))).toEqual([404, 900100])
    expect(codeOf(await central.get(`/v1/customers/${verdi}/transfers/${id}`))).toEqual([404, 900100])
  })
})

describe('a transfer is accepted by the source', () => {
  const accept = async (lineItems: Body, settings?: object) => {
    const { rig, italy, central } = await twoSides(settings)
    const { id } = await pending(central)
    return {
      rig,
      central,
      id,
      answer: await italy.patch(`${path}/${id}`, { id, status: 'Accept', lineItems }),
    }
  }

  test('E31: naming what goes, which only the source sees until it is done', async () => {
    const { central, id, answer } = await accept(lines)
    expect(answer.status).toBe(200)
    expect(answer.body.status).toBe('InProgress')
    const offerId = expect.stringMatching(/^CFQ7TTC0LCHC:000[23]:CFQ7TTC0[0-9A-F]{4}$/)
    const terms = { offerId, billingCycle: 'monthly', termDuration: 'P1Y' }
    expect(answer.body.lineItems).toEqual([
      {
        id: 0,
        subscriptionId: ids.suite,
        sourceSubscriptionId: ids.suite,
        ...terms,
        friendlyName: 'Business Premium',
        quantity: 20,
        transferGroupId: '0',
        addonItems: [
          {
            id: 0,
            subscriptionId: storage,
            sourceSubscriptionId: storage,
            ...terms,
            friendlyName: 'Extra storage',
            quantity: 4,
            transferGroupId: '0',
            partnerIdOnRecord: null,
            transferError: null,
            addonItems: [],
          },
        ],
        partnerIdOnRecord: null,
        transferError: null,
      },
      {
        id: 1,
        subscriptionId: other,
        sourceSubscriptionId: other,
        ...terms,
        friendlyName: 'shop',
        quantity: 3,
        transferGroupId: '1',
        partnerIdOnRecord: null,
        transferError: null,
        addonItems: [],
      },
    ])
    expect((await central.get(`${path}/${id}`)).body.lineItems).toEqual([])
  })

  test.each([
    ['nothing', [], [400, 900102]],
    ['what is not there', [{ subscriptionId: blu }], [400, 800078]],
    ['the same twice', [{ subscriptionId: other }, { subscriptionId: other }], [400, 800078]],
    ['a base without its add-on', [{ subscriptionId: ids.suite }], [400, 900102]],
    ['an add-on without its base', [{ subscriptionId: storage }], [400, 900102]],
    [
      'an add-on with another base',
      [{ subscriptionId: other, addonItems: [{ subscriptionId: storage }] }],
      [400, 900102],
    ],
    ['legacy', [{ subscriptionId: ids.mail }], [400, 900102]],
    ['Azure usage', [{ subscriptionId: ids.azure }], [400, 900102]],
    ['twenty-six', Array.from({ length: 26 }, () => ({ subscriptionId: other })), [400, 900102]],
  ])('but not with %s', async (_, lineItems, code) => {
    const { rig, answer } = await accept(lineItems)
    expect(codeOf(answer)).toEqual(code)
    expect((await rig.state()).transfers.map((row: Body) => row.status)).toEqual(['Pending'])
  })

  test('but not by its target', async () => {
    const { central } = await twoSides()
    const { id } = await pending(central)
    const answer = await central.patch(`${path}/${id}`, { id, status: 'Accept', lineItems: lines })
    expect(codeOf(answer)).toEqual([403, 2032])
  })

  test('but not in the last day of a term', async () => {
    const rig = await aRig(theWorld())
    await rig.until('2027-03-14T00:00:01Z')
    const [italy, central] = [await rig.app('italy'), await rig.app('central')]
    const { id } = await pending(central)
    const late = await italy.patch(`${path}/${id}`, { id, status: 'Accept', lineItems: lines })
    expect(codeOf(late)).toEqual([400, 900102])
  })

  test('but not while a change of it is under way', async () => {
    const { italy, central } = await twoSides({ quirks: { asyncPatch: true } })
    expect((await change(italy, other, { friendlyName: 'later' })).status).toBe(202)
    const { id } = await pending(central)
    const lineItems = [{ subscriptionId: other }]
    const answer = await italy.patch(`${path}/${id}`, { id, status: 'Accept', lineItems })
    expect(codeOf(answer)).toEqual([409, 900278])
  })

  test('also with the word InProgress, and at once where the World says so', async () => {
    const { italy, central } = await twoSides({ transferDelay: 'PT0S' })
    const { id } = await pending(central)
    const body = { id, status: 'InProgress', lineItems: [{ subscriptionId: other }] }
    expect((await italy.patch(`${path}/${id}`, body)).body.status).toBe('Complete')
  })
})

describe('a completed transfer', () => {
  test('has moved its subscriptions with seats, names, terms and dates, under new ids', async () => {
    const { rig, italy, central } = await twoSides()
    const { id } = await completed(rig, italy, central)
    const { body } = await central.get(`${path}/${id}`)
    expect([body.status, body.completedTime]).toEqual(['Complete', '2026-12-07T06:01:00.000Z'])
    const state = await rig.state()
    const names = [
      'offerId',
      'family',
      'name',
      'seats',
      'billing',
      'term',
      'termStart',
      'termEnd',
      'nextTerm',
    ]
    const kept = (row: Body) => Object.fromEntries(names.map(name => [name, row[name]]))
    const byName = (rows: Body) => rows.map(kept).toSorted((a: Body, b: Body) => (a.name < b.name ? -1 : 1))
    const gone = ofRossi(state, 'italy')
    const moved = ofRossi(state, 'central')
    expect(byName(moved)).toEqual(byName(gone))
    expect(moved.map((row: Body) => row.autoRenew)).toEqual([true, true, true])
    expect(gone.map((row: Body) => row.status)).toEqual(['deleted', 'deleted', 'deleted'])
    expect(moved.map((row: Body) => [row.status, row.acquired, row.createdAt])).toEqual(
      Array.from({ length: 3 }, () => ['active', 'transfer', '2026-12-07T06:01:00.000Z']),
    )
    const idOf = (name: string) => moved.find((row: Body) => row.name === name).id
    expect(moved.map((row: Body) => [row.name, row.parent])).toEqual([
      ['Business Premium', null],
      ['Extra storage', idOf('Business Premium')],
      ['shop', null],
    ])
    const pairs = (items: Body) =>
      items
        .flatMap((line: Body) => [line, ...(line.addonItems ?? [])])
        .map((line: Body) => [line.sourceSubscriptionId, line.subscriptionId])
    expect(pairs(body.lineItems)).toEqual([
      [ids.suite, idOf('Business Premium')],
      [storage, idOf('Extra storage')],
      [other, idOf('shop')],
    ])
    expect(pairs((await italy.get(`${path}/${id}`)).body.lineItems)).toEqual([
      [ids.suite, ids.suite],
      [storage, storage],
      [other, other],
    ])
  })

  test('shows one order of its target, and no window to cancel', async () => {
    const { rig, italy, central } = await twoSides()
    await completed(rig, italy, central)
    const { body } = await central.get(`/v1/customers/${rossi}/orders`)
    expect(body.items.map((order: Body) => order.lineItems.map((line: Body) => line.quantity))).toEqual([
      [20, 4, 3],
    ])
    const [first] = ofRossi(await rig.state(), 'central')
    const moved = (await central.get(subscriptionPath(first.id))).body
    expect(moved.cancellationAllowedUntilDate).toBe(null)
    expect(moved.refundableQuantity).toEqual({ totalQuantity: 0, details: [] })
    expect(codeOf(await change(central, first.id, { status: 'deleted' }))).toEqual([400, 900117])
  })

  test('is charged to its source through the day of completion, to its target from the next', async () => {
    const { rig, italy, central } = await twoSides()
    await completed(rig, italy, central, [{ subscriptionId: other }])
    await rig.until('2026-12-10T00:00:00Z')
    const { days, doubleBilled } = await rig.ledger()
    const target = ofRossi(await rig.state(), 'central')[0].id
    const charge = days.find((row: Body) => row.subscription === other).charge
    expect(
      days
        .filter((row: Body) => [other, target].includes(row.subscription))
        .map((row: Body) => [row.day, row.partner, row.charge, row.credit]),
    ).toEqual([
      ['2026-12-07', 'italy', charge, '0'],
      ['2026-12-08', 'central', charge, '0'],
      ['2026-12-09', 'central', charge, '0'],
    ])
    expect(doubleBilled).toEqual([])
  })

  test('keeps its age: what was bought after it is billed twice beside it, wherever it was moved', async () => {
    const { rig, italy, central } = await twoSides()
    await buy(italy, [{ catalogItemId: await premium(italy), quantity: 5, termDuration: 'P1Y' }])
    await completed(rig, italy, central, [{ subscriptionId: other }])
    await rig.until('2026-12-10T00:00:00Z')
    const both = { customer: rossi, family: 'm365-bp', partners: ['central', 'italy'] }
    expect((await rig.ledger()).doubleBilled).toEqual([
      { ...both, day: '2026-12-08' },
      { ...both, day: '2026-12-09' },
    ])
  })

  test('renews under its target on the day it always would have', async () => {
    const { rig, italy, central } = await twoSides()
    await completed(rig, italy, central, [{ subscriptionId: other }])
    await rig.advance('P120D')
    const [moved] = ofRossi(await rig.state(), 'central')
    expect([moved.termStart, moved.termEnd, moved.status]).toEqual(['2027-03-15', '2028-03-15', 'active'])
  })

  test('happens at its own time, and its renewal too, in one long step of the clock', async () => {
    const { rig, italy, central } = await twoSides()
    const { id } = await pending(central)
    await italy.patch(`${path}/${id}`, { id, status: 'Accept', lineItems: [{ subscriptionId: other }] })
    await rig.advance('P120D')
    const [moved] = ofRossi(await rig.state(), 'central')
    expect([moved.createdAt, moved.termStart]).toEqual(['2026-12-07T06:01:00.000Z', '2027-03-15'])
  })

  test('leaves its trace with both partners', async () => {
    const { rig, italy, central } = await twoSides()
    const { id } = await completed(rig, italy, central)
    const seen = async (caller: Caller) =>
      (await caller.get('/v1/auditrecords')).body.items.map((row: Body) => [
        row.resourceType,
        row.operationType,
        row.operationStatus,
        row.customizedData[0].value === id,
      ])
    expect(await seen(central)).toEqual([
      ['transfer', 'complete_transfer', 'succeeded', true],
      ['transfer', 'create_transfer', 'succeeded', true],
    ])
    expect(await seen(italy)).toEqual([
      ['transfer', 'complete_transfer', 'succeeded', true],
      ['transfer', 'update_transfer', 'succeeded', true],
    ])
  })

  test('cannot be completed with what is gone by then', async () => {
    const { rig, italy, central } = await twoSides({ transferDelay: 'P400D' })
    const told = await change(italy, other, {
      autoRenewEnabled: false,
      scheduledActions: [{ scheduleType: 'TermEnd', actionType: 'Cancel' }],
    })
    expect(told.status).toBe(200)
    const { id } = await pending(central)
    await italy.patch(`${path}/${id}`, { id, status: 'Accept', lineItems: [{ subscriptionId: other }] })
    await rig.advance('P401D')
    const later = await rig.app('central')
    const { body } = await later.get(`${path}/${id}`)
    expect([body.status, body.lineItems[0].transferError]).toEqual([
      'Failed',
      { code: 800078, description: 'The subscription was no longer active.' },
    ])
    const records = (await later.get('/v1/auditrecords')).body.items
    expect([records[0].operationType, records[0].operationStatus]).toEqual(['fail_transfer', 'failed'])
  })

  test('stands in the state of the sandbox', async () => {
    const { rig, italy, central } = await twoSides()
    const { id } = await completed(rig, italy, central, [{ subscriptionId: other }])
    const state = await rig.state()
    expect(state.transfers).toEqual([
      {
        id,
        customer: rossi,
        source: 'italy',
        target: 'central',
        status: 'Complete',
        createdAt: '2026-12-07T06:00:00.000Z',
        expiresAt: '2027-01-06T06:00:00.000Z',
        completedAt: '2026-12-07T06:01:00.000Z',
        lines: [
          {
            source: other,
            target: ofRossi(state, 'central')[0].id,
            error: null,
            group: '0',
            parent: null,
            partnerOnRecord: '',
          },
        ],
      },
    ])
  })
})

test('tells which legacy subscriptions could be transferred', async () => {
  const { italy } = await twoSides()
  await change(italy, ids.mail, { status: 'suspended' })
  const answer = await italy.get(`/v1/customers/${rossi}/transferseligibility?transferType=directtoindirect`)
  expect(answer.body).toEqual([
    { id: ids.mail, isEligible: false, reason: 'The subscription is suspended.' },
    { id: ids.base, isEligible: true },
    { id: ids.addOn, isEligible: true },
  ])
  const path = `/v1/customers/${rossi}/transferseligibility`
  expect(codeOf(await italy.get(path))).toEqual([400, 400056])
  expect(codeOf(await italy.get(`${path}?transferType=sideways`))).toEqual([400, 2000])
})
