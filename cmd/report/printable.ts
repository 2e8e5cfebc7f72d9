/**
 * Names come from tenants and documents: control characters, escape sequences and what cannot be seen must not reach a terminal, a page or a
 * table. Each of them is shown as U+FFFD.
 */
import { unseenCharacters } from '../../engine/unseen-characters.ts'

const inLine = new RegExp(`[\\u0000-\\u0008\\u000A-\\u001F${unseenCharacters}]`, 'gu')
/** A carriage return by itself goes back to the beginning of a line that is already written. */
const inLines = new RegExp(
  `[\\u0000-\\u0008\\u000B\\u000C\\u000E-\\u001F${unseenCharacters}]|\\r(?!\\n)`,
  'gu',
)

/** Part of one line. Tabs stay. */
export function printable(text: string): string {
  return text.replace(inLine, '\uFFFD')
}

/** Text whose own line ends are kept, as a cell of a table has them. */
export function printableLines(text: string): string {
  return text.replace(inLines, '\uFFFD')
}
