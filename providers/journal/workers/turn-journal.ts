/**
 * The journal as a turn writes it. What several turns of one worker have to write waits for the same commit; an entry whose fence does not hold is
 * refused alone, and so is everything that its turn writes after it.
 */
import type { Turn } from '../../../engine/execute/workers/port.ts'
import type { Journal } from '../../../engine/execute/run.ts'
import type { Numberless } from '../../../engine/journal/fold.ts'
import type { Instant } from '../../../engine/model/ids.ts'
import { groupedBy } from '../../../engine/grouped-by.ts'
import type { Database } from './database.ts'
import { appendAt, checkFence, lockApply } from './fenced.ts'

interface Pending {
  readonly turn: Turn
  readonly entry: Numberless
  readonly at: Instant
  done(): void
  failed(error: unknown): void
}

export interface TurnJournals {
  of(turn: Turn): Journal
}

export function turnJournals(database: Database, now: () => Instant): TurnJournals {
  const pending: Pending[] = []
  let isWriting = false

  async function writeAll(): Promise<void> {
    if (isWriting) return
    isWriting = true
    while (pending.length > 0) {
      const batch = groupedBy(pending.splice(0), ({ turn }) => turn.apply)
      for (const [apply, own] of batch) await writeOf(apply, own)
    }
    isWriting = false
  }

  async function writeOf(apply: string, own: readonly Pending[]): Promise<void> {
    const refused = new Map<Pending, unknown>()
    try {
      await database.transaction(async client => {
        refused.clear()
        const row = await lockApply(client, apply)
        let { end } = row
        for (const one of own) {
          try {
            await checkFence(client, one.turn)
          } catch (error) {
            refused.set(one, error)
            continue
          }
          end = await appendAt(client, { apply, end }, { entries: [one.entry], of: one.turn, now: one.at })
        }
      })
    } catch (error) {
      for (const one of own) one.failed(error)
      return
    }
    for (const one of own) {
      if (refused.has(one)) one.failed(refused.get(one))
      else one.done()
    }
  }

  return {
    of(turn) {
      let last: Promise<void> = Promise.resolve()
      return {
        append(entry) {
          const at = now()
          const written = last.then(
            () =>
              new Promise<void>((done, failed) => {
                pending.push({ turn, entry, at, done, failed })
                void writeAll()
              }),
          )
          last = written
          written.catch(() => undefined) // told by the promise that was handed out
          return written
        },
      }
    },
  }
}
