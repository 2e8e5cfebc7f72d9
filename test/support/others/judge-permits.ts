/**
 * What a plan may not do although each of its steps could be carried out: judged by definition from the documents, the live side before and
 * after, and what the plan says, and not by any rule of the planner. Each answers with one line per thing that is wrong.
 */
import { dayOf, type PartnerName, type TenantId } from '../../../engine/model/ids.ts'
import type { LiveSubscription } from '../../../engine/model/live.ts'
import { isLiving } from '../../../engine/model/living.ts'
import { unreadableProduct } from '../../../engine/model/readable.ts'
import { type Action, isSwitchOff } from '../../../engine/plan/action.ts'
import type { Plan } from '../../../engine/plan/plan.ts'
import { licenceOf } from '../licences.ts'
import { type Carried, familyIn, subscriptionsIn } from './judge.ts'

type Write = Extract<Action, { readonly effect: unknown }>

function writesOf(plan: Plan, tenant?: TenantId): readonly Write[] {
  return plan.actions.filter(
    (action): action is Write => 'effect' in action && (tenant === undefined || action.customer === tenant),
  )
}

/** Licences in use that a move takes away, over all accounts and consolidations of a customer (T21). */
export function licencesTaken({ before, plan, after }: Carried): readonly string[] {
  return before.customers.flatMap(({ partner, tenant, licences }) => {
    if (licences.kind !== 'present') return []
    const off = new Set(
      writesOf(plan, tenant)
        .filter(action => isSwitchOff(action) && action.effect.method !== 'steady')
        .flatMap(action => ('product' in action ? [licenceOf(action.product)] : [])),
    )
    const now = after.customers.find(entry => entry.partner === partner && entry.tenant === tenant)?.licences
    if (now?.kind !== 'present') return []
    return licences.value.flatMap(({ licence, enabled, consumed, product }) => {
      // What a document takes away of something else is its wish, and a policy's to judge.
      if (!off.has(licence)) return []
      const left = Number(now.value.find(pool => pool.product === product)?.enabled ?? 0)
      return left < consumed && left < enabled
        ? [`${tenant} ${licence}: ${left} left of ${enabled}, ${consumed} in use`]
        : []
    })
  })
}

/** What is no licence and no subscription is listed for whoever moves, to be handled by hand, and nothing about it is written. */
export function notLeftToPeople({ desired, before, plan }: Carried): readonly string[] {
  return before.customers.flatMap(({ partner, tenant, entitlements }) => {
    const parts = plan.customers.filter(
      entry =>
        entry.tenant === tenant &&
        desired.consolidations.some(
          ({ name, from }) => name === entry.consolidation && from.includes(partner),
        ),
    )
    if (parts.length === 0 || entitlements?.kind !== 'present') return []
    return entitlements.value.flatMap(({ order, endsAt }) => {
      if (endsAt !== null && dayOf(endsAt) < plan.on) return []
      const lines = parts.flatMap(({ sources }) =>
        sources.filter(line => line.partner === partner && line.subscription === order),
      )
      const written = plan.actions.filter(
        action => 'subscription' in action && action.partner === partner && action.subscription === order,
      )
      const isManual = lines.length > 0 && lines.every(line => line.method === 'manual')
      return isManual && written.length === 0
        ? []
        : [`${tenant} ${order}: ${lines[0]?.method ?? 'not listed'}, ${written.length} written`]
    })
  })
}

/** Nothing is written for whom the documents name by the tenant id of one customer and the domain of another (T30). */
export function twoCustomersInOne({ desired, before, plan }: Carried): readonly string[] {
  const rows = before.partners.flatMap(({ customers }) =>
    customers.kind === 'present' ? customers.value : [],
  )
  return desired.customers.flatMap(({ tenant, domain, name }) => {
    const named = rows.filter(row => row.domain === domain)
    if (named.length === 0 || named.some(row => row.tenant === tenant)) return []
    return writesOf(plan, tenant).map(({ id }) => `${name} is ${named[0]?.name}: ${id}`)
  })
}

