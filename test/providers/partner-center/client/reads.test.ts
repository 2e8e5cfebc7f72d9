import { afterEach, describe, expect, it } from 'vitest'
import { utcDate } from '../../../../engine/model/ids.ts'
import type { ReadClient } from '../../../../providers/partner-center/client/client.ts'
import { collect } from '../../../../providers/partner-center/client/paging.ts'
import { listAgreementTemplates } from '../../../../providers/partner-center/client/resources/agreements.ts'
import { auditSpans, listAuditRecords } from '../../../../providers/partner-center/client/resources/audit.ts'
import { listProducts, listSkus } from '../../../../providers/partner-center/client/resources/catalog.ts'
import {
  endRelationship,
  getRelationshipRequest,
  getValidationStatus,
  listEntitlements,
} from '../../../../providers/partner-center/client/resources/customers.ts'
import {
  listInvoiceLines,
  listInvoices,
} from '../../../../providers/partner-center/client/resources/invoices.ts'
import { getOrderProvisioning } from '../../../../providers/partner-center/client/resources/orders.ts'
import {
  getBillingProfile,
  getLegalBusinessProfile,
  getMpnProfile,
  getOrganizationProfile,
} from '../../../../providers/partner-center/client/resources/profiles.ts'
import {
  askPromotionEligibility,
  listPromotions,
} from '../../../../providers/partner-center/client/resources/promotions.ts'
import { getSubscriptionProvisioning } from '../../../../providers/partner-center/client/resources/subscriptions.ts'
import {
  acceptLegacyTransfer,
  changeTransfer,
  createTransfer,
  listTransferEligibility,
  listTransfers,
} from '../../../../providers/partner-center/client/resources/transfers.ts'
import { type Api, anApi, ids } from '../../../support/api.ts'
import type { Script } from '../../../support/scripted-server.ts'

let api: Api | null = null
afterEach(() => api?.close())

async function over(script: Script) {
  api = await anApi(script)
  return api
}
const asked = () => api?.server.asked.map(({ method, url }) => `${method} ${decodeURIComponent(url)}`)

describe('spans of the activity log', () => {
  const today = utcDate('2026-12-07')
  it.each([
    ['one day', '2026-12-07', '2026-12-07', [['2026-12-07', '2026-12-07']]],
    ['thirty days', '2026-11-08', '2026-12-07', [['2026-11-08', '2026-12-07']]],
    [
      'thirty-one days',
      '2026-11-07',
      '2026-12-07',
      [
        ['2026-11-08', '2026-12-07'],
        ['2026-11-07', '2026-11-07'],
      ],
    ],
    [
      'all there is',
      '2020-01-01',
      '2030-01-01',
      [
        ['2026-11-08', '2026-12-07'],
        ['2026-10-09', '2026-11-07'],
        ['2026-09-09', '2026-10-08'],
        ['2026-09-08', '2026-09-08'],
      ],
    ],
    ['nothing but the past', '2026-01-01', '2026-02-01', []],
    ['an end before its beginning', '2026-12-05', '2026-12-01', []],
  ])('of %s', (_, from, to, spans) => {
    expect(
      auditSpans({ from: utcDate(from), to: utcDate(to) }, today).map(span => [span.from, span.to]),
    ).toEqual(spans)
  })
})

describe('the activity log', () => {
  const wish = { from: utcDate('2026-11-07'), to: utcDate('2026-12-07') }
  it('is read span by span and page by page, each record once, also those without an id', async () => {
    const old = {
      operationDate: '2026-11-07T01:00:00Z',
      operationType: 'update_subscription',
      customerId: 'c',
    }
    const { client } = await over([
      { json: { items: [{ id: 'a' }, { id: 'b' }], continuationToken: 't' } },
      { json: { items: [{ id: 'b' }, { id: 'c' }] } },
      { json: { items: [old, { ...old, operationDate: '2026-11-07T02:00:00Z' }, old] } },
    ])
    expect(await collect(listAuditRecords(client, wish))).toHaveLength(5)
    expect(asked()).toEqual([
      'GET /v1/auditrecords?startDate=2026-11-08&endDate=2026-12-07&size=500',
      'GET /v1/auditrecords?startDate=2026-11-08&endDate=2026-12-07&size=500&seekOperation=Next',
      'GET /v1/auditrecords?startDate=2026-11-07&endDate=2026-11-07&size=500',
    ])
  })

  it.each([
    [
      { field: 'CompanyName', contains: 'Ros si' } as const,
      '{"Field":"CompanyName","Value":"Ros si","Operator":"substring"}',
    ],
    [
      { field: 'CustomerId', equals: 'c-1' } as const,
      '{"Field":"CustomerId","Value":"c-1","Operator":"equals"}',
    ],
  ])('is filtered by %j', async (filter, sent) => {
    const { client, server } = await over([{ json: { items: [] } }])
    await collect(
      listAuditRecords(client, { from: utcDate('2026-12-07'), to: utcDate('2026-12-07'), filter }),
    )
    expect(new URL(server.asked[0]?.url ?? '', server.url).searchParams.get('filter')).toBe(sent)
  })

  it('is unreadable when the service finds the dates wrong', async () => {
    const { client } = await over([{ status: 400, json: { message: 'The request is invalid.' } }])
    await expect(collect(listAuditRecords(client, wish))).rejects.toMatchObject({
      error: { status: 400, kind: 'foreign' },
    })
  })
})

