/** E4, E5: customers appear when they accept, and are listed page by page. */
import { describe, expect, it } from 'vitest'
import { aRig, aWorld, type Body, blu, type Caller, codeOf, rossi, tenants, verdi } from './rig.ts'

describe('E4: invitation', () => {
  it('gives one link for all customers of the partner', async () => {
    const rig = await aRig()
    const central = await rig.user('central')
    const { body } = await central.get('/v1/customers/relationshiprequests')
    expect(body).toEqual({
      url: `https://admin.microsoft.com/Adminportal/Home?invType=ResellerRelationship&partnerId=${tenants.central}&msppId=0&DAP=false#/BillingAccounts/partner-invitation`,
      attributes: { objectType: 'RelationshipRequest' },
    })
  })

  it('shows a customer that accepted after the delay, with its agreement', async () => {
    const rig = await aRig(aWorld({ settings: { acceptDelay: 'PT5M' } }))
    const central = await rig.user('central')
    const accepted = await rig.control('POST', 'accept', { partner: 'central', customer: blu })
    expect(accepted.body).toEqual({
      partner: 'central',
      customer: blu,
      visibleFrom: '2026-12-07T06:05:00.000Z',
      agreement: true,
      directSigned: false,
    })
    expect(codeOf(await central.get(`/v1/customers/${blu}`))).toEqual([403, 20002])
    await rig.advance('PT5M')
    expect((await central.get(`/v1/customers/${blu}`)).status).toBe(200)
    expect((await central.get(`/v1/customers/${blu}/agreements?agreementType=*`)).body.items).toHaveLength(1)
  })

  it('shows it after a delay of its own, where the acceptance tells one', async () => {
    const rig = await aRig()
    const wanted = { partner: 'central', customer: blu, delay: 'P1D' }
    const accepted = await rig.control('POST', 'accept', wanted)
    expect(accepted.body.visibleFrom).toBe('2026-12-08T06:00:00.000Z')
    expect((await rig.control('POST', 'accept', { ...wanted, delay: 'soon' })).status).toBe(400)
  })

  it('adds only what is missing when somebody accepts again', async () => {
    const rig = await aRig()
    const central = await rig.user('central')
    const again = { partner: 'central', customer: verdi }
    await rig.control('POST', 'accept', { ...again, agreement: false })
    expect((await central.get(`/v1/customers/${verdi}/agreements?agreementType=*`)).body.items).toEqual([])
    await rig.control('POST', 'accept', again)
    await rig.control('POST', 'accept', again)
    expect((await central.get(`/v1/customers/${verdi}/agreements?agreementType=*`)).body.items).toHaveLength(
      1,
    )
  })

  it('refuses partners and customers it does not know', async () => {
    const rig = await aRig()
    expect((await rig.control('POST', 'accept', { partner: 'france', customer: blu })).status).toBe(404)
    expect((await rig.control('POST', 'accept', { partner: 'central', customer: 'x' })).status).toBe(404)
    expect((await rig.control('POST', 'accept', { partner: 'central', client: blu })).status).toBe(400)
  })
})

describe('agreements', () => {
  const contact = { firstName: 'A', lastName: 'B', email: 'a@b.example' }
  const template = '117a77b0-9360-443b-8795-c6dedc750cf9'
  const agreement = {
    primaryContact: contact,
    templateId: template,
    dateAgreed: '2026-12-07',
    type: 'MicrosoftCustomerAgreement',
  }

  it('are of all types in a list that names none, and take dates without a zone as UTC', async () => {
    const rig = await aRig()
    const central = await rig.user('central')
    const path = `/v1/customers/${verdi}/agreements`
    const first = await central.post(path, { ...agreement, dateAgreed: '2026-12-07T01:02:03' })
    expect(first.body.dateAgreed).toBe('2026-12-07T01:02:03.000Z')
    expect((await central.get(path)).body.items).toEqual([first.body])
    expect((await central.get(`${path}?agreementType=MicrosoftCloudAgreement`)).body.items).toEqual([])
  })

  it('are confirmed once: the same again is 600061 with a numeric code', async () => {
    const rig = await aRig()
    const central = await rig.user('central')
    const path = `/v1/customers/${verdi}/agreements`
    const first = await central.post(path, agreement)
    expect([first.status, first.body.templateId]).toEqual([201, template])
    const again = await central.post(path, agreement)
    expect([again.status, again.body.code, again.body.isRetryable, again.body.source]).toEqual([
      400,
      600061,
      false,
      undefined,
    ])
  })

  it('have the customer agreement among the templates', async () => {
    const rig = await aRig()
    const central = await rig.user('central')
    const { body } = await central.get('/v1/agreements?agreementType=MicrosoftCustomerAgreement')
    expect(body.items.map((item: Body) => [item.templateId, item.agreementType])).toEqual([
      [template, 'MicrosoftCustomerAgreement'],
    ])
    const all = await central.get('/v1/agreements?agreementType=*')
    expect(all.body.items).toHaveLength(2)
  })

  it('can be signed by the customer itself', async () => {
    const rig = await aRig()
    const central = await rig.user('central')
    const path = `/v1/customers/${verdi}/directSignedMicrosoftCustomerAgreementStatus`
    expect((await central.get(path)).body.isSigned).toBe(false)
    await rig.control('POST', 'accept', {
      partner: 'central',
      customer: verdi,
      agreement: false,
      directSigned: true,
    })
    expect((await central.get(path)).body.isSigned).toBe(true)
  })
})

