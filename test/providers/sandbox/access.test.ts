/** E1, E2, E3: who may call, and what they see. */
import { describe, expect, it } from 'vitest'
import { aRig, aWorld, blu, codeOf, rossi, scope, tenants, verdi } from './rig.ts'

const appForm = {
  grant_type: 'client_credentials',
  client_id: '0c1f7a40-5a01-4c39-9c3f-6f3f0e6b1a01',
  client_secret: 'sandbox-central-app',
  scope,
}
const userForm = {
  grant_type: 'refresh_token',
  client_id: appForm.client_id,
  refresh_token: 'sandbox-central-user',
  scope: 'https://api.partnercenter.microsoft.com/user_impersonation offline_access openid profile',
}

const failed = (answer: {
  readonly status: number
  readonly body: { error: string; error_codes: number[] }
}) => [answer.status, answer.body.error, answer.body.error_codes]

describe('E1: the token endpoint', () => {
  it('gives an app a token with numbers, in the new form', async () => {
    const rig = await aRig()
    const { status, body } = await rig.token(tenants.central, appForm)
    expect(status).toBe(200)
    expect({ ...body, access_token: '' }).toEqual({
      token_type: 'Bearer',
      expires_in: 3599,
      ext_expires_in: 3599,
      access_token: '',
    })
    const claims = JSON.parse(Buffer.from(body.access_token.split('.')[1], 'base64url').toString())
    expect(claims).toMatchObject({
      aud: 'https://api.partnercenter.microsoft.com',
      tid: tenants.central,
      appid: appForm.client_id,
      idtyp: 'app',
      exp: Date.parse('2026-12-07T06:59:59Z') / 1000,
    })
  })

  it('gives an app a token with numbers as text, in the old form, by domain too', async () => {
    const rig = await aRig()
    const { scope: _, ...form } = appForm
    const { body } = await rig.token(
      'central.example',
      { ...form, resource: 'https://api.partnercenter.microsoft.com' },
      1,
    )
    expect({ ...body, access_token: '' }).toEqual({
      token_type: 'Bearer',
      expires_in: '3599',
      ext_expires_in: '3599',
      expires_on: String(Date.parse('2026-12-07T06:59:59Z') / 1000),
      not_before: String(Date.parse('2026-12-07T06:00:00Z') / 1000),
      resource: 'https://api.partnercenter.microsoft.com',
      access_token: '',
    })
  })

  it.each([
    ['a wrong secret', { client_secret: 'no' }, [401, 'invalid_client', [7000215]]],
    ['an unknown app', { client_id: rossi }, [400, 'unauthorized_client', [700016]]],
    ['an unknown scope', { scope: 'https://example.com/.default' }, [400, 'invalid_scope', [70011]]],
    ['an unknown grant', { grant_type: 'password' }, [400, 'unsupported_grant_type', [70003]]],
  ])('refuses %s', async (_, wrong, expected) => {
    const rig = await aRig()
    expect(failed(await rig.token(tenants.central, { ...appForm, ...wrong }))).toEqual(expected)
  })

  it('refuses an unknown tenant and an unknown resource', async () => {
    const rig = await aRig()
    expect(failed(await rig.token(rossi, appForm))).toEqual([400, 'invalid_request', [90002]])
    const { scope: _, ...form } = appForm
    const old = await rig.token(tenants.central, { ...form, resource: 'https://example.com' }, 1)
    expect(failed(old)).toEqual([400, 'invalid_resource', [500011]])
  })

  it('rotates refresh tokens, and lets the old one work on', async () => {
    const rig = await aRig()
    const first = await rig.token(tenants.central, userForm)
    const second = await rig.token(tenants.central, { ...userForm, refresh_token: first.body.refresh_token })
    const again = await rig.token(tenants.central, userForm)
    const tokens = [first, second, again].map(answer => answer.body.refresh_token)
    expect(new Set([...tokens, 'sandbox-central-user']).size).toBe(4)
  })

  it('refuses a refresh token that nobody used for 90 days, and one it never gave', async () => {
    const rig = await aRig()
    await rig.advance('P91D')
    expect(failed(await rig.token(tenants.central, userForm))).toEqual([400, 'invalid_grant', [700082]])
    const never = await rig.token(tenants.central, { ...userForm, refresh_token: 'sandbox-other' })
    expect(failed(never)).toEqual([400, 'invalid_grant', [70000]])
  })

  it('tells missing, wrong, expired and retired tokens apart', async () => {
    const rig = await aRig()
    expect(codeOf(await rig.raw('GET', '/v1/customers'))).toEqual([401, 800001])
    const wrong = await rig.raw('GET', '/v1/customers', { headers: { Authorization: 'Bearer a.b.c' } })
    expect(codeOf(wrong)).toEqual([401, 400])
    const graph = await rig.token(tenants.central, {
      ...appForm,
      scope: 'https://graph.microsoft.com/.default',
    })
    const Authorization = `Bearer ${graph.body.access_token}`
    expect(codeOf(await rig.raw('GET', '/v1/customers', { headers: { Authorization } }))).toEqual([
      401, 900420,
    ])
    const central = await rig.app('central')
    await rig.advance('PT1H')
    expect(codeOf(await central.get('/v1/customers'))).toEqual([401, 400])
  })

  it('shifts its Date header and token times by the skew of the World', async () => {
    const rig = await aRig(aWorld({ clockSkew: '-PT10M' }))
    const { body, headers } = await rig.token(tenants.central, appForm)
    const claims = JSON.parse(Buffer.from(body.access_token.split('.')[1], 'base64url').toString())
    expect(headers.get('date')).toBe('Mon, 07 Dec 2026 05:50:00 GMT')
    expect(claims.nbf).toBe(Date.parse('2026-12-07T05:50:00Z') / 1000)
  })
})

