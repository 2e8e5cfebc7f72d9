/**
 * A worker: takes customers one after another, several at a time, and carries each out under a lease that it renews. A request begins only while
 * its whole time limit fits into the lease, so whoever takes the customer next finds nothing on its way that could still begin.
 */
import type { Diagnostic } from '../../diagnostic.ts'
import type { PartnerName, TenantId } from '../../model/ids.ts'
import { isSameWorld, type MadeIn, worldWords } from '../../model/made-in.ts'
import type { Plan } from '../../plan/plan.ts'
import { diagnosticsOf } from '../../trouble.ts'
import { codes } from '../codes.ts'
import type { RunPorts } from '../run.ts'
import { type CustomerOutcome, carryOutCustomer } from './customer-turn.ts'
import { type Part, partsOf } from './parts.ts'
import type { RunningApply, SharedApplies, Turn, TurnFacts } from './port.ts'

export interface WorkerPorts extends RunPorts {
  readonly shared: SharedApplies
  /** Its name among the workers. */
  readonly worker: string
  readonly madeIn: MadeIn
  readonly version: string
  /** Accounts that can be signed in to. */
  readonly accounts: readonly PartnerName[]
  /** Why a plan is not for this worker; empty: it is. */
  judge(plan: Plan): readonly Diagnostic[]
  /** Customers at once. */
  readonly concurrency: number
  readonly leaseMs: number
  /** No request takes longer; in ms. */
  readonly requestLimitMs: number
  /** Since some moment, in ms; goes on while this process stands still. */
  elapsedMs(): number
  /** By this machine's time, not that of the tenants. Ends early, without an error, with the signal. */
  pause(ms: number, until: AbortSignal): Promise<void>
  /** The worker is to stop: steps in flight come to their end, and what is left is handed back. */
  readonly signal: AbortSignal
  report(event: WorkerEvent): void
}

export type WorkerEvent =
  | { readonly kind: 'took'; readonly turn: Turn }
  | { readonly kind: 'closed'; readonly turn: Turn; readonly open: number }
  | { readonly kind: 'handed back'; readonly turn: Turn }
  | { readonly kind: 'refused'; readonly apply: string; readonly because: readonly Diagnostic[] }
  /** `turn`: that it ended; null: none. */
  | { readonly kind: 'trouble'; readonly turn: Turn | null; readonly because: readonly Diagnostic[] }
  /** An apply that runs, and that only workers of another version or world take; told once. */
  | { readonly kind: 'not for here'; readonly apply: string; readonly why: Other }
  /** The shared tables were asked, and answered. */
  | { readonly kind: 'heard' }

export interface Other {
  readonly kind: 'version' | 'world'
  /** In words. */
  readonly theirs: string
  readonly ours: string
}

/** Between two looks for work, and between two tries after a trouble; in ms. */
const idleMs = 1_000
const troubledMs = 5_000
/** How often a customer is handed back that could not be. */
const tries = 3
/** Between two looks at applies that are not for this worker; in ms. */
const aroundMs = 60_000
/** A lease is renewed so many times in its length. */
const beats = 12

interface Lease {
  readonly turn: Turn
  /** By `elapsedMs`; counted from before the server was asked, so it is over here before it is there. */
  until: number
  isLost: boolean
  /** Nothing new is begun of it; a step in flight comes to its end, with all of its requests. */
  readonly stop: AbortController
}

/** Judged and taken apart once, for all of its customers. */
interface KnownPlan {
  /** Why it is not for this worker; empty: it is. */
  readonly because: readonly Diagnostic[]
  readonly parts: ReadonlyMap<TenantId, Part>
}

