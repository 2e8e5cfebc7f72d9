/** What people and Microsoft do outside the API: a customer accepts (E4), Microsoft moves Azure usage (E21). */
import { nobody, recordActivity } from '../audit.ts'
import { type Fields, field, textField } from '../body-reader.ts'
import { customerTemplate } from '../handlers/agreements.ts'
import { newId, nextCount, uuidOf } from '../ids.ts'
import { saveSubscription } from '../lifecycle/save.ts'
import { conflict, refuse } from '../refusal.ts'
import type { Service } from '../service.ts'
import type { AgreementRow, CustomerRow, RelationshipRow } from '../state/customer-rows.ts'
import { pairOf } from '../state/store.ts'
import { addDuration, dayOf } from '../time/calendar.ts'
import { acceptedByCustomer } from '../webhooks/events.ts'

function partnerIn(service: Service, fields: Fields, name: string): string {
  const partner = textField(fields, name, 'The body')
  if (service.store.partners.get(partner) === undefined)
    throw refuse(404, 1000, `There is no partner ${partner}.`)
  return partner
}

function customerIn(service: Service, fields: Fields): CustomerRow {
  const tenantId = textField(fields, 'customer', 'The body').toLowerCase()
  const row = service.store.customers.get(tenantId)
  if (row === undefined) throw refuse(404, 60003, `There is no customer ${tenantId}.`)
  return row
}

/** How a customer's administrator confirms: the same in a seed and by `accept`. */
export function confirmedBy(customer: CustomerRow, at: string): AgreementRow {
  return {
    templateId: customerTemplate,
    dateAgreed: at,
    primaryContact: { firstName: 'Global', lastName: 'Admin', email: `admin@${customer.domain}` },
    userId: uuidOf('admin', customer.tenantId),
  }
}

/** The relationship, and the agreement unless it says `false`. Accepting again only adds what is missing. */
export function accept(service: Service, fields: Fields): unknown {
  const partner = partnerIn(service, fields, 'partner')
  const customer = customerIn(service, fields)
  const now = service.time.now()
  const before = service.store.relationships.get(pairOf(partner, customer.tenantId))
  const isAgreed = field(fields, 'agreement') !== false
  const delay = delayIn(fields) ?? service.settings.acceptDelay
  const row: RelationshipRow = {
    partner,
    customer: customer.tenantId,
    acceptedAt: before?.acceptedAt ?? now,
    visibleFrom: before?.visibleFrom ?? addDuration(now, delay),
    agreements:
      isAgreed && (before?.agreements.length ?? 0) === 0
        ? [confirmedBy(customer, now)]
        : (before?.agreements ?? []),
    directSigned: field(fields, 'directSigned') === true || before?.directSigned === true,
    qualifications: before?.qualifications ?? [],
    delegatedAccess: before?.delegatedAccess ?? false,
  }
  service.store.relationships.put(row)
  if (before === undefined)
    recordActivity(
      service,
      {
        partner,
        customer: customer.tenantId,
        resource: 'customer',
        operation: 'add_customer',
        idWord: acceptedByCustomer,
        status: 'succeeded',
        newValue: { Id: customer.tenantId, Name: customer.name },
      },
      nobody,
    )
  return {
    partner,
    customer: customer.tenantId,
    visibleFrom: row.visibleFrom,
    agreement: row.agreements.length > 0,
    directSigned: row.directSigned,
  }
}

/** E4: until the customer shows; null: as the World says. */
function delayIn(fields: Fields): string | null {
  const delay = field(fields, 'delay')
  if (delay === undefined) return null
  if (typeof delay !== 'string' || !/^P(T?[0-9]+[DHMS])+$/.test(delay))
    throw refuse(400, 2000, 'delay must be a duration such as PT5M.')
  return delay
}

/** Off under the old partner, on under the new one, without a gap. */
export function migrateAzure(service: Service, fields: Fields): unknown {
  const customer = customerIn(service, fields)
  const from = partnerIn(service, fields, 'from')
  const to = partnerIn(service, fields, 'to')
  if (from === to) throw refuse(400, 2000, 'from and to are the same partner.')
  if (service.store.relationships.get(pairOf(to, customer.tenantId)) === undefined)
    throw conflict(`${customer.name} has not accepted ${to}.`)
  const moving = service.store.subscriptions
    .in(pairOf(from, customer.tenantId))
    .filter(row => row.commerce === 'azure' && row.status === 'active')
  if (moving.length === 0) throw conflict(`${customer.name} has no active Azure usage under ${from}.`)
  const now = service.time.now()
  const moved = moving.map(row => {
    saveSubscription(service, { ...row, status: 'suspended' })
    const isPlan = row.productType !== ''
    const id = newId(service, 'subscription', to, customer.tenantId)
    return saveSubscription(service, {
      ...row,
      partner: to,
      id: isPlan ? id : id.toUpperCase(),
      sequence: nextCount(service, 'sequence'),
      purchasedAt: now,
      termStart: dayOf(now),
      orderId: newId(service, 'order', to, customer.tenantId),
      partnerId: '',
      acquired: 'transfer',
      visibleFrom: now,
      status: 'active',
      statusSince: now,
      history: [],
    })
  })
  return { moved: moving.map((row, position) => ({ from: row.id, to: moved[position]?.id ?? '' })) }
}
