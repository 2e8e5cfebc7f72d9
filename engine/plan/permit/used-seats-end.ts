/**
 * Licences in use that end with a term which this plan decides about (T21): told, not stopped, because people may use them to the last day. What a source loses is
 * judged where it is replaced.
 */
import { groupedBy } from '../../grouped-by.ts'
import type { ActualIndex } from '../../model/actual-index.ts'
import type { DeclaredCustomer } from '../../model/desired.ts'
import type { LiveSubscription } from '../../model/live.ts'
import type { Action } from '../action.ts'
import type { DecidedSource } from '../decide/source/decided-source.ts'
import { finding } from '../finding.ts'
import type { CustomerPlan, Finding } from '../plan.ts'
import { afterTerm, serves, spareAfter } from './after-term.ts'
import { permitCodes } from './codes.ts'
import { arrivingByLicence, poolsByProduct } from './licences.ts'

export interface UsedSeatsFacts {
  readonly customer: DeclaredCustomer
  readonly index: ActualIndex
  readonly bound: ReadonlyMap<string, LiveSubscription>
  readonly licences: CustomerPlan['licences']
  readonly decided: readonly DecidedSource[]
  /** Actions on the target. */
  readonly actions: readonly Action[]
}

export function usedSeatsEnd(facts: UsedSeatsFacts): readonly Finding[] {
  const { customer, licences, actions } = facts
  if (licences.kind !== 'checked') return []
  const pools = poolsByProduct(licences.pools)
  const arriving = arrivingByLicence(facts)
  const servingBy = groupedBy(servingOf(facts), ({ live }) => pools.get(live.product)?.licence)
  const told = new Map(
    actions.flatMap(action =>
      action.kind === 'subscription.change-renewal' && action.effect.reducesService
        ? [[pools.get(action.product), action] as const]
        : [],
    ),
  )
  return [...told].flatMap(([pool, { product, productName, source }]): readonly Finding[] => {
    if (pool === undefined) return []
    const serving = servingBy.get(pool.licence) ?? []
    const spare = spareAfter(pool, serving) + (arriving.get(pool.licence) ?? 0)
    if (spare >= 0) return []
    const left = Math.max(0, pool.consumed + spare)
    const detail = `${productName}: ${pool.consumed} licences are in use, and ${left} are left once the terms that end have ended.`
    const subject = { partner: customer.partner, customer: customer.tenant, product }
    return [finding(permitCodes.USED_SEATS_END, 'nothing', subject, { detail, at: source ?? customer.at })]
  })
}

/** Over every account that was read; a source with a replacement goes on as that. */
function servingOf({ customer, index, bound, decided }: UsedSeatsFacts) {
  const replaced = new Set(decided.map(({ subscription }) => subscription.id))
  const lines = new Map(
    customer.subscriptions.flatMap(line => {
      const living = bound.get(line.key)
      return living === undefined ? [] : [[living.id, line] as const]
    }),
  )
  return index
    .everywhere(customer.tenant)
    .flatMap(({ subscriptions }) => (subscriptions.kind === 'present' ? subscriptions.value : []))
    .filter(live => !replaced.has(live.id))
    .map(live => afterTerm(live, lines.get(live.id) ?? null))
    .filter(serves)
}
