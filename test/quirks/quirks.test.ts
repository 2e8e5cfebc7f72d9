/** The quirks of facts 19, each met by the client on a service that has it, or on a script where the sandbox always behaves. */
import { describe, expect, onTestFinished, test } from 'vitest'
import { partnerName, utcDate } from '../../engine/model/ids.ts'
import type { LiveSubscription } from '../../engine/model/live.ts'
import { calls } from '../../providers/partner-center/client/calls.ts'
import type { ReadClient } from '../../providers/partner-center/client/client.ts'
import { ApiFailure } from '../../providers/partner-center/client/errors/failure.ts'
import { collect, linkedPages, seekPages } from '../../providers/partner-center/client/paging.ts'
import { numberOf, textAt } from '../../providers/partner-center/client/read-value.ts'
import { getQualifications } from '../../providers/partner-center/client/resources/agreements.ts'
import { listAuditRecords } from '../../providers/partner-center/client/resources/audit.ts'
import {
  getSku,
  listAvailabilities,
  listOffers,
} from '../../providers/partner-center/client/resources/catalog.ts'
import {
  endRelationship,
  getCustomer,
  listCustomers,
} from '../../providers/partner-center/client/resources/customers.ts'
import { listInvoiceLines, listInvoices } from '../../providers/partner-center/client/resources/invoices.ts'
import { createOrder, getOrder, listOrders } from '../../providers/partner-center/client/resources/orders.ts'
import { patchSubscription } from '../../providers/partner-center/client/resources/patch-subscription.ts'
import {
  getSubscription,
  listSubscriptions,
} from '../../providers/partner-center/client/resources/subscriptions.ts'
import { createTransfer, listTransfers } from '../../providers/partner-center/client/resources/transfers.ts'
import { isReseller, liveSubscription, productOf } from '../../providers/partner-center/convert.ts'
import { activityRecord } from '../../providers/partner-center/convert-activity.ts'
import type { World } from '../../schemas/generated/world.ts'
import { aWorld, ids, mail, rossi, tenants, verdi } from '../providers/sandbox/rig.ts'
import { anApi } from '../support/api.ts'
import { clientsOnSandbox, type OnSandbox } from '../support/clients-on-sandbox.ts'
import type { Script } from '../support/scripted-server.ts'

type Quirks = NonNullable<NonNullable<World['settings']>['quirks']>

const odd = (quirks: Quirks, over: Partial<World> = {}) =>
  clientsOnSandbox(aWorld({ settings: { quirks }, ...over }))

async function scripted(script: Script) {
  const api = await anApi(script)
  onTestFinished(() => api.close())
  return api
}

/** The suite of the small world, changed. */
function suiteOf(over: Partial<NonNullable<World['subscriptions']>[number]>) {
  const found = aWorld().subscriptions?.find(({ id }) => id === ids.suite)
  if (found === undefined) throw new Error('no suite')
  return { ...found, ...over }
}

/** All of a customer's, in our words. */
async function seen(client: ReadClient): Promise<readonly LiveSubscription[]> {
  const list = await listSubscriptions(client, rossi)
  return list.map(wire => liveSubscription(partnerName('italy'), rossi, wire))
}

async function customersOf(client: ReadClient): Promise<readonly string[]> {
  const found: string[] = []
  for await (const page of listCustomers(client)) found.push(...page.map(({ id }) => id.toLowerCase()))
  return found.sort()
}

const three = [rossi, '8db5b3d9-d9b1-4ce7-a119-8a7b35f88f7f', 'ce240acf-7db1-4d2b-a699-0f492590429e'].sort()

function renaming(site: OnSandbox, subscription: string, friendlyName: string) {
  return patchSubscription(site.client('italy'), {
    customer: rossi,
    subscription,
    edit: now =>
      now.friendlyName === friendlyName ? { kind: 'done' } : { kind: 'change', fields: { friendlyName } },
    idsOf: round => site.ids(`rename/${round}`),
  })
}

