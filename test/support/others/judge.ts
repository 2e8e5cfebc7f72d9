/**
 * What may never happen to a customer, judged by definition from the live side before and after, and not by any rule of the planner.
 * Each answers with one line per thing that is wrong.
 */
import type { Desired } from '../../../engine/model/desired.ts'
import { dayOf, instant, type ProductKey } from '../../../engine/model/ids.ts'
import type { Actual, LiveSubscription } from '../../../engine/model/live.ts'
import { isLiving } from '../../../engine/model/living.ts'
import type { Plan } from '../../../engine/plan/plan.ts'

/** Later than any term that a world has. */
const far = instant('9999-12-31T00:00:00Z')

export function subscriptionsIn(actual: Actual): readonly LiveSubscription[] {
  return actual.customers.flatMap(entry =>
    entry.subscriptions.kind === 'present' ? entry.subscriptions.value : [],
  )
}

/** A legacy offer and what it is mapped to are one thing to the people who use it. */
export function familyIn(desired: Desired): (product: ProductKey) => ProductKey {
  const maps = desired.consolidations.flatMap(entry => entry.map)
  return product => maps.find(entry => entry.from === product)?.to ?? product
}

export interface Carried {
  readonly desired: Desired
  readonly before: Actual
  readonly plan: Plan
  readonly after: Actual
  /** Off since an earlier move; people use what replaced it under the target. */
  readonly moved: readonly LiveSubscription[]
}

/** What is paid for under an account is never more than what is declared there, unless one more is wanted in so many words. */
export function boughtTwice({ desired, plan, after }: Carried): readonly string[] {
  const wrong: string[] = []
  for (const customer of desired.customers)
    for (const product of new Set(customer.subscriptions.map(entry => entry.product))) {
      const lines = customer.subscriptions.filter(entry => entry.product === product)
      const isPlanned = plan.actions.some(
        action =>
          (action.kind === 'subscription.create' &&
            action.partner === customer.partner &&
            action.customer === customer.tenant &&
            action.product === product) ||
          (action.kind === 'subscription.transfer' &&
            action.partner === customer.partner &&
            action.customer === customer.tenant &&
            action.items.some(item => item.product === product)),
      )
      if (!isPlanned || lines.some(entry => entry.anotherAcknowledged === true)) continue
      const there = subscriptionsIn(after).filter(
        entry =>
          entry.partner === customer.partner &&
          entry.customer === customer.tenant &&
          entry.product === product &&
          !entry.trial &&
          isLiving(entry),
      )
      if (there.length > lines.length)
        wrong.push(
          `${customer.tenant} ${product}: ${lines.length} declared, ${there.length} under ${customer.partner}`,
        )
    }
  return wrong
}

/** Last day of service; null: it goes on. */
function endOf(entry: LiveSubscription): string | null {
  if (entry.commerce === 'legacy' && !entry.trial) return null
  const isEnding = entry.cancelsAtTermEnd || entry.trial
  return isEnding && entry.termEndsAt !== null ? dayOf(entry.termEndsAt) : null
}

/** Of its product on that day, as far as its next term has begun by then. */
function seatsAt(day: string, { seats, product, termEndsAt, nextTerm }: LiveSubscription): number {
  const now = seats ?? 0
  if (nextTerm === null || termEndsAt === null || dayOf(termEndsAt) >= day) return now
  if (nextTerm.product !== null && nextTerm.product !== product) return 0
  return Math.min(now, nextTerm.seats ?? now)
}

/** Whoever is switched off, or told to end, has a paid replacement that lives at least as long as it would have. */
export function leftWithout({ desired, before, plan, after, moved }: Carried): readonly string[] {
  const family = familyIn(desired)
  const wrong: string[] = []
  const endsByWish = new Set(
    desired.customers.flatMap(customer =>
      customer.subscriptions
        .filter(entry => entry.endOfTerm === 'cancel')
        .map(entry => `${customer.tenant}/${family(entry.product)}`),
    ),
  )
  const targets = new Set<string>(desired.consolidations.map(entry => entry.to))
  const ended = new Map<string, LiveSubscription[]>()
  for (const entry of subscriptionsIn(before)) {
    if (entry.trial || entry.status !== 'active' || !isEnded(entry, plan)) continue
    const key = `${entry.customer}/${family(entry.product)}`
    ended.set(key, [...(ended.get(key) ?? []), entry])
  }
  for (const [key, sources] of ended) {
    if (endsByWish.has(key)) continue
    const waits = sources.every(entry => isLapsing(entry, plan))
    const there = subscriptionsIn(after).filter(
      entry =>
        targets.has(entry.partner) &&
        `${entry.customer}/${family(entry.product)}` === key &&
        entry.status === 'active' &&
        !entry.trial,
    )
    const until =
      sources
        .map(entry => (entry.termEndsAt === null ? '9999' : dayOf(entry.termEndsAt)))
        .sort()
        .at(-1) ?? '9999'
    const lasting = there.filter(entry => (endOf(entry) ?? '9999') >= until)
    const seats = sumOf(lasting.map(entry => ({ seats: seatsAt(until, entry) })))
    const wanted =
      sumOf(sources) + sumOf(moved.filter(entry => `${entry.customer}/${family(entry.product)}` === key))
    const isFewer = plan.customers.some(
      one => key.startsWith(one.tenant) && one.seats.some(line => line.verdict === 'fewer, acknowledged'),
    )
    // What runs out is bought on the day after: what is declared and not there yet counts for it.
    const open = sumOf(linesOf(desired, key, family)) - sumOf(there)
    if (seats + (waits ? Math.max(0, open) : 0) < wanted && !isFewer)
      wrong.push(`${key}: ${wanted} seats end, ${seats} go on`)
  }
  return wrong
}

