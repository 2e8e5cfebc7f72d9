/** Other ways to write the same: cases, words, numbers for words, dates (facts 4.2, 17). */
import { isFields } from '../body-reader.ts'

/** Words of an enumeration by resource and property; a number is the member's ordinal. */
const words: Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, string | number>>>>>> = {
  Subscription: {
    status: { active: 'Active', suspended: 'SUSPENDED', deleted: 3, expired: 'Expired' },
    billingCycle: { monthly: 'Monthly', annual: 2, one_time: 'OneTime' },
    billingType: { license: 'License', usage: 'Usage' },
    contractType: { subscription: 0 },
  },
  Order: {
    status: { completed: 'Completed', pending: 'Pending' },
    billingCycle: { monthly: 'Monthly', annual: 'Annual' },
  },
  Customer: { relationshipToPartner: { reseller: 1 } },
  Offer: { billing: { license: 'License', usage: 'Usage' } },
}

export function spelled(fields: Readonly<Record<string, unknown>>, type: string): unknown {
  const changed: Record<string, unknown> = { ...fields }
  for (const [name, spellings] of Object.entries(words[type] ?? {})) {
    const word = changed[name]
    if (typeof word === 'string') changed[name] = spellings[word] ?? word
  }
  return changed
}

const instant = /^(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2})(?:\.(\d{1,7}))?Z$/

/** With an offset and seven fraction digits; null: it is no instant. */
export function oddDate(text: string): string | null {
  const parts = instant.exec(text)
  return parts === null ? null : `${parts[1]}.${(parts[2] ?? '').padEnd(7, '0')}+00:00`
}

const ids = new Set(['id', 'subscriptionId', 'parentSubscriptionId', 'customerId', 'offerId', 'tenantId'])
const guid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

/** GUIDs in lists are in the other case than alone (Q11). */
export function otherCase(key: string, value: string): string {
  if (!ids.has(key) || !guid.test(value)) return value
  return value === value.toUpperCase() ? value.toLowerCase() : value.toUpperCase()
}

const otherNames: Readonly<Record<string, string>> = {
  refundOptions: 'refundOption',
  expiresAt: 'expiresAfter',
}

/** A subscription under the other names of some of its properties (Q39). */
export function renamed(fields: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    Object.entries(fields).map(([key, value]) => {
      const isRefunds = key === 'refundOptions' && Array.isArray(value)
      const inner = isRefunds
        ? value.map(entry => (isFields(entry) ? renamed(entry) : (entry as unknown)))
        : value
      return [otherNames[key] ?? key, inner]
    }),
  )
}

export function capitalType(fields: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const { productType, ...rest } = fields
  return productType === undefined ? fields : { ...rest, ProductType: productType }
}

/** Words of scheduled actions in capitals (Q38). */
export function shouted(fields: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const { scheduledActions } = fields
  if (!Array.isArray(scheduledActions)) return fields
  const upper = (value: unknown) => (typeof value === 'string' ? value.toUpperCase() : value)
  const changed = (scheduledActions as readonly unknown[]).map(entry =>
    isFields(entry)
      ? { ...entry, scheduleType: upper(entry['scheduleType']), actionType: upper(entry['actionType']) }
      : entry,
  )
  return { ...fields, scheduledActions: changed }
}

/** All property names with a capital. */
export function pascal(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(pascal)
  if (!isFields(value)) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, entry]) => [
      `${key.slice(0, 1).toUpperCase()}${key.slice(1)}`,
      pascal(entry),
    ]),
  )
}
