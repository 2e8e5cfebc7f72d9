/**
 * A line of new commerce may leave `term:` and `billing:` out where it means what lives, or what a transfer brings (T35). What is bought needs both: neither is
 * guessed, since the one binds for years and the other decides the price.
 */
import type { DeclaredSubscription } from '../../model/desired.ts'
import { codes } from '../codes.ts'
import { finding } from '../finding.ts'
import type { Finding } from '../plan.ts'

export function termNeeded(
  { commerce, key, term, billingWritten, at }: DeclaredSubscription,
  reach: Finding['blocks'],
  subject: Finding['subject'],
): Finding | null {
  const missing = [...(term === null ? ['`term:`'] : []), ...(billingWritten ? [] : ['`billing:`'])]
  if (commerce !== 'nce' || missing.length === 0) return null
  const detail = `\`${key}\` is new commerce that is to be bought, and has no ${missing.join(' and no ')}.`
  return finding(codes.TERM_NEEDED, reach, subject, { detail, at })
}