const errorOf = (promise: Promise<unknown>) =>
  promise.then(
    () => null,
    (error: unknown) => (error instanceof ApiFailure ? error.error : null),
  )

const codesOf = (error: Awaited<ReturnType<typeof errorOf>>) => [error?.kind, error?.code]

test.each<[string, Quirks]>([
  ['Q1: a byte-order mark or stray characters before the JSON', { bom: true, strayText: true }],
  ['Q2: links with and without /v1, and absolute ones', { v1Links: true, absoluteLinks: true }],
  ['Q9: collections without links, attributes or items', { missingKeys: true, missingItems: true }],
  ['Q17: links without uri or with a body of null', { nullBodies: true }],
  ['Q18: bodies over several lines with CRLF', { crlf: true }],
  ['Q26: a page after the last that is refused with 400/2000', { extraPage: true }],
  ['dates with offsets and seven digits (4.2)', { oddDates: true }],
  ['words in mixed spelling and as numbers (4.2, 17)', { mixedWords: true }],
])('%s change nothing of what is seen', async (_, quirks) => {
  const quiet = (await odd({})).client('italy')
  const strange = (await odd(quirks)).client('italy')
  expect(await customersOf(strange)).toEqual(three)
  expect(await seen(strange)).toEqual(await seen(quiet))
  expect(isReseller(await getCustomer(strange, rossi))).toBe(true)
})

test('Q2: a link to a foreign host is not followed, and the token stays here', async () => {
  const next = { uri: 'https://elsewhere.example/v1/next', method: 'GET', headers: [] }
  const { client, server } = await scripted([{ json: { items: [{ id: '1' }], links: { next } } }])
  const pages = linkedPages(client, {
    call: 'subscriptions.list',
    input: {},
    keyOf: item => textAt(item, 'id'),
  })
  expect((await errorOf(collect(pages)))?.diagnostic.code).toBe('PARTNER_CENTER.FOREIGN_LINK')
  expect(server.asked).toHaveLength(1)
})

test.each<[string, Quirks]>([
  ['from the body', {}],
  ['from the header of the next link', { tokenInLinkOnly: true }],
])('Q3: the continuation token is taken %s', async (_, quirks) => {
  const site = await odd({ ...quirks, repeatedCustomers: true })
  const keyOf = (item: unknown) => textAt(item, 'id')
  const pages = seekPages(site.client('italy'), {
    call: 'customers.list',
    input: { query: { size: 2 } },
    keyOf,
  })
  const found = (await collect(pages)).map(item => textAt(item, 'id') ?? '').sort()
  expect(found).toEqual(three)
})

test('Q4: seekOperation is sent as Next', async () => {
  const site = await odd({})
  const keyOf = (item: unknown) => textAt(item, 'id')
  await collect(
    seekPages(site.client('italy'), { call: 'customers.list', input: { query: { size: 2 } }, keyOf }),
  )
  const { requests } = (await site.get('requests')) as { requests: readonly { path: string }[] } // the log's own shape
  const paths = requests.map(({ path }) => path).filter(path => path.startsWith('/v1/'))
  expect(paths).toEqual(['/v1/customers?size=2', '/v1/customers?size=2&seekOperation=Next'])
})

test('Q5: a code is text, whether the service sends text or a number', async () => {
  for (const numericCodes of [false, true]) {
    const site = await odd({ numericCodes })
    expect(codesOf(await errorOf(getOrder(site.client('italy'), rossi, 'nothing')))).toEqual([
      'refused',
      '20000',
    ])
  }
})

test('Q6: a 429 of the gateway, without a code, is waited for as long as it says', async () => {
  const site = await odd({})
  await site.post('faults', [{ match: { path: '/v1/customers' }, do: 'throttle', retryAfter: 90 }])
  expect(await customersOf(site.client('italy'))).toEqual(three)
  expect(site.client('italy').clock.now()).toBe('2026-12-07T06:01:30.000Z')
})

