/** A small world with two partners, and callers that speak HTTP to it without a socket. */
import { onTestFinished } from 'vitest'
import { type RunningSandbox, type SandboxOptions, startSandbox } from '../../../providers/sandbox/index.ts'
import type { World } from '../../../schemas/generated/world.ts'
import { violationsOf } from '../../support/schemas.ts'
import { strangePair } from './error-pairs.ts'

export const rossi = '3d6f0c5e-1111-4a52-9c1b-0aa1d7c2f001'
/** Has accepted italy alone. */
export const blu = 'ce240acf-7db1-4d2b-a699-0f492590429e'
/** Has accepted central, without an agreement. */
export const verdi = '8db5b3d9-d9b1-4ce7-a119-8a7b35f88f7f'

export const mail = '195416C1-3447-423A-B37B-EE59A99A19C4'
export const enterprise = '796B6B5F-613C-4E24-A17C-EBA730D49C02'
export const protection = 'A2706F86-868D-4048-989B-0C69E5C76B63'
export const retired = '031C9E47-4802-4248-838E-778FB1D2CC05'
export const germanOnly = '6FBAD345-B7DE-42A6-B6AB-79B363D0B371'
export const azure = 'MS-AZR-0145P'

export const ids = {
  /** Legacy mail of rossi under italy, 5 seats, monthly since 15 March. */
  mail: '30fbe180-fb6f-4a99-a868-5ae9d48de257',
  /** Legacy base and its add-on, of rossi under italy. */
  base: 'E453D68B-393F-4A22-AB74-280DAC4BD394',
  addOn: 'E453D68B-393F-4A22-AB74-280DAC4BD395',
  /** NCE of rossi under italy, 20 seats, P1Y monthly since 15 March. */
  suite: '7c1f6f0e-0000-4000-8000-00000000d001',
  azure: 'AB4A2AD5-C5D4-4CC3-AA97-7146CFA5751D',
} as const

const app = (name: string) => ({ clientId: appId(name), clientSecret: `sandbox-${name}-app` })
const appId = (name: string) => `0c1f7a40-5a01-4c39-9c3f-6f3f0e6b1a${name === 'central' ? '01' : '02'}`
export const tenants = {
  central: '7d3a0c5e-0000-4000-8000-00000000aa01',
  italy: '1b0f0000-0000-4000-8000-00000000aa02',
} as const
export type PartnerName = keyof typeof tenants

function user(name: PartnerName) {
  return {
    upn: `ops@${name}.example`,
    clientId: appId(name),
    refreshToken: `sandbox-${name}-user`,
    roles: ['adminAgent' as const],
  }
}

