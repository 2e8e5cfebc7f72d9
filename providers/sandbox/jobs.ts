/**
 * What happens by itself when time passes (E22): terms renew or run out, expired becomes disabled becomes deleted, suspended
 * legacy data goes after its retention. Each subscription is taken through its own events in order.
 */
import type { SubscriptionRow } from './rows.ts'
import type { Service } from './service.ts'
import { subscriptionKey } from './service.ts'
import { addDays, addDuration, addMonths, dayOf, monthsOfTerm, startOf } from './time.ts'

/** Days of the phases after a term, and of legacy retention (api.md 2.2, 2.3). */
const expiredDays = 30
const disabledDays = 90
const retentionDays = 90

export function runJobs(service: Service): void {
  const now = service.time.now()
  for (const row of service.store.all('subscriptions')) {
    let current = row
    for (let next = nextEvent(current); next !== null && next.at <= now; next = nextEvent(current))
      current = next.apply(current)
    if (current !== row)
      service.store.put('subscriptions', subscriptionKey(current), { ...current, version: row.version + 1 })
  }
}

interface Event {
  readonly at: string
  readonly apply: (row: SubscriptionRow) => SubscriptionRow
}

function nextEvent(row: SubscriptionRow): Event | null {
  const since = dayOf(row.statusSince)
  if (row.commerce === 'azure' || row.status === 'deleted') return null
  if (row.status === 'expired') return moved(startOf(addDays(since, expiredDays)), 'disabled')
  if (row.status === 'disabled') return moved(startOf(addDays(since, disabledDays)), 'deleted')
  if (row.commerce === 'legacy')
    return row.status === 'suspended'
      ? moved(startOf(addDays(since, retentionDays)), 'deleted')
      : renewal(row)
  if (row.status !== 'active' && row.status !== 'suspended') return null
  if (row.termEnd === null) return null
  return row.autoRenew && !isCancelled(row) && row.status === 'active'
    ? renewal(row)
    : moved(startOf(row.termEnd), 'expired')
}

function isCancelled(row: SubscriptionRow): boolean {
  return row.scheduledActions.some(
    action => typeof action === 'object' && action !== null && 'type' in action && action.type === 'cancel',
  )
}

function moved(at: string, status: string): Event {
  return {
    at,
    apply: row => ({
      ...row,
      status,
      statusSince: at,
      history: [...row.history, { at, seats: row.seats, status }],
    }),
  }
}

/** A new term: new windows, and whatever was scheduled for it. */
function renewal(row: SubscriptionRow): Event | null {
  if (row.termEnd === null || row.status !== 'active') return null
  const at = startOf(row.termEnd)
  const months = row.commerce === 'nce' ? monthsOfTerm(row.term) : 12
  if (months === null) return null
  if (row.trial) return moved(at, 'expired')
  return {
    at,
    apply: current => {
      const planned = scheduled(current.nextTerm)
      const seats = planned.quantity ?? current.seats
      const until = addDuration(at, 'P7D')
      const isNce = current.commerce === 'nce'
      return {
        ...current,
        seats,
        termStart: dayOf(at),
        termEnd: addMonths(dayOf(at), months),
        nextTerm: null,
        cancellableUntil: isNce ? until : null,
        batches: isNce ? [{ seats, until }] : [],
        history:
          seats === current.seats
            ? current.history
            : [...current.history, { at, seats, status: current.status }],
      }
    },
  }
}

function scheduled(instructions: unknown): { readonly quantity: number | null } {
  if (typeof instructions !== 'object' || instructions === null || !('quantity' in instructions))
    return { quantity: null }
  return { quantity: typeof instructions.quantity === 'number' ? instructions.quantity : null }
}
