/** Performers over the simulated service, with a place to fail at each moment of a write. */
import { defineCodes, diagnose } from '../../engine/diagnostic.ts'
import { subscriptionId } from '../../engine/model/ids.ts'
import type { LiveSubscription } from '../../engine/model/live.ts'
import { isSameRenewal, renewalOf } from '../../engine/model/renewal.ts'
import { type ActionOf, isSwitchOff, type WriteAction, type WriteKind } from '../../engine/plan/action.ts'
import { isNewSubscription } from '../../engine/plan/checks.ts'
import type { DetailChanges } from '../../engine/plan/kinds/action-parts.ts'
import type { Attempt, Outcome, Perform, Performers, Sighting } from '../../engine/ports.ts'
import { withRenewal } from './simulate.ts'
import type { SimulatedService } from './simulated-service.ts'

export const moments = ['before send', 'after cart', 'after commit', 'after answer'] as const
export type Moment = (typeof moments)[number]

export interface Interference {
  /** Throws when the process is dead. */
  live(): void
  /** Called when the request that does it has left. */
  begins(action: WriteAction): void
  /** Called before each request that changes something, where a client may have to wait. */
  waits(action: WriteAction): Promise<void>
  /** What goes wrong at this moment; null when nothing does. Throws when the process dies. */
  failsAt(moment: Moment, action: WriteAction): Outcome | null
}

const { NO_BASE, MOVED } = defineCodes('TEST', {
  NO_BASE: { summary: 'the base of an add-on is not known' },
  MOVED: { summary: 'it is no longer as it was planned from' },
})

/** Writes of every kind but the create and the transfer change a subscription that is there. */
type Change = WriteAction & { readonly subscription: string }

export function simulatedPerformers(service: SimulatedService, interference: Interference): Performers {
  const commit: SimulatedService['commit'] = (action, attempt, effect) => {
    interference.begins(action)
    return service.commit(action, attempt, effect)
  }

  async function performing(
    action: WriteAction,
    attempt: Attempt,
    body: () => Promise<Outcome>,
  ): Promise<Outcome> {
    interference.live()
    await Promise.resolve()
    const early = interference.failsAt('before send', action)
    if (early !== null) return early
    await interference.waits(action)
    attempt.mayLeave()
    const outcome = await body()
    return interference.failsAt('after answer', action) ?? outcome
  }

  async function looking(find: () => LiveSubscription | null, cart?: string): Promise<Sighting> {
    interference.live()
    await Promise.resolve()
    const found = find()
    if (found === null) return { kind: 'did not happen' }
    return { kind: 'happened', evidence: evidenceOf(found, service, cart) }
  }

  const creating: Perform<'subscription.create'> = {
    perform: (action, attempt) =>
      performing(action, attempt, async () => {
        const base = baseOf(action, attempt)
        if (action.base !== undefined && base === null) return { kind: 'refused', because: diagnose(NO_BASE) }
        const cart = attempt.notes['cart']?.['id'] ?? (await newCart(service, attempt))
        const between = interference.failsAt('after cart', action)
        if (between !== null) return between
        interference.live()
        await interference.waits(action)
        attempt.mayLeave()
        const bought = commit(action, attempt, () => {
          const made = service.buy(action, base)
          const open = service.carts.get(cart)
          if (open !== undefined) open.order = made
          return made
        })
        const lost = interference.failsAt('after commit', action)
        if (lost !== null) return lost
        if (bought === true) throw new Error('a create settled as a change')
        return { kind: 'done', evidence: evidenceOf(bought, service, cart) }
      }),
    look: (action, attempt) => {
      const id = attempt.notes['cart']?.['id'] ?? ''
      return looking(() => {
        const order = service.carts.get(id)?.order ?? null
        return order === null ? null : (service.list(action).find(entry => entry.id === order.id) ?? order)
      }, id)
    },
  }

  function changing<
    K extends Exclude<
      WriteKind,
      'subscription.create' | 'subscription.transfer' | 'subscription.set-renewal'
    >,
  >(change: (action: ActionOf<K>) => Partial<LiveSubscription>): Perform<K> {
    const isTarget = (action: ActionOf<K>) => (entry: LiveSubscription) =>
      entry.id === (action as Change).subscription
    return {
      perform: (action, attempt) =>
        performing(action, attempt, async () => {
          interference.live()
          // A kind of its own actions is one of all.
          if (isMoved(action as WriteAction, service.list(action).find(isTarget(action))))
            return { kind: 'refused', because: diagnose(MOVED) }
          commit(action, attempt, () => {
            service.changeList(action, list =>
              list.map(entry => (isTarget(action)(entry) ? { ...entry, ...change(action) } : entry)),
            )
            return true
          })
          const lost = interference.failsAt('after commit', action)
          if (lost !== null) return lost
          const { subscription } = action as Change
          return { kind: 'done', evidence: { subscription: subscriptionId(subscription), at: service.now() } }
        }),
      look: action =>
        looking(() => {
          const found = service.list(action).find(isTarget(action))
          const isDone = Object.entries(change(action)).every(
            ([field, value]) =>
              JSON.stringify(found?.[field as keyof LiveSubscription]) === JSON.stringify(value),
          )
          return found !== undefined && isDone ? found : null
        }),
    }
  }

  const transferring: Perform<'subscription.transfer'> = {
    perform: (action, attempt) =>
      performing(action, attempt, async () => {
        interference.live()
        commit(action, attempt, () => service.transfer(action))
        const lost = interference.failsAt('after commit', action)
        if (lost !== null) return lost
        return { kind: 'done', evidence: { at: service.now() } }
      }),
    look: action =>
      looking(() => {
        const [first] = action.items
        return service.list(action).find(entry => entry.id === `new-${first?.subscription}`) ?? null
      }),
  }

  const settingRenewal: Perform<'subscription.set-renewal'> = {
    perform: (action, attempt) =>
      performing(action, attempt, async () => {
        interference.live()
        const id = arrivedFor(action, service)
        commit(action, attempt, () => {
          service.changeList(action, list =>
            list.map(entry => (entry.id === id ? withRenewal(entry, action.to) : entry)),
          )
          return true
        })
        const lost = interference.failsAt('after commit', action)
        return lost ?? { kind: 'done', evidence: { at: service.now() } }
      }),
    look: action =>
      looking(() => {
        const id = arrivedFor(action, service)
        const found = service.list(action).find(entry => entry.id === id)
        return found !== undefined && isSameRenewal(renewalOf(found), action.to) ? found : null
      }),
  }

  return {
    'subscription.create': creating,
    'subscription.set-renewal': settingRenewal,
    'subscription.transfer': transferring,
    'subscription.change-seats': changing(({ to, also }) => ({ seats: to, ...detailFields(also) })),
    'subscription.suspend': changing(() => ({ status: 'suspended' })),
    'subscription.cancel': changing(() => ({ status: 'deleted' })),
    'subscription.reactivate': changing(() => ({ status: 'active' })),
    'subscription.rename': changing(action => ({ name: action.to })),
    'subscription.change-details': changing(({ changes }) => detailFields(changes)),
    'subscription.change-billing': changing(({ to }) => ({ billing: to })),
    'subscription.change-renewal': changing(({ to, also }) => ({
      ...detailFields(also),
      autoRenew: to.kind === 'renews',
      cancelsAtTermEnd: to.kind === 'cancels',
      termEndAction: to.kind === 'extends' ? 'extend' : null,
      nextTerm: to.kind === 'renews' ? to.next : null,
    })),
  }
}