function crowd(count: number) {
  return Array.from({ length: count }, (_, number) => ({
    tenantId: `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`,
    name: `Customer ${number}`,
    domain: `customer${number}.example`,
    country: 'IT',
    relationships: [{ partner: 'central', agreement: true }],
  }))
}

async function pages(caller: Caller, first: string): Promise<readonly Body[]> {
  const found: Body[] = []
  for (let path: string | null = first, token = ''; path !== null; ) {
    const headers: Record<string, string> = token === '' ? {} : { 'MS-ContinuationToken': token }
    const { body } = await caller.get(path, { headers })
    found.push(body)
    const next: Body = body.links.next
    path = next === undefined ? null : `/v1${next.uri}`
    token = next?.headers[0].value ?? ''
    expect(body.continuationToken).toBe(next?.headers[0].value)
  }
  return found
}

describe('E5: paging of customers', () => {
  it('has at most 500 on a page, counted by page, every customer once', async () => {
    const rig = await aRig(aWorld({ customers: crowd(1001), subscriptions: [] }))
    const found = await pages(await rig.app('central'), '/v1/customers?size=500')
    expect(found.map(page => page.totalCount)).toEqual([500, 500, 1])
    const ids = found.flatMap(page => page.items.map((item: Body) => item.id))
    expect(new Set(ids).size).toBe(1001)
  })

  it('shows slim customers', async () => {
    const rig = await aRig(aWorld({ customers: crowd(1), subscriptions: [] }))
    const [page] = await pages(await rig.app('central'), '/v1/customers')
    expect(Object.keys(page.items[0])).toEqual([
      'id',
      'companyProfile',
      'relationshipToPartner',
      'links',
      'attributes',
    ])
  })

  it('gives nobody more than 500 a page', async () => {
    const central = await (await aRig(aWorld({ customers: crowd(501), subscriptions: [] }))).app('central')
    expect((await central.get('/v1/customers?size=1000')).body.items).toHaveLength(500)
  })

  it('binds the token to query and caller, for an hour', async () => {
    const rig = await aRig(aWorld({ customers: crowd(3), subscriptions: [] }))
    const central = await rig.app('central')
    const { body } = await central.get('/v1/customers?size=2')
    const headers = { 'MS-ContinuationToken': body.continuationToken }
    const next = '/v1/customers?size=2&seekOperation=Next'
    expect((await central.get(next, { headers })).body.items).toHaveLength(1)
    expect(codeOf(await central.get('/v1/customers?size=1&seekOperation=Next', { headers }))).toEqual([
      400, 2000,
    ])
    const italy = await rig.app('italy')
    expect(codeOf(await italy.get(next, { headers }))).toEqual([400, 2000])
    expect(codeOf(await central.get(next))).toEqual([400, 2000])
    await rig.advance('PT59M')
    expect((await central.get(next, { headers })).status).toBe(200)
  })

  it('filters by the beginning of name and domain, without regard to case', async () => {
    const rig = await aRig(aWorld({ customers: crowd(12), subscriptions: [] }))
    const central = await rig.app('central')
    const filtered = async (filter: object) =>
      central.get(`/v1/customers?filter=${encodeURIComponent(JSON.stringify(filter))}`)
    const byName = await filtered({ Field: 'CompanyName', Value: 'customer 1', Operator: 'starts_with' })
    expect(byName.body.items.map((item: Body) => item.companyProfile.companyName)).toEqual([
      'Customer 1',
      'Customer 10',
      'Customer 11',
    ])
    const byDomain = await filtered({ Field: 'Domain', Value: 'customer11', Operator: 'starts_with' })
    expect(byDomain.body.items).toHaveLength(1)
    const wrong = await filtered({ Field: 'CompanyName', Value: 'x', Operator: 'substring' })
    expect(codeOf(wrong)).toEqual([400, 2000])
    expect(await filtered({ Field: 'Domain', Value: 'customer11', Operator: 'StartsWith' })).toMatchObject({
      status: 200,
      text: byDomain.text.replace('starts_with', 'StartsWith'),
    })
    expect(codeOf(await central.get('/v1/customers?filter=x'))).toEqual([400, 2000])
  })
})

describe('licences', () => {
  it('are totals of the directory over all partners, with what is in use', async () => {
    const world = aWorld()
    const customers = (world.customers ?? []).map(customer =>
      customer.tenantId === rossi
        ? { ...customer, licences: [{ family: 'm365-bp', consumed: 18 }] }
        : customer,
    )
    const rig = await aRig({ ...world, customers })
    const central = await rig.user('central')
    const { body } = await central.get(`/v1/customers/${rossi}/subscribedskus`)
    expect(
      body.items.map((item: Body) => [
        item.productSku.name,
        item.activeUnits,
        item.consumedUnits,
        item.availableUnits,
      ]),
    ).toEqual([
      ['Threat Protection', 10, 0, 10],
      ['Exchange Online (Plan 1)', 5, 0, 5],
      ['Business Premium', 20, 18, 2],
      ['Office 365 E3', 10, 0, 10],
    ])
    const sku = await central.get(`/v1/customers/${rossi}/products/CFQ7TTC0LCHC/skus/0002`)
    expect(sku.body.dynamicAttributes.provisioningId).toBe(body.items[2].productSku.id)
  })
})
