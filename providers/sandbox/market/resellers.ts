/** Who may stand as partner on record (2.6, E36): validated on orders, changes and transfers, not on renewals. */
import { type Refusal, refuse } from '../refusal.ts'
import type { PartnerRow } from '../state/partner-rows.ts'

/** Null: fine. Empty: there is none. Where the World lists no resellers, every number is one. */
export function checkReseller({ resellers }: PartnerRow, id: string): Refusal | null {
  if (!/^\d*$/.test(id)) return refuse(400, 800016, 'The partner id is not known.')
  if (id === '' || resellers === null) return null
  const found = resellers.find(reseller => reseller.id === id)
  return found?.authorised === true
    ? null
    : refuse(400, 900400, `The partner ${id} is not known, or not authorised to sell.`)
}
