/**
 * Every call of the client's table, made once against the sandbox: method, path, credential kind and body as the table and the
 * page have them. A call that is added to the table and not here does not compile.
 */
import { describe, expect, it } from 'vitest'
import { partnerName, subscriptionId, tenantId } from '../../engine/model/ids.ts'
import { type CallName, calls, type ReadCall } from '../../providers/partner-center/client/calls.ts'
import type { CallInput } from '../../providers/partner-center/client/client.ts'
import { ApiFailure } from '../../providers/partner-center/client/errors/failure.ts'
import { property } from '../../providers/partner-center/client/read-value.ts'
import { readerOver } from '../../providers/partner-center/reader.ts'
import type { World } from '../../schemas/generated/world.ts'
import { aWorld, blu, ids, mail, protection, rossi, tenants, verdi } from '../providers/sandbox/rig.ts'
import { clientsOnSandbox, type OnSandbox } from '../support/clients-on-sandbox.ts'

const plan = '7c1f6f0e-0000-4000-8000-00000000d00a'
const promotion = '39NFJQT1PZPK:0002:39NFJQT1Q5KN'
const customer = rossi
const product = 'CFQ7TTC0LCHC'
const sku = '0002'
const country = 'IT'

function theWorld(): World {
  const world = aWorld()
  return aWorld({
    settings: { transferDelay: 'PT0S' },
    catalogue: {
      offers: world.catalogue?.offers ?? [],
      products: [
        ...(world.catalogue?.products ?? []),
        {
          id: 'DZH318Z0BPS6',
          title: 'Azure plan',
          productType: 'Azure',
          skus: [{ id: '0001', family: 'azure' }],
        },
      ],
      promotions: [
        {
          id: promotion,
          name: 'Ten',
          product: `${product}:${sku}`,
          term: 'P1Y',
          billing: 'monthly',
          percent: 10,
        },
      ],
    },
    customers: (world.customers ?? []).map(row => ({ ...row, account: 'Allowed' as const })),
    subscriptions: [
      ...(world.subscriptions ?? []),
      { id: plan, partner: 'italy', customer, product: 'DZH318Z0BPS6:0001', seats: 1, started: '2025-01-01' },
    ],
  })
}

type Ask = (site: OnSandbox) => Promise<unknown>

const reading =
  (call: ReadCall, input: CallInput = {}, partner = 'italy'): Ask =>
  async site =>
    (await site.client(partner).read(call, input)).body

async function orderOf(site: OnSandbox, subscription: string): Promise<string> {
  const { body } = await site.client('italy').read('subscriptions.get', { path: { customer, subscription } })
  return String(property(body, 'orderId'))
}

async function writing(
  site: OnSandbox,
  partner: string,
  call: Parameters<ReturnType<OnSandbox['client']>['write']>[0],
  input: { readonly path: Readonly<Record<string, string>>; readonly value?: unknown },
): Promise<unknown> {
  const { path, value } = input
  const ids = site.ids(`${call}/${JSON.stringify(path)}`)
  const body = value === undefined ? {} : { body: { kind: 'json' as const, value } }
  return (await site.client(partner).write(call, ids, { path, ...body })).body
}

const idIn = (body: unknown) => String(property(body, 'id'))

function cartWith(site: OnSandbox): Promise<unknown> {
  const lineItems = [{ id: 0, catalogItemId: mail, quantity: 2, billingCycle: 'monthly' }]
  return writing(site, 'central', 'carts.create', { path: { customer }, value: { lineItems } })
}

function transferOf(site: OnSandbox): Promise<unknown> {
  const value = {
    sourcePartnerTenantId: tenants.italy,
    sourcePartnerName: 'italy',
    customerEmailId: 'admin@panificiorossi.example',
    transferType: 5,
  }
  return writing(site, 'central', 'transfers.create', { path: { customer }, value })
}

async function invoiceOf(site: OnSandbox): Promise<string> {
  await site.advance('P40D')
  const { body } = await site.client('italy').read('invoices.list', { query: { size: 10, offset: 0 } })
  const items = property(body, 'items')
  return Array.isArray(items) ? idIn(items[0]) : ''
}

