/** JSON that goes out of the program: what nobody sees stands in it by its number, so values stay what they are and no terminal obeys them. */
import { unseenCharacters } from './unseen-characters.ts'

/** Joiners too: nothing is lost by a number. */
const unseen = new RegExp(`[${unseenCharacters}\\u200C\\u200D]`, 'gu')

/** What the agent of Azure DevOps carries out wherever it stands in a log, and any file may become part of one. */
const azureCommand = /##(vso)?\[/g

/** One value, one text, with a line end. `indent`: blanks per level; 0: one line. */
export function jsonText(value: unknown, indent = 2): string {
  return `${withEscapes(JSON.stringify(value, null, indent))}\n`
}

/** The same value. */
export function withEscapes(json: string): string {
  return json
    .replace(unseen, character =>
      character
        .split('')
        .map(unit => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
        .join(''),
    )
    .replace(azureCommand, '##$1\\u005b')
}
