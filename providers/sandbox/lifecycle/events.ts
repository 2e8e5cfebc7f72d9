/**
 * What happens to a subscription by itself (E22, api.md 2.3, 2.4): it is provisioned, a slow change lands, a billing cycle
 * takes effect, a term renews or runs out, expired becomes disabled becomes deleted, suspended legacy data goes after its retention.
 */
import type { Service } from '../service.ts'
import type { SubscriptionRow } from '../state/rows.ts'
import { addDays, dayOf, type Instant, startOf } from '../time/calendar.ts'
import { renewed, rolledOver } from './renew.ts'
import { actionAtEnd } from './scheduled-actions.ts'

/** Days of the phases after a term, and of legacy retention. */
const expiredDays = 30
const disabledDays = 90
const retentionDays = 90
/** In the cloud of 21Vianet (api.md 2.2). */
const retentionDaysInChina = 60

export interface Event {
  readonly at: Instant
  /** The row after it; time already is `at`. */
  readonly apply: (row: SubscriptionRow) => SubscriptionRow
}

/** The earliest; null: nothing will ever happen by itself. */
export function nextEvent(service: Service, row: SubscriptionRow): Event | null {
  const events = [provisioned(row), landed(row), rebilled(row), ofTerm(service, row)]
  let first: Event | null = null
  for (const event of events) if (event !== null && (first === null || event.at < first.at)) first = event
  return first
}

function provisioned(row: SubscriptionRow): Event | null {
  if (row.status !== 'pending' || row.acquired === 'seed') return null
  return { at: row.visibleFrom, apply: current => ({ ...current, status: 'active' }) }
}

function landed({ pending }: SubscriptionRow): Event | null {
  if (pending === null) return null
  return { at: pending.at, apply: current => ({ ...current, ...pending.change, pending: null }) }
}

function rebilled({ nextCharge }: SubscriptionRow): Event | null {
  if (nextCharge === null) return null
  return {
    at: nextCharge.at,
    apply: current => ({
      ...current,
      billing: nextCharge.billing,
      billingAnchor: dayOf(nextCharge.at),
      nextCharge: null,
    }),
  }
}

function ofTerm(service: Service, row: SubscriptionRow): Event | null {
  if (row.commerce === 'azure') return null
  const since = dayOf(row.statusSince)
  switch (row.status) {
    case 'expired':
      return becomes('disabled', startOf(addDays(since, expiredDays)))
    case 'disabled':
      return becomes('deleted', startOf(addDays(since, disabledDays)))
    case 'active':
      return row.termEnd === null ? null : atTermEnd(service, row, row.termEnd)
    case 'suspended':
      if (row.commerce === 'legacy')
        return becomes('deleted', startOf(addDays(since, retentionOf(service, row))))
      return row.termEnd === null ? null : becomes('expired', startOf(row.termEnd))
    default:
      return null
  }
}

function retentionOf(service: Service, { partner }: SubscriptionRow): number {
  return service.store.partners.get(partner)?.cloud === 'china' ? retentionDaysInChina : retentionDays
}

function atTermEnd(service: Service, row: SubscriptionRow, end: string): Event {
  const at = startOf(end)
  if (row.trial || actionAtEnd(row)?.actionType === 'Cancel') return becomes('expired', at)
  if (row.autoRenew) return { at, apply: current => renewed(service, current) }
  if (row.commerce === 'nce' && service.settings.extendedTerm) return { at, apply: rolledOver }
  return becomes('expired', at)
}

function becomes(status: string, at: Instant): Event {
  return {
    at,
    apply: row => ({
      ...row,
      status,
      autoRenew: false,
      nextTerm: null,
      scheduledActions: [],
      nextCharge: null,
      cancellableUntil: null,
      batches: [],
    }),
  }
}
