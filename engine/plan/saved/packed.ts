/**
 * The short form of values that say the same things again and again. What is said more than once stands in a table, and a number refers to
 * it: from 0 on into the table of the line, below 0 into the table that all lines share. As JSON:
 *
 * | packed | stands for |
 * |---|---|
 * | `null`, `true`, `false`, `"text"` | itself |
 * | `7`, `-1` | what is 8th in the table of the line, first in the shared one |
 * | `[0, …]` | a list of the rest |
 * | `[1, 5]` | the number 5 |
 * | `[2, …]` | the texts of the rest with `/` between them |
 * | `[3 + n, …]` | an object with the keys of shape n, and the rest as their values |
 * | `{"key": …}` | an object whose keys are of no shape |
 */
export const packedAs = { list: 0, number: 1, path: 2, shape: 3 } as const

/** Texts from here on are looked at for parts that stand elsewhere too. */
export const shortestPath = 24

/** What all lines may refer to. */
export interface SharedTable {
  /** Keys of objects, each sorted. */
  readonly shapes: readonly (readonly string[])[]
  /** Packed, as JSON; each may refer to those before it. */
  readonly values: readonly string[]
}

/**
 * How many characters a line may unfold to, per character of its own. Whoever packs keeps to it, and whoever unpacks refuses what goes beyond:
 * a file of a few lines would otherwise stand for more than there is memory.
 */
export const mostUnfolded = 32

/** As JSON they would take about as many characters. */
export const sizes = {
  constant: 4,
  number: 4,
  text: (length: number) => length + 2,
  list: 2,
  /** With its marks. */
  member: (key: string) => key.length + 4,
} as const
