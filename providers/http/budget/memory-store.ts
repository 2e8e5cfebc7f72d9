/** Budgets of one process alone. */
import type { BudgetState } from './state.ts'
import { newState } from './state.ts'
import type { BudgetKey, BudgetStore } from './store.ts'

/** One start at a time, counted to the millisecond: there is nobody to share with. */
const alone = { share: 0, ms: 1, stepMs: 1 } as const

export function memoryStore(nowMs: () => number, begin: typeof newState = newState): BudgetStore {
  const states = new Map<string, BudgetState>()
  return {
    process: 'alone',
    isJob: false,
    lots: alone,
    change(key, starts, work) {
      const name = nameOf(key)
      const state = states.get(name) ?? begin(starts, nowMs())
      states.set(name, state)
      return work(state, nowMs())
    },
    isStale: () => false,
  }
}

function nameOf({ service, partner, family }: BudgetKey): string {
  return [service, partner, family].join('/')
}
