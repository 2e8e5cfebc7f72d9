/**
 * Budgets that are shared as long as their place can be reached. Where it cannot, this process goes on with a share of its own, which begins
 * small because nothing is known of the others, and looks for the place again after a while.
 */
import { memoryStore } from '../../http/budget/memory-store.ts'
import { smallState } from '../../http/budget/state.ts'
import type { BudgetKey, SharedBudgets } from '../../http/budget/store.ts'

export interface OwnShareOptions {
  readonly nowMs: () => number
  /** Hears what happened, in a sentence; each once. */
  readonly say: (text: string) => void
}

const lookAgainMs = 60_000

export function orOwnShare(shared: SharedBudgets, { nowMs, say }: OwnShareOptions): SharedBudgets {
  const own = memoryStore(nowMs, smallState)
  const said = new Set<string>()
  let aloneUntilMs = Number.NEGATIVE_INFINITY
  const isAlone = () => nowMs() < aloneUntilMs

  return {
    ...shared,
    async change(key, starts, work) {
      if (isAlone()) return own.change(key, starts, work)
      try {
        return await shared.change(key, starts, work)
      } catch (error) {
        aloneUntilMs = nowMs() + lookAgainMs
        const why = error instanceof Error ? error.message : String(error)
        const text = `The request budget is not shared with other processes: ${why}`
        if (!said.has(text)) say(text)
        said.add(text)
        return own.change(key, starts, work)
      }
    },
    isStale: (key: BudgetKey) => !isAlone() && shared.isStale(key),
    close: () => shared.close().catch(() => undefined),
  }
}