describe('E2: app-only callers', () => {
  it.each([
    '/v1/customers/relationshiprequests',
    `/v1/customers/${rossi}/agreements`,
    `/v1/customers/${rossi}/directSignedMicrosoftCustomerAgreementStatus`,
    `/v1/customers/${rossi}/subscribedskus`,
    '/v1/agreements',
    '/v1/profiles/organization',
  ])('are refused on %s', async path => {
    const rig = await aRig()
    const central = await rig.app('central')
    expect(codeOf(await central.get(path))).toEqual([403, 900329])
    expect((await (await rig.user('central')).get(path)).status).toBe(200)
  })
})

describe('users', () => {
  it('may do what their role allows', async () => {
    const world = aWorld()
    const [central, ...others] = world.partners
    if (central === undefined) throw new Error('no partner')
    const users = (central.users ?? []).map(user => ({ ...user, roles: ['helpdeskAgent' as const] }))
    const rig = await aRig({ ...world, partners: [{ ...central, users }, ...others] })
    const helpdesk = await rig.user('central')
    expect((await helpdesk.get('/v1/customers')).status).toBe(200)
    const cart = await helpdesk.post(`/v1/customers/${rossi}/carts`, { lineItems: [] })
    expect(codeOf(cart)).toEqual([403, 900150])
    const link = '/v1/customers/relationshiprequests'
    expect(codeOf(await helpdesk.get(link))).toEqual([403, 900150])
    expect((await (await (await aRig()).user('central')).get(link)).status).toBe(200)
  })
})