describe('profiles', () => {
  it('say who the partner is', async () => {
    const { client } = await over([{ json: { tenantId: 't-1' } }, { json: { companyName: 'Italy' } }])
    expect(await getOrganizationProfile(client)).toEqual({ tenantId: 't-1' })
    expect(await getLegalBusinessProfile(client)).toEqual({ companyName: 'Italy' })
    expect(asked()).toEqual(['GET /v1/profiles/organization', 'GET /v1/profiles/legalbusiness'])
  })
})

describe('a customer', () => {
  it('is invited by a link that belongs to the partner', async () => {
    const { client } = await over([
      { json: { url: 'https://admin.example/?invType=ResellerRelationship' } },
      { json: {} },
    ])
    expect(await getRelationshipRequest(client)).toEqual({
      url: 'https://admin.example/?invType=ResellerRelationship',
    })
    await expect(getRelationshipRequest(client)).rejects.toMatchObject({ error: { kind: 'unreadable' } })
  })

  it('has a validation status, or none (404/600074)', async () => {
    const { client } = await over([
      { json: { type: 'account', status: 'Not Ready' } },
      { status: 404, json: { code: 600074, errorName: 'x', message: 'none' } },
      { status: 404 },
    ])
    expect(await getValidationStatus(client, 'c-1')).toEqual({ type: 'account', status: 'Not Ready' })
    expect(await getValidationStatus(client, 'c-1')).toBeNull()
    await expect(getValidationStatus(client, 'c-1')).rejects.toMatchObject({ error: { status: 404 } })
  })

  it('is let go, and the answer is understood in PascalCase', async () => {
    const { client, server } = await over([
      { json: { Id: 'c-1', RelationshipToPartner: 'none', Attributes: { ObjectType: 'Customer' } } },
    ])
    expect(await endRelationship(client, ids, 'c-1')).toMatchObject({
      id: 'c-1',
      relationshipToPartner: 'none',
    })
    expect(JSON.parse(server.asked[0]?.body ?? '')).toEqual({
      relationshipToPartner: 'none',
      attributes: { objectType: 'Customer' },
    })
  })

  it('has entitlements', async () => {
    const { client } = await over([{ json: { items: [{ productId: 'P' }, 'noise'] } }])
    expect(await listEntitlements(client, 'c-1')).toEqual([{ productId: 'P' }])
  })
})

describe('invoices', () => {
  it('end with the first page when offset is ignored', async () => {
    const page = { json: { items: Array.from({ length: 500 }, (_, position) => ({ id: `G${position}` })) } }
    const { client } = await over([page, page])
    expect(await collect(listInvoices(client))).toHaveLength(500)
  })

  it('have modern lines by token and legacy lines by offset; equal lines are two', async () => {
    const line = { subscriptionId: 's-1', totalForCustomer: '-1.20' }
    const { client } = await over([
      { json: { items: [line, line], continuationToken: 't' } },
      { json: { items: [line] } },
      { json: { items: [line, line] } },
    ])
    expect(await collect(listInvoiceLines(client, { invoice: 'G1', provider: 'onetime' }))).toEqual([
      line,
      line,
      line,
    ])
    expect(await collect(listInvoiceLines(client, { invoice: 'D1', provider: 'office' }))).toEqual([
      line,
      line,
    ])
    expect(asked()).toEqual([
      'GET /v1/invoices/G1/lineitems?provider=onetime&invoicelineitemtype=billinglineitems&size=2000',
      'GET /v1/invoices/G1/lineitems?provider=onetime&invoicelineitemtype=billinglineitems&size=2000&seekOperation=Next',
      'GET /v1/invoices/D1/lineitems?provider=office&invoicelineitemtype=billinglineitems&size=2000&offset=0',
    ])
  })
})