test('Q7: of a doubled header the first part counts', async () => {
  const { client } = await scripted([
    { status: 404, headers: { 'MS-CorrelationId': 'their-1,their-1' }, json: { code: '20000' } },
  ])
  expect((await errorOf(getOrder(client, rossi, 'nothing')))?.correlationId).toBe('their-1')
})

test('Q8: a word nobody knows is kept and said', async () => {
  const site = await odd({ unknownValues: [rossi] })
  expect((await seen(site.client('italy'))).map(({ status }) => status)).toEqual([
    'unknown:quarantined',
    'active',
    'active',
    'active',
    'active',
  ])
})

test.each([[false], [true]])('Q10: lists that are bare arrays, or not (%s)', async envelopes => {
  const site = await odd(
    { envelopes },
    {
      customers: (aWorld().customers ?? []).map(row => ({
        ...row,
        qualifications: [{ qualification: 'Education' as const, vettingStatus: 'Approved' as const }],
      })),
    },
  )
  const transfer = {
    sourcePartnerTenantId: tenants.italy,
    sourcePartnerName: 'italy',
    customerEmailId: 'admin@panificiorossi.example',
  }
  await createTransfer(site.client('central'), site.ids('transfer'), { customer: rossi, transfer })
  expect([
    (await listTransfers(site.client('italy'), rossi)).length,
    (await getQualifications(site.client('italy'), rossi)).map(({ qualification }) => qualification),
  ]).toEqual([1, ['Education']])
})

test('Q11: ids are one id in either case', async () => {
  const site = await odd({ otherCase: true })
  const client = site.client('italy')
  const [first] = await listSubscriptions(client, rossi)
  const alone = await getSubscription(client, rossi, first?.id ?? '')
  expect([first?.id, alone.id]).toEqual([ids.mail.toUpperCase(), ids.mail])
  const idIn = (wire: typeof alone) => liveSubscription(partnerName('italy'), rossi, wire).id.toLowerCase()
  expect(idIn(alone)).toBe(ids.mail)
  expect((await renaming(site, first?.id ?? '', 'post')).kind).toBe('done')
  expect(await customersOf(client)).toEqual(three)
})

test('Q12: an empty ETag is not sent back as If-Match', async () => {
  const site = await odd({ emptyEtags: true }) // the sandbox refuses an empty one
  expect((await renaming(site, ids.suite, 'office')).kind).toBe('done')
})

test('Q13: the end of a relationship is read in Pascal case too', async () => {
  const site = await odd({ pascalCase: true })
  const customer = await endRelationship(site.client('italy'), site.ids('end'), verdi)
  expect([customer.id, customer.relationshipToPartner]).toEqual([verdi, 'none'])
})

test('Q14: the tenant of a transfer is read in whatever case', async () => {
  for (const name of ['partnertenantid', 'PartnerTenantId']) {
    const { client } = await scripted([{ json: [{ id: '1', [name]: tenants.central }] }])
    expect((await listTransfers(client, rossi)).map(({ partnertenantid }) => partnertenantid)).toEqual([
      tenants.central,
    ])
  }
})

test('Q15: numbers as text in invoice lines are numbers', async () => {
  const site = await odd({ quotedNumbers: true })
  await site.advance('P40D')
  const client = site.client('italy')
  const totals: (number | null)[] = []
  for await (const invoices of listInvoices(client))
    for (const { id } of invoices)
      for await (const lines of listInvoiceLines(client, { invoice: id, provider: 'onetime' }))
        totals.push(...lines.map(line => numberOf(line.totalForCustomer)))
  expect(totals).toEqual([240])
})

test('Q16: numbers of the old token endpoint are text, and read as numbers', () => {
  expect(['3599', 3599, ' ', 'soon', null].map(numberOf)).toEqual([3599, 3599, null, null, null])
})

