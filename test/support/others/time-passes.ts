/** What the service does to subscriptions while days pass: terms renew with what was scheduled, go on by the month, or end; trials become paid ones. */
import { dayOf, instant, type UtcDate } from '../../../engine/model/ids.ts'
import type { Actual, CustomerActual, LiveSubscription } from '../../../engine/model/live.ts'
import { addDays, addMonths } from '../../../engine/time/utc-days.ts'
import { present } from '../builders/index.ts'
import { extendedWords } from '../extended-skus.ts'
import { withPools } from '../licences.ts'

/** The accounts in the morning of a later day. */
export function passedTo(actual: Actual, day: UtcDate): Actual {
  const customers = actual.customers.map(entry => withTermsOver(entry, day))
  return {
    ...actual,
    readAt: instant(`${day}T07:00:00Z`),
    customers: withPools(customers),
    ...(actual.beside !== undefined && {
      beside: actual.beside.map(entry =>
        entry.subscriptions.kind === 'present'
          ? { ...entry, subscriptions: present(entry.subscriptions.value.map(one => at(day, one))) }
          : entry,
      ),
    }),
  }
}

/** Of one customer, what ended or went on before that day. */
export function withTermsOver(entry: CustomerActual, day: UtcDate): CustomerActual {
  if (entry.subscriptions.kind !== 'present') return entry
  const list = entry.subscriptions.value.map(one => at(day, one))
  return { ...entry, subscriptions: present(withoutOrphans(list)) }
}

function at(day: UtcDate, entry: LiveSubscription): LiveSubscription {
  const { termEndsAt, status, trial, autoRenew, cancelsAtTermEnd, nextTerm, seats, product } = entry
  const isRunning = status === 'active' || status === 'suspended'
  if (termEndsAt === null || dayOf(termEndsAt) >= day || !isRunning) return entry
  const over: LiveSubscription = { ...entry, status: 'disabled', autoRenew: false, nextTerm: null }
  if (cancelsAtTermEnd || status === 'suspended' || (trial && !autoRenew)) return over
  const months = autoRenew && entry.term !== 'P1M' ? 12 : 1
  const next: LiveSubscription = {
    ...entry,
    trial: false,
    termEndsAt: instant(`${addDays(addMonths(addDays(dayOf(termEndsAt), 1), months), -1)}T23:59:59Z`),
    cancellableUntil: null,
    refundable: [],
    nextTerm: null,
    seats: autoRenew ? (nextTerm?.seats ?? seats) : seats,
    product: autoRenew ? (nextTerm?.product ?? product) : product,
  }
  return at(day, autoRenew ? next : inExtension(next))
}

/** The same id, by the month, under a SKU of its own (extended-skus.ts), cancellable to the last day of each month. */
function inExtension(entry: LiveSubscription): LiveSubscription {
  const { productName, termEndsAt } = entry
  return {
    ...entry,
    productName: productName.endsWith(extendedWords) ? productName : `${productName}${extendedWords}`,
    term: 'P1M',
    billing: 'monthly',
    termEndAction: 'extend',
    cancellableUntil: termEndsAt,
  }
}

/** An add-on ends with its base. */
function withoutOrphans(list: readonly LiveSubscription[]): readonly LiveSubscription[] {
  const over = new Set(list.filter(({ status }) => status === 'disabled').map(({ id }) => id))
  return list.map(entry =>
    entry.parent !== null && over.has(entry.parent) && entry.status === 'active'
      ? { ...entry, status: 'disabled', autoRenew: false }
      : entry,
  )
}
