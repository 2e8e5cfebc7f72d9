/** Runs what is due, in the order it was due, each at its own time. */
import { nobody, recordActivity } from '../audit.ts'
import { delegatedDue, settleDelegated } from '../graph/settle.ts'
import type { Service } from '../service.ts'
import { keyOf } from '../state/store.ts'
import type { SubscriptionRow } from '../state/subscription-rows.ts'
import { addMs, type Instant } from '../time/calendar.ts'
import { settleTransfers, transferDue } from '../transfers/settle.ts'
import { suspendAddOns } from './cascade.ts'
import { nextEvent } from './events.ts'
import { saveSubscription } from './save.ts'

interface Due {
  readonly at: Instant
  readonly key: string
}

/** Answers kept for repeats live this long (E8); in ms. */
const replayMs = 86_400_000

/** Everything due up to now; what a job brings about can be due by then too. */
export function runJobs(service: Service): void {
  const until = service.time.now()
  while (service.due !== null && service.due <= until) {
    runDue(service, until)
    service.due = earliest(service)
  }
}

function runDue(service: Service, until: Instant): void {
  const queue = dueRows(service, until)
  for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
    const { at, key } = next
    settleTransfers(service, at)
    service.time.during(at, () => {
      const row = service.store.subscriptions.get(key)
      const event = row === undefined ? null : nextEvent(service, row)
      if (row === undefined || event === null || event.at > at) return
      happen(service, row, event.apply(row))
    })
    const row = service.store.subscriptions.get(key)
    const event = row === undefined ? null : nextEvent(service, row)
    if (event !== null && event.at <= until) insert(queue, { at: event.at, key })
  }
  settleTransfers(service, until)
  settleDelegated(service, until)
}

function happen(service: Service, before: SubscriptionRow, after: SubscriptionRow): void {
  const saved = saveSubscription(service, after)
  if (service.settings.recordedRenewals) noteTerm(service, before, saved)
  if (before.status === 'active' && saved.status === 'suspended') suspendAddOns(service, saved)
}

/** Microsoft does not promise to record these (facts 21); some Worlds do. */
function noteTerm(service: Service, before: SubscriptionRow, after: SubscriptionRow): void {
  if (before.termStart === after.termStart && before.status === after.status) return
  const valuesOf = (row: SubscriptionRow) => ({
    Id: row.id,
    Quantity: row.seats,
    Status: row.status,
    CommitmentEndDate: row.termEnd,
  })
  recordActivity(
    service,
    {
      partner: after.partner,
      customer: after.customer,
      resource: 'subscription',
      operation: 'update_subscription',
      status: 'succeeded',
      resourceId: after.id,
      oldValue: valuesOf(before),
      newValue: valuesOf(after),
      data: { SubscriptionId: after.id, Quantity: String(after.seats), OrderId: after.orderId },
    },
    nobody,
  )
}

/** Latest first, so that the earliest is taken from the end. */
function dueRows(service: Service, until: Instant): Due[] {
  const queue: Due[] = []
  for (const row of service.store.subscriptions.all()) {
    const event = nextEvent(service, row)
    if (event !== null && event.at <= until) queue.push({ at: event.at, key: keyOf(row.partner, row.id) })
  }
  return queue.sort((a, b) => compare(b, a))
}

function compare(a: Due, b: Due): number {
  return a.at < b.at ? -1 : a.at > b.at ? 1 : a.key < b.key ? -1 : a.key > b.key ? 1 : 0
}

function insert(queue: Due[], due: Due): void {
  let low = 0
  let high = queue.length
  while (low < high) {
    const middle = (low + high) >>> 1
    const there = queue[middle]
    if (there !== undefined && compare(there, due) > 0) low = middle + 1
    else high = middle
  }
  queue.splice(low, 0, due)
}

function earliest(service: Service): Instant | null {
  const [transfer, delegated] = [transferDue(service), delegatedDue(service)]
  let first = transfer !== null && (delegated === null || transfer < delegated) ? transfer : delegated
  for (const row of service.store.subscriptions.all()) {
    const at = nextEvent(service, row)?.at
    if (at !== undefined && (first === null || at < first)) first = at
  }
  return first
}

/** Forgets answers nobody can ask for again. They lie in the order of their time, so the first that is young ends the look. */
export function forgetReplays(service: Service): void {
  const now = service.time.now()
  for (const row of service.store.replays.all()) {
    if (addMs(row.at, replayMs) >= now) return
    service.store.replays.remove(row.key)
  }
}
