/** The word that agrees with a count; `many` is left out where it ends in -s. */
export function plural(count: number, one: string, many = `${one}s`): string {
  return count === 1 ? one : many
}

/** A count with its noun: `1 day`, `3 days`. */
export function counted(count: number, one: string, many?: string): string {
  return `${count} ${plural(count, one, many)}`
}

/** Seats of what is live; null: they could not be read. */
export function seatsWords(seats: number | null): string {
  return seats === null ? 'unknown seats' : counted(seats, 'seat')
}
