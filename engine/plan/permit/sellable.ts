/** Whether a declared subscription can be bought where the customer is, asked before any write; each no names its reason. */

import type { ActualIndex } from '../../model/actual-index.ts'
import type { DeclaredPartner, DeclaredSubscription } from '../../model/desired.ts'
import type { LiveCustomer } from '../../model/live.ts'
import { codes } from '../codes.ts'
import { finding } from '../finding.ts'
import type { Finding } from '../plan.ts'
import { purchaseCodes } from './purchase-codes.ts'
import { prevents } from './refusals.ts'

export type Market =
  | { readonly kind: 'known'; readonly country: string }
  | { readonly kind: 'unusable'; readonly why: 'unknown' | 'not served'; readonly country: string | null }

/** The customer's own country decides the catalogue; a partner of one market has no choice. */
export function marketOf(partner: DeclaredPartner, customer: LiveCustomer): Market {
  const only = partner.markets.length === 1 ? partner.markets[0] : undefined
  const country = customer.country ?? only
  if (country === undefined) return { kind: 'unusable', why: 'unknown', country: null }
  if (partner.markets.length > 0 && !partner.markets.includes(country))
    return { kind: 'unusable', why: 'not served', country }
  return { kind: 'known', country }
}

export interface SaleFacts {
  readonly partner: DeclaredPartner
  readonly customer: LiveCustomer
  readonly index: ActualIndex
  readonly reach: 'customer' | 'line'
  /** Name people know the product by. */
  readonly name: string
}

export function whyNotSold(
  declared: DeclaredSubscription,
  { partner, customer, index, reach, name }: SaleFacts,
): Finding | null {
  const subject = { partner: partner.name, customer: customer.tenant, product: declared.product }
  const market = marketOf(partner, customer)
  if (market.kind === 'unusable') {
    const entry = market.why === 'unknown' ? purchaseCodes.MARKET_UNKNOWN : purchaseCodes.MARKET_NOT_SERVED
    return finding(entry, reach, subject, {
      detail: `${customer.name} is in ${market.country ?? 'an unknown country'}; ${partner.name} sells in ${partner.markets.join(', ')}.${prevents(market.why === 'unknown' ? 'MARKET_UNKNOWN' : 'MARKET_NOT_SERVED')}`,
      at: declared.at,
    })
  }
  const read = index.item(partner.name, market.country, declared.product)
  if (read.kind === 'unknown')
    return finding(codes.UNKNOWN_READ, reach, subject, {
      detail: `The catalogue of ${partner.name} in ${market.country} gave no answer for ${name}: ${read.because.summary}.`,
      at: declared.at,
    })
  if (read.kind === 'absent' || !read.value.purchasable)
    return finding(
      read.kind === 'absent' ? purchaseCodes.NOT_SOLD : purchaseCodes.WITHDRAWN,
      reach,
      subject,
      {
        detail:
          read.kind === 'absent'
            ? `${name} is not for sale under ${partner.name} in ${market.country}.${prevents('NOT_SOLD')}`
            : `${name} is listed in ${market.country}, and no longer for sale under ${partner.name}.${prevents('WITHDRAWN')}`,
        at: declared.at,
      },
    )
  const item = read.value
  if (declared.seats < item.minimumSeats || declared.seats > item.maximumSeats) {
    return finding(purchaseCodes.SEATS_OUT_OF_RANGE, reach, subject, {
      detail: `${item.name} is sold from ${item.minimumSeats} to ${item.maximumSeats} seats; \`${declared.key}\` asks for ${declared.seats}.${prevents('SEATS_OUT_OF_RANGE', declared.seats < item.minimumSeats ? '400/2002' : '403/800088')}`,
      at: declared.at,
    })
  }
  if (!item.terms.some(term => term.term === (declared.term ?? '') && term.billing === declared.billing)) {
    const offered = item.terms
      .map(term => [term.term, term.billing].filter(part => part !== '').join(' '))
      .join(', ')
    return finding(purchaseCodes.TERM_NOT_OFFERED, reach, subject, {
      detail: `${item.name} is sold as ${offered}; \`${declared.key}\` asks for ${[declared.term, declared.billing].filter(part => part !== null).join(' ')}.${prevents('TERM_NOT_OFFERED', declared.commerce === 'legacy' ? '400/6001' : '500/800084')}`,
      at: declared.at,
    })
  }
  return null
}
