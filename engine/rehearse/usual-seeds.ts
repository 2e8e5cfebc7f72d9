/** How many rehearsals there are where nobody says how many. */

/** Enough for a spread. */
export const usualSeeds = 3

/** So many customers are carried out in about two minutes of processor time (docs/performance.md). */
const customersInTwoMinutes = 4_000

/** Fewer of a large move, so that its report does not take longer. */
export function seedsFor(customers: number): number {
  return Math.min(usualSeeds, Math.max(1, Math.floor(customersInTwoMinutes / Math.max(1, customers))))
}
