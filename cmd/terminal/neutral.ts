/**
 * The last place that text passes on its way to a terminal or a log. Reports make each name printable where they place it, for only there a line
 * end is a part of a name; what one of them forgets reaches no terminal from here: only our own colours and line ends pass.
 */
import { printableLines } from '../report/printable.ts'

/** The codes of bold, dim and colours, and their ends. Nothing that hides, moves or clears. */
const escapeCharacter = '\u001B'
const ourColours = new RegExp(`(${escapeCharacter}\\[(?:0|1|2|22|3[0-7]|39|9[0-7])m)`)
const byteOrderMark = '\uFEFF'

export function neutral(text: string): string {
  // A table for Excel begins with one.
  const mark = text.startsWith(byteOrderMark) ? byteOrderMark : ''
  return `${mark}${text
    .slice(mark.length)
    .split(ourColours)
    .map((part, index) => (index % 2 === 1 ? part : printableLines(part)))
    .join('')}`
}
