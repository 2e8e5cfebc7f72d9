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
  const begins = new RegExp(`(^|[,;:|\\t\\n\\r"${own}])([\\s"]*)(?=[${formulaSigns}])`, 'gu')
  return text.replace(begins, "$1$2'").replace(/^(?=[\t\r])/, "'")
}
