/** The part of the readiness board somebody asked for; totals are of what is shown. */
import { standings } from './standing.ts'
import type { StatusReport } from './status.ts'

export interface StatusFilter {
  /** Lower case; empty: all. */
  readonly standings: readonly string[]
  readonly next: readonly string[]
}

export function filterStatus(report: StatusReport, filter: StatusFilter): StatusReport {
  if (filter.standings.length + filter.next.length === 0) return report
  const rows = report.rows.filter(
    row =>
      (filter.standings.length === 0 || filter.standings.includes(row.standing)) &&
      (filter.next.length === 0 || filter.next.includes(row.next.toLowerCase())),
  )
  return {
    ...report,
    rows,
    totals: standings
      .map(standing => ({ standing, count: rows.filter(row => row.standing === standing).length }))
      .filter(entry => entry.count > 0),
  }
}