test('Q17: an offer whose learnMore has no uri is an offer', async () => {
  const site = await odd({ nullBodies: true })
  let count = 0
  for await (const page of listOffers(site.client('italy'), 'IT')) count += page.length
  expect(count).toBe(5)
})

test('Q19: a change of the name leaves renewal on', async () => {
  const site = await odd({})
  await renaming(site, ids.suite, 'office')
  const found = (await seen(site.client('italy'))).find(({ id }) => id === ids.suite)
  expect([found?.name, found?.autoRenew]).toEqual(['office', true])
})

test('Q20: what nobody knows goes back as it came', async () => {
  const known = {
    id: ids.mail,
    friendlyName: 'mail',
    rating: { grade: 'B', deep: [1, null] },
    status: 'quarantined',
  }
  const { client, server } = await scripted([{ json: known }, { json: { ...known, friendlyName: 'post' } }])
  await patchSubscription(client, {
    customer: rossi,
    subscription: ids.mail,
    edit: now =>
      now.friendlyName === 'post' ? { kind: 'done' } : { kind: 'change', fields: { friendlyName: 'post' } },
    idsOf: () => ({ requestId: 'r', correlationId: 'c', mayLeave: () => undefined }),
  })
  expect(JSON.parse(server.asked[1]?.body ?? '')).toEqual({ ...known, friendlyName: 'post' })
  const site = await odd({ unknownValues: true }) // and the sandbox takes its own extra fields back
  expect((await renaming(site, ids.mail, 'post')).kind).toBe('done')
})

test('Q21: Azure usage is known by its kind, whatever its numbers are', async () => {
  const site = await odd({})
  const found = (await seen(site.client('italy'))).find(
    ({ id }) => id.toLowerCase() === ids.azure.toLowerCase(),
  )
  expect([found?.kind, found?.seats, found?.termEndsAt]).toEqual(['azure', 1, null])
})

test('Q22: no date until which it may be cancelled means never', async () => {
  const site = await odd({})
  const found = (await seen(site.client('italy'))).find(({ id }) => id === ids.suite)
  expect(found?.cancellableUntil).toBe(null)
})

test('Q23: the third part of an item is no part of what it is', async () => {
  const site = await odd({ dailyAvailabilities: true })
  const client = site.client('central')
  const idsNow = async () => {
    const scope = { country: 'IT' }
    const items = await listAvailabilities(client, { product: 'CFQ7TTC0LCHC', sku: '0002', scope })
    return items.map(item => textAt(item, 'catalogItemId') ?? '')
  }
  const today = await idsNow()
  await site.advance('P2D')
  const later = await idsNow()
  expect(today.some(id => later.includes(id))).toBe(false)
  expect(new Set([...today, ...later].map(productOf))).toEqual(new Set(['CFQ7TTC0LCHC:0002']))
})

test('Q24: a subscription without a name of its own is called by its offer', async () => {
  const site = await odd({})
  const found = (await seen(site.client('italy'))).find(({ id }) => id === ids.suite)
  expect([found?.name, found?.productName]).toEqual(['Business Premium', 'Business Premium'])
})

test('Q25: who is not visible is that, whichever refusal says so', async () => {
  const site = await odd({ variedStrangers: true })
  const client = site.client('central')
  const stranger = 'ce240acf-7db1-4d2b-a699-0f492590429e'
  const kinds = await Promise.all([
    errorOf(getCustomer(client, stranger)),
    errorOf(listSubscriptions(client, stranger)),
    errorOf(getSubscription(client, stranger, ids.mail)),
    errorOf(getOrder(client, stranger, 'a1b2c3d4e5f6')),
  ])
  expect(kinds.map(error => error?.kind)).toEqual(Array.from({ length: 4 }, () => 'not-visible'))
})

