/** How a report looks. Same result and options, same bytes: width and colour are decided outside. */
export interface ReportOptions {
  /** Infinite for a pipe: nothing is wrapped or cut there for want of room. */
  readonly columns: number
  readonly colour: boolean
  /** Nothing is folded, and raw facts are shown. Left out: they are not. */
  readonly all?: boolean
}
