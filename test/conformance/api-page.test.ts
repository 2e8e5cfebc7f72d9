/** What the sandbox answers, held against strict schemas written from docs/partner-center-facts.md: no name, type or word beside them. */
import Ajv from 'ajv/dist/2020.js'
import { expect, onTestFinished, test } from 'vitest'
import { startSandbox } from '../../providers/sandbox/index.ts'
import {
  aWorld,
  type Body,
  buy,
  type Caller,
  change,
  ids,
  mail,
  premium,
  type Rig,
  rigOf,
  rossi,
  scope,
  tenants,
} from '../providers/sandbox/rig.ts'
import * as shapes from './shapes.ts'

const ajv = new Ajv.default({ allErrors: true, strict: false })
const differences = (schema: object, value: Body) =>
  ajv.validate(schema, value)
    ? []
    : (ajv.errors ?? []).map(
        error => `${error.instancePath} ${error.message} ${JSON.stringify(error.params)}`,
      )
const of = (rest: string) => `/v1/customers/${rossi}/${rest}`

async function sandboxed(): Promise<Rig> {
  const sandbox = await startSandbox({ world: aWorld(), wallClock: () => 0 })
  onTestFinished(() => sandbox.close())
  return rigOf(sandbox)
}

async function theTransfer(rig: Rig): Promise<Body> {
  const [italy, central] = [await rig.app('italy'), await rig.app('central')]
  const asked = {
    sourcePartnerTenantId: tenants.italy,
    sourcePartnerName: 'italy',
    customerEmailId: 'a@b.example',
    transferType: 5,
  }
  const { id } = (await central.post(of('transfers'), asked)).body
  return italy.patch(of(`transfers/${id}`), { status: 'Accept', lineItems: [{ subscriptionId: ids.suite }] })
}

async function theCart(caller: Caller): Promise<Body> {
  const items = [
    { id: 0, catalogItemId: mail, quantity: 2, billingCycle: 'monthly' },
    {
      id: 1,
      catalogItemId: await premium(caller),
      quantity: 2,
      billingCycle: 'monthly',
      termDuration: 'P1Y',
      customTermEndDate: '2027-06-30',
    },
    { id: 2, catalogItemId: 'nothing:at:all', quantity: 1, billingCycle: 'annual' },
  ]
  return caller.post(of('carts'), { lineItems: items })
}

async function theLines(rig: Rig, system: 'G' | 'D'): Promise<Body> {
  await rig.until('2027-01-10T00:00:00Z')
  const app = await rig.app('italy')
  const invoice = (await app.get('/v1/invoices')).body.items.find((item: Body) => item.id.startsWith(system))
  return app.get(
    `/v1/invoices/${invoice.id}/lineitems/${system === 'G' ? 'onetime' : 'office'}/billinglineitems`,
  )
}

const userForm = {
  grant_type: 'refresh_token',
  client_id: '0c1f7a40-5a01-4c39-9c3f-6f3f0e6b1a01',
  refresh_token: 'sandbox-central-user',
}

