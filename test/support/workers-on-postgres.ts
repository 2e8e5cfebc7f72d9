/** Workers in this process, over a real PostgreSQL and simulated tenants: a schema of its own for each team of them. */
import { lockPrefix } from '../../engine/execute/journal-of-world.ts'
import type { ApplyVerdict } from '../../engine/execute/verdict.ts'
import { type HandedOver, handOver } from '../../engine/execute/workers/hand-over.ts'
import type { SharedApplies } from '../../engine/execute/workers/port.ts'
import { sharedVerdict } from '../../engine/execute/workers/shared-result.ts'
import { type WorkerEvent, type WorkerPorts, work } from '../../engine/execute/workers/work.ts'
import { foldJournal } from '../../engine/journal/fold.ts'
import { canonicalJson } from '../../engine/plan/digest.ts'
import type { Plan } from '../../engine/plan/plan.ts'
import type { JournalStore } from '../../engine/ports.ts'
import { createPostgresJournal } from '../../providers/journal/postgres.ts'
import { createSharedApplies } from '../../providers/journal/workers/index.ts'
import { createJobQueue } from '../../providers/queue/index.ts'
import { aStage, type Stage, type StageFacts } from '../engine/execute/harness.ts'
import type { PostgresServer } from './postgres-server.ts'

export const leaseMs = 60_000

export interface Team {
  readonly schema: string
  readonly stage: Stage
  readonly store: JournalStore
  readonly client: ReturnType<PostgresServer['client']>
  /** A worker's or a person's own way to the tables. */
  shared(): Promise<SharedApplies>
  /** Judges, locks and begins as `apply --workers` does. */
  handOver(options?: { readonly maxFailures?: number }): Promise<HandedOver | ApplyVerdict>
  goOn(): Promise<HandedOver | ApplyVerdict>
  /** Starts one; the promise resolves when it has ended. */
  worker(make?: (shared: SharedApplies) => Partial<WorkerPorts>): Promise<StartedWorker>
  /** As if none of them had been heard of for longer than its lease. */
  lapse(worker?: string): Promise<void>
  /** Resolves with the account of an apply once workers have ended it. */
  ended(handed: HandedOver, meanwhile?: (looks: number) => Promise<void>): Promise<ApplyVerdict>
  /** Lets whoever stands still go on, so that the team comes to its end. */
  beforeClosing(wake: () => void): void
  close(): Promise<void>
}

export interface StartedWorker {
  readonly name: string
  readonly events: readonly WorkerEvent[]
  readonly shared: SharedApplies
  readonly done: Promise<void>
  stop(): Promise<void>
  /** Nobody waits for it any more. */
  abandon(): void
}

let teams = 0

export async function aTeam(server: PostgresServer, facts: StageFacts = {}): Promise<Team> {
  teams += 1
  const schema = `team_${teams}`
  const client = server.client()
  await client.connect()
  await client.query(`create schema ${schema}`)
  const connection = async () => `${server.url}?options=-csearch_path%3D${schema}`
  const store = createPostgresJournal({ connection, wallClock: { now: () => stage.tenants.clock.now() } })
  const stage = aStage({ ...facts, store })
  const opened: SharedApplies[] = []
  const wakes: (() => void)[] = []
  const started = new Set<StartedWorker>()
  const shared = async () => {
    const one = createSharedApplies({
      connection,
      queue: await createJobQueue(),
      now: () => stage.tenants.clock.now(),
      leaseMs,
    })
    opened.push(one)
    return one
  }
  async function handing(
    begin: (handOver: NonNullable<Stage['ports']['handOver']>) => Promise<ApplyVerdict>,
    maxFailures: number | null,
  ): Promise<HandedOver | ApplyVerdict> {
    const mine = await shared()
    let handed: HandedOver | null = null
    const verdict = await begin(async of => {
      const { clock } = stage.ports
      const prefix = lockPrefix(of.plan.madeIn)
      handed = await handOver(of, { shared: mine, clock, who: 'ada', lockPrefix: prefix, maxFailures })
      return { kind: 'done', result: null, diagnostics: [], moved: [] }
    })
    return handed ?? verdict
  }
  return {
    schema,
    stage,
    store,
    client,
    shared,
    handOver: ({ maxFailures } = {}) => handing(over => stage.apply({ handOver: over }), maxFailures ?? null),
    goOn: () => handing(over => stage.resume({ handOver: over }), null),
    async worker(make = () => ({})) {
      const mine = await shared()
      const changes = make(mine)
      const events: WorkerEvent[] = []
      const name = `worker ${opened.length}`
      const stopping = new AbortController()
      const { ports } = stage
      const done = work({
        ...ports,
        shared: mine,
        worker: name,
        madeIn: stage.plan.madeIn,
        version: stage.plan.tool.version,
        accounts: stage.plan.partners.map(({ name }) => name),
        judge: () => [],
        concurrency: 2,
        leaseMs,
        requestLimitMs: 1_000,
        elapsedMs: () => 0,
        pause: briefly,
        report: event => events.push(event),
        ...changes,
        signal: stopping.signal,
      })
      done.catch(() => undefined)
      const one = {
        name,
        events,
        shared: mine,
        done,
        async stop() {
          stopping.abort()
          await done
        },
        abandon() {
          stopping.abort()
          started.delete(one)
        },
      }
      started.add(one)
      return one
    },
    async lapse(worker) {
      await client.query(
        `update ${schema}.tenantform_customer set lease_until = clock_timestamp() - interval '1 second' where state = 'running' and worker = coalesce($1, worker)`,
        [worker ?? null],
      )
    },
    async ended(handed, meanwhile = async () => undefined) {
      const look = await shared()
      for (let looks = 1; ; looks += 1) {
        await meanwhile(looks)
        const found = await look.find(handed.apply).catch(() => null) // where its connection was cut it asks again
        if (found?.state === 'ended') {
          const state = foldJournal(await store.read(handed.apply))
          if (state === null) throw new Error('no journal')
          return sharedVerdict({
            state,
            alreadyDone: handed.alreadyDone,
            outcomes: await look.outcomesOf(handed.apply),
            stopped: found.stopped,
            clock: stage.tenants.clock,
          })
        }
        await briefly(0, new AbortController().signal)
      }
    },
    beforeClosing: wake => wakes.push(wake),
    async close() {
      for (const wake of wakes) wake()
      for (const one of started) await one.stop().catch(() => undefined)
      for (const one of opened) await one.end()
      await client.end()
    },
  }
}

export function isHandedOver(value: HandedOver | ApplyVerdict): value is HandedOver {
  return 'alreadyDone' in value
}

/** Hands over; a refusal fails the test. */
export async function handedOver(
  team: Team,
  options?: { readonly maxFailures?: number },
): Promise<HandedOver> {
  const handed = await team.handOver(options)
  if (!isHandedOver(handed)) throw new Error(JSON.stringify(handed.diagnostics))
  return handed
}

/** Lets the others have their turn; how long it takes is never waited out. */
async function briefly(_ms: number, until: AbortSignal): Promise<void> {
  if (until.aborted) return
  await new Promise(resolve => setTimeout(resolve, 5))
}

/** What each action came to, without times: the same in every run of one plan. */
export function outcomesIn(plan: Plan, verdict: ApplyVerdict): readonly string[] {
  const states = new Map(verdict.result?.actions.map(({ action, state }) => [action, state]))
  return plan.actions.map(({ id }) => {
    const state = states.get(id)
    if (state?.kind !== 'done') return `${id} ${canonicalJson(state)}`
    const { at: _, ...evidence } = state.evidence
    return `${id} done ${canonicalJson(evidence)}`
  })
}
