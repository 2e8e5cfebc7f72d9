/**
 * Text that no spreadsheet takes for a formula. Whoever opens a file may split it at another separator than it was written with, and a quote in
 * the middle of such a cell is a letter: so every place is guarded where some separator may let a cell begin.
 */

const formulaSigns = '=+\\-@\uFF1D\uFF0B\uFF0D\uFF20'
const number = /^[+-]?\d[\d.,]*$/

/** A `'` before each sign that could begin a formula; numbers stay numbers. */
export function withoutFormulas(text: string, separator: string): string {
  if (number.test(text)) return text
  const own = separator.replace(/[\\\]^-]/g, '\\$&')
  const parts = `,;:|\\t\\n\\r"${own}`
  // From the first of a run of such characters: from each of them, a cell of tabs takes the square of its length.
  const runs = new RegExp(`(?<![\\s${parts}])[\\s${parts}]*(?=[${formulaSigns}])`, 'gu')
  const isPart = new RegExp(`[${parts}]`, 'u')
  const begins = (run: string, at: number) => at === 0 || isPart.test(run)
  return text
    .replace(runs, (run: string, at: number) => (begins(run, at) ? `${run}'` : run))
    .replace(/^(?=[\t\r])/, "'")
}
