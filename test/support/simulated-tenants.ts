/**
 * Partner tenants in memory, for tests of the executor: a Reader and Performers over one small world, a clock that moves only
 * when somebody waits, and failures scripted at each moment of a write. No HTTP and none of the sandbox's rules: whether the
 * executor is right must not hang on them.
 *
 *   perform ── before send ──▶ cart (creates) ── after cart ──▶ commit ── after commit ──▶ answer ── after answer ──▶ journal
 */
import { defineCodes, diagnose } from '../../engine/diagnostic.ts'
import { type ActionId, type Instant, instant, subscriptionId } from '../../engine/model/ids.ts'
import type { Actual, CustomerActual, LiveSubscription, Read } from '../../engine/model/live.ts'
import type { ActionOf, WriteAction, WriteKind } from '../../engine/plan/action.ts'
import { indexActual } from '../../engine/plan/actual-index.ts'
import type {
  Attempt,
  Clock,
  JournalStore,
  Outcome,
  Perform,
  Performers,
  Reader,
  Sighting,
} from '../../engine/ports.ts'
import { morning, unknown } from './builders/index.ts'

export const moments = ['before send', 'after cart', 'after commit', 'after answer'] as const
export type Moment = (typeof moments)[number]

/**
 * `crash`: the process dies, and everything it calls from then on fails. `no answer`: the performer cannot say what came of
 * it. `refused`: the service says no, before anything happened.
 */