const orderPath = async (site: OnSandbox, subscription: string = ids.mail) => ({
  customer,
  order: await orderOf(site, subscription),
})
const subscription = { customer, subscription: ids.suite }

/** What each call answers with, as the resource names itself; a list says `Collection`. */
const asked: Readonly<Record<CallName, readonly [answer: string, ask: Ask]>> = {
  'profiles.organization': ['OrganizationProfile', reading('profiles.organization')],
  'profiles.legalbusiness': ['LegalBusinessProfile', reading('profiles.legalbusiness')],
  'profiles.mpn': ['MpnProfile', reading('profiles.mpn')],
  'profiles.billing': ['PartnerBillingProfile', reading('profiles.billing')],
  'customers.list': ['Collection', reading('customers.list', { query: { size: 500 } })],
  'customers.get': ['Customer', reading('customers.get', { path: { customer } })],
  'customers.company-profile': [
    'CustomerCompanyProfile',
    reading('customers.company-profile', { path: { customer } }),
  ],
  'customers.billing-profile': [
    'CustomerBillingProfile',
    reading('customers.billing-profile', { path: { customer } }),
  ],
  'customers.validationstatus': [
    'ValidationStatus',
    reading('customers.validationstatus', { path: { customer }, query: { type: 'account' } }),
  ],
  'customers.relationshiprequest': ['RelationshipRequest', reading('customers.relationshiprequest')],
  'customers.patch-relationship': [
    'Customer',
    site =>
      writing(site, 'italy', 'customers.patch-relationship', {
        path: { customer: verdi },
        value: { relationshipToPartner: 'none', attributes: { objectType: 'Customer' } },
      }),
  ],
  'customers.subscribedskus': ['Collection', reading('customers.subscribedskus', { path: { customer } })],
  'customers.entitlements': ['Collection', reading('customers.entitlements', { path: { customer } })],
  'agreements.metadata': ['Collection', reading('agreements.metadata', { query: { agreementType: '*' } })],
  'agreements.list': [
    'Collection',
    reading('agreements.list', {
      path: { customer },
      query: { agreementType: 'MicrosoftCustomerAgreement' },
    }),
  ],
  'agreements.create': [
    'MicrosoftCustomerAgreement',
    site =>
      writing(site, 'central', 'agreements.create', {
        path: { customer: verdi },
        value: {
          primaryContact: { firstName: 'Ada', lastName: 'Verdi', email: 'ada@officinaverdi.example' },
          templateId: '117a77b0-9360-443b-8795-c6dedc750cf9',
          dateAgreed: '2026-12-07T05:00:00Z',
          type: 'MicrosoftCustomerAgreement',
        },
      }),
  ],
  'agreements.directsigned': [
    'DirectSignedMicrosoftCustomerAgreementStatus',
    reading('agreements.directsigned', { path: { customer } }),
  ],
  'qualifications.get': ['array', reading('qualifications.get', { path: { customer } })],
  'subscriptions.list': ['Collection', reading('subscriptions.list', { path: { customer } })],
  'subscriptions.get': ['Subscription', reading('subscriptions.get', { path: subscription })],
  'subscriptions.patch': [
    'Subscription',
    async site => {
      const { body } = await site.client('italy').read('subscriptions.get', { path: subscription })
      const value = { ...(body as object), quantity: 21 } // a resource, just read
      return writing(site, 'italy', 'subscriptions.patch', { path: subscription, value })
    },
  ],
  'subscriptions.provisioningstatus': [
    'SubscriptionProvisioningStatus',
    reading('subscriptions.provisioningstatus', { path: subscription }),
  ],
  'subscriptions.azureentitlements': [
    'Collection',
    reading('subscriptions.azureentitlements', { path: { customer, subscription: plan } }),
  ],
  'orders.create': [
    'Order',
    site =>
      writing(site, 'central', 'orders.create', {
        path: { customer },
        value: {
          billingCycle: 'monthly',
          partnerOnRecordAttestationAccepted: true,
          lineItems: [{ lineItemNumber: 0, offerId: mail, quantity: 1 }],
        },
      }),
  ],
  'orders.list': ['Collection', reading('orders.list', { path: { customer } })],
  'orders.get': ['Order', async site => reading('orders.get', { path: await orderPath(site) })(site)],
  'orders.patch': [
    'Order',
    async site =>
      writing(site, 'italy', 'orders.patch', {
        path: await orderPath(site, ids.base),
        value: {
          lineItems: [
            { lineItemNumber: 0, offerId: protection, parentSubscriptionId: ids.base, quantity: 1 },
          ],
        },
      }),
  ],
  'orders.provisioningstatus': [
    'Collection',
    async site => reading('orders.provisioningstatus', { path: await orderPath(site) })(site),
  ],
  'carts.create': ['Cart', cartWith],
  'carts.get': [
    'Cart',
    async site =>
      reading('carts.get', { path: { customer, cart: idIn(await cartWith(site)) } }, 'central')(site),
  ],
  'carts.checkout': [
    'CartCheckoutResult',
    async site =>
      writing(site, 'central', 'carts.checkout', { path: { customer, cart: idIn(await cartWith(site)) } }),
  ],
  'catalog.offers': ['Collection', reading('catalog.offers', { query: { country, size: 10, offset: 0 } })],
  'catalog.offer': ['Offer', reading('catalog.offer', { path: { offer: mail }, query: { country } })],
  'catalog.offer-addons': [
    'Collection',
    reading('catalog.offer-addons', { path: { offer: mail }, query: { country } }),
  ],
  'catalog.customer-offers': ['Collection', reading('catalog.customer-offers', { path: { customer } })],
  'catalog.products': [
    'Collection',
    reading('catalog.products', { query: { country, targetView: 'OnlineServices' } }),
  ],
  'catalog.product': ['Product', reading('catalog.product', { path: { product }, query: { country } })],
  'catalog.skus': ['Collection', reading('catalog.skus', { path: { product }, query: { country } })],
  'catalog.sku': ['Sku', reading('catalog.sku', { path: { product, sku }, query: { country } })],
  'catalog.availabilities': [
    'Collection',
    reading('catalog.availabilities', { path: { product, sku }, query: { country } }),
  ],
  'catalog.customer-products': [
    'Collection',
    reading('catalog.customer-products', { path: { customer }, query: { targetView: 'OnlineServices' } }),
  ],
  'catalog.customer-skus': ['Collection', reading('catalog.customer-skus', { path: { customer, product } })],
  'catalog.customer-availabilities': [
    'Collection',
    reading('catalog.customer-availabilities', { path: { customer, product, sku } }),
  ],
  'catalog.inventory': [
    'array',
    reading('catalog.inventory', { query: { country }, body: { kind: 'json', value: { TargetItems: [] } } }),
  ],
  'promotions.list': [
    'Collection',
    reading('promotions.list', { query: { country, segment: 'commercial' } }),
  ],
  'promotions.get': [
    'ProductPromotion',
    reading('promotions.get', { path: { promotion }, query: { country } }),
  ],
  'promotions.eligibility': [
    'Collection',
    reading('promotions.eligibility', {
      path: { customer },
      body: {
        kind: 'json',
        value: {
          items: [
            {
              id: 0,
              catalogItemId: `${product}:${sku}:x`,
              quantity: 1,
              billingCycle: 'monthly',
              termDuration: 'P1Y',
              promotionId: promotion,
            },
          ],
        },
      },
    }),
  ],
  'validations.address': [
    'AddressValidation',
    reading('validations.address', {
      body: {
        kind: 'json',
        value: { AddressLine1: 'Via Po 1', City: 'Torino', PostalCode: '10123', Country: 'IT' },
      },
    }),
  ],
  'transfers.create': ['TransferEntity', transferOf],
  'transfers.update': [
    'TransferEntity',
    async site => {
      const id = idIn(await transferOf(site))
      const value = { id, status: 'Accept', lineItems: [{ subscriptionId: ids.suite }] }
      return writing(site, 'italy', 'transfers.update', { path: { customer, transfer: id }, value })
    },
  ],
  // The legacy way; the product transfers new commerce alone.
  'transfers.accept': [
    'unavailable 501',
    async site =>
      writing(site, 'italy', 'transfers.accept', {
        path: { customer, transfer: idIn(await transferOf(site)) },
      }),
  ],
  'transfers.get': [
    'TransferEntity',
    async site =>
      reading('transfers.get', { path: { customer, transfer: idIn(await transferOf(site)) } })(site),
  ],
  'transfers.list': ['array', reading('transfers.list', { path: { customer } })],
  'transfers.eligibility': [
    'array',
    reading('transfers.eligibility', { path: { customer }, query: { transferType: 'directtoindirect' } }),
  ],
  'security.without-second-factor': ['Collection', reading('security.without-second-factor')],
  'audit.list': [
    'Collection',
    reading('audit.list', { query: { startDate: '2026-12-01', endDate: '2026-12-07' } }),
  ],
  'invoices.list': ['Collection', reading('invoices.list', { query: { size: 10, offset: 0 } })],
  'invoices.get': [
    'Invoice',
    async site => reading('invoices.get', { path: { invoice: await invoiceOf(site) } })(site),
  ],
  'invoices.lineitems': [
    'Collection',
    async site =>
      reading('invoices.lineitems', {
        path: { invoice: await invoiceOf(site) },
        query: { provider: 'onetime', invoicelineitemtype: 'billinglineitems', size: 2000 },
      })(site),
  ],
}