test('Q27: a list that conflicts is asked for again', async () => {
  const site = await odd({ listConflicts: true })
  for (let count = 0; count < 6; count += 1)
    expect(await listSubscriptions(site.client('italy'), rossi)).toHaveLength(5)
})

test('Q28: an order that the list does not show yet is there by its id', async () => {
  const site = await odd({ lateOrders: true, lateSubscriptions: true })
  const client = site.client('central')
  const order = {
    billingCycle: 'monthly' as const,
    partnerOnRecordAttestationAccepted: true,
    lineItems: [{ lineItemNumber: 0, offerId: mail, quantity: 1, friendlyName: 'one of its own' }],
  }
  const { id } = await createOrder(client, site.ids('order'), { customer: rossi, order })
  expect(await listOrders(client, rossi)).toEqual([])
  const early = await getOrder(client, rossi, id ?? '')
  expect([early.status, early.lineItems?.[0]?.subscriptionId]).toEqual(['pending', undefined])
  await site.advance('PT15M')
  const [late] = await listOrders(client, rossi)
  expect([late?.status, late?.lineItems?.[0]?.friendlyName]).toEqual(['completed', 'one of its own'])
})

test('Q29: the locale is always the same', async () => {
  const { client, server } = await scripted([{ json: { items: [] } }])
  await listSubscriptions(client, rossi)
  expect(server.asked[0]?.headers['x-locale']).toBe('en-US')
})

test('Q30: an item that is not available is absent, also where the answer is a 200', async () => {
  for (const softNotFound of [false, true]) {
    const site = await odd({ softNotFound })
    expect(await getSku(site.client('italy'), 'NOTHING', { sku: '0001', country: 'IT' })).toBe(null)
  }
})

test('Q31: nothing hangs on what a HEAD of a domain means', () => {
  expect(Object.values(calls).filter(({ path }) => path.includes('/domains'))).toEqual([])
})

test('Q32: the end of a term is that of the exact variant, where there is one', async () => {
  const ends = async (dayAfterEnds: boolean) =>
    (await seen((await odd({ dayAfterEnds })).client('italy'))).map(({ termEndsAt, chargedUntil }) => [
      termEndsAt,
      chargedUntil,
    ])
  expect(await ends(true)).toEqual(await ends(false))
})

test('Q33: the place a 202 names is found, with and without /v1', async () => {
  for (const quirks of [{ asyncPatch: true }, { asyncPatch: true, v1Links: true, absoluteLinks: true }]) {
    const site = await odd(quirks)
    expect((await renaming(site, ids.mail, 'post')).kind).toBe('done')
  }
})

test('Q34: paths and parameters are the public ones', () => {
  const all = Object.values(calls).map(({ path }) => path)
  expect(all.filter(path => /auditactivity|webapiv3|[.]|\/v\d+\/.*\/v\d+/i.test(path))).toEqual([])
})

test('Q35: activity whose values are cut is activity without values', async () => {
  const site = await odd({ cutActivity: true })
  await renaming(site, ids.mail, 'post')
  const wish = { from: utcDate('2026-12-01'), to: utcDate('2026-12-07') }
  const records: ReturnType<typeof activityRecord>[] = []
  for await (const page of listAuditRecords(site.client('italy'), wish))
    records.push(...page.map(wire => activityRecord(partnerName('italy'), wire)))
  expect(records.map(({ operation, before, after }) => [operation, before, after])).toEqual([
    ['update_subscription', null, null],
  ])
})

test('Q37: renewal that shows on beside an extension is an extension', async () => {
  const off = suiteOf({ autoRenew: false })
  const site = await odd({}, { subscriptions: [off], settings: { extensionDelay: 'never' } })
  await site.post('back-fill', {})
  const [found] = await seen(site.client('italy'))
  expect([found?.autoRenew, found?.termEndAction, found?.cancelsAtTermEnd]).toEqual([true, 'extend', false])
})

