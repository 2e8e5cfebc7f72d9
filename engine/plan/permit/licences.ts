/**
 * Licence safety (T21): users keep working when the directory has, after everything this plan buys and switches off, at least
 * as many licences of a kind as are in use. Pools belong to the customer's directory, all partners together, and products of
 * one licence (a legacy offer and its new-commerce twin) share one. Judged when planning, and again at the gate.
 */
import { by } from '../../compare.ts'
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
  return drawsOf(facts).flatMap(({ pool, leaving, reassigned, sources }) => {
    const arriving = arrivingIn(pool, facts)
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
  const draws = new Map<string, Draw>()
  for (const entry of decided) {
    const { subscription, decision } = entry
    if (!isSwitchedOff(subscription, decision)) continue
    const pool = poolOf(licences.pools, subscription.product)
    if (pool === undefined) continue
    const { replacement } = decision
    const isReassigned = replacement !== null && poolOf(licences.pools, replacement)?.licence !== pool.licence
    const draw = draws.get(pool.licence) ?? newDraw(pool, licences.pools, actions)
    const count = subscription.seats ?? 0
    draws.set(pool.licence, {
      ...draw,
      leaving: draw.leaving + count,
      reassigned: draw.reassigned + (isReassigned ? count : 0),
      sources: [...draw.sources, entry],
    })
  }
  return [...draws.values()].sort(by(entry => entry.pool.product))
}

function newDraw(pool: LicencePool, pools: readonly LicencePool[], actions: readonly Action[]): Draw {
  const alsoOff = actions
    .filter(isSwitchOff)
    .filter(action => poolOf(pools, action.product)?.licence === pool.licence)
  const leaving = alsoOff.reduce((total, action) => total + action.seats, 0)
  return { pool, leaving, reassigned: 0, sources: [], alsoOff }
}

function sum(sources: readonly DecidedSource[]): number {
  return sources.reduce((total, { subscription }) => total + (subscription.seats ?? 0), 0)
}

export function arrivingIn(
  { licence }: Pick<LicencePool, 'licence'>,
  { licences, actions }: Pick<LicenceFacts, 'licences' | 'actions'>,
): number {
  if (licences.kind !== 'checked') return 0
  let arriving = 0
  for (const action of actions) {
    if (!('product' in action) || poolOf(licences.pools, action.product)?.licence !== licence) continue
    if (action.kind === 'subscription.create' || action.kind === 'subscription.reactivate')
      arriving += action.seats
    if (action.kind === 'subscription.change-seats') arriving += action.to - action.from
  }
  return arriving
}
