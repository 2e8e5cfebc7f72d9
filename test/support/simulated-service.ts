/** What the simulated tenants' service knows and does: one small world, purchases that show late, repeats it recognises. */
import { type ActionId, type Instant, instant, subscriptionId } from '../../engine/model/ids.ts'
import type { Actual, CustomerActual, LiveSubscription, PlacedOrder } from '../../engine/model/live.ts'
import type { ActionOf, WriteAction, WriteKind } from '../../engine/plan/action.ts'
import type { Attempt } from '../../engine/ports.ts'
import { morning } from './builders/index.ts'

export interface SimulatedWorld {
  readonly actual: Actual
  readonly at?: Instant
  /** How long the lists do not show what was bought; in ms. */
  readonly hiddenForMs?: number
  /** How long the list of orders does not show one; in ms. As long as its subscription is hidden, unless said. */
  readonly orderHiddenForMs?: number
  /** How long a purchase is `pending` after it shows; in ms. */
  readonly pendingForMs?: number
  /** Lists leave out what is deleted; it can be read by its id. */
  readonly unlistsDeleted?: boolean
}

/** A write that reached the service; `replayed` when it was recognised by its request id. */
export interface Sent {
  readonly action: ActionId
  readonly kind: WriteKind
  readonly requestId: string
  readonly attempt: number
  readonly replayed: boolean
  readonly at: Instant
}

export interface Cart {
  readonly id: string
  order: LiveSubscription | null
}

export class SimulatedService {
  readonly sent: Sent[] = []
  readonly carts = new Map<string, Cart>()
  customers: readonly CustomerActual[]
  nowMs: number
  readonly #settled = new Map<string, LiveSubscription | true>()
  readonly #world: SimulatedWorld

  constructor(world: SimulatedWorld) {
    this.#world = world
    this.customers = world.actual.customers
    this.nowMs = Date.parse(world.at ?? morning)
  }

  now(): Instant {
    return instant(new Date(this.nowMs).toISOString().replace('.000Z', 'Z'))
  }

  find(partner: string, tenant: string): CustomerActual | undefined {
    return this.customers.find(entry => entry.partner === partner && entry.tenant === tenant)
  }

  list({ partner, customer }: WriteAction): readonly LiveSubscription[] {
    const list = this.find(partner, customer)?.subscriptions
    return list?.kind === 'present' ? list.value : []
  }

  changeList(
    { partner, customer }: WriteAction,
    change: (list: readonly LiveSubscription[]) => readonly LiveSubscription[],
  ): void {
    this.customers = this.customers.map(entry =>
      entry.partner === partner && entry.tenant === customer && entry.subscriptions.kind === 'present'
        ? { ...entry, subscriptions: { kind: 'present', value: change(entry.subscriptions.value) } }
        : entry,
    )
  }

  /** How a subscription appears in lists at this moment, if it does. */
  shown(entry: LiveSubscription): readonly LiveSubscription[] {
    return entry.status === 'deleted' && this.#world.unlistsDeleted === true ? [] : this.byId(entry)
  }

  /** How it appears when it is asked for by its id. */
  byId(entry: LiveSubscription): readonly LiveSubscription[] {
    const { hiddenForMs = 0, pendingForMs = 0 } = this.#world
    if (!entry.id.startsWith('new-') || entry.boughtAt === null) return [entry]
    const age = this.nowMs - Date.parse(entry.boughtAt)
    if (age < hiddenForMs) return []
    return age < hiddenForMs + pendingForMs ? [{ ...entry, status: 'pending' }] : [entry]
  }

  /** Orders of what was bought here, and of what was there before; a subscription is named as soon as lists show it. */
  orders({ partner, customer }: Pick<WriteAction, 'partner' | 'customer'>): readonly PlacedOrder[] {
    const { hiddenForMs = 0, orderHiddenForMs = hiddenForMs } = this.#world
    const list = this.find(partner, customer)?.subscriptions
    return (list?.kind === 'present' ? list.value : []).flatMap(entry => {
      const placedAt = entry.boughtAt
      if (entry.order === null || placedAt === null) return []
      if (entry.id.startsWith('new-') && this.nowMs - Date.parse(placedAt) < orderHiddenForMs) return []
      const subscription = this.byId(entry).length > 0 ? entry.id : null
      const state = subscription === null ? 'open' : 'complete'
      return [{ id: entry.order, state, placedAt, lines: [{ product: entry.product, subscription }] }]
    })
  }

  /** Carries a request out, once per request id. */
  commit(
    action: WriteAction,
    attempt: Attempt,
    effect: () => LiveSubscription | true,
  ): LiveSubscription | true {
    const key = `${action.kind} ${attempt.requestId}`
    const known = this.#settled.get(key)
    const result = known ?? effect()
    this.#settled.set(key, result)
    this.sent.push({
      action: action.id,
      kind: action.kind,
      requestId: attempt.requestId,
      attempt: attempt.number,
      replayed: known !== undefined,
      at: this.now(),
    })
    return result
  }

  /** New ids under the target; the source's are deleted. */
  transfer(action: ActionOf<'subscription.transfer'>): true {
    const moving = new Set(action.items.map(item => item.subscription))
    const source = { ...action, partner: action.from }
    const old = this.list(source).filter(entry => moving.has(entry.id))
    this.changeList(source, list =>
      list.map(entry => (moving.has(entry.id) ? { ...entry, status: 'deleted' as const } : entry)),
    )
    this.changeList(action, list => [
      ...list,
      ...old.map(entry => ({
        ...entry,
        partner: action.partner,
        id: subscriptionId(`new-${entry.id}`),
        parent: entry.parent === null ? null : subscriptionId(`new-${entry.parent}`),
      })),
    ])
    return true
  }

  buy(action: ActionOf<'subscription.create'>, parent: string | null): LiveSubscription {
    const isNce = action.product.includes(':')
    const number = this.sent.length + 1
    const bought: LiveSubscription = {
      partner: action.partner,
      customer: action.customer,
      id: subscriptionId(`new-${number}-${action.key}`),
      product: action.product,
      productName: action.productName,
      kind: 'licence',
      commerce: isNce ? 'nce' : 'legacy',
      name: action.name,
      status: 'active',
      seats: action.seats,
      term: action.term,
      billing: action.billing,
      nextBilling: null,
      promotion: null,
      partnerOfRecord: action.partnerOfRecord ?? null,
      trial: false,
      autoRenew: true,
      cancelsAtTermEnd: false,
      nextTerm: null,
      boughtAt: this.now(),
      termEndsAt: isNce ? instant(`${action.endsOn ?? '2027-12-06'}T23:59:59Z`) : null,
      chargedUntil: null,
      cancellableUntil: null,
      refundable: [],
      parent: parent === null ? null : subscriptionId(parent),
      order: `order-${number}`,
    }
    this.changeList(action, list => [...list, bought])
    return bought
  }
}
