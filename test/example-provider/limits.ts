/** Numbers of the register as data: value, unit, where they come from, when they were read. */

/** Starts per minute and partner: documented, so nothing is learned (page "Limits", read 2026-11-30). */
export const startsPerMinute = { first: 60, most: 60 } as const

/** Requests at once. Nothing is published; ours. */
export const inFlight = 2

/** How often a failing read is sent in all. Ours. */
export const attempts = 3
