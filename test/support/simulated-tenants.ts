/**
 * Partner tenants in memory, for tests of the executor: a Reader and Performers over one small world, a clock that moves only
 * when somebody waits, and failures scripted at each moment of a write. No HTTP and none of the sandbox's rules: whether the
 * executor is right must not hang on them.
 *
 *   perform ── before send ──▶ cart (creates) ── after cart ──▶ commit ── after commit ──▶ answer ── after answer ──▶ journal
 */
import { defineCodes, diagnose } from '../../engine/diagnostic.ts'
import { indexActual } from '../../engine/model/actual-index.ts'
import type { ActionId, Instant } from '../../engine/model/ids.ts'
import type { Actual, CustomerActual, Read } from '../../engine/model/live.ts'
import type { WriteAction } from '../../engine/plan/action.ts'
import type { Clock, JournalStore, Outcome, Performers, Reader } from '../../engine/ports.ts'
import { unknown } from './builders/index.ts'
import { shownAs } from './extended-skus.ts'
import { withPools } from './licences.ts'
import { type Moment, simulatedPerformers } from './simulated-performers.ts'
import { type Sent, SimulatedService, type SimulatedWorld } from './simulated-service.ts'

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

export class Crash extends Error {
  override readonly name = 'Crash'
}

export interface SimulatedTenants {
  readonly reader: Reader
  readonly performers: Performers
  readonly clock: Clock
  /** Every write that reached the service, in order. */
  readonly sent: readonly Sent[]
  /** Reads as `kind partner/customer`, in order. */
  readonly reads: readonly string[]
  /** The world as the service knows it, without any delay. */
  actual(): Actual
  /** Scripts failures; earlier ones are forgotten. */
  script(...faults: readonly Fault[]): void
  /** Somebody else changes the world: the portal, or a customer's admin. */
  change(change: (entry: CustomerActual) => CustomerActual): void
  /** Something happens while the request that does it is on its way. */
  onPerform(hook: (action: WriteAction) => void): void
  /** Something happens where a client may have to wait, before each request that changes something. */
  onWait(hook: (action: WriteAction) => void): void
  /** From now on these reads give no answer. */
  silence(isSilent: (read: string) => boolean): void
  setClock(at: Instant): void
  /** Kills the process: from inside a port, at any moment. */
  kill(): never
  /** A new process: the world, and what the service remembers, are as they were. */
  restart(): void
  /** A journal that dies with the process, and gives its locks back then, as an operating system would. */
  mortal(store: JournalStore): JournalStore
}

const { NO_ANSWER, SAYS_NO } = defineCodes('TEST', {
  NO_ANSWER: { summary: 'no answer came' },
  SAYS_NO: { summary: 'the service said no' },
})

