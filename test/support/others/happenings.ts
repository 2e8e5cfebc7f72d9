/** What may happen between plan and apply, or in the middle of one, and nobody planned: to the clock, the accounts, or the operator. */
import { instant, type TenantId, utcDate } from '../../../engine/model/ids.ts'
import type { Actual, CustomerActual, LiveSubscription } from '../../../engine/model/live.ts'
import type { CreateSubscription } from '../../../engine/plan/kinds/create.ts'
import type { Plan } from '../../../engine/plan/plan.ts'
import { addMs } from '../../../engine/time/utc-days.ts'
import { aCustomerActual, aLiveSubscription, present } from '../builders/index.ts'
import type { SimulatedTenants } from '../simulated-tenants.ts'
import { withTermsOver } from './time-passes.ts'
import type { WorldOfOthers } from './world-of-others.ts'

export type Happening =
  | 'the day ends'
  | 'the window closes'
  | 'a stop'
  | 'an agreement is withdrawn'
  | 'somebody accepts'
  | 'a purchase by hand'
  | 'a purchase by hand, as planned'
  | 'twins are suspended'
  | 'it begins late'
  | 'terms end'
  | 'twins are set to end'
  | 'terms end before a resume'
  | 'twins are set to end before a resume'
  | 'sources come on again before a resume'

/** The operator stops, it happens on the next day, and somebody goes on. */
export const beforeResume: ReadonlySet<Happening> = new Set<Happening>([
  'terms end before a resume',
  'twins are set to end before a resume',
  'sources come on again before a resume',
])

export interface Scene {
  readonly tenants: SimulatedTenants
  readonly plan: Plan
  readonly stop: AbortController
  readonly to: CreateSubscription | null
  readonly about: TenantId | null
}

/** Makes it so. */
export function act(happening: Happening, { tenants, plan, stop, to, about }: Scene): void {
  const later = (ms: number) => tenants.setClock(addMs(tenants.clock.now(), ms))
  const change = (who: TenantId | null, how: (entry: CustomerActual) => CustomerActual) =>
    tenants.change(entry => (entry.tenant === who ? how(entry) : entry))
  switch (happening) {
    case 'the day ends':
      tenants.setClock(instant(`${nextDay(plan)}T00:10:00Z`))
      break
    case 'the window closes':
      tenants.setClock(instant(`${plan.on}T10:05:00Z`))
      break
    case 'a stop':
      stop.abort()
      break
    case 'an agreement is withdrawn':
      change(about, entry => ({ ...entry, agreement: { kind: 'absent' } }))
      break
    case 'somebody accepts':
      change(about, entry => (entry.customer.kind === 'absent' ? accepted(entry) : entry))
      break
    case 'a purchase by hand':
      if (to !== null) change(about, entry => withBought(entry, to, { name: 'Bought by Anna' }))
      later(30 * 60_000)
      break
    case 'a purchase by hand, as planned':
      if (to !== null) change(about, entry => withBought(entry, to, {}))
      break
    case 'twins are suspended':
      tenants.change(entry => suspended(entry, plan))
      later(30 * 60_000)
      break
    case 'terms end':
    case 'terms end before a resume':
      tenants.setClock(instant(`${nextDay(plan)}T00:10:00Z`))
      tenants.change(entry => withTermsOver(entry, utcDate(nextDay(plan))))
      break
    case 'twins are set to end':
      tenants.change(entry => setToEnd(entry, plan))
      later(30 * 60_000)
      break
    case 'twins are set to end before a resume':
      tenants.change(entry => setToEnd(entry, plan))
      later(5 * 3_600_000)
      break
    case 'sources come on again before a resume':
      tenants.change(entry => (isTarget(entry, plan) ? entry : onAgain(entry)))
      later(5 * 3_600_000)
      break
    case 'it begins late':
      break
  }
}

function nextDay({ on }: Plan): string {
  return addMs(instant(`${on}T00:00:00Z`), 24 * 3_600_000).slice(0, 10)
}

/** Whoever is to accept can be asked for already, and is not there. */
export function shownTo(
  { actual }: WorldOfOthers,
  plan: Plan,
  { happening, about }: { readonly happening: Happening; readonly about: TenantId | null },
): Actual {
  const part = plan.customers.find(entry => entry.tenant === about && entry.wave === 'pilot')
  if (happening !== 'somebody accepts' || part === undefined || about === null) return actual
  const absent = { kind: 'absent' } as const
  const missing = aCustomerActual({
    partner: part.partner,
    tenant: about,
    customer: absent,
    agreement: absent,
    subscriptions: absent,
  })
  return { ...actual, customers: [...actual.customers, missing] }
}

function accepted(entry: CustomerActual): CustomerActual {
  return { ...entry, ...aCustomerActual({ partner: entry.partner, tenant: entry.tenant }) }
}

function withBought(
  entry: CustomerActual,
  to: CreateSubscription,
  facts: Partial<LiveSubscription>,
): CustomerActual {
  if (entry.partner !== to.partner || entry.tenant !== to.customer || entry.subscriptions.kind !== 'present')
    return entry
  const one = aLiveSubscription({
    id: 'by-hand',
    partner: to.partner,
    customer: to.customer,
    product: to.product,
    name: to.name,
    term: to.term,
    billing: to.billing,
    boughtAt: instant('2026-12-07T07:01:00Z'),
    ...(to.term !== null && { termEndsAt: instant('2027-12-06T23:59:59Z') }),
    ...facts,
    seats: Number(to.seats),
  })
  return { ...entry, subscriptions: present([...entry.subscriptions.value, one]) }
}

/** Everything under a target of the plan. */
function suspended(entry: CustomerActual, plan: Plan): CustomerActual {
  return isTarget(entry, plan) ? changed(entry, one => ({ ...one, status: 'suspended' })) : entry
}

/** New commerce under a target, told so by a person. */
function setToEnd(entry: CustomerActual, plan: Plan): CustomerActual {
  if (!isTarget(entry, plan)) return entry
  return changed(entry, one =>
    one.commerce === 'nce' ? { ...one, autoRenew: false, cancelsAtTermEnd: true, nextTerm: null } : one,
  )
}

function onAgain(entry: CustomerActual): CustomerActual {
  return changed(entry, one => (one.status === 'suspended' ? { ...one, status: 'active' } : one))
}

function isTarget({ partner }: CustomerActual, { customers }: Plan): boolean {
  return customers.some(one => one.partner === partner && one.consolidation !== null)
}

function changed(entry: CustomerActual, change: (one: LiveSubscription) => LiveSubscription): CustomerActual {
  return entry.subscriptions.kind === 'present'
    ? { ...entry, subscriptions: present(entry.subscriptions.value.map(change)) }
    : entry
}
