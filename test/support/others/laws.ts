/**
 * Laws that hold in every world of others, each as what it finds wrong. They are asked by test/property/worlds-of-others.test.ts, and again of a
 * planner that lacks one of its rules (test/property/without-a-rule.test.ts).
 */
import fc from 'fast-check'
import { notDeclared } from '../../../engine/execute/facts/declared.ts'
import { notDerived } from '../../../engine/execute/facts/derived.ts'
import { preflight } from '../../../engine/execute/facts/preflight.ts'
import { otherEffects } from '../../../engine/execute/facts/purchase-effects.ts'
import { sourcesLeft } from '../../../engine/execute/facts/sources-left.ts'
import { outOfWaveOrder } from '../../../engine/execute/facts/wave-order.ts'
import { notWhole } from '../../../engine/execute/facts/whole.ts'
import type { Plan } from '../../../engine/plan/plan.ts'
import { endOfDay } from '../../../engine/time/utc-days.ts'
import { aPlan } from '../builders/index.ts'
import { carriedOut } from '../simulate.ts'
import {
  boughtTwice,
  type Carried,
  leftWithout,
  parted,
  secondPurchasesToCome,
  unannounced,
} from './judge.ts'
import { boughtAfterItsEnd, calledUndeclared, endedForNothing } from './judge-later.ts'
import {
  addedAfterRetirement,
  besideUnreadable,
  beyondPool,
  chosenByChance,
  errorPassedOver,
  grownFromNothing,
  licencesTaken,
  notLeftToPeople,
  resellerForgotten,
  twoCustomersInOne,
} from './judge-permits.ts'
import { laterWorld } from './later-worlds.ts'
import { soundWorld } from './sound-world.ts'
import { promisedUnseen } from './unseen-periods.ts'
import type { WorldOfOthers } from './world-of-others.ts'

export type Law = (world: WorldOfOthers, plan: Plan) => readonly string[]

function carry({ desired, actual, moved }: WorldOfOthers, plan: Plan): Carried {
  return { desired, before: actual, plan, after: carriedOut(actual, plan), moved }
}

export const laws = {
  'no product is bought twice': (world, plan) => boughtTwice(carry(world, plan)),
  'nothing is switched off without a replacement that lives for the rest of its term': (world, plan) =>
    leftWithout(carry(world, plan)),
  'a base and its add-ons go one way': (world, plan) => parted(carry(world, plan)),
  'what is charged on both sides is at risk, in money or as unknown': (world, plan) =>
    unannounced(carry(world, plan)),
  'a trial that becomes a second purchase is at risk by name': (world, plan) =>
    secondPurchasesToCome(carry(world, plan)),
  'every finding that is an error or blocks says what to do': (_, plan) => withoutRemedy(plan),
  'planning after a complete apply is empty': leftToDo,
  'the documents declare all that a plan does': (world, plan) =>
    notDeclared(plan, world.desired).map(({ detail }) => detail ?? ''),
  'a plan is whole, whatever it does': (world, plan) =>
    [
      ...notWhole(plan),
      ...outOfWaveOrder(plan, world.desired),
      ...notDerived(plan, world.desired),
      ...sourcesLeft(plan, world.desired),
      ...otherEffects(plan, world.desired),
    ].map(({ detail }) => detail ?? ''),
  'no licence in use is taken away by a move': (world, plan) => licencesTaken(carry(world, plan)),
  'what is no subscription is listed as manual, and never written': (world, plan) =>
    notLeftToPeople(carry(world, plan)),
  'nothing is written for one customer who is documented as two': (world, plan) =>
    twoCustomersInOne(carry(world, plan)),
  'nothing is bought beside a row that may be the very thing': (world, plan) =>
    besideUnreadable(carry(world, plan)),
  'nobody gets more seats of a product than one customer may have': (world, plan) =>
    beyondPool(carry(world, plan)),
  'no reseller is lost unsaid': (world, plan) => resellerForgotten(carry(world, plan)),
  'an error about a customer blocks the customer': (world, plan) => errorPassedOver(carry(world, plan)),
  'a line that several fit alike is left to a person': (world, plan) => chosenByChance(carry(world, plan)),
  'what nothing backs is growth': (world, plan) => grownFromNothing(carry(world, plan)),
  'nothing new comes into an account after its last day': (world, plan) =>
    addedAfterRetirement(carry(world, plan)),
  'a plan is good no longer than what lets it pass': leaningTooLong,
  'a plan of these accounts is carried out in no sandbox': inAnotherWorld,
  'no transfer is asked for beside another, and nothing is bought while one is open': besideTransfers,
  'a scope narrows what is done, and lifts no block': beyondScope,
  'what follows a term that a plan ends can be bought on the day after': (world, plan) =>
    endedForNothing(carry(world, plan)),
  'what is declared to end with its term is not bought again': (world, plan) =>
    boughtAfterItsEnd(carry(world, plan)),
  'nobody is told to declare what is declared': (world, plan) => calledUndeclared(carry(world, plan)),
  'what adds nothing is declined by no policy on growth': declinedForNothing,
  'no whole period is promised back by a log that nobody read': promisedUnseen,
} as const satisfies Readonly<Record<string, Law>>

