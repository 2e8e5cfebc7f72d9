/** The control API: for people and tests, on loopback only, never throttled and never faulty. */
import { recordActivity } from './audit.ts'
import { asFields, field, onlyFields, textField } from './body-reader.ts'
import type { FaultScript } from './faults.ts'
import { runJobs } from './jobs.ts'
import { ledgerOf } from './money/ledger.ts'
import { Refusal } from './refusal.ts'
import { sandboxTemplate } from './seed.ts'
import { relationshipKey, type Service, saveSubscription, subscriptionKey, uuidFrom } from './service.ts'
import { addDuration, normal } from './time.ts'

export interface ControlAnswer {
  readonly status: number
  readonly body: unknown
}

const bad = (message: string) => new Refusal(400, { error: message })
const done = (body: unknown): ControlAnswer => ({ status: 200, body })

export function control(
  service: Service,
  faults: FaultScript,
  method: string,
  route: string,
  query: URLSearchParams,
  body: unknown,
): ControlAnswer {
  switch (`${method} ${route}`) {
    case 'GET health':
      return done({ status: 'ready', now: service.time.now() })
    case 'GET state':
      return done(wholeWorld(service))
    case 'GET clock':
      return done({ now: service.time.now() })
    case 'POST clock':
      return done({ now: moveClock(service, body) })
    case 'POST accept':
      return done(accept(service, body))
    case 'POST azure-migrate':
      return done(migrateAzure(service, body))
    case 'POST faults':
      return done({ added: faults.add(body) })
    case 'GET ledger':
      return done(ledgerOf(service))
    case 'GET requests':
      return done(query.get('count') === '1' ? countRequests(service) : { requests: service.store.requests })
    default:
      throw new Refusal(404, { error: `The control API has no ${method} /sandbox/${route}.` })
  }
}

function wholeWorld(service: Service) {
  const { store } = service
  return {
    now: service.time.now(),
    partners: store
      .all('partners')
      .map(row => ({
        name: row.name,
        tenantId: row.tenantId,
        companyName: row.companyName,
        country: row.country,
        markets: row.markets,
        currency: row.currency,
      })),
    customers: store.all('customers'),
    relationships: store
      .all('relationships')
      .map(row => ({
        partner: row.partner,
        customer: row.customer,
        visibleFrom: row.visibleFrom,
        agreement: row.agreements.length > 0 || row.directSigned,
      })),
    subscriptions: store.all('subscriptions').map(row => ({
      partner: row.partner,
      customer: row.customer,
      id: row.id,
      offerId: row.offerId,
      family: row.family,
      seats: row.seats,
      status: row.status,
      acquired: row.acquired,
      createdAt: row.purchasedAt,
      friendlyName: row.friendlyName,
      billing: row.billing,
      term: row.term,
      termEnd: row.termEnd,
      autoRenew: row.autoRenew,
      parent: row.parent,
      orderId: row.orderId,
    })),
    orders: store.all('orders'),
    carts: store
      .all('carts')
      .map(({ result, ...row }) => ({ ...row, status: result === null ? 'Active' : 'Ordered' })),
    transfers: [],
  }
}

function moveClock(service: Service, body: unknown): string {
  const fields = asFields(body, 'The clock')
  onlyFields(fields, ['advance', 'now'], 'The clock')
  const advance = field(fields, 'advance')
  const now = field(fields, 'now')
  let target: string
  try {
    if (typeof advance === 'string') target = addDuration(service.time.now(), advance)
    else if (typeof now === 'string') target = normal(now)
    else throw bad('Give `advance` (a duration) or `now` (an instant).')
  } catch (error) {
    throw error instanceof Refusal
      ? error
      : bad(`${String(advance ?? now)} is neither a duration nor an instant.`)
  }
  if (target < service.time.now()) throw bad(`Time does not go back: it is ${service.time.now()}.`)
  service.time.moveTo(target)
  runJobs(service)
  return service.time.now()
}

function accept(service: Service, body: unknown): unknown {
  const fields = asFields(body, 'An acceptance')
  onlyFields(fields, ['partner', 'customer', 'agreement'], 'An acceptance')
  const partner = textField(fields, 'partner', 'An acceptance')
  const customer = textField(fields, 'customer', 'An acceptance').toLowerCase()
  if (service.store.get('partners', partner) === undefined) throw bad(`There is no partner ${partner}.`)
  const tenant = service.store.get('customers', customer)
  if (tenant === undefined) throw bad(`There is no customer ${customer}.`)
  const key = relationshipKey(partner, customer)
  const before = service.store.get('relationships', key)
  const withAgreement = field(fields, 'agreement') !== false
  const visibleFrom =
    before?.visibleFrom ?? addDuration(service.time.now(), service.world.settings?.acceptDelay ?? 'PT0S')
  const agreements = before?.agreements ?? []
  const agreed =
    withAgreement && agreements.length === 0
      ? [
          {
            templateId: sandboxTemplate,
            dateAgreed: service.time.now(),
            primaryContact: { firstName: 'Admin', lastName: tenant.name, email: `admin@${tenant.domain}` },
            userId: uuidFrom(key),
          },
        ]
      : agreements
  service.store.put('relationships', key, {
    partner,
    customer,
    visibleFrom,
    agreements: agreed,
    directSigned: before?.directSigned ?? false,
  })
  if (before === undefined)
    recordActivity(
      service,
      {
        partner,
        customer,
        resourceType: 'customer',
        operationType: 'add_customer',
        status: 'succeeded',
        newValue: { Id: customer },
      },
      null,
    )
  return { partner, customer, visibleFrom, agreement: agreed.length > 0 }
}

/** Microsoft moves the usage: off under the old partner, on under the new one, without a gap. */
function migrateAzure(service: Service, body: unknown): unknown {
  const fields = asFields(body, 'A migration')
  onlyFields(fields, ['customer', 'from', 'to'], 'A migration')
  const customer = textField(fields, 'customer', 'A migration').toLowerCase()
  const from = textField(fields, 'from', 'A migration')
  const to = textField(fields, 'to', 'A migration')
  if (service.store.get('relationships', relationshipKey(to, customer)) === undefined)
    throw bad(`${customer} has not accepted ${to}.`)
  const moving = service.store
    .all('subscriptions')
    .filter(
      row =>
        row.partner === from &&
        row.customer === customer &&
        row.commerce === 'azure' &&
        row.status === 'active',
    )
  if (moving.length === 0) throw bad(`${customer} has no active Azure usage under ${from}.`)
  const now = service.time.now()
  const moved = moving.map(row => {
    saveSubscription(service, { ...row, status: 'suspended' })
    const id = service.newId('azure')
    return saveSubscription(service, {
      ...row,
      partner: to,
      id,
      purchasedAt: now,
      acquired: 'transfer',
      version: 0,
      visibleFrom: now,
      status: 'active',
      statusSince: now,
      history: [],
      orderId: service.newId('order'),
    })
  })
  return {
    moved: moved.map(row => ({ from: moving.map(entry => entry.id), to: row.id, key: subscriptionKey(row) })),
  }
}

function countRequests(service: Service): unknown {
  const counts: Record<string, number> = {}
  for (const row of service.store.requests) {
    const route = `${row.method} ${(row.path.split('?')[0] ?? '').replaceAll(/[0-9a-fA-F]{8}-[0-9a-fA-F-]{27}/g, '{id}')}`
    counts[route] = (counts[route] ?? 0) + 1
  }
  return { total: service.store.requests.length, counts }
}