const cases: readonly (readonly [string, object, (rig: Rig) => Promise<Body>])[] = [
  [
    'a legacy subscription',
    shapes.legacySubscription,
    async rig => (await rig.app('italy')).get(of(`subscriptions/${ids.addOn}`)),
  ],
  [
    'a subscription of new commerce',
    shapes.modernSubscription,
    async rig => change(await rig.app('italy'), ids.suite, { quantity: 25 }),
  ],
  [
    'one that is rebilled',
    shapes.modernSubscription,
    async rig => change(await rig.app('italy'), ids.suite, { billingCycle: 'annual' }),
  ],
  [
    'one that ends',
    shapes.modernSubscription,
    async rig =>
      change(await rig.app('italy'), ids.suite, {
        autoRenewEnabled: false,
        scheduledActions: [{ scheduleType: 'TermEnd', actionType: 'Cancel' }],
      }),
  ],
  [
    'orders',
    shapes.collection(shapes.order),
    async rig => (await rig.app('italy')).get(of('orders?include_price=true')),
  ],
  ['a cart', shapes.cart, async rig => theCart(await rig.app('central'))],
  [
    'a checkout in part',
    shapes.checkoutResult,
    async rig => {
      const central = await rig.app('central')
      return central.post(of(`carts/${(await theCart(central)).body.id}/checkout`))
    },
  ],
  ['a transfer', shapes.transfer, theTransfer],
  [
    'eligibility',
    shapes.transferEligibility,
    async rig => (await rig.app('italy')).get(of('transferseligibility?transferType=directtoindirect')),
  ],
  [
    'offers',
    shapes.collection(shapes.offer),
    async rig => (await rig.app('italy')).get('/v1/offers?country=IT'),
  ],
  [
    'products',
    shapes.collection(shapes.product),
    async rig => (await rig.app('italy')).get('/v1/products?country=IT&targetView=OnlineServices'),
  ],
  [
    'skus',
    shapes.collection(shapes.sku),
    async rig => (await rig.app('italy')).get('/v1/products/CFQ7TTC0LCHC/skus?country=IT'),
  ],
  [
    'availabilities',
    shapes.collection(shapes.availability),
    async rig =>
      (await rig.app('italy')).get('/v1/products/CFQ7TTC0LCHC/skus/0002/availabilities?country=IT'),
  ],
  [
    'invoices',
    shapes.collection(shapes.invoice),
    async rig => {
      await rig.until('2027-01-10T00:00:00Z')
      return (await rig.app('italy')).get('/v1/invoices')
    },
  ],
  ['lines of new commerce', shapes.collection(shapes.modernLine), rig => theLines(rig, 'G')],
  ['lines of legacy', shapes.collection(shapes.legacyLine), rig => theLines(rig, 'D')],
  [
    'how far an order is',
    shapes.collection(shapes.orderProvisioning),
    async rig => {
      const user = await rig.user('central')
      const [order] = (await buy(user, [{ catalogItemId: mail }])).orders
      return user.get(of(`orders/${order.id}/provisioningstatus`))
    },
  ],
  [
    'how far a subscription is',
    shapes.subscriptionProvisioning,
    async rig => (await rig.user('italy')).get(of(`subscriptions/${ids.suite}/provisioningstatus`)),
  ],
  [
    'licences',
    shapes.collection(shapes.subscribedSku),
    async rig => (await rig.user('italy')).get(of('subscribedskus')),
  ],
  [
    'the organization',
    shapes.organization,
    async rig => (await rig.user('italy')).get('/v1/profiles/organization'),
  ],
  ...(
    [
      ['legalbusiness', shapes.legalBusiness],
      ['mpn', shapes.mpn],
      ['billing', shapes.partnerBilling],
      ['support', shapes.support],
    ] as const
  ).map(
    ([kind, schema]) =>
      [
        `the ${kind} profile`,
        schema,
        async (rig: Rig) => (await rig.user('italy')).get(`/v1/profiles/${kind}`),
      ] as const,
  ),
  [
    'an order of new commerce',
    shapes.order,
    async rig => {
      const central = await rig.app('central')
      const bought = await buy(central, [{ catalogItemId: await premium(central), termDuration: 'P1Y' }])
      return central.get(of(`orders/${bought.orders[0].id}`))
    },
  ],
  ['a refusal', shapes.refusal, async rig => (await rig.app('italy')).get(of('orders/nothing'))],
  [
    'a refusal with more members',
    shapes.extendedRefusal,
    async rig => (await rig.app('italy')).get(of('validationStatus?type=account')),
  ],
  [
    "the gateway's refusal",
    shapes.gatewayRefusal,
    async rig => {
      await rig.faults({ match: { path: '/v1/customers' }, do: 'throttle' })
      return (await rig.app('italy')).get('/v1/customers')
    },
  ],
  [
    'a refusal of the token endpoint',
    shapes.tokenRefusal,
    rig => rig.token(tenants.central, { ...userForm, refresh_token: 'sandbox-old', scope }),
  ],
  [
    'an old token',
    shapes.oldToken,
    rig =>
      rig.token(tenants.central, { ...userForm, resource: 'https://api.partnercenter.microsoft.com' }, 1),
  ],
  [
    'a new token',
    shapes.newToken,
    rig =>
      rig.token(tenants.central, {
        grant_type: 'client_credentials',
        client_id: userForm.client_id,
        client_secret: 'sandbox-central-app',
        scope,
      }),
  ],
]

test.each(cases)('%s', async (_, schema, ask) => {
  const { body } = await ask(await sandboxed())
  expect(differences(schema, body)).toEqual([])
})
