/**
 * The credit limit of a partner account, where a document says it (T37): one limit over all products, beyond which new purchases are refused (403/800069) while what
 * lives goes on. No call reads it, nor what of it is used; so what the plan commits is all that is held against it, in the order in which it is bought.
 */
import { by } from '../../compare.ts'
import type { DeclaredPartner, Desired } from '../../model/desired.ts'
import type { Amount } from '../../model/money.ts'
import { sumAmounts } from '../../money/amounts.ts'
import { isOver } from '../../money/decimals.ts'
import { counted } from '../../plural.ts'
import type { Action } from '../action.ts'
import { codes } from '../codes.ts'
import { finding } from '../finding.ts'
import type { CreateSubscription } from '../kinds/create.ts'
import type { CustomerPlan, Finding } from '../plan.ts'

export interface CreditFacts {
  readonly desired: Desired
  readonly customers: readonly CustomerPlan[]
  /** In the order of the plan. */
  readonly actions: readonly Action[]
}

export function creditFindings(facts: CreditFacts): readonly Finding[] {
  return [...facts.desired.partners]
    .sort(by(entry => entry.name))
    .flatMap(partner => (partner.creditLimit ?? []).flatMap(limit => findingFor(partner, limit, facts)))
}

type Limit = NonNullable<DeclaredPartner['creditLimit']>[number]

function findingFor(
  partner: DeclaredPartner,
  limit: Limit,
  { customers, actions }: CreditFacts,
): readonly Finding[] {
  const purchases = actions
    .filter(action => action.kind === 'subscription.create')
    .filter(action => action.partner === partner.name)
  if (purchases.length === 0) return []
  const said = (detail: string) => [
    finding(codes.CREDIT_LIMIT, 'nothing', { partner: partner.name }, { detail, at: partner.at }),
  ]
  const all = sumAmounts(purchases.map(committedBy), [])
  const inOther = all.known.filter(sum => sum.currency !== limit.currency)
  const own = all.known.find(sum => sum.currency === limit.currency)
  const bound = `${partner.name} has a credit limit of ${limit.currency} ${limit.amount}`
  const used = 'what is used of it already cannot be read'
  if (own !== undefined && isOver(own.amount, limit.amount)) {
    const last = firstBeyond(purchases, limit)
    const at = customers.find(entry => entry.tenant === last?.customer)?.name ?? last?.customer
    return said(
      `${bound}, and this plan commits ${own.currency} ${own.amount}${unknownText(all.unknown)}: it would be reached at \`${last?.key}\` of ${at}, and what comes after is refused (403/800069); ${used}. Plan fewer customers at once, or have the limit raised first.`,
    )
  }
  if (inOther.length > 0 || all.unknown > 0) {
    const others = inOther.map(sum => `${sum.currency} ${sum.amount}`)
    const commits = [...(own === undefined ? [] : [`${own.currency} ${own.amount}`]), ...others].join(' and ')
    return said(
      `${bound}, and this plan commits ${commits === '' ? 'amounts' : commits}${unknownText(all.unknown)}, which cannot be held against it; ${used}.`,
    )
  }
  return []
}

/** A legacy purchase commits to nothing; its first period is charged at once. */
function committedBy({ effect }: CreateSubscription): Amount {
  return effect.commitment?.total ?? effect.perPeriod?.amount ?? { kind: 'unknown', why: 'no price list' }
}

function firstBeyond(purchases: readonly CreateSubscription[], limit: Limit): CreateSubscription | undefined {
  return purchases.find((_, position) => {
    const sums = sumAmounts(purchases.slice(0, position + 1).map(committedBy), [])
    const own = sums.known.find(sum => sum.currency === limit.currency)
    return own !== undefined && isOver(own.amount, limit.amount)
  })
}

function unknownText(count: number): string {
  return count === 0 ? '' : ` and ${counted(count, 'amount')} that are unknown`
}
