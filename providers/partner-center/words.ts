/** Words of the service in any spelling, or their ordinal numbers, as ours; a word we do not know is kept and said (Q8, T10). */
import type { Known } from '../../engine/model/live.ts'
import { plainWord } from './client/read-value.ts'

export type Vocabulary<T extends string> = readonly T[]

/** Lists in the order of the service's numbers (api.md section 17, read 2026-11-23). */
export const vocabularies = {
  status: ['none', 'active', 'suspended', 'deleted', 'expired', 'pending', 'disabled'],
  billing: ['unknown', 'monthly', 'annual', 'none', 'one_time', 'triennial', 'biennial'],
  relationship: ['unknown', 'reseller', 'advisor', 'syndication', 'microsoft_support', 'none'],
  order: ['unknown', 'completed', 'pending', 'cancelled'],
} as const

export function known<T extends string>(value: string | number, vocabulary: Vocabulary<T>): Known<T> {
  const position = typeof value === 'number' ? value : /^\d+$/.test(value) ? Number(value) : null
  const found =
    position === null
      ? vocabulary.find(word => plainWord(word) === plainWord(value as string)) // a number has a position
      : vocabulary[position]
  return found ?? `unknown:${String(value)}`
}
