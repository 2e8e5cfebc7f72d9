/** How many requests each account gets, and when. */
import { by } from '../compare.ts'
import { groupedBy } from '../grouped-by.ts'
import { type Instant, instant } from '../model/ids.ts'
import type { SentRequest } from './copy.ts'
import type { AccountRequests } from './report.ts'

export function accountRequests(requests: readonly SentRequest[]): readonly AccountRequests[] {
  return [...groupedBy(requests, ({ partner }) => partner)]
    .sort(by(([partner]) => partner))
    .map(([partner, own]) => ({
      partner,
      requests: own.length,
      throttled: own.filter(({ wasThrottled }) => wasThrottled).length,
      hours: [...groupedBy(own, ({ at }) => hourOf(at))]
        .sort(by(([hour]) => hour))
        .map(([hour, those]) => ({ hour, requests: those.length })),
      busiestMinute: Math.max(
        0,
        ...[...groupedBy(own, ({ at, family }) => `${at.slice(0, 16)} ${family}`).values()].map(
          ({ length }) => length,
        ),
      ),
    }))
}

function hourOf(at: Instant): Instant {
  return instant(`${at.slice(0, 13)}:00:00Z`)
}