describe('E3: isolation', () => {
  it('lists and shows only customers with a relationship', async () => {
    const rig = await aRig()
    const central = await rig.app('central')
    const { body } = await central.get('/v1/customers')
    expect(body.items.map((item: { id: string }) => item.id)).toEqual([rossi, verdi])
    expect((await central.get(`/v1/customers/${rossi}`)).body).toMatchObject({
      id: rossi,
      companyProfile: { tenantId: rossi, domain: 'panificiorossi.example', companyName: 'Panificio Rossi' },
      billingProfile: { defaultAddress: { country: 'IT' } },
      relationshipToPartner: 'reseller',
    })
  })

  it.each(['', '/subscriptions', '/orders', '/offers', '/products?targetView=OnlineServices'])(
    'refuses a customer without one, below it too: %s',
    async below => {
      const rig = await aRig()
      const central = await rig.app('central')
      expect(codeOf(await central.get(`/v1/customers/${blu}${below}`))).toEqual([403, 20002])
      const nobody = '00000000-0000-4000-8000-000000000000'
      expect(codeOf(await central.get(`/v1/customers/${nobody}${below}`))).toEqual([404, 60003])
      expect(codeOf(await central.get(`/v1/customers/rossi${below}`))).toEqual([400, 900118])
    },
  )

  it("hides other partners' subscriptions of the same customer", async () => {
    const rig = await aRig()
    const central = await rig.app('central')
    expect((await central.get(`/v1/customers/${rossi}/subscriptions`)).body.items).toEqual([])
    const italy = await rig.app('italy')
    expect((await italy.get(`/v1/customers/${rossi}/subscriptions`)).body.items).toHaveLength(5)
  })
})

describe('routes', () => {
  it('names what it does not have, and what it left out', async () => {
    const rig = await aRig()
    const central = await rig.app('central')
    const unknown = await central.get('/v1/customer')
    expect([unknown.status, unknown.headers.get('content-type'), unknown.text]).toEqual([
      404,
      'text/plain',
      'There is no GET /v1/customer.',
    ])
    const wrong = await central.post('/v1/customers/relationshiprequests')
    const message = "The requested resource does not support http method 'POST'."
    expect([wrong.status, wrong.body]).toEqual([405, { message }])
    expect((await rig.raw('PUT', '/central.example/oauth2/token')).status).toBe(405)
    const leftOut = await central.get(`/v1/customers/${rossi}/users`)
    expect([leftOut.status, leftOut.body]).toEqual([
      501,
      {
        code: '0',
        description: `GET /v1/customers/${rossi}/users is not part of this sandbox.`,
        data: [],
        source: 'PartnerFD',
      },
    ])
    expect(codeOf(await central.get('/v1/customers?colour=red'))).toEqual([400, 2000])
    expect(codeOf(await central.get('/v1/invoices?filter=x'))).toEqual([400, 2000])
  })

  it.each([
    ['POST', '/v1/customers'],
    ['GET', '/v1/relationships?relationship_type=IsIndirectResellerOf'],
    ['GET', '/v1/validations/checkdomainavailability/panificiorossi'],
    ['GET', '/v1/agreementtemplates/117a77b0-9360-443b-8795-c6dedc750cf9/document'],
    ['GET', '/v1/countryvalidationrules/IT'],
    ['POST', `/v1/customers/${rossi}/migrations/newcommerce/validate`],
    ['GET', '/v1/migrations/newcommerce'],
    ['POST', '/v1/productupgrades'],
    ['GET', '/v1/partnerRequests'],
    ['GET', '/v1/invoices/summary'],
    ['GET', '/v1/invoices/unbilled/lineitems'],
    ['GET', `/v1/customers/${rossi}/orders/1/lineitems/0/activationlinks`],
    ['POST', '/v3/partner/generatetoken'],
    ['GET', '/partner/v1/analytics/licenses'],

    ...['upgrades', 'conversions', 'registrations', 'registrationstatus'].map(word => [
      'POST',
      `/v1/customers/${rossi}/subscriptions/1/${word}`,
    ]),
    ['POST', `/v1/customers/${rossi}/subscriptions/1/azureEntitlements/1/cancel`],
    ['POST', `/v1/customers/${rossi}/transfers/1/accept`],
  ])('says that %s %s is left out', async (method, path) => {
    const user = await (await aRig()).user('italy')
    expect(codeOf(await user.send(method, path))).toEqual([501, 0])
  })

  it('does not mind the case of a path', async () => {
    const rig = await aRig()
    const central = await rig.app('central')
    const { body } = await central.get(`/v1/Customers/${rossi.toUpperCase()}`)
    expect(body.id).toBe(rossi)
  })
})
