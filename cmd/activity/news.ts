/**
 * Whether something happened in some accounts since the last time it was asked, by Microsoft's activity log: one request per account, where
 * a look at everything asks for each customer.
 */
import { dayOf, type Instant, type PartnerName } from '../../engine/model/ids.ts'
import type { Reader } from '../../engine/ports.ts'
import { msBetween } from '../../engine/time/utc-days.ts'
import { readRecords } from './read-records.ts'

/** Nobody documents that the log has everything, and how late it is: so often everything is looked at anyway; in ms. */
const atLeastEveryMs = 60 * 60_000

export interface News {
  /** `unknown`: the log gave no answer, or nobody may rely on it any longer. */
  ask(partners: readonly PartnerName[], now: Instant): Promise<'something' | 'nothing' | 'unknown'>
  /** Everything was looked at. */
  looked(now: Instant): void
}

export function newsFrom(reader: Reader): News {
  const seen = new Set<string>()
  let from: Instant | null = null
  let lookedAt: Instant | null = null
  return {
    async ask(partners, now) {
      const today = dayOf(now)
      const { records, unread } = await readRecords(reader, {
        partners,
        from: from === null ? today : dayOf(from),
        to: today,
        today,
      })
      const isFirst = from === null
      const fresh = records.filter(record => !seen.has(`${record.partner}/${record.id}`))
      for (const record of fresh) seen.add(`${record.partner}/${record.id}`)
      from = now
      if (unread.length > 0 || lookedAt === null || msBetween(lookedAt, now) >= atLeastEveryMs)
        return 'unknown'
      return fresh.length > 0 && !isFirst ? 'something' : 'nothing'
    },
    looked(now) {
      lookedAt = now
    },
  }
}
