/** How a report looks. Same result and options, same bytes: width and colour are decided outside. */
export interface ReportOptions {
  readonly columns: number
  readonly colour: boolean
}
