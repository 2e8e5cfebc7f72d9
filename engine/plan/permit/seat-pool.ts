/**
 * The most seats of a new-commerce item that one customer may have. The maximum is pooled over all of its subscriptions and all partners (small business: 300),
 * so lines that fit one by one may not fit together; and a purchase beside what it replaces needs room for both at once, where a transfer needs none. What partners
 * outside this workspace have sold counts too and cannot be seen.
 */
import type { DeclaredSubscription } from '../../model/desired.ts'
import type { LiveSubscription } from '../../model/live.ts'
import { isLiving } from '../../model/living.ts'
import type { TargetFacts } from '../decide/target/target-facts.ts'
import { finding } from '../finding.ts'
import type { Finding } from '../plan.ts'
import { permitCodes } from './codes.ts'
import { purchaseCodes } from './purchase-codes.ts'
import { prevents } from './refusals.ts'
import { marketOf } from './sellable.ts'

/** Of the maximum; closer to it, what other partners have sold may decide. */
const nearShare = 0.9

type PoolFacts = Pick<
  TargetFacts,
  'customer' | 'partner' | 'live' | 'index' | 'binding' | 'arriving' | 'lapsing' | 'consolidation'
>

/** null: there is room, or no one knows of a limit. */
export function poolFinding(declared: DeclaredSubscription, facts: PoolFacts): Finding | null {
  if (declared.commerce !== 'nce') return null
  const market = marketOf(facts.partner, facts.live)
  if (market.kind !== 'known') return null
  const item = facts.index.item(facts.partner.name, market.country, declared.product)
  if (item.kind !== 'present') return null
  const { maximumSeats, name } = item.value
  const living = facts.index
    .everywhere(facts.customer.tenant)
    .flatMap(({ subscriptions }) => (subscriptions.kind === 'present' ? subscriptions.value : []))
    .filter(entry => entry.product === declared.product && isLiving(entry))
  const added = facts.customer.subscriptions
    .filter(line => line.product === declared.product && line.state === 'active')
    .map(line => addedBy(line, facts))
  const there = sum(living.map(entry => Number(entry.seats ?? 0)))
  const wanted = there + sum(added)
  if (wanted < maximumSeats * nearShare) return null
  const subject = {
    partner: facts.partner.name,
    customer: facts.customer.tenant,
    product: declared.product,
  }
  const counted = `${name} is sold to ${maximumSeats} seats a customer, over all its subscriptions and partners: ${facts.customer.name} has ${there}${under(living)}, and ${sum(added)} more are declared`
  if (wanted <= maximumSeats) {
    const detail = `${counted}, which fits as far as these accounts show; what other partners have sold counts too.`
    return finding(permitCodes.SEAT_POOL_NEAR, 'nothing', subject, { detail, at: declared.at })
  }
  const left = Math.max(0, maximumSeats - there)
  const detail = `${counted}; ${left} can be added at most, fewer where other partners have sold some.${prevents('SEAT_POOL_FULL')}`
  return finding(purchaseCodes.SEAT_POOL_FULL, facts.consolidation === null ? 'line' : 'customer', subject, {
    detail,
    at: declared.at,
  })
}

/** What arrives by a transfer, or is bought when a source has ended, takes the seats of what is there. */
function addedBy(line: DeclaredSubscription, { binding, arriving, lapsing }: PoolFacts): number {
  const bound = binding.bound.get(line.key)
  if (bound !== undefined) return Math.max(0, line.seats - Number(bound.seats ?? line.seats))
  const isBought = binding.unbound.includes(line) && !arriving.has(line.key) && !lapsing.has(line.key)
  return isBought ? line.seats : 0
}

function under(living: readonly LiveSubscription[]): string {
  const partners = [...new Set(living.map(entry => entry.partner))].sort()
  return partners.length === 0 ? '' : ` under ${partners.join(' and ')}`
}

function sum(counts: readonly number[]): number {
  let total = 0
  for (const count of counts) total += count
  return total
}
