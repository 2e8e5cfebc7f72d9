/**
 * What happens to a subscription by itself (E22, 2.4, 2.8): it is provisioned, a slow change lands, a billing cycle takes effect, a
 * term is renewed, extended or ends, expired becomes disabled becomes deleted, suspended legacy data goes after its retention.
 */
import type { Service } from '../service.ts'
import type { ScheduledAction, SubscriptionRow } from '../state/subscription-rows.ts'
import { addDays, dayOf, type Instant, startOf } from '../time/calendar.ts'
import { carryOutDated, nextDated } from './dated.ts'
import { conversionAt, endsByNewRules, extended, withExtension } from './extension.ts'
import { renewed } from './renew.ts'
import { actionAtEnd } from './scheduled-actions.ts'
import { asPaid, paidTermOf } from './trials.ts'

/** Days of the phases after a term, and of legacy retention. */
const expiredDays = 30
const disabledDays = 90
const retentionDays = 90
/** In the cloud of 21Vianet (2.2). */
const retentionDaysInChina = 60

export interface Event {
  readonly at: Instant
  /** The row after it; time already is `at`. */
  readonly apply: (row: SubscriptionRow) => SubscriptionRow
}

/** The earliest; null: nothing will ever happen by itself. */
export function nextEvent(service: Service, row: SubscriptionRow): Event | null {
  const events = [
    provisioned(row),
    landed(row),
    dated(service, row),
    converted(service, row),
    ofTerm(service, row),
    rebilled(row),
  ]
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

function dated(service: Service, row: SubscriptionRow): Event | null {
  const at = nextDated(row)
  return at === null ? null : { at, apply: current => carryOutDated(service, current, at) }
}

/** A day after renewal was switched off without a cancel, the service schedules an extension (2.8). */
function converted(service: Service, row: SubscriptionRow): Event | null {
  const at = conversionAt(service, row)
  return at === null ? null : { at, apply: withExtension }
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
      if (row.commerce === 'legacy') return whileSuspended(service, row)
      if (row.termEnd === null) return null
      // Of a suspended one nobody tells; it is off already, so it ends like a cancelled one (2.8).
      return becomes(endsByNewRules(service, row) ? 'disabled' : 'expired', startOf(row.termEnd))
    default:
      return null
  }
}

/** A legacy term that renews does so in a pause too; one that does not leaves nothing to come back to. */
function whileSuspended(service: Service, row: SubscriptionRow): Event {
  const { autoRenew, trial, termEnd } = row
  const gone = startOf(addDays(dayOf(row.statusSince), retentionOf(service, row)))
  const goesOn = autoRenew && !trial && termEnd !== null && startOf(termEnd) < gone
  return goesOn
    ? { at: startOf(termEnd), apply: current => renewed(service, current) }
    : becomes('deleted', gone)
}

function retentionOf(service: Service, { partner }: SubscriptionRow): number {
  return service.store.partners.get(partner)?.cloud === 'china' ? retentionDaysInChina : retentionDays
}

function atTermEnd(service: Service, row: SubscriptionRow, end: string): Event {
  const at = startOf(end)
  const action = actionAtEnd(row)?.actionType
  if (row.trial) return atTrialEnd(service, row, at)
  const isNew = endsByNewRules(service, row)
  if (action === 'Cancel') return becomes(isNew ? 'disabled' : 'expired', at)
  if (isNew && isExtended(row, action)) return { at, apply: current => extended(service, current) }
  if (row.autoRenew && action !== 'RenewToExtendedServiceTerm')
    return { at, apply: current => renewed(service, current) }
  return becomes('expired', at)
}

/** An action wins over `autoRenew`; an extension goes on by itself. */
function isExtended(row: SubscriptionRow, action: ScheduledAction['actionType'] | undefined): boolean {
  if (action !== undefined) return action === 'RenewToExtendedServiceTerm'
  return !row.autoRenew || row.extendedFrom !== null
}

function atTrialEnd(service: Service, row: SubscriptionRow, at: Instant): Event {
  const isWanted = row.autoRenew && actionAtEnd(row)?.actionType !== 'Cancel'
  return {
    at,
    apply: current => {
      const next = isWanted ? paidTermOf(service, current) : null
      return next === null ? ended('expired', current) : renewed(service, asPaid(current, next))
    },
  }
}

function becomes(status: string, at: Instant): Event {
  return { at, apply: row => ended(status, row) }
}

function ended(status: string, row: SubscriptionRow): SubscriptionRow {
  return {
    ...row,
    status,
    autoRenew: false,
    nextTerm: null,
    scheduledActions: [],
    nextCharge: null,
    cancellableUntil: null,
    batches: [],
  }
}
