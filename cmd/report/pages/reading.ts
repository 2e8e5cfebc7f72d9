/** Where and when what a page shows was read (T29), of an answer that does not say so itself. */
import type { Instant } from '../../../engine/model/ids.ts'
import type { MadeIn } from '../../../engine/model/made-in.ts'

export interface Reading {
  readonly at: Instant
  readonly madeIn: MadeIn
}

/** To the minute, as a fact of a page. */
export function readFact(at: Instant): { readonly name: string; readonly value: string } {
  return { name: 'read', value: `${at.slice(0, 16)}Z` }
}