/** Until it is told to stop, or must not go on: its clock is wrong, or a bug. */
export async function work(ports: WorkerPorts): Promise<void> {
  const { shared, signal, concurrency } = ports
  const leases = new Set<Lease>()
  const refused = new Set<string>()
  const known = new WeakMap<Plan, KnownPlan>()
  const ended = new AbortController()
  const stopping = AbortSignal.any([signal, ended.signal])
  let taking: Promise<unknown> = Promise.resolve()

  /** One at a time: several empty hands need not ask several times. */
  function take(): Promise<Lease | null> {
    const next = taking.then(async () => {
      if (stopping.aborted) return null
      const asked = ports.elapsedMs()
      const turn = await shared.take({ ...ports, refused }, ports.worker)
      ports.report({ kind: 'heard' })
      if (turn === null) return null
      const lease = { turn, until: asked + ports.leaseMs, isLost: false, stop: new AbortController() }
      leases.add(lease)
      return lease
    })
    taking = next.catch(() => undefined)
    return next
  }

  function lookedAt(plan: Plan): KnownPlan {
    const before = known.get(plan)
    if (before !== undefined) return before
    const because = ports.judge(plan)
    const parts = because.length > 0 ? [] : partsOf(plan)
    const found = { because, parts: new Map(parts.map(part => [part.customer, part] as const)) }
    known.set(plan, found)
    return found
  }

  /** null: the plan is not for this worker. */
  async function outcomeOf(lease: Lease, facts: TurnFacts): Promise<CustomerOutcome | null> {
    const { turn, stop } = lease
    const { plan, records, skippedCustomers, moved } = facts
    const { parts, because } = lookedAt(plan)
    const part = parts.get(turn.customer)
    if (part === undefined) {
      refused.add(turn.apply)
      ports.report({ kind: 'refused', apply: turn.apply, because })
      return null
    }
    return carryOutCustomer(
      { ...ports, signal: AbortSignal.any([stopping, stop.signal]) },
      {
        plan,
        part,
        records,
        skippedCustomers,
        moved,
        journal: shared.journalOf(turn),
        isHeld: () => !lease.isLost && ports.elapsedMs() < lease.until - ports.requestLimitMs,
      },
    )
  }

  async function carryOut(lease: Lease): Promise<void> {
    const { turn } = lease
    ports.report({ kind: 'took', turn })
    const facts = await shared.factsOf(turn)
    const outcome = await outcomeOf(lease, facts)
    const isCutShort = outcome !== null && outcome.open > 0 && (stopping.aborted || lease.stop.signal.aborted)
    if (outcome === null || isCutShort) {
      await shared.handBack(turn)
      ports.report({ kind: 'handed back', turn })
      return
    }
    await shared.close(turn, facts.plan, outcome)
    ports.report({ kind: 'closed', turn, open: outcome.open })
  }

  /** A database that restarts is back in a moment, and nobody need wait for the end of a lease then; after that it runs out. */
  async function giveBack(turn: Turn): Promise<void> {
    for (let tried = 0; tried < tries; tried += 1) {
      try {
        return await shared.handBack(turn)
      } catch {
        await ports.pause(troubledMs, stopping)
      }
    }
  }

  /** A trouble is that of the tables, the lease or the clock; those of the customer are its outcome. */
  async function troubled(error: unknown, turn: Turn | null): Promise<void> {
    const because = diagnosticsOf(error)
    if (because.length === 0) throw error
    ports.report({ kind: 'trouble', turn, because })
    if (turn !== null) await giveBack(turn)
    if (because.some(({ code }) => code === codes.CLOCK_OFF.code)) throw error
    await ports.pause(troubledMs, stopping)
  }

  const strange = new Set<string>()
  let lookedAround = Number.NEGATIVE_INFINITY
  /** Nobody should wait for a worker that will never take what waits for it. */
  async function lookAround(): Promise<void> {
    const now = ports.elapsedMs()
    if (stopping.aborted || now - lookedAround < aroundMs) return
    lookedAround = now
    for (const running of await shared.running()) {
      const why = otherThan(running, ports)
      if (why === null || strange.has(running.apply)) continue
      strange.add(running.apply)
      ports.report({ kind: 'not for here', apply: running.apply, why })
    }
  }

  async function hand(): Promise<void> {
    while (!stopping.aborted) {
      let lease: Lease | null = null
      try {
        lease = await take()
        if (lease === null) {
          await lookAround()
          await ports.pause(idleMs, stopping)
        } else await carryOut(lease)
      } catch (error) {
        await troubled(error, lease?.turn ?? null)
      } finally {
        if (lease !== null) leases.delete(lease)
      }
    }
  }

  async function beat(): Promise<void> {
    const asked = ports.elapsedMs()
    const turns = [...leases]
    if (turns.length === 0) return
    const { held, stopping: applies } = await shared.renew(turns.map(({ turn }) => turn))
    ports.report({ kind: 'heard' })
    for (const lease of turns) {
      if (!leases.has(lease)) continue
      if (held.includes(lease.turn)) lease.until = asked + ports.leaseMs
      else lease.isLost = true
      if (lease.isLost || applies.has(lease.turn.apply)) lease.stop.abort()
    }
  }

  const over = new AbortController()
  async function beating(): Promise<void> {
    while (!over.signal.aborted) {
      try {
        await beat()
      } catch (error) {
        const because = diagnosticsOf(error)
        if (because.length === 0) throw error
        ports.report({ kind: 'trouble', turn: null, because })
      }
      await ports.pause(ports.leaseMs / beats, over.signal)
    }
  }

  const hands = Promise.all(Array.from({ length: concurrency }, () => hand().catch(endAll)))
  function endAll(error: unknown): never {
    ended.abort()
    throw error
  }
  const heart = beating()
  try {
    await hands
  } finally {
    over.abort()
    await heart
  }
}

function otherThan(
  { version, madeIn }: RunningApply,
  ours: Pick<WorkerPorts, 'version' | 'madeIn'>,
): Other | null {
  if (!isSameWorld(madeIn, ours.madeIn))
    return { kind: 'world', theirs: worldWords(madeIn), ours: worldWords(ours.madeIn) }
  return version === ours.version
    ? null
    : { kind: 'version', theirs: `version ${version}`, ours: `version ${ours.version}` }
}
