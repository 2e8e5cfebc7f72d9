/**
 * What is declared for the end of the term of something a transfer brings. The transfer takes the source's own renewal along, so it is told
 * once it has arrived, in the same plan: planning right after a complete apply is empty.
 */
import { groupedBy } from '../../grouped-by.ts'
import type { DeclaredCustomer } from '../../model/desired.ts'
import { whyNotExtended } from '../../model/extended-term.ts'
import type { LiveSubscription } from '../../model/live.ts'
import { isSameRenewal, renewalOf } from '../../model/renewal.ts'
import { codes } from '../codes.ts'
import { endOf, endsBy } from '../decide/target/families.ts'
import { type NextTermFacts, nextProductOf, whyNotNext } from '../decide/target/next-term.ts'
import { wantedRenewal } from '../decide/target/wanted-renewal.ts'
import { finding } from '../finding.ts'
import type { SetRenewal } from '../kinds/set-renewal.ts'
import { type ArrivedFacts, setArrivedRenewalAction } from '../kinds/set-renewal.ts'
import type { TransferSubscriptions } from '../kinds/transfer.ts'
import { hasMonthlyPlan } from '../permit/monthly-plan.ts'
import { purchaseCodes } from '../permit/purchase-codes.ts'
import { marketOf } from '../permit/sellable.ts'
import type { Finding } from '../plan.ts'

export interface ArrivingRenewals {
  readonly renewals: readonly ArrivedFacts[]
  readonly findings: readonly Finding[]
}

export function arrivingRenewals(
  customer: DeclaredCustomer,
  arriving: ReadonlyMap<string, LiveSubscription>,
  facts: Omit<NextTermFacts, 'customer' | 'reach'>,
): ArrivingRenewals {
  const { partner: target, live } = facts
  const market = marketOf(target, live)
  const renewals: ArrivedFacts[] = []
  const findings: Finding[] = []
  for (const declared of customer.subscriptions) {
    const subscription = arriving.get(declared.key)
    if (subscription === undefined || subscription.seats === null) continue
    const to = wantedRenewal(declared, subscription, subscription.seats)
    if (isSameRenewal(renewalOf(subscription), to)) continue
    const notExtended = to.kind === 'extends' ? whyNotExtended(subscription) : null
    if (notExtended !== null) {
      const subject = { partner: customer.partner, customer: customer.tenant, product: declared.product }
      const detail = `\`${declared.key}\` cannot be extended: ${notExtended}.`
      findings.push(finding(codes.CHANGE_NOT_SUPPORTED, 'customer', subject, { detail, at: declared.at }))
      continue
    }
    const unfit =
      nextProductOf(declared, subscription) === null
        ? null
        : whyNotNext(declared, to, { ...facts, customer, reach: 'customer' })
    if (unfit !== null) {
      findings.push(unfit)
      continue
    }
    if (market.kind === 'known') {
      renewals.push({
        subscription,
        key: declared.key,
        target,
        market: market.country,
        to,
        hasMonthlyPlan: hasMonthlyPlan(facts.index.item(target.name, market.country, subscription.product)),
        source: declared.at,
      })
      continue
    }
    const subject = { partner: customer.partner, customer: customer.tenant, product: declared.product }
    const detail = `The next term of \`${declared.key}\` cannot be looked up in a catalogue: ${live.name} is in ${market.country ?? 'an unknown country'}.`
    findings.push(finding(purchaseCodes.MARKET_UNKNOWN, 'customer', subject, { detail, at: declared.at }))
  }
  return { renewals, findings: [...findings, ...parted(customer, renewals, arriving)] }
}

/** A base and its add-ons arrive together, and are not parted by what they are told then (T22). */
function parted(
  customer: DeclaredCustomer,
  renewals: readonly ArrivedFacts[],
  arriving: ReadonlyMap<string, LiveSubscription>,
): readonly Finding[] {
  const renewalBy = new Map(renewals.map(({ subscription, to }) => [subscription.id, to]))
  const addOnsOf = groupedBy(arriving.values(), ({ partner, parent }) => `${partner}/${parent ?? ''}`)
  const endOfArrival = (entry: LiveSubscription) => endOf(entry, renewalBy.get(entry.id) ?? renewalOf(entry))
  return renewals.flatMap(({ subscription: base, key, source: at }) => {
    const ends = endOfArrival(base)
    return (addOnsOf.get(`${base.partner}/${base.id}`) ?? [])
      .filter(addOn => !endsBy({ ends: endOfArrival(addOn) }, ends))
      .map(addOn => {
        const subject = { partner: customer.partner, customer: customer.tenant, product: base.product }
        const detail = `\`${key}\` would end with its term on ${ends === 'unknown' ? 'a day that is not known' : ends}, and its add-on ${addOn.productName} (${addOn.id}), which arrives with it, lives longer. A base and its add-ons are not parted.`
        const what = 'declare `endOfTerm: cancel` for the add-on too, with a term that ends on the same day'
        return finding(codes.ADD_ON_PARTED, 'customer', subject, {
          detail,
          at,
          remedies: [{ kind: 'edit', what }],
        })
      })
  })
}

export function arrivingRenewalActions(
  transfers: readonly TransferSubscriptions[],
  renewals: readonly ArrivedFacts[],
): readonly SetRenewal[] {
  const transferOf = new Map(
    transfers.toReversed().flatMap(entry => entry.items.map(item => [item.subscription, entry] as const)),
  )
  return renewals.flatMap(renewal => {
    const transfer = transferOf.get(renewal.subscription.id)
    return transfer === undefined ? [] : [setArrivedRenewalAction(transfer, renewal)]
  })
}