function nameOf(body: unknown): string {
  if (Array.isArray(body)) return 'array'
  const type = property(property(body, 'attributes'), 'objectType') ?? property(body, 'type')
  return String(type)
}

const cases = (Object.keys(asked) as CallName[]).map(name => [name, ...asked[name]] as const) // the keys of the record

describe('every call of the table', () => {
  it.each(cases)('%s answers with %s', async (_, answer, ask) => {
    const site = await clientsOnSandbox(theWorld())
    const told = await ask(site).then(nameOf, (error: unknown) => {
      if (!(error instanceof ApiFailure)) throw error
      return `${error.error.kind} ${error.error.status}`
    })
    expect(told).toBe(answer)
  })

  /** What these read has to be made, or become due, first. */
  const arranged: readonly CallName[] = ['carts.get', 'transfers.get', 'invoices.get', 'invoices.lineitems']

  it('changes nothing where the table says that it reads', async () => {
    const site = await clientsOnSandbox(theWorld())
    const before = await site.get('state')
    for (const [name, answer, ask] of cases)
      if (calls[name].effect === 'read' && answer !== 'unavailable 501' && !arranged.includes(name))
        await ask(site)
    expect(await site.get('state')).toEqual(before)
  })
})

describe('a customer nobody may see', () => {
  it('is not visible, whichever way the endpoint says so', async () => {
    const site = await clientsOnSandbox(theWorld())
    await site.post('quirks', { variedStrangers: true })
    const kinds = [
      reading('customers.get', { path: { customer: blu } }, 'central'),
      reading('subscriptions.list', { path: { customer: blu } }, 'central'),
      reading('subscriptions.get', { path: { customer: blu, subscription: ids.mail } }, 'central'),
    ].map(ask =>
      ask(site).then(String, (error: unknown) => (error instanceof ApiFailure ? error.error.kind : 'thrown')),
    )
    expect(await Promise.all(kinds)).toEqual(['not-visible', 'not-visible', 'not-visible'])
  })
})

describe('an Azure plan', () => {
  it('tells the Azure subscriptions below it', async () => {
    const site = await clientsOnSandbox(theWorld())
    const reader = readerOver(partner => site.client(partner))
    const read = await reader.azureSubscriptions(
      partnerName('italy'),
      tenantId(customer),
      subscriptionId(plan),
    )
    const [found] = read.kind === 'present' ? read.value : []
    expect(read).toEqual({
      kind: 'present',
      value: [{ id: found?.id, name: 'Azure plan', status: 'active' }],
    })
    expect(found?.id).toMatch(/^[0-9a-f-]{36}$/)
    expect(found?.id).not.toBe(plan)
  })
})