describe('a transfer', () => {
  const transfer = { id: 't-1', status: 'Pending', partnertenantid: 'p-1' }

  it('is created by the target as new commerce', async () => {
    const { client, server } = await over([
      { status: 201, json: { Id: 't-1', Status: 'Pending', partnerTenantId: 'p-1' } },
    ])
    const request = { sourcePartnerTenantId: 's-1', customerEmailId: 'a@b.example' }
    expect(await createTransfer(client, ids, { customer: 'c-1', transfer: request })).toEqual(transfer)
    expect(JSON.parse(server.asked[0]?.body ?? '')).toEqual({ transferType: 5, ...request })
  })

  it('is accepted with its lines, or cancelled', async () => {
    const { client, server } = await over(() => ({ json: transfer }))
    const at = { customer: 'c-1', transfer: 't-1' }
    await changeTransfer(client, ids, {
      ...at,
      change: { kind: 'accept', lines: [{ subscriptionId: 's-1' }] },
    })
    await changeTransfer(client, ids, { ...at, change: { kind: 'cancel' } })
    expect(server.asked.map(({ body }) => JSON.parse(body) as unknown)).toEqual([
      { id: 't-1', status: 'Accept', lineItems: [{ subscriptionId: 's-1' }] },
      { id: 't-1', status: 'Cancel' },
    ])
  })

  it('is not repeated without an answer', async () => {
    const { client, server } = await over(['drop', { json: transfer }])
    await expect(
      createTransfer(client, ids, { customer: 'c-1', transfer: { sourcePartnerTenantId: 's' } }),
    ).rejects.toMatchObject({ error: { kind: 'no-answer' } })
    expect(server.asked).toHaveLength(1)
  })

  it('comes in a bare array, and so does eligibility', async () => {
    const { client } = await over([
      { json: [transfer] },
      { json: { items: [transfer] } },
      { json: [{ id: 's-1', isEligible: false, reason: 'Suspended' }] },
      { json: { Orders: [{ id: 'o-1' }] } },
    ])
    expect(await listTransfers(client, 'c-1')).toEqual([transfer])
    expect(await listTransfers(client, 'c-1')).toEqual([transfer])
    expect(await listTransferEligibility(client, 'c-1', 'directtoindirect')).toEqual([
      { id: 's-1', isEligible: false, reason: 'Suspended' },
    ])
    expect(await acceptLegacyTransfer(client, ids, { customer: 'c-1', transfer: 't-1' })).toEqual([
      { id: 'o-1' },
    ])
  })
})

describe('promotions', () => {
  it('are listed, and asked about without changing anything', async () => {
    const { client, server } = await over([
      { json: { items: [{ id: 'P-1' }] } },
      'drop',
      { json: { items: [{ id: 0, eligibilities: [] }] } },
    ])
    expect(await listPromotions(client, { country: 'IT', segment: 'commercial' })).toEqual([{ id: 'P-1' }])
    const question = {
      id: 0,
      catalogItemId: 'P:0001:A',
      quantity: 5,
      billingCycle: 'monthly',
      termDuration: 'P1Y',
      promotionId: 'P-1',
    }
    expect(await askPromotionEligibility(client, 'c-1', [question])).toEqual([{ id: 0, eligibilities: [] }])
    expect(JSON.parse(server.asked[1]?.body ?? '')).toEqual({ items: [question] })
  })
})

/** No command asks these (docs/partner-center.md says why); they are there for whoever uses the client as a library. */
describe('what no command asks', () => {
  const one = { id: 'x-1' }
  const many = { items: [one] }
  it.each<readonly [string, object, (client: ReadClient) => Promise<unknown>, unknown]>([
    ['/v1/profiles/mpn', { mpnId: '7' }, getMpnProfile, { mpnId: '7' }],
    ['/v1/profiles/billing', { taxId: 'IT1' }, getBillingProfile, { taxId: 'IT1' }],
    ['/v1/agreements?agreementType=MicrosoftCustomerAgreement', many, listAgreementTemplates, [one]],
    [
      '/v1/products?country=IT&targetView=OnlineServices',
      many,
      client => listProducts(client, { country: 'IT', targetView: 'OnlineServices' }),
      [one],
    ],
    ['/v1/products/P/skus?country=IT', many, client => listSkus(client, 'P', { country: 'IT' }), [one]],
    ['/v1/customers/c-1/products/P/skus', many, client => listSkus(client, 'P', { customer: 'c-1' }), [one]],
    [
      '/v1/customers/c-1/orders/o-1/provisioningstatus',
      { items: [{ lineItemNumber: 0, status: 'Fulfilled' }] },
      client => getOrderProvisioning(client, 'c-1', 'o-1'),
      [{ lineItemNumber: 0, status: 'Fulfilled' }],
    ],
    [
      '/v1/customers/c-1/subscriptions/s-1/provisioningstatus',
      { status: 'success', quantity: 5 },
      client => getSubscriptionProvisioning(client, 'c-1', 's-1'),
      { status: 'success', quantity: 5 },
    ],
  ])('is read from %s', async (url, json, read, value) => {
    const { client } = await over([{ json }])
    expect(await read(client)).toEqual(value)
    expect(asked()).toEqual([`GET ${url}`])
  })
})