export interface Fault {
  readonly action: ActionId
  readonly moment: Moment
  readonly how: 'crash' | 'no answer' | 'refused'
  /** How many performs of this action it hits; 1 when not said. */
  readonly times?: number
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

export class Crash extends Error {
  override readonly name = 'Crash'
}

export interface SimulatedTenants {
  readonly reader: Reader
  readonly performers: Performers
  readonly clock: Clock
  /** Every write that reached the service, in order. */
  readonly sent: readonly Sent[]
  /** Reads by `kind partner`, in order. */
  readonly reads: readonly string[]
  /** The world as the service knows it, without any delay. */
  actual(): Actual
  /** Scripts failures; earlier ones are forgotten. */
  script(...faults: readonly Fault[]): void
  /** Somebody else changes the world: the portal, or a customer's admin. */
  change(change: (entry: CustomerActual) => CustomerActual): void
  /** Something happens at the start of each perform. */
  onPerform(hook: (action: WriteAction) => void): void
  /** From now on these reads give no answer. */
  silence(isSilent: (read: string) => boolean): void
  /** Moves the clock. */
  setClock(at: Instant): void
  isDead(): boolean
  /** Kills the process: from inside a port, at any moment. */
  kill(): never
  /** A new process: the world, and what the service remembers, are as they were. */
  restart(): void
  /** A journal that dies with the process, and gives its locks back then, as an operating system would. */
  mortal(store: JournalStore): JournalStore
}

export interface SimulatedWorld {
  readonly actual: Actual
  readonly at?: Instant
  /** How long the lists do not show what was bought; in ms. */
  readonly hiddenForMs?: number
  /** How long a purchase is `pending` after it shows; in ms. */
  readonly pendingForMs?: number
}

const { NO_ANSWER, SAYS_NO, NO_BASE } = defineCodes('TEST', {
  NO_ANSWER: { summary: 'no answer came' },
  SAYS_NO: { summary: 'the service said no' },
  NO_BASE: { summary: 'the base of an add-on is not known' },
})

interface Cart {
  readonly id: string
  order: string | null
}

export function simulatedTenants(world: SimulatedWorld): SimulatedTenants {
  const { hiddenForMs = 0, pendingForMs = 0 } = world
  let now = Date.parse(world.at ?? morning)
  let customers = world.actual.customers
  let faults: (Fault & { left: number })[] = []
  let dead = false
  let hook: (action: WriteAction) => void = () => undefined
  let isSilent: (read: string) => boolean = () => false
  const sent: Sent[] = []
  const reads: string[] = []
  const settled = new Map<string, LiveSubscription | true>()
  const carts = new Map<string, Cart>()

  const live = () => {
    if (dead) throw new Crash('the process is dead')
  }
  const kill = (): never => {
    dead = true
    throw new Crash('killed')
  }
  const clock: Clock = {
    now: () => instant(new Date(now).toISOString().replace('.000Z', 'Z')),
    async sleep(ms, signal) {
      live()
      await Promise.resolve()
      if (signal?.aborted) throw signal.reason
      now += ms
    },
  }

  function failureAt(moment: Moment, action: WriteAction): Outcome | null {
    const fault = faults.find(
      entry => entry.left > 0 && entry.moment === moment && entry.action === action.id,
    )
    if (fault === undefined) return null
    fault.left -= 1
    if (fault.how === 'crash') return kill()
    const because = diagnose(fault.how === 'refused' ? SAYS_NO : NO_ANSWER, { detail: action.id })
    return fault.how === 'refused' ? { kind: 'refused', because } : { kind: 'unknown', because }
  }

  function shown(entry: LiveSubscription): readonly LiveSubscription[] {
    if (!entry.id.startsWith('new-') || entry.boughtAt === null) return [entry]
    const age = now - Date.parse(entry.boughtAt)
    if (age < hiddenForMs) return []
    return age < hiddenForMs + pendingForMs ? [{ ...entry, status: 'pending' }] : [entry]
  }

  async function read<T>(what: string, find: () => Read<T>): Promise<Read<T>> {
    live()
    reads.push(what)
    await Promise.resolve()
    return isSilent(what) ? unknown : find()
  }
  const seen = (partner: string, tenant: string) =>
    customers.find(entry => entry.partner === partner && entry.tenant === tenant)
  const absent = { kind: 'absent' } as const
  const reader: Reader = {
    customers: partner =>
      read(
        `customers ${partner}`,
        () => world.actual.partners.find(entry => entry.partner === partner)?.customers ?? absent,
      ),
    customer: (partner, tenant) =>
      read(`customer ${partner}/${tenant}`, () => seen(partner, tenant)?.customer ?? absent),
    subscriptions: (partner, tenant) =>
      read(`subscriptions ${partner}/${tenant}`, () => {
        const list = seen(partner, tenant)?.subscriptions ?? absent
        return list.kind === 'present' ? { ...list, value: list.value.flatMap(shown) } : list
      }),
    agreement: (partner, tenant) =>
      read(`agreement ${partner}/${tenant}`, () => {
        const agreement = seen(partner, tenant)?.agreement ?? absent
        return agreement.kind === 'not asked' ? unknown : agreement
      }),
    licences: (partner, tenant) =>
      read(`licences ${partner}/${tenant}`, () => {
        const licences = seen(partner, tenant)?.licences ?? absent
        return licences.kind === 'not asked' ? unknown : licences
      }),
    catalogueItem: (partner, market, product) =>
      read(`catalogue ${partner}/${market}/${product}`, () =>
        indexActual(world.actual).item(partner, market, product),
      ),
  }

  function changeList(
    { partner, customer }: WriteAction,
    change: (list: readonly LiveSubscription[]) => readonly LiveSubscription[],
  ): void {
    customers = customers.map(entry =>
      entry.partner === partner && entry.tenant === customer && entry.subscriptions.kind === 'present'
        ? { ...entry, subscriptions: { kind: 'present', value: change(entry.subscriptions.value) } }
        : entry,
    )
  }

  function listOf({ partner, customer }: WriteAction): readonly LiveSubscription[] {
    const list = seen(partner, customer)?.subscriptions
    return list?.kind === 'present' ? list.value : []
  }

  /** What the service does with a request: once per request id. */
  function commit(action: WriteAction, attempt: Attempt, effect: () => LiveSubscription | true) {
    live()
    const key = `${action.kind} ${attempt.requestId}`
    const known = settled.get(key)
    const replayed = known !== undefined
    const result = known ?? effect()
    settled.set(key, result)
    const { id, kind } = action
    sent.push({
      action: id,
      kind,
      requestId: attempt.requestId,
      attempt: attempt.number,
      replayed,
      at: clock.now(),
    })
    return result
  }

  function buy(action: ActionOf<'subscription.create'>, parent: string | null): LiveSubscription {
    const isNce = action.product.includes(':')
    const number = sent.length + 1
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
      trial: false,
      autoRenew: true,
      cancelsAtTermEnd: false,
      nextTerm: null,
      boughtAt: clock.now(),
      termEndsAt: isNce ? instant('2027-12-06T23:59:59Z') : null,
      chargedUntil: null,
      cancellableUntil: null,
      refundable: [],
      parent: parent === null ? null : subscriptionId(parent),
      order: `order-${number}`,
    }
    changeList(action, list => [...list, bought])
    return bought
  }

