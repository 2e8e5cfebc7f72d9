/** Registration for events: one per partner, its test events, and what became of them (graph section 7). */
import { asFields, type Fields, field, onlyFields, optionalList, textField } from '../body-reader.ts'
import { type Answer, type Call, ok, param, type Route } from '../call.ts'
import { newId } from '../ids.ts'
import { refuse, throttled } from '../refusal.ts'
import type { AttemptRow, EventRow, RegistrationRow } from '../state/event-rows.ts'
import { addDuration } from '../time/calendar.ts'
import { addEvent, eventNames } from './events.ts'

const path = '/webhooks/v1/registration'
const testEvent = 'test-created'
const testsPerMinute = 2

const registrationOf = (call: Call) => call.service.store.registrations.get(call.caller.partner.name)

function read(call: Call): Answer {
  const row = registrationOf(call)
  if (row === undefined) throw refuse(404, 1000, 'There is no registration.')
  return ok({ WebhookUrl: row.url, WebhookEvents: row.events })
}

function create(call: Call): Answer {
  return written(call, newId(call.service, 'webhook-subscriber', call.caller.partner.name, ''))
}

function update(call: Call): Answer {
  const before = registrationOf(call)
  if (before === undefined) throw refuse(404, 1000, 'There is no registration.')
  return written(call, before.subscriberId)
}

function written(call: Call, subscriberId: string): Answer {
  const fields = asFields(call.body, 'The body')
  onlyFields(fields, ['WebhookUrl', 'WebhookEvents', 'SignatureTokenToMsSignatureHeader'], 'The body')
  const row: RegistrationRow = {
    partner: call.caller.partner.name,
    subscriberId: registrationOf(call)?.subscriberId ?? subscriberId,
    url: urlIn(fields),
    events: eventsIn(fields),
    isInMsSignature: field(fields, 'SignatureTokenToMsSignatureHeader') === true,
  }
  call.service.store.registrations.put(row)
  return ok({ SubscriberId: row.subscriberId, WebhookUrl: row.url, WebhookEvents: row.events })
}

/** https, as the service wants it; http for programs on this machine. */
function urlIn(fields: Fields): string {
  const text = textField(fields, 'WebhookUrl', 'The body')
  if (!/^https?:\/\//i.test(text) || !URL.canParse(text))
    throw refuse(400, 2000, 'WebhookUrl must be an address.')
  return text
}

function eventsIn(fields: Fields): readonly string[] {
  const events = optionalList(fields, 'WebhookEvents')
  return events.map(event => {
    const name = eventNames.find(entry => entry === event)
    if (name === undefined) throw refuse(400, 2000, `There is no event ${JSON.stringify(event)}.`)
    return name
  })
}

function test(call: Call): Answer {
  const { service, caller } = call
  const since = addDuration(service.time.now(), '-PT1M')
  const { waitingEvents, settledEvents } = service.store
  const lately = [...waitingEvents.all(), ...settledEvents.all()].filter(
    row => row.partner === caller.partner.name && row.name === testEvent && row.at > since,
  )
  if (lately.length >= testsPerMinute) throw throttled(60)
  const told = { name: testEvent, resourcePath: path, resourceName: 'test' } as const
  const row = addEvent(service, caller.partner.name, told, null)
  if (row === undefined) throw refuse(400, 2000, `Register for ${testEvent} first.`)
  return ok({ correlationId: row.id })
}

function tested(call: Call): Answer {
  const { waitingEvents, settledEvents } = call.service.store
  const id = param(call, 'event').toLowerCase()
  const isWaiting = waitingEvents.get(id) !== undefined
  const row = waitingEvents.get(id) ?? settledEvents.get(id)
  if (row === undefined || row.partner !== call.caller.partner.name || row.name !== testEvent)
    throw refuse(404, 1000, 'There is no such test event.')
  return ok({
    correlationId: row.id,
    partnerId: call.caller.partner.tenantId,
    status: isWaiting ? 'pending' : hasArrived(row) ? 'completed' : 'failed',
    callbackUrl: row.url,
    results: row.attempts.map(resultOf),
  })
}

const hasArrived = ({ attempts }: EventRow) => {
  const status = attempts.at(-1)?.status ?? 0
  return status >= 200 && status < 300
}

const resultOf = ({ at, status, trouble }: AttemptRow) => ({
  responseCode: status === 0 ? '' : String(status),
  responseMessage: '',
  systemError: trouble !== null,
  dateTimeUtc: at,
})

const family = 'other'

export const webhookRoutes: readonly Route[] = [
  { method: 'GET', path: `${path}/events`, family, handle: () => ok(eventNames) },
  { method: 'GET', path, family, handle: read },
  { method: 'POST', path, family, handle: create },
  { method: 'PUT', path, family, handle: update },
  { method: 'POST', path: `${path}/validationEvents`, family, handle: test },
  { method: 'GET', path: `${path}/validationEvents/:event`, family, handle: tested },
]
