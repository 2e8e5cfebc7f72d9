/** Words of the service in any spelling, or their ordinal numbers, as ours; a word we do not know is kept and said (Q8, T10). */
import { type Seats, seats } from '../../engine/model/ids.ts'
import type { BillingCycle, Known } from '../../engine/model/live.ts'
import { numberOf, plainWord } from './client/read-value.ts'

export type Vocabulary<T extends string> = readonly T[]

/** Lists in the order of the service's numbers (facts 17, read 2026-11-23). */
export const vocabularies = {
  status: ['none', 'active', 'suspended', 'deleted', 'expired', 'pending', 'disabled'],
  billing: ['unknown', 'monthly', 'annual', 'none', 'one_time', 'triennial', 'biennial'],
  relationship: ['unknown', 'reseller', 'advisor', 'syndication', 'microsoft_support', 'none'],
  order: ['unknown', 'completed', 'pending', 'cancelled'],
} as const

export function known<T extends string>(value: unknown, vocabulary: Vocabulary<T>): Known<T> {
  const text = typeof value === 'string' ? value : typeof value === 'number' ? String(value) : null
  if (text === null) return 'unknown:absent'
  const found = /^\d+$/.test(text)
    ? vocabulary[Number(text)]
    : vocabulary.find(word => plainWord(word) === plainWord(text))
  return found ?? `unknown:${text}`
}

export function billingOf(value: unknown): Known<BillingCycle> {
  const word = known(value, vocabularies.billing)
  return word === 'unknown' ? 'unknown:unknown' : word
}

export function seatsOf(value: unknown): Seats | null {
  const number = numberOf(value)
  return number === null || number < 0 ? null : seats(Math.trunc(number))
}