/** Nothing is bought beside a row that may be the very thing (T31). */
export function besideUnreadable({ before, plan }: Carried): readonly string[] {
  const unreadable = subscriptionsIn(before).filter(entry => entry.product === unreadableProduct)
  return writesOf(plan).flatMap(action =>
    action.kind === 'subscription.create' &&
    unreadable.some(entry => entry.partner === action.partner && entry.customer === action.customer)
      ? [action.id]
      : [],
  )
}

/** The most seats that one customer may have count over all subscriptions and partners, while both sides live (T32). */
export function beyondPool({ before, plan }: Carried): readonly string[] {
  const added = new Map<string, { readonly seats: number; readonly under: ReadonlySet<PartnerName> }>()
  for (const action of writesOf(plan)) {
    const more =
      action.kind === 'subscription.create'
        ? action.seats
        : action.kind === 'subscription.change-seats'
          ? action.to - action.from
          : 0
    if (more <= 0 || !('product' in action) || !action.product.includes(':')) continue
    const key = `${action.customer} ${action.product}`
    const known = added.get(key)
    added.set(key, {
      seats: (known?.seats ?? 0) + more,
      under: new Set([...(known?.under ?? []), action.partner]),
    })
  }
  return [...added].flatMap(([key, { seats: more, under }]) => {
    const there = subscriptionsIn(before)
      .filter(entry => `${entry.customer} ${entry.product}` === key && isLiving(entry))
      .reduce((sum, entry) => sum + (entry.seats ?? 0), 0)
    const items = before.catalogue.filter(entry => key.endsWith(entry.product) && under.has(entry.partner))
    const most = Math.min(
      ...items.flatMap(({ item }) => (item.kind === 'present' ? [item.value.maximumSeats] : [])),
    )
    return there + more > most ? [`${key}: ${there} and ${more} more, of ${most}`] : []
  })
}

/** A purchase in place of something that a reseller sold names one, or the plan says that it does not (T33). */
export function resellerForgotten({ desired, before, plan }: Carried): readonly string[] {
  const family = familyIn(desired)
  return writesOf(plan).flatMap(action => {
    if (action.kind !== 'subscription.create' || action.partnerOfRecord !== undefined) return []
    const replaced = subscriptionsIn(before).filter(
      entry =>
        entry.customer === action.customer &&
        entry.partnerOfRecord !== null &&
        !entry.trial &&
        family(entry.product) === family(action.product) &&
        plan.actions.some(
          other =>
            'subscription' in other && other.subscription === entry.id && other.partner === entry.partner,
        ) &&
        consolidationOf(plan, action) === consolidationOf(plan, action, entry),
    )
    const isSaid = plan.findings.some(
      ({ code, subject }) =>
        code === 'PLAN.RESELLER_LOST' &&
        subject.customer === action.customer &&
        subject.product === action.product,
    )
    return replaced.length > 0 && !isSaid ? [`${action.id} loses ${replaced[0]?.partnerOfRecord}`] : []
  })
}

/** Which part of the plan an action, or what it does to a source, belongs to. */
function consolidationOf(plan: Plan, action: Write, source?: LiveSubscription): string | null {
  const found = plan.customers.find(({ actions, sources }) =>
    source === undefined
      ? actions.includes(action.id)
      : sources.some(line => line.partner === source.partner && line.subscription === source.id),
  )
  return found?.consolidation ?? null
}

/** An error about a customer blocks the customer: one part of it says so, and nothing of it is written in any (T34). */
export function errorPassedOver({ plan }: Carried): readonly string[] {
  return plan.findings.flatMap(({ severity, subject, code, blocks }) => {
    if (severity !== 'error' || blocks === 'run' || subject.customer === undefined) return []
    const isStopped = isLeftAlone(plan, { tenant: subject.customer, partner: subject.partner })
    return isStopped ? [] : [`${subject.customer} under ${subject.partner}: ${code}`]
  })
}