function sumOf(entries: readonly { readonly seats: number | null }[]): number {
  return entries.reduce((sum, entry) => sum + (entry.seats ?? 0), 0)
}

function linesOf(desired: Desired, key: string, family: (product: ProductKey) => ProductKey) {
  return desired.customers.flatMap(customer =>
    customer.subscriptions.filter(
      entry => entry.state === 'active' && `${customer.tenant}/${family(entry.product)}` === key,
    ),
  )
}

function isEnded({ id, partner }: LiveSubscription, plan: Plan): boolean {
  return plan.actions.some(
    action =>
      'subscription' in action &&
      action.subscription === id &&
      action.partner === partner &&
      action.effect.method !== 'steady' &&
      (action.kind === 'subscription.suspend' ||
        action.kind === 'subscription.cancel' ||
        (action.kind === 'subscription.change-renewal' && action.to.kind === 'cancels')),
  )
}

function isLapsing({ id }: LiveSubscription, plan: Plan): boolean {
  return plan.actions.some(
    action => action.kind === 'subscription.change-renewal' && action.subscription === id,
  )
}

/** A base and its add-ons are on together, or off together; under a target a document may let an add-on end, never the base without it. */
export function parted({ desired, before, after }: Carried): readonly string[] {
  const now = new Map(subscriptionsIn(after).map(entry => [`${entry.partner}/${entry.id}`, entry]))
  const goes = (entry: LiveSubscription) => {
    const later = now.get(`${entry.partner}/${entry.id}`)
    return later?.status !== 'active'
      ? 'off'
      : later.cancelsAtTermEnd && !entry.cancelsAtTermEnd
        ? 'ends'
        : 'stays'
  }
  return subscriptionsIn(before).flatMap(entry => {
    const base = subscriptionsIn(before).find(
      other => other.partner === entry.partner && other.id === entry.parent,
    )
    if (base === undefined || entry.status !== 'active' || base.status !== 'active') return []
    const isTarget = desired.consolidations.some(one => one.to === entry.partner)
    if (isTarget && goes(base) === 'stays') return []
    // An earlier plan was interrupted between the two.
    if (base.cancelsAtTermEnd && goes(base) === 'stays' && goes(entry) === 'ends') return []
    return goes(base) === goes(entry) ? [] : [`${entry.id} ${goes(entry)}, its base ${goes(base)}`]
  })
}

/** Whoever is charged on both sides once the plan is carried out is in what the plan says could be charged twice, in money or as unknown (T27). */
export function unannounced({ desired, before, plan, after }: Carried): readonly string[] {
  const family = familyIn(desired)
  const own = new Map(plan.actions.map(action => [action.id, action]))
  return plan.customers.flatMap(customer => {
    const consolidation = desired.consolidations.find(entry => entry.name === customer.consolidation)
    if (consolidation === undefined) return []
    const isSaid =
      customer.chargedTwice.length > 0 ||
      customer.actions.some(id => {
        const action = own.get(id)
        return (
          action !== undefined &&
          'effect' in action &&
          (action.effect.overlap?.days ?? 1) > 0 &&
          action.effect.overlap !== undefined
        )
      })
    if (isSaid) return []
    const charged = (actual: Actual) =>
      subscriptionsIn(actual).filter(
        entry =>
          entry.customer === customer.tenant &&
          entry.kind === 'licence' &&
          !entry.trial &&
          (entry.status === 'active' || (entry.status === 'suspended' && entry.commerce === 'nce')) &&
          (entry.termEndsAt === null || dayOf(entry.termEndsAt) >= plan.on),
      )
    const there = [...charged(before), ...charged(after)].filter(entry => entry.partner === customer.partner)
    return charged(after)
      .filter(entry => consolidation.from.includes(entry.partner))
      .filter(entry => there.some(twin => family(twin.product) === family(entry.product)))
      .map(entry => `${entry.id} under ${entry.partner}`)
  })
}

/** A trial of new commerce that nobody told to end is a purchase to come: beside a living one of its product it is at risk by name (T23, T27). */
export function secondPurchasesToCome({ desired, plan, after }: Carried): readonly string[] {
  const family = familyIn(desired)
  const isTarget = (partner: string) => desired.consolidations.some(entry => entry.to === partner)
  const said = new Set(
    plan.customers.flatMap(({ chargedTwice }) => chargedTwice.map(({ subscription }) => subscription)),
  )
  const there = subscriptionsIn(after).filter(entry => isTarget(entry.partner))
  const isPaid = (entry: LiveSubscription, trial: LiveSubscription) =>
    !entry.trial &&
    entry.status === 'active' &&
    entry.partner === trial.partner &&
    entry.customer === trial.customer &&
    family(entry.product) === family(trial.product) &&
    (endOf(entry) ?? '9999') > dayOf(trial.termEndsAt ?? entry.termEndsAt ?? far)
  const isDeclared = (trial: LiveSubscription) =>
    plan.customers.some(entry => entry.partner === trial.partner && entry.tenant === trial.customer) &&
    linesOf(desired, `${trial.customer}/${family(trial.product)}`, family).length > 0
  return there
    .filter(entry => entry.trial && entry.commerce === 'nce' && entry.status === 'active')
    .filter(entry => entry.autoRenew && !entry.cancelsAtTermEnd && isDeclared(entry))
    .filter(trial => there.some(entry => isPaid(entry, trial)) && !said.has(trial.id))
    .map(trial => `${trial.id} under ${trial.partner}`)
}