/** What a performer reads right before it switches off: another number of seats than planned, or what is on no more. */
function isMoved(action: WriteAction, now: LiveSubscription | undefined): boolean {
  return isSwitchOff(action) && now?.status === 'active' && now.seats !== action.seats
}

/** A repeat of the request gives the cart it gave before. */
async function newCart(service: SimulatedService, attempt: Attempt): Promise<string> {
  const id = attempt.requestIdFor('cart')
  if (!service.carts.has(id)) service.carts.set(id, { id, order: null })
  await attempt.note('cart', { id })
  return id
}

function baseOf({ base }: ActionOf<'subscription.create'>, attempt: Attempt): string | null {
  if (base === undefined) return null
  return base.kind === 'living' ? base.subscription : (attempt.evidence[base.action]?.subscription ?? null)
}

function evidenceOf({ id, order }: LiveSubscription, service: SimulatedService, cart?: string) {
  return {
    subscription: id,
    at: service.now(),
    ...(order !== null && { order }),
    ...(cart !== undefined && { cart }),
  }
}

function detailFields(changes: DetailChanges | undefined): Partial<LiveSubscription> {
  const { name, partnerOfRecord, billing } = changes ?? {}
  return {
    ...(name !== undefined && { name: name.to }),
    ...(partnerOfRecord !== undefined && { partnerOfRecord: partnerOfRecord.to }),
    ...(billing !== undefined && { nextBilling: billing.to }),
  }
}

/** What the action's purchase or transfer brought. */
function arrivedFor(action: ActionOf<'subscription.set-renewal'>, service: SimulatedService) {
  const newSubscription = action.proves.flatMap(check =>
    check.kind === 'new subscription renews' ? [check.newSubscription] : [],
  )
  return service.list(action).find(entry => newSubscription.some(check => isNewSubscription(check, entry)))
    ?.id
}
