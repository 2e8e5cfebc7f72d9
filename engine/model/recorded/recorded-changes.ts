/** What the activity log says of seats and status: what lives now does not show what a period had before. */
import { compare } from '../../compare.ts'
import type { ActivityRecord } from '../activity.ts'
import type { RecordedChange, SeatsAndStatus } from './recorded-change.ts'

/** Oldest first. Orders tell what was bought, not what became of it; what may still fail tells nothing. */
export function recordedChanges(records: readonly ActivityRecord[]): readonly RecordedChange[] {
  return (
    [...records]
      .filter(({ resource, status }) => resource.toLowerCase() === 'subscription' && !isWithoutEffect(status))
      // Ids end in the tick of the clock, which is finer than the instant.
      .sort((a, b) => compare(a.at, b.at) || compare(a.id, b.id))
      .flatMap(({ subscriptions, at, before, after, status }) =>
        subscriptions.map(subscription => ({
          subscription,
          at,
          before: toldIn(before),
          after: status === 'succeeded' ? toldIn(after) : nothingTold,
        })),
      )
  )
}

const nothingTold: SeatsAndStatus = { seats: null, status: null }

function isWithoutEffect(status: ActivityRecord['status']): boolean {
  return status === 'failed' || status === 'decline'
}

function toldIn(values: ActivityRecord['after']): SeatsAndStatus {
  const count = String(values?.['quantity'])
  const status = values?.['status']
  return {
    seats: /^\d{1,9}$/.test(count) ? Number(count) : null,
    status: typeof status === 'string' ? status.toLowerCase() : null,
  }
}