export function aWorld(over: Partial<World> = {}): World {
  const world: World = {
    apiVersion: 'tenantform/v1',
    kind: 'World',
    name: 'test',
    clock: '2026-12-07T06:00:00Z',
    partners: [
      {
        name: 'central',
        tenantId: tenants.central,
        domain: 'central.example',
        country: 'IT',
        markets: ['IT', 'DE'],
        currency: 'EUR',
        apps: [app('central')],
        users: [user('central')],
      },
      {
        name: 'italy',
        tenantId: tenants.italy,
        country: 'IT',
        markets: ['IT'],
        currency: 'EUR',
        apps: [app('italy')],
        users: [user('italy')],
      },
    ],
    customers: [
      {
        tenantId: rossi,
        name: 'Panificio Rossi',
        domain: 'panificiorossi.example',
        country: 'IT',
        relationships: [
          { partner: 'italy', agreement: true },
          { partner: 'central', agreement: true },
        ],
      },
      {
        tenantId: blu,
        name: 'Studio Blu',
        domain: 'studioblu.example',
        country: 'IT',
        relationships: [{ partner: 'italy', agreement: true }],
      },
      {
        tenantId: verdi,
        name: 'Officina Verdi',
        domain: 'officinaverdi.example',
        country: 'IT',
        relationships: [{ partner: 'italy', agreement: true }, { partner: 'central' }],
      },
    ],
    catalogue: {
      offers: [
        {
          id: mail,
          name: 'Exchange Online (Plan 1)',
          family: 'exchange-p1',
          prices: { EUR: { monthly: '4.00', annual: '48.00' } },
        },
        {
          id: enterprise,
          name: 'Office 365 E3',
          family: 'office-e3',
          maximumSeats: 100,
          billingCycles: ['monthly'],
          prices: { EUR: { monthly: '20.40' } },
        },
        {
          id: protection,
          name: 'Threat Protection',
          family: 'atp',
          isAddOn: true,
          prerequisites: [enterprise],
          prices: { EUR: { monthly: '1.80' } },
        },
        { id: retired, name: 'Gone', family: 'gone', withdrawn: true },
        { id: germanOnly, name: 'German only', family: 'german', markets: ['DE'] },
        { id: azure, name: 'Azure', family: 'azure', usage: true },
      ],
      products: [
        {
          id: 'CFQ7TTC0LCHC',
          title: 'Business Premium',
          skus: [
            {
              id: '0002',
              title: 'Business Premium',
              family: 'm365-bp',
              maximumSeats: 300,
              terms: [
                { term: 'P1Y', billing: 'monthly', prices: { EUR: '12.00' } },
                { term: 'P1Y', billing: 'annual', prices: { EUR: '138.00' } },
                { term: 'P1M', billing: 'monthly', prices: { EUR: '14.40' } },
              ],
            },
            {
              id: '0003',
              title: 'Extra storage',
              family: 'storage',
              isAddOn: true,
              prerequisites: ['CFQ7TTC0LCHC:0002'],
              terms: [{ term: 'P1Y', billing: 'monthly', prices: { EUR: '2.00' } }],
            },
          ],
        },
      ],
    },
    subscriptions: [
      {
        id: ids.mail,
        partner: 'italy',
        customer: rossi,
        offer: mail,
        name: 'mail',
        seats: 5,
        billing: 'monthly',
        started: '2026-03-15',
      },
      {
        id: ids.base,
        partner: 'italy',
        customer: rossi,
        offer: enterprise,
        seats: 10,
        started: '2025-01-31',
      },
      {
        id: ids.addOn,
        partner: 'italy',
        customer: rossi,
        offer: protection,
        seats: 10,
        started: '2025-02-10',
        parent: ids.base,
      },
      {
        id: ids.suite,
        partner: 'italy',
        customer: rossi,
        product: 'CFQ7TTC0LCHC:0002',
        seats: 20,
        term: 'P1Y',
        billing: 'monthly',
        started: '2026-03-15',
      },
      { id: ids.azure, partner: 'italy', customer: rossi, offer: azure, seats: 1, started: '2024-05-01' },
    ],
    ...over,
  }
  const violations = violationsOf('World', world)
  if (violations.length > 0) throw new Error(JSON.stringify(violations))
  return world
}

export interface Answer {
  readonly status: number
  readonly headers: Headers
  readonly text: string
  /** Parsed; undefined when there is no JSON. */
  readonly body: Body
}
// biome-ignore lint/suspicious/noExplicitAny: an answer is looked into in every way a test needs.
export type Body = any

export interface SendOptions {
  readonly body?: unknown
  readonly requestId?: string
  readonly correlationId?: string
  readonly headers?: Readonly<Record<string, string>>
}

export interface Caller {
  send(method: string, path: string, options?: SendOptions): Promise<Answer>
  get(path: string, options?: SendOptions): Promise<Answer>
  post(path: string, body?: unknown, options?: SendOptions): Promise<Answer>
  put(path: string, body?: unknown, options?: SendOptions): Promise<Answer>
  patch(path: string, body?: unknown, options?: SendOptions): Promise<Answer>
}

export interface Rig {
  readonly sandbox: RunningSandbox
  app(partner: PartnerName): Promise<Caller>
  user(partner: PartnerName): Promise<Caller>
  /** A call with whatever authorization is given. */
  raw(method: string, path: string, options?: SendOptions): Promise<Answer>
  token(partner: string, form: Readonly<Record<string, string>>, version?: 1 | 2): Promise<Answer>
  control(method: 'GET' | 'POST' | 'DELETE', route: string, body?: unknown): Promise<Answer>
  advance(duration: string): Promise<void>
  until(now: string): Promise<void>
  faults(...faults: readonly unknown[]): Promise<void>
  ledger(): Promise<Body>
  state(): Promise<Body>
}

const json = { 'Content-Type': 'application/json' }

export const scope = 'https://api.partnercenter.microsoft.com/.default'

export async function aRig(world: World = aWorld(), options: Partial<SandboxOptions> = {}): Promise<Rig> {
  const sandbox = await startSandbox({ world, wallClock: () => 0, ...options })
  onTestFinished(() => sandbox.close())
  return rigOf(sandbox)
}

