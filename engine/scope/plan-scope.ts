/** What a command was told to look at; null and empty: everything. */
export interface PlanScope {
  readonly consolidation: string | null
  readonly wave: string | null
  /** As typed with --target. */
  readonly targets: readonly string[]
}
