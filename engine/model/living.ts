import type { LiveSubscription } from './live.ts'

/** Ended subscriptions come back only by buying anew: deleted, expired, and in new commerce disabled . */
export function isLiving(entry: LiveSubscription): boolean {
  if (entry.status === 'deleted' || entry.status === 'expired') return false
  return !(entry.status === 'disabled' && entry.commerce === 'nce')
}