test('Q41: the end of an extension moves every month, and what it is does not', async () => {
  const extended = suiteOf({ extendAtTermEnd: true })
  const site = await odd({}, { subscriptions: [extended] })
  const at = async (now: string) => {
    await site.post('clock', { now })
    const [found] = await seen(site.client('italy'))
    return found
  }
  const [first, second] = [await at('2027-03-20T00:00:00Z'), await at('2027-04-20T00:00:00Z')]
  expect([first?.termEndsAt, second?.termEndsAt]).toEqual([
    '2027-04-14T23:59:59.999Z',
    '2027-05-14T23:59:59.999Z',
  ])
  const kept = (row: LiveSubscription | undefined) => [
    row?.product,
    row?.seats,
    row?.status,
    row?.autoRenew,
    row?.termEndAction,
  ]
  expect([kept(first), kept(second)]).toEqual([
    kept(second),
    ['CFQ7TTC0LCHC:0002', 20, 'active', true, 'extend'],
  ])
})

test('Q38: words of scheduled actions in any case, and one nobody knows, are read and kept', async () => {
  const cancelled = { ...suiteOf({ cancelAtTermEnd: true, autoRenew: false }) }
  const site = await odd({ oddActions: true }, { subscriptions: [cancelled] })
  const [found] = await seen(site.client('italy'))
  expect([found?.id, found?.cancelsAtTermEnd]).toEqual([ids.suite, true])
  expect((await renaming(site, ids.suite, 'office')).kind).toBe('done')
  const [wire] = await listSubscriptions(site.client('italy'), rossi)
  expect(wire?.scheduledActions).toEqual([
    { scheduleType: 'TERMEND', actionType: 'CANCEL' },
    { scheduleType: 'ANNIVERSARY', actionType: 'REVIEW' },
  ])
})

test('Q39: other names of refunds change nothing of what is seen', async () => {
  const plain = await seen((await odd({})).client('italy'))
  expect(await seen((await odd({ otherNames: true })).client('italy'))).toEqual(plain)
})

test('Q40: a zero-width character before JSON changes nothing of what is seen', async () => {
  const plain = await seen((await odd({})).client('italy'))
  expect(await seen((await odd({ zeroWidth: true })).client('italy'))).toEqual(plain)
})

test('Q42: the full budget of one customer is waited for, and reads of another go on', async () => {
  const site = await odd(
    { customerBudgets: true },
    { settings: { quirks: { customerBudgets: true }, throttle: 3 } },
  )
  const client = site.client('italy')
  for (let count = 0; count < 4; count += 1) await listSubscriptions(client, rossi)
  expect(client.clock.now()).toBe('2026-12-07T06:01:00.000Z')
  await listSubscriptions(client, verdi)
  expect(client.clock.now()).toBe('2026-12-07T06:01:00.000Z')
})

describe('all at once', () => {
  test('what is seen is what is seen without any', async () => {
    const quiet = (await odd({})).client('italy')
    const strange = (await odd({ all: true })).client('italy')
    const plain = (rows: readonly LiveSubscription[]) =>
      rows.map(row => ({
        ...row,
        id: row.id.toLowerCase(),
        parent: row.parent?.toLowerCase(),
        order: row.order?.toLowerCase(),
      }))
    expect(plain(await seen(strange))).toEqual(plain(await seen(quiet)))
    expect(await customersOf(strange)).toEqual(three)
  })

  test('what is changed is changed once', async () => {
    const site = await odd({ all: true })
    expect((await renaming(site, ids.mail, 'post')).kind).toBe('done')
    expect((await renaming(site, ids.suite, 'office')).kind).toBe('done')
    const { subscriptions } = (await site.get('state')) as {
      subscriptions: readonly { id: string; name: string }[]
    } // its own shape
    expect(subscriptions.filter(({ name }) => ['post', 'office'].includes(name)).map(({ id }) => id)).toEqual(
      [ids.mail, ids.suite],
    )
  })
})
