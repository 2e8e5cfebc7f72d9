/**
 * The board as it is by now: accounts as of the latest look, journals read again. Accounts are only looked at when someone looks at the board, when
 * the last look is old, or an apply has ended since; what answers meanwhile is the look before.
 */
import { createHash } from 'node:crypto'
import type { StatusReport } from '../../engine/cutover/status.ts'
import type { JournalOfWorld } from '../../engine/execute/journal-of-world.ts'
import type { Clock } from '../../engine/ports.ts'
import { diagnosticsOf } from '../../engine/trouble.ts'
import { ownApplies } from '../activity/journals.ts'
import type { Board, BoardApply } from '../report/board/board.ts'

interface Sources {
  readonly look: () => Promise<StatusReport>
  readonly journal: JournalOfWorld
  readonly clock: Pick<Clock, 'now'>
  /** A look at accounts stays good for so long, in ms; infinite: for good. */
  readonly everyMs: number
}

export interface BoardSource {
  board(): Promise<Board>
}

/** `first`: the look that the command began with. */
export function createBoardSource(
  first: StatusReport,
  { look, journal, clock, everyMs }: Sources,
): BoardSource {
  const now = () => Date.parse(clock.now())
  let status = first
  let lookedAt = now()
  let endedThen: string | null = null
  let failed: string | null = null
  let isLooking = false

  function lookAgain(): void {
    isLooking = true
    lookedAt = now()
    look()
      .then(found => {
        status = found
        failed = null
      })
      .catch((error: unknown) => {
        const [told] = diagnosticsOf(error)
        failed = `The accounts could not be read again: ${told?.detail ?? told?.summary ?? 'a mistake of the program'}`
      })
      .finally(() => {
        isLooking = false
      })
  }

  return {
    async board() {
      const { applies, damaged } = await ownApplies(journal)
      const finished = new Set((await journal.list()).flatMap(entry => (entry.finished ? [entry.apply] : [])))
      const shown = applies.map(
        ({ apply, startedAt, steps }): BoardApply => ({
          apply,
          startedAt,
          steps,
          finished: finished.has(apply),
        }),
      )
      const ended = [...finished].sort().join(' ')
      const hasEnded = endedThen !== null && ended !== endedThen
      const isStale = now() - lookedAt >= everyMs
      if (everyMs !== Number.POSITIVE_INFINITY && !isLooking && (hasEnded || isStale)) {
        lookAgain()
        endedThen = ended
      }
      endedThen ??= ended
      const trouble = [
        ...(failed === null ? [] : [failed]),
        ...damaged.map(found => found.detail ?? found.summary),
      ]
      return { status, applies: shown, trouble, version: versionOf({ status, shown, trouble }) }
    },
  }
}

function versionOf(facts: unknown): string {
  return createHash('sha256').update(JSON.stringify(facts)).digest('hex').slice(0, 16)
}