  async function performing(
    action: WriteAction,
    body: (fail: (moment: Moment) => Outcome | null) => Promise<Outcome>,
  ): Promise<Outcome> {
    live()
    hook(action)
    await Promise.resolve()
    const early = failureAt('before send', action)
    if (early !== null) return early
    const outcome = await body(moment => failureAt(moment, action))
    if (outcome.kind === 'done')
      if (
        faults.some(entry => entry.left > 0 && entry.moment === 'after answer' && entry.action === action.id)
      )
        // The answer is there, and the process dies before it can be written down.
        dead = true
    return outcome
  }

  const creating: Perform<'subscription.create'> = {
    perform: (action, attempt) =>
      performing(action, async fail => {
        const base =
          action.base?.kind === 'living'
            ? action.base.subscription
            : action.base?.kind === 'created by'
              ? (attempt.evidence[action.base.action]?.subscription ?? null)
              : null
        if (action.base !== undefined && base === null) return { kind: 'refused', because: diagnose(NO_BASE) }
        let cart = attempt.notes['cart']?.['id']
        if (cart === undefined) {
          cart = attempt.requestIdFor('cart')
          if (!carts.has(cart)) carts.set(cart, { id: cart, order: null })
          await attempt.note('cart', { id: cart })
        }
        const between = fail('after cart')
        if (between !== null) return between
        const bought = commit(action, attempt, () => {
          const made = buy(action, base)
          const open = carts.get(cart)
          if (open !== undefined) open.order = made.id
          return made
        })
        const lost = fail('after commit')
        if (lost !== null) return lost
        if (bought === true) throw new Error('a create settled as a change')
        return {
          kind: 'done',
          evidence: { subscription: bought.id, order: bought.order ?? '', cart, at: clock.now() },
        }
      }),
    async look(action, attempt): Promise<Sighting> {
      live()
      await Promise.resolve()
      const cart = carts.get(attempt.notes['cart']?.['id'] ?? '')
      if (cart?.order === undefined || cart.order === null) return { kind: 'did not happen' }
      const bought = listOf(action).find(entry => entry.id === cart.order)
      return {
        kind: 'happened',
        evidence: {
          cart: cart.id,
          at: clock.now(),
          ...(bought !== undefined && { subscription: bought.id, order: bought.order ?? '' }),
        },
      }
    },
  }

  function changing<K extends Exclude<WriteKind, 'subscription.create'>>(
    change: (action: ActionOf<K>) => Partial<LiveSubscription>,
  ): Perform<K> {
    type Change = WriteAction & { readonly subscription: string }
    return {
      perform: (action, attempt) => {
        const { subscription } = action as Change // every kind but the create has one
        return performing(action, async fail => {
          commit(action, attempt, () => {
            changeList(action, list =>
              list.map(entry => (entry.id === subscription ? { ...entry, ...change(action) } : entry)),
            )
            return true
          })
          return (
            fail('after commit') ?? {
              kind: 'done',
              evidence: { subscription: subscriptionId(subscription), at: clock.now() },
            }
          )
        })
      },
      async look(action): Promise<Sighting> {
        live()
        await Promise.resolve()
        const { subscription } = action as Change // as above
        const found = listOf(action).find(entry => entry.id === subscription)
        const isDone =
          found !== undefined &&
          Object.entries(change(action)).every(
            ([field, value]) => found[field as keyof typeof found] === value,
          )
        return isDone
          ? { kind: 'happened', evidence: { subscription: found.id, at: clock.now() } }
          : { kind: 'did not happen' }
      },
    }
  }

  return {
    reader,
    performers: {
      'subscription.create': creating,
      'subscription.change-seats': changing(action => ({ seats: action.to })),
      'subscription.suspend': changing(() => ({ status: 'suspended' })),
      'subscription.reactivate': changing(() => ({ status: 'active' })),
      'subscription.rename': changing(action => ({ name: action.to })),
    },
    clock,
    sent,
    reads,
    actual: () => ({ ...world.actual, readAt: clock.now(), customers }),
    script: (...next) => {
      faults = next.map(fault => ({ ...fault, left: fault.times ?? 1 }))
    },
    change: change => {
      customers = customers.map(change)
    },
    onPerform: next => {
      hook = next
    },
    silence: next => {
      isSilent = next
    },
    setClock: at => {
      now = Date.parse(at)
    },
    isDead: () => dead,
    kill,
    restart: () => {
      dead = false
      faults = []
      hook = () => undefined
    },
    mortal: store => ({
      ...store,
      async open(apply) {
        live()
        const writer = await store.open(apply)
        return {
          async append(entry) {
            live()
            await writer.append(entry)
          },
          close: () => writer.close(),
        }
      },
    }),
  }
}
