/** What is different between two readings of a board: for somebody who watches it. */
import type { StatusReport, StatusRow } from './status.ts'

export interface BoardChange {
  readonly row: StatusRow
  /** null: it was not on the board. */
  readonly before: StatusRow | null
}

/** In the order of the board. A day more since the invitation is no news. */
export function changesBetween(before: StatusReport, after: StatusReport): readonly BoardChange[] {
  const known = new Map(before.rows.map(row => [keyOf(row), row]))
  return after.rows.flatMap((row): readonly BoardChange[] => {
    const old = known.get(keyOf(row)) ?? null
    return old !== null && newsOf(old) === newsOf(row) ? [] : [{ row, before: old }]
  })
}

function keyOf({ partner, tenant }: StatusRow): string {
  return `${partner}/${tenant}`
}

function newsOf({ standing, next, azure, why, invitedDays, admin }: StatusRow): string {
  const track = admin === undefined ? null : [admin.state, admin.turn, admin.groups, admin.until]
  return JSON.stringify([standing, next, azure, invitedDays === null ? why : null, track])
}