export function simulatedTenants(world: SimulatedWorld): SimulatedTenants {
  const service = new SimulatedService(world)
  const reads: string[] = []
  let faults: (Fault & { left: number })[] = []
  let isDead = false
  let hook: (action: WriteAction) => void = () => undefined
  let waitHook: (action: WriteAction) => void = () => undefined
  let isSilent: (read: string) => boolean = () => false

  const live = () => {
    if (isDead) throw new Crash('the process is dead')
  }
  const kill = (): never => {
    isDead = true
    throw new Crash('killed')
  }

  function failsAt(moment: Moment, action: WriteAction): Outcome | null {
    const fault = faults.find(
      entry => entry.left > 0 && entry.moment === moment && entry.action === action.id,
    )
    if (fault === undefined) return null
    fault.left -= 1
    if (fault.how === 'crash' && moment !== 'after answer') return kill()
    if (fault.how === 'crash') {
      // The answer is there, and the process dies before it can be written down.
      isDead = true
      return null
    }
    const because = diagnose(fault.how === 'refused' ? SAYS_NO : NO_ANSWER, { detail: action.id })
    return fault.how === 'refused' ? { kind: 'refused', because } : { kind: 'unknown', because }
  }

  const clock: Clock = {
    now: () => service.now(),
    async sleep(ms, signal) {
      live()
      await Promise.resolve()
      if (signal?.aborted) throw signal.reason
      service.nowMs += ms
    },
  }

  return {
    reader: readerOver(service, world.actual, async (what, find) => {
      live()
      reads.push(what)
      await Promise.resolve()
      return isSilent(what) ? unknown : find()
    }),
    performers: simulatedPerformers(service, {
      live,
      failsAt,
      begins: action => hook(action),
      waits: async action => waitHook(action),
    }),
    clock,
    sent: service.sent,
    reads,
    actual: () => ({ ...world.actual, readAt: service.now(), customers: service.customers }),
    script: (...next) => {
      faults = next.map(fault => ({ ...fault, left: fault.times ?? 1 }))
    },
    change: change => {
      service.customers = service.customers.map(change)
    },
    onPerform: next => {
      hook = next
    },
    onWait: next => {
      waitHook = next
    },
    silence: next => {
      isSilent = next
    },
    setClock: at => {
      service.nowMs = Date.parse(at)
    },
    kill,
    restart: () => {
      isDead = false
      faults = []
      hook = () => undefined
      waitHook = () => undefined
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

const absent = { kind: 'absent' } as const

function readerOver(
  service: SimulatedService,
  actual: Actual,
  read: <T>(what: string, find: () => Read<T>) => Promise<Read<T>>,
): Reader {
  const asked = <T>(value: Read<T> | { readonly kind: 'not asked' } | undefined): Read<T> => {
    if (value === undefined) return absent
    return value.kind === 'not asked' ? unknown : value
  }
  return {
    customers: partner =>
      read(`customers ${partner}`, () =>
        asked(actual.partners.find(entry => entry.partner === partner)?.customers),
      ),
    customer: (partner, tenant) =>
      read(`customer ${partner}/${tenant}`, () => asked(service.find(partner, tenant)?.customer)),
    subscriptions: (partner, tenant) =>
      read(`subscriptions ${partner}/${tenant}`, () => {
        const list = asked(service.find(partner, tenant)?.subscriptions)
        return list.kind === 'present'
          ? { ...list, value: list.value.flatMap(entry => service.shown(entry)).map(shownAs) }
          : list
      }),
    subscription: (partner, tenant, id) =>
      read(`subscription ${partner}/${tenant}/${id}`, () => {
        const list = asked(service.find(partner, tenant)?.subscriptions)
        if (list.kind !== 'present') return list
        const [value] = list.value.filter(entry => entry.id === id).flatMap(entry => service.byId(entry))
        return value === undefined ? absent : { kind: 'present', value: shownAs(value) }
      }),
    azureSubscriptions: (partner, tenant, plan) => read(`azure ${partner}/${tenant}/${plan}`, () => absent),
    agreement: (partner, tenant) =>
      read(`agreement ${partner}/${tenant}`, () => asked(service.find(partner, tenant)?.agreement)),
    licences: (partner, tenant) =>
      read(`licences ${partner}/${tenant}`, () =>
        asked(
          withPools(service.customers).find(entry => entry.partner === partner && entry.tenant === tenant)
            ?.licences,
        ),
      ),
    transfers: (partner, tenant) =>
      read(`transfers ${partner}/${tenant}`, () => asked(service.find(partner, tenant)?.transfers)),
    entitlements: (partner, tenant) =>
      read(`entitlements ${partner}/${tenant}`, () => asked(service.find(partner, tenant)?.entitlements)),
    orders: (partner, customer) =>
      read(`orders ${partner}/${customer}`, () => ({
        kind: 'present',
        value: service.orders({ partner, customer }),
      })),
    account: (partner, tenant) => read(`account ${partner}/${tenant}`, () => absent),
    qualifications: (partner, tenant) => read(`qualifications ${partner}/${tenant}`, () => absent),
    invoiceLines: partner => read(`invoices ${partner}`, () => ({ kind: 'absent' as const })),
    companyName: partner => read(`company ${partner}`, () => ({ kind: 'absent' as const })),
    relationshipLink: partner => read(`link ${partner}`, () => ({ kind: 'absent' as const })),
    auditRecords: partner => read(`activity ${partner}`, () => ({ kind: 'absent' as const })),
    catalogueItem: (partner, market, product) =>
      read(`catalogue ${partner}/${market}/${product}`, () =>
        indexActual(actual).item(partner, market, product),
      ),
  }
}
