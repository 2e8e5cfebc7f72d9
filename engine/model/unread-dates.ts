import type { LiveSubscription, UnreadDate } from './live.ts'

/** Whether the service tells a date that cannot be read: it is there, so nothing that holds where it is absent holds here. */
export function isUnread({ unreadDates }: Pick<LiveSubscription, 'unreadDates'>, date: UnreadDate): boolean {
  return unreadDates?.includes(date) === true
}
