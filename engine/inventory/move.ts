/** What one source subscription becomes under the target, and the questions that leaves open. */

import type { DeclaredConsolidation, DeclaredPartner, ProductMapping } from '../model/desired.ts'
import { dayOf, type ProductKey, type Seats, seats } from '../model/ids.ts'
import type { BillingCycle, CatalogueItem, Commerce, LiveSubscription, Read } from '../model/live.ts'
import { commerceOf } from '../model/product-form.ts'
import { renewalOf } from '../model/renewal.ts'
import { toldForItsEnd } from '../plan/decide/source/told-for-its-end.ts'
import { manageable } from './manageable.ts'

export interface Move {
  readonly product: ProductKey
  readonly productName: string
  readonly commerce: Commerce
  readonly term: string | null
  readonly billing: BillingCycle | null
  /** The fewest seats it is sold with. */
  readonly atLeast: Seats
  readonly comments: readonly string[]
}

export interface MoveFacts {
  readonly consolidation: DeclaredConsolidation
  readonly target: DeclaredPartner
  /** null: not known, so the catalogue cannot be asked. */
  readonly market: string | null
  readonly item: (market: string, product: ProductKey) => Read<CatalogueItem>
  /** Running in the target, of the same product, and maybe meant for it. */
  readonly already: readonly LiveSubscription[]
}

/** The same product where it is sold; else what it is mapped to. Nothing is guessed: what is not known is asked. */
export function moveOf(live: LiveSubscription, facts: MoveFacts): Move {
  const mapping = facts.consolidation.map.find(entry => entry.from === live.product)
  const isSame = mapping === undefined || sold(live.product, facts) !== 'no'
  const product = isSame ? live.product : mapping.to
  const item = facts.market === null ? null : facts.item(facts.market, product)
  const seen = item?.kind === 'present' ? item.value : null
  const commerce = commerceOf(product) ?? 'legacy'
  const bill = termAndBilling(live, { commerce, seen })
  return {
    product,
    productName: seen?.name ?? (product === live.product ? live.productName : ''),
    commerce,
    ...bill.terms,
    atLeast: seen?.minimumSeats ?? seats(1),
    comments: [
      ...(isSame ? [] : mappingComments(mapping, live)),
      ...bill.questions,
      ...saleQuestions(product, live, facts),
      ...facts.already.map(
        other =>
          `question: ${facts.target.name} has ${other.seats ?? '?'} seats of it already (${other.id}); are they part of these?`,
      ),
      ...(live.commerce === 'nce' && renewalOf(live).kind !== 'renews'
        ? [`question: it does not renew in ${live.partner}${ends(live)}; should it go on?`]
        : scheduleQuestions(live)),
    ],
  }
}

function sold(product: ProductKey, { market, item }: MoveFacts): 'yes' | 'no' | 'not known' {
  if (market === null) return 'not known'
  const read = item(market, product)
  if (read.kind === 'unknown') return 'not known'
  return read.kind === 'present' && read.value.purchasable ? 'yes' : 'no'
}

function mappingComments(mapping: ProductMapping, live: LiveSubscription): readonly string[] {
  const words = `mapped: ${live.product} becomes ${mapping.to}, as the documents say (line ${mapping.at.line} of ${mapping.at.file})`
  if (mapping.licenceReassignmentAcknowledged) return [words]
  return [
    words,
    'question: users have to be given the licences of the new product; write `licenceReassignment: acknowledged` in the mapping once that is planned',
  ]
}

function termAndBilling(
  live: LiveSubscription,
  { commerce, seen }: { readonly commerce: Commerce; readonly seen: CatalogueItem | null },
): {
  readonly terms: { readonly term: string | null; readonly billing: BillingCycle | null }
  readonly questions: readonly string[]
} {
  const found = manageable(live)
  const billing = found.kind === 'declared' ? found.billing : null
  if (commerce === 'legacy') return { terms: { term: null, billing }, questions: [] }
  if (live.commerce === 'nce' && live.term !== null)
    return { terms: { term: live.term, billing }, questions: [] }
  const cycle = billing ?? 'monthly'
  const offered = seen?.terms.some(entry => entry.term === 'P1Y' && entry.billing === cycle) ?? true
  const chosen = offered ? { term: 'P1Y', billing: cycle } : firstOffered(seen, cycle)
  return {
    terms: chosen,
    questions: [
      `question: this commits to ${chosen.term}, billed ${chosen.billing}; is that the term wanted?`,
    ],
  }
}

function firstOffered(
  seen: CatalogueItem | null,
  cycle: BillingCycle,
): { readonly term: string; readonly billing: BillingCycle } {
  for (const { term, billing } of seen?.terms ?? [])
    if (billing === 'monthly' || billing === 'annual') return { term, billing }
  return { term: 'P1Y', billing: cycle }
}

function saleQuestions(product: ProductKey, live: LiveSubscription, facts: MoveFacts): readonly string[] {
  const { target, market } = facts
  if (market === null)
    return [`question: in which country is the customer, and does ${target.name} sell there?`]
  switch (sold(product, facts)) {
    case 'yes':
      return []
    case 'not known':
      return [`question: could not ask whether ${target.name} sells it in ${market}`]
    case 'no':
      return [
        live.commerce === 'nce'
          ? `question: ${target.name} does not sell it in ${market}; can it be transferred?`
          : `question: ${target.name} does not sell it in ${market}; map it in the consolidation (\`map:\`), or leave it where it is (\`leave:\`)`,
      ]
  }
}

/** Of another owner, or in a term that is bought anew, nothing of it is certain. */
function scheduleQuestions(live: LiveSubscription): readonly string[] {
  const told = toldForItsEnd(live)
  return told === null
    ? []
    : [
        `question: in ${live.partner} it is ${told}; a transfer may lose that, and a term bought anew ends on another day: is that wanted?`,
      ]
}

function ends({ termEndsAt }: LiveSubscription): string {
  return termEndsAt === null ? '' : ` and it ends ${dayOf(termEndsAt)}`
}
