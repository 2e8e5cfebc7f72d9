import type { Diagnostic } from '../../engine/diagnostic.ts'
import type { JournalEntry } from '../../engine/journal/entry.ts'
import { foldJournal } from '../../engine/journal/fold.ts'
import type { ApplySummary } from '../../engine/ports.ts'

/** One damaged journal must not hide the others: it stands in the list, and says so. null: it never began. */
export function summaryOf(
  apply: string,
  entries: readonly JournalEntry[],
  damage: Diagnostic | null,
): ApplySummary | null {
  const [first] = entries
  const madeIn = first?.kind === 'apply.began' ? first.plan.madeIn : null
  if (damage !== null)
    return { apply, startedAt: first?.at ?? null, finished: false, madeIn, damaged: damage }
  const state = foldJournal(entries)
  return state && { apply: state.apply, startedAt: state.startedAt, finished: state.finished, madeIn }
}
