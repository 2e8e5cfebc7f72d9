/**
 * Licence safety (T21): users keep working when the directory has, after everything this plan buys and switches off, at least
 * as many licences of a kind as are in use. Pools belong to the customer's directory, all partners together, and products of
 * one licence (a legacy offer and its new-commerce twin) share one. Judged when planning, and again at the gate.
 */
import { by } from '../../compare.ts'
import { groupedBy } from '../../grouped-by.ts'
import type { DeclaredCustomer } from '../../model/desired.ts'
import { type ProductKey, seats } from '../../model/ids.ts'
import type { LicencePool } from '../../model/live.ts'
import { type Action, isSwitchOff, type SwitchOff } from '../action.ts'
import type { Check } from '../check.ts'
import { poolOf } from '../checks.ts'
import type { DecidedSource } from '../decide/source/decided-source.ts'
import { isSwitchedOff } from '../decide/source/source-decision.ts'
import { finding } from '../finding.ts'
import type { CustomerPlan, Finding } from '../plan.ts'
import { permitCodes } from './codes.ts'

export interface LicenceFacts {
  readonly customer: DeclaredCustomer
  readonly licences: CustomerPlan['licences']
  readonly decided: readonly DecidedSource[]
  /** Actions on the target. */
  readonly actions: readonly Action[]
  readonly nameOf: (product: ProductKey) => string
}

/** One pool from which seats are taken. */
interface Draw {
  readonly pool: LicencePool
  readonly leaving: number
  /** Of these, seats whose users are to be given another product's licences first (`licenceReassignment: acknowledged`). */
  readonly reassigned: number
  readonly sources: readonly DecidedSource[]
  /** Switched off on the target too, because it is declared so. */
  readonly alsoOff: readonly SwitchOff[]
}

export function licenceFindings(facts: LicenceFacts): readonly Finding[] {
  const arrivingBy = arrivingByLicence(facts)
  return drawsOf(facts).flatMap(({ pool, leaving, reassigned, sources }) => {
    const arriving = arrivingBy.get(pool.licence) ?? 0
    const left = pool.enabled + arriving - leaving
    if (left >= pool.consumed) return []
    const { customer } = facts
    const subject = { partner: customer.partner, customer: customer.tenant, product: pool.product }
    const counts = `${facts.nameOf(pool.product)}: ${pool.enabled} licences now, ${arriving} bought here, ${leaving} switched off: ${left} left while ${pool.consumed} are in use`
    if (left + reassigned >= pool.consumed) {
      const detail = `${counts}; ${pool.consumed - left} users must have been given their new licence before the gate opens.`
      return [finding(permitCodes.LICENCES_TO_REASSIGN, 'nothing', subject, { detail, at: customer.at })]
    }
    const trials = sum(sources.filter(entry => entry.subscription.trial))
    const words =
      trials === 0 ? '' : `; ${trials} of those switched off are a trial, which \`leave:\` can keep for now`
    const detail = `${counts}${words}.`
    return [finding(permitCodes.LICENCES_SHORT, 'customer', subject, { detail, at: customer.at })]
  })
}

/** What the gate asks of the directory, once what is bought has arrived there. */
export function licenceChecks(facts: LicenceFacts): readonly Check[] {
  const { partner, tenant } = facts.customer
  return drawsOf(facts).map(({ pool, leaving, sources, alsoOff }) => ({
    kind: 'licences suffice',
    partner,
    customer: tenant,
    product: pool.product,
    leaving: seats(leaving),
    with: [
      ...sources.map(({ subscription }) => ({
        partner: subscription.partner,
        subscription: subscription.id,
        seats: seats(subscription.seats ?? 0),
      })),
      ...alsoOff.map(action => ({
        partner: action.partner,
        subscription: action.subscription,
        seats: seats(action.seats),
      })),
    ],
  }))
}

/**
 * Seats taken back from a living subscription ask the same just before they go. Where they leave too few already, a policy and its
 * exceptions have decided, and asking again would decide otherwise.
 */
export function withLicenceCheck(action: Action, licences: CustomerPlan['licences']): Action {
  if (action.kind !== 'subscription.change-seats' || action.to >= action.from) return action
  const { partner, customer, product } = action
  const leaving = seats(action.from - action.to)
  const pool = licences.kind === 'checked' ? poolOf(licences.pools, product) : undefined
  if (pool === undefined || pool.enabled - leaving < pool.consumed) return action
  const check: Check = { kind: 'licences suffice', partner, customer, product, leaving }
  return { ...action, expects: [...action.expects, check] }
}

/**
 * By product of the pool from which sources are switched off. A trial counts: whoever uses its licences would lose them, and its loss must
 * not stop what comes after it. So does what the target is to switch off of the same licence: the users are the same.
 */
function drawsOf({ licences, decided, actions }: LicenceFacts): readonly Draw[] {
  if (licences.kind !== 'checked') return []
  const pools = poolsByProduct(licences.pools)
  const offs = groupedBy(actions.filter(isSwitchOff), action => pools.get(action.product)?.licence)
  const draws = new Map<string, Growing>()
  for (const entry of decided) {
    const { subscription, decision } = entry
    if (!isSwitchedOff(subscription, decision)) continue
    const pool = pools.get(subscription.product)
    if (pool === undefined) continue
    const { replacement } = decision
    const isReassigned = replacement !== null && pools.get(replacement)?.licence !== pool.licence
    const draw = draws.get(pool.licence) ?? newDraw(pool, offs.get(pool.licence) ?? [])
    draws.set(pool.licence, draw)
    const count = subscription.seats ?? 0
    draw.leaving += count
    draw.reassigned += isReassigned ? count : 0
    draw.sources.push(entry)
  }
  return [...draws.values()].sort(by(entry => entry.pool.product))
}

/** Of two pools of a product the first is the one. */
export function poolsByProduct(pools: readonly LicencePool[]): ReadonlyMap<ProductKey, LicencePool> {
  return new Map(pools.toReversed().map(pool => [pool.product, pool]))
}

/** While it is put together. */
type Growing = Omit<Draw, 'leaving' | 'reassigned' | 'sources'> & {
  leaving: number
  reassigned: number
  readonly sources: DecidedSource[]
}

function newDraw(pool: LicencePool, alsoOff: readonly SwitchOff[]): Growing {
  const leaving = alsoOff.reduce((total, action) => total + action.seats, 0)
  return { pool, leaving, reassigned: 0, sources: [], alsoOff }
}

function sum(sources: readonly DecidedSource[]): number {
  return sources.reduce((total, { subscription }) => total + (subscription.seats ?? 0), 0)
}

/** Seats that the actions bring, by the licence of their pool. */
export function arrivingByLicence({
  licences,
  actions,
}: Pick<LicenceFacts, 'licences' | 'actions'>): ReadonlyMap<string, number> {
  const arriving = new Map<string, number>()
  if (licences.kind !== 'checked') return arriving
  const pools = poolsByProduct(licences.pools)
  for (const action of actions) {
    const licence = 'product' in action ? pools.get(action.product)?.licence : undefined
    if (licence === undefined) continue
    const before = arriving.get(licence) ?? 0
    if (action.kind === 'subscription.create' || action.kind === 'subscription.reactivate')
      arriving.set(licence, before + action.seats)
    if (action.kind === 'subscription.change-seats') arriving.set(licence, before + action.to - action.from)
  }
  return arriving
}
