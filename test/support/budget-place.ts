/** A place where several processes keep one budget, in memory: each change is read and written as a file or a row is. */
import { decodeState, encodeState } from '../../providers/http/budget/codec.ts'
import type { LotRules } from '../../providers/http/budget/rules.ts'
import { type BudgetState, newState } from '../../providers/http/budget/state.ts'
import type { BudgetKey, BudgetStore } from '../../providers/http/budget/store.ts'

export const sharedLots: LotRules = { share: 0.04, ms: 2_000, stepMs: 250 }

export interface BudgetPlace {
  storeOf(process: string, isJob?: boolean): BudgetStore
  stateOf(partner: string, family: string): BudgetState | null
  readonly changes: () => number
}

export function budgetPlace(nowMs: () => number): BudgetPlace {
  const texts = new Map<string, string>()
  const stale = new Map<string, Set<string>>()
  let changes = 0
  const nameOf = ({ partner, family }: Omit<BudgetKey, 'service'>) => `${partner}/${family}`
  return {
    changes: () => changes,
    stateOf(partner, family) {
      const text = texts.get(nameOf({ partner, family }))
      return text === undefined ? null : decodeState(text)
    },
    storeOf: (process, isJob = false) => ({
      process,
      isJob,
      lots: sharedLots,
      async change(key, starts, work) {
        const name = nameOf(key)
        const text = texts.get(name)
        const state = text === undefined ? newState(starts, nowMs()) : decodeState(text)
        if (state === null) throw new Error('a state that was written cannot be read')
        const answer = work(state, nowMs())
        texts.set(name, encodeState(state))
        changes += 1
        stale.get(name)?.delete(process)
        if (answer.isPaused)
          stale.set(name, new Set(Array.from({ length: 20 }, (_, at) => `p${at}`).filter(p => p !== process)))
        return structuredClone(answer)
      },
      isStale: key => stale.get(nameOf(key))?.has(process) === true,
    }),
  }
}
