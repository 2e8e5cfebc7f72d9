/**
 * The most seats of a new-commerce item that one customer may have (T32). The maximum is pooled over all of its subscriptions and all partners (small business: 300),
 * so lines that fit one by one may not fit together; and a purchase beside what it replaces needs room for both at once, where a transfer needs none. What partners
 * outside this workspace have sold counts too and cannot be seen. What the plan itself takes back counts until it is gone.
 */
import type { ActualIndex } from '../../model/actual-index.ts'
import type { DeclaredSubscription } from '../../model/desired.ts'
import { isExtensionOf } from '../../model/extended-term.ts'
import type { PartnerName, TenantId } from '../../model/ids.ts'
import type { LiveSubscription } from '../../model/live.ts'
import { isLiving } from '../../model/living.ts'
import type { TargetFacts } from '../decide/target/target-facts.ts'
import { finding } from '../finding.ts'
import type { Finding } from '../plan.ts'
import { permitCodes } from './codes.ts'
import { purchaseCodes } from './purchase-codes.ts'
import { prevents } from './refusals.ts'
import { marketOf } from './sellable.ts'

/** Items with a maximum like this are sold without limit: the service names one all the same. */
export const unlimitedSeats = 100_000

/** Of the maximum; closer to it, what other partners have sold may decide. */
const nearShare = 0.9

type PoolFacts = Pick<
  TargetFacts,
  'customer' | 'partner' | 'live' | 'index' | 'binding' | 'arriving' | 'lapsing' | 'consolidation' | 'freed'
>

/** null: there is room, or no one knows of a limit. */
export function poolFinding(declared: DeclaredSubscription, facts: PoolFacts): Finding | null {
  if (declared.commerce !== 'nce') return null
  const market = marketOf(facts.partner, facts.live)
  if (market.kind !== 'known') return null
  const item = facts.index.item(facts.partner.name, market.country, declared.product)
  if (item.kind !== 'present') return null
  const { maximumSeats, name } = item.value
  const { tenant } = facts.customer
  const shown = shownOf(tenant, facts.index)
  const living = livingOf(declared, tenant, facts.index)
  const silent = shown.filter(({ subscriptions }) => subscriptions.kind === 'unknown')
  const added = facts.customer.subscriptions
    .filter(line => line.product === declared.product && line.state === 'active')
    .map(line => addedBy(line, facts))
  const there = sum(living.map(entry => Number(entry.seats ?? 0)))
  const freed = facts.freed.get(declared.product)?.seats ?? 0
  const wanted = there + sum(added) - freed
  if (wanted < maximumSeats * nearShare && (silent.length === 0 || maximumSeats >= unlimitedSeats))
    return null
  const subject = {
    partner: facts.partner.name,
    customer: facts.customer.tenant,
    product: declared.product,
  }
  const counted = `${name} is sold to ${maximumSeats} seats a customer, over all its subscriptions and partners: ${facts.customer.name} has ${there}${under(living)}, and ${sum(added)} more are declared${freed === 0 ? '' : `, after ${freed} that this plan gives back first`}`
  if (wanted <= maximumSeats) {
    const detail = `${counted}, which fits as far as these accounts show${unreadWords(silent)}; what other partners have sold counts too.`
    return finding(permitCodes.SEAT_POOL_NEAR, 'nothing', subject, { detail, at: declared.at })
  }
  const left = Math.max(0, maximumSeats - there + freed)
  const detail = `${counted}; ${left} can be added at most, fewer where other partners have sold some.${prevents('SEAT_POOL_FULL')}`
  return finding(purchaseCodes.SEAT_POOL_FULL, facts.consolidation === null ? 'line' : 'customer', subject, {
    detail,
    at: declared.at,
  })
}

/** Of the item of a line, under all accounts that were read. */
export function livingOf(
  declared: DeclaredSubscription,
  tenant: TenantId,
  index: ActualIndex,
): readonly LiveSubscription[] {
  return shownOf(tenant, index)
    .flatMap(({ subscriptions }) => (subscriptions.kind === 'present' ? subscriptions.value : []))
    .filter(
      entry => isLiving(entry) && (entry.product === declared.product || isExtensionOf(declared, entry)),
    )
}

function shownOf(tenant: TenantId, index: ActualIndex) {
  return [...index.everywhere(tenant), ...index.beside(tenant)]
}

/** What arrives by a transfer, or is bought when a source has ended, takes the seats of what is there; what is declared beyond them comes on top. */
function addedBy(line: DeclaredSubscription, { binding, arriving, lapsing }: PoolFacts): number {
  const there = binding.bound.get(line.key) ?? arriving.get(line.key) ?? lapsing.get(line.key)
  const most = Math.max(line.seats, line.nextTerm?.seats ?? 0)
  if (there !== undefined) return Math.max(0, most - Number(there.seats ?? most))
  return binding.unbound.includes(line) ? most : 0
}

function unreadWords(silent: readonly { readonly partner: PartnerName }[]): string {
  if (silent.length === 0) return ''
  const names = [...new Set(silent.map(entry => entry.partner))].sort()
  return `, and what ${names.join(' and ')} has sold could not be read`
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
