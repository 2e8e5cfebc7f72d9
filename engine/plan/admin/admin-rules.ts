import type { StepRules } from '../kinds/kind-rules.ts'

/** Of every action of delegated administration: a look before, the write, and looks until it shows. */
export const adminRules: StepRules = {
  requests: { reads: 3, writes: 1 },
  usualMs: 60_000,
}