/** Customers for whom something arrives although an open request is not one that the plan goes on with. */
function besideTransfers({ actual }: WorldOfOthers, plan: Plan): readonly string[] {
  return plan.actions.flatMap(action => {
    if (action.kind !== 'subscription.create' && action.kind !== 'subscription.transfer') return []
    const open = actual.customers
      .filter(entry => entry.tenant === action.customer && entry.partner === action.partner)
      .flatMap(({ transfers }) => (transfers?.kind === 'present' ? transfers.value : []))
    return open.every(entry => entry.products?.join() === 'OnlineServicesNCE') ? [] : [action.id]
  })
}

/** Whoever was blocked in one consolidation may be free for it by what another has bought; everybody else has nothing left to do. */
function leftToDo(world: WorldOfOthers, plan: Plan): readonly string[] {
  const blocked = new Set<string>(
    plan.customers.filter(({ state }) => state === 'blocked').map(({ tenant }) => tenant),
  )
  const next = aPlan({ ...world, actual: carriedOut(world.actual, plan) })
  // What was blocked may be free by what the others have got, and so may be the wave that waited for it.
  const own = next.actions.filter(action => !('customer' in action && blocked.has(action.customer)))
  return own
    .filter(({ kind, id }) => kind !== 'gate.wave' || own.some(({ after }) => after.includes(id)))
    .map(({ id }) => id)
}

/** T29. */
function inAnotherWorld({ desired }: WorldOfOthers, plan: Plan): readonly string[] {
  const judged = preflight({
    plan,
    version: plan.tool.version,
    partners: plan.partners,
    desiredDigest: plan.desired,
    declared: desired,
    madeIn: { kind: 'sandbox', world: '07070707-0707-4707-8707-070707070707' },
    now: plan.madeAt,
    consent: ['changes', 'irreversible'],
  })
  return judged.kind === 'go' ? [plan.id] : []
}

/** Of a plan that would be declined without its approvals and exceptions. */
function leaningTooLong(world: WorldOfOthers, plan: Plan): readonly string[] {
  const { workspace } = world.desired
  const [until] = workspace.exceptions.map(entry => entry.until).filter(day => day >= plan.on)
  if (until === undefined || isDeclined(plan)) return []
  const desired = { ...world.desired, workspace: { ...workspace, exceptions: [] } }
  if (!isDeclined(aPlan({ ...world, desired }))) return []
  return plan.expiresAt > endOfDay(until) ? [`leans on ${until}, good until ${plan.expiresAt}`] : []
}

/** The only policy of these worlds is about growth, and whoever is half-way has nothing left but to switch off (T11). */
function declinedForNothing(_: WorldOfOthers, plan: Plan): readonly string[] {
  const adds = plan.actions.some(
    action =>
      ['subscription.create', 'subscription.transfer', 'subscription.reactivate'].includes(action.kind) ||
      (action.kind === 'subscription.change-seats' && action.to > action.from),
  )
  return adds ? [] : plan.findings.filter(({ blocks }) => blocks === 'run').map(({ code }) => code)
}

function isDeclined({ findings }: Plan): boolean {
  return findings.some(entry => entry.blocks === 'run')
}

/** Actions of a narrower plan that the whole one does not have. */
function beyondScope(world: WorldOfOthers, plan: Plan): readonly string[] {
  const whole = new Set<string>(plan.actions.map(action => action.id))
  const { consolidations, customers } = world.desired
  const hasWaves = (consolidations[0]?.waves.length ?? 0) > 0
  const scopes = [
    ...consolidations.map(({ name }) => ({ consolidation: name })),
    ...(hasWaves ? [{ wave: 'pilot' }, { wave: 'all' }] : []),
    ...customers.map(({ tenant }) => ({ targets: [tenant] })),
    ...customers.flatMap(({ tenant, subscriptions: [first] }) =>
      first === undefined ? [] : [{ targets: [`${tenant}/${first.key}`] }],
    ),
  ]
  return scopes.flatMap(scope =>
    aPlan({ ...world, scope }).actions.flatMap(({ id }) =>
      whole.has(id) ? [] : [`${JSON.stringify(scope)} ${id}`],
    ),
  )
}

/** Whether a law is broken in one of so many worlds, or of worlds on a later day; a plan that cannot be carried out breaks it too. */
export function isBroken(
  name: keyof typeof laws,
  {
    runs,
    seed,
    isLater = false,
  }: { readonly runs: number; readonly seed: number; readonly isLater?: boolean },
): boolean {
  const law: Law = laws[name]
  const worlds: fc.Arbitrary<WorldOfOthers> = isLater ? laterWorld : soundWorld
  return fc.check(
    fc.property(worlds, world => law(world, aPlan(world)).length === 0),
    { numRuns: runs, seed, endOnFailure: true },
  ).failed
}

function withoutRemedy({ findings, customers }: Plan): readonly string[] {
  return [...findings, ...customers.flatMap(({ blockedBy }) => blockedBy)]
    .filter(({ severity, blocks }) => severity === 'error' || blocks === 'customer' || blocks === 'run')
    .filter(({ remedies }) => remedies.length === 0)
    .map(({ code, detail = '' }) => `${code}: ${detail}`)
}