/** One part of the plan blocks the customer of this account, and no part of this account writes anything of it. */
function isLeftAlone(
  plan: Plan,
  { tenant, partner }: { readonly tenant: TenantId; readonly partner?: PartnerName | undefined },
): boolean {
  const parts = plan.customers.filter(
    entry => entry.tenant === tenant && (partner === undefined || entry.partner === partner),
  )
  return (
    parts.some(({ state, blockedBy }) => state === 'blocked' && blockedBy.length > 0) &&
    parts.every(({ actions }) => actions.length === 0)
  )
}

/** A line that several living subscriptions fit, with neither name nor id to tell them apart, is nobody's choice but a person's (T34, T35). */
export function chosenByChance({ desired, before, plan }: Carried): readonly string[] {
  return desired.customers.flatMap(customer => {
    const living = subscriptionsIn(before).filter(
      entry =>
        entry.partner === customer.partner &&
        entry.customer === customer.tenant &&
        isLiving(entry) &&
        !entry.trial,
    )
    return customer.subscriptions.flatMap(line => {
      const alike = customer.subscriptions.filter(entry => entry.product === line.product)
      const fitting = living.filter(
        entry =>
          entry.product === line.product &&
          entry.term === line.term &&
          (!line.billingWritten || entry.billing === line.billing),
      )
      const isTold =
        line.subscriptionId !== null ||
        line.anotherAcknowledged === true ||
        living.some(entry => entry.name === line.key || entry.name === line.friendlyName)
      const isSame = new Set(fitting.map(entry => `${entry.seats} ${entry.name}`)).size < fitting.length
      if (alike.length > 1 || fitting.length < 2 || isTold || isSame) return []
      return isLeftAlone(plan, customer)
        ? []
        : [`${customer.tenant} ${line.key}: ${fitting.map(entry => entry.id).join(' or ')}`]
    })
  })
}

/** A purchase that neither a source nor the target backs grows from nothing: where growth is limited, the plan says so. */
export function grownFromNothing({ desired, before, plan }: Carried): readonly string[] {
  const [rule] = desired.policies
  if (rule === undefined) return []
  const isCovered = desired.workspace.exceptions.some(({ until }) => until >= plan.on)
  if (isCovered || plan.findings.some(({ blocks }) => blocks === 'run')) return []
  const family = familyIn(desired)
  return writesOf(plan).flatMap(action => {
    if (action.kind !== 'subscription.create' || consolidationOf(plan, action) === null) return []
    const isBacked = subscriptionsIn(before).some(
      entry =>
        entry.customer === action.customer &&
        family(entry.product) === family(action.product) &&
        !entry.trial &&
        // What ran out or was suspended by hand is bought all the same.
        entry.status !== 'deleted',
    )
    return isBacked ? [] : [action.id]
  })
}

/** Nothing new comes into an account after its last day (S8). */
export function addedAfterRetirement({ desired, plan }: Carried): readonly string[] {
  const last = new Map(desired.partners.map(({ name, retired }) => [name, retired]))
  return writesOf(plan).flatMap(action => {
    const day = last.get(action.partner)
    const adds =
      action.kind === 'subscription.create' ||
      action.kind === 'subscription.transfer' ||
      action.kind === 'subscription.reactivate' ||
      (action.kind === 'subscription.change-seats' && action.to > action.from)
    return day != null && adds && (day < plan.on || plan.expiresAt > `${nextDayOf(day)}T00:00:00Z`)
      ? [`${action.id}, good until ${plan.expiresAt}; ${action.partner} is retired after ${day}`]
      : []
  })
}

function nextDayOf(day: string): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + 24 * 3_600_000).toISOString().slice(0, 10)
}