export function rigOf(sandbox: RunningSandbox): Rig {
  let isScripted = false
  async function raw(method: string, path: string, options: SendOptions = {}): Promise<Answer> {
    const headers = new Headers(options.headers)
    if (options.requestId !== undefined) headers.set('MS-RequestId', options.requestId)
    if (options.correlationId !== undefined) headers.set('MS-CorrelationId', options.correlationId)
    const { body } = options
    const init: RequestInit = { method, headers }
    if (body !== undefined) init.body = typeof body === 'string' ? body : JSON.stringify(body)
    const response = await sandbox.fetch(new Request(`${sandbox.url}${path}`, init))
    const text = await response.text()
    const read = parsed(text)
    // E33: whatever a test does, no answer has a pair of status and code that the service does not have.
    const strange = isScripted || path.startsWith('/sandbox/') ? null : strangePair(response.status, read)
    if (strange !== null)
      throw new Error(`${method} ${path} answered ${strange}, which the service does not have`)
    return { status: response.status, headers: response.headers, text, body: read }
  }
  function caller(authorization: string): Caller {
    const send: Caller['send'] = (method, path, options = {}) =>
      raw(method, path, { ...options, headers: { Authorization: authorization, ...options.headers } })
    return {
      send,
      get: (path, options) => send('GET', path, options),
      post: (path, body, options) => send('POST', path, { ...options, body }),
      put: (path, body, options) => send('PUT', path, { ...options, body }),
      patch: (path, body, options) => send('PATCH', path, { ...options, body }),
    }
  }
  const token: Rig['token'] = (partner, form, version = 2) =>
    raw('POST', `/${partner}/oauth2/${version === 2 ? 'v2.0/' : ''}token`, {
      body: new URLSearchParams(form).toString(),
      headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
    })
  async function signedIn(partner: PartnerName, form: Readonly<Record<string, string>>): Promise<Caller> {
    const answer = await token(tenants[partner], { client_id: appId(partner), scope, ...form })
    return caller(`Bearer ${answer.body.access_token}`)
  }
  const control: Rig['control'] = (method, route, body) =>
    raw(method, `/sandbox/${route}`, body === undefined ? {} : { body, headers: json })
  const done = async (answer: Promise<Answer>): Promise<Body> => {
    const { status, text, body } = await answer
    if (status !== 200) throw new Error(text)
    return body
  }
  return {
    sandbox,
    raw,
    token,
    control,
    app: partner =>
      signedIn(partner, { grant_type: 'client_credentials', client_secret: `sandbox-${partner}-app` }),
    user: partner =>
      signedIn(partner, { grant_type: 'refresh_token', refresh_token: `sandbox-${partner}-user` }),
    advance: duration => done(control('POST', 'clock', { advance: duration })),
    until: now => done(control('POST', 'clock', { now })),
    faults: (...faults) => {
      isScripted = true
      return done(control('POST', 'faults', faults))
    },
    ledger: () => done(control('GET', 'ledger')),
    state: () => done(control('GET', 'state')),
  }
}

function parsed(text: string): Body {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

export const subscriptionPath = (id: string, customer: string = rossi) =>
  `/v1/customers/${customer}/subscriptions/${id}`

/** Reads a subscription and sends it back, changed. */
export async function change(
  caller: Caller,
  id: string,
  fields: Readonly<Record<string, unknown>>,
  options?: SendOptions,
): Promise<Answer> {
  const { body } = await caller.get(subscriptionPath(id))
  return caller.patch(subscriptionPath(id), { ...body, ...fields }, options)
}

/** The catalogue item of Business Premium, as it is on sale now. */
export async function premium(caller: Caller, sku = '0002'): Promise<string> {
  const { body } = await caller.get(`/v1/customers/${rossi}/products/CFQ7TTC0LCHC/skus/${sku}/availabilities`)
  return body.items.find((item: Body) => item.isPurchasable).catalogItemId
}

/** Buys by cart; answers the checkout's body. */
export async function buy(
  caller: Caller,
  lines: readonly Readonly<Record<string, unknown>>[],
  customer: string = rossi,
): Promise<Body> {
  const cart = await caller.post(`/v1/customers/${customer}/carts`, {
    lineItems: lines.map((line, id) => ({ id, billingCycle: 'monthly', quantity: 1, ...line })),
  })
  if (cart.status !== 201) throw new Error(cart.text)
  const checkout = await caller.post(`/v1/customers/${customer}/carts/${cart.body.id}/checkout`)
  if (checkout.status !== 201) throw new Error(checkout.text)
  return checkout.body
}

export const codeOf = (answer: Answer) => [answer.status, Number(answer.body?.code)]
