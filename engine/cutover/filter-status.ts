/** The part of the readiness board somebody asked for; totals are of what is shown. */
import { standings } from './standing.ts'
import type { StatusReport, StatusRow } from './status.ts'

export interface StatusFilter {
  /** Lower case; empty: all. */
  readonly standings: readonly string[]
  readonly next: readonly string[]
}

/** Whoever has something to do, on either track. */
function turnsOf({ next, admin }: StatusRow): readonly string[] {
  return admin === undefined ? [next] : [next, admin.turn]
}

export function filterStatus(report: StatusReport, filter: StatusFilter): StatusReport {
  if (filter.standings.length + filter.next.length === 0) return report
  const rows = report.rows.filter(
    row =>
      (filter.standings.length === 0 || filter.standings.includes(row.standing)) &&
      (filter.next.length === 0 || turnsOf(row).some(turn => filter.next.includes(turn.toLowerCase()))),
  )
  return {
    ...report,
    rows,
    totals: standings
      .map(standing => ({ standing, count: rows.filter(row => row.standing === standing).length }))
      .filter(entry => entry.count > 0),
  }
}
