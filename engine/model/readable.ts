/** Live rows that the service lists without saying what they are: they may be anything, so they are never absent (T31). */
import { productKey } from './ids.ts'
import type { LiveSubscription } from './live.ts'
import { isOff } from './status.ts'

/** Stands for the product of a row that names none. No document can declare it. */
export const unreadableProduct = productKey('UNREADABLE')

/** Whether it may be running, and may be the very thing that a document declares. */
export function couldBeAnything({ product, kind, status }: LiveSubscription): boolean {
  return product === unreadableProduct && kind.startsWith('unknown:') && !isOff(status)
}
