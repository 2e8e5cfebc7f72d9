/** What happens to a worker at a counted moment: it is killed, or stands still for longer than its lease and wakes up. */
import type { SharedApplies } from '../../engine/execute/workers/port.ts'
import type { WorkerPorts } from '../../engine/execute/workers/work.ts'
import type { SentKind } from '../../engine/plan/action.ts'
import type { Perform, Performers } from '../../engine/ports.ts'

export type Happening = 'killed' | 'suspended'
/** In the order of a write; `closing` lies between the last entry of a customer and the end of its turn. */
export const passed = ['took', 'appending', 'appended', 'sending', 'answered', 'closing', 'closed'] as const
export type Passed = (typeof passed)[number]

export interface MortalPorts {
  readonly ports: Pick<WorkerPorts, 'performers' | 'shared'>
  /** Lets a worker that stands still go on. */
  wake(): void
}

/** `at`: what happens to it there; from a kill on nothing it asked ever comes back, and it asks nothing more. */
export function mortalPorts(
  { performers, shared }: Pick<WorkerPorts, 'performers' | 'shared'>,
  at: (moment: Passed) => Happening | null,
): MortalPorts {
  let wake: () => void = () => undefined
  let isDead = false
  const forever = new Promise<never>(() => undefined)
  async function pass(moment: Passed): Promise<void> {
    if (isDead) return forever
    const happening = at(moment)
    if (happening === null) return
    if (happening === 'killed') {
      isDead = true
      return forever
    }
    await new Promise<void>(resolve => {
      wake = resolve
    })
  }
  const living = async <T>(work: () => Promise<T>): Promise<T> => {
    if (isDead) return forever
    const answer = await work()
    return isDead ? forever : answer
  }
  return {
    wake: () => wake(),
    ports: {
      performers: Object.fromEntries(
        Object.entries(performers).map(([kind, performer]) => [kind, mortal(performer as Perform<SentKind>)]),
      ) as unknown as Performers, // the same table, each entry wrapped
      shared: mortalTables(shared),
    },
  }

  function mortal(performer: Perform<SentKind>): Perform<SentKind> {
    return {
      async perform(action, attempt) {
        await pass('sending')
        const outcome = await living(() => performer.perform(action, attempt))
        await pass('answered')
        return outcome
      },
      look: (action, attempt) => living(() => performer.look(action, attempt)),
    }
  }

  function mortalTables(tables: SharedApplies): SharedApplies {
    return {
      ...tables,
      async take(of, worker) {
        const turn = await living(() => tables.take(of, worker))
        if (turn !== null) await pass('took')
        return turn
      },
      factsOf: turn => living(() => tables.factsOf(turn)),
      renew: turns => living(() => tables.renew(turns)),
      handBack: turn => living(() => tables.handBack(turn)),
      journalOf(turn) {
        const journal = tables.journalOf(turn)
        return {
          async append(entry) {
            await pass('appending')
            await living(() => journal.append(entry))
            await pass('appended')
          },
        }
      },
      async close(turn, plan, outcome) {
        await pass('closing')
        await living(() => tables.close(turn, plan, outcome))
        await pass('closed')
      },
    }
  }
}
