/**
 * Characters that nobody sees and YAML takes for letters. Told of a file in which something is wrong, where they may be the cause; and of any
 * other file where one stands in a word that is written without it in a file that is wrong: what defines a name may hold it.
 */
import { type Diagnostic, diagnose, type SourceRange } from '../diagnostic.ts'
import { codes } from './codes.ts'

const names: Readonly<Record<string, string>> = {
  '\u00A0': 'no-break space',
  '\u00AD': 'soft hyphen',
  '\u115F': 'Hangul filler of an initial',
  '\u180E': 'Mongolian vowel separator',
  '\u200B': 'zero width space',
  '\u200C': 'zero width non-joiner',
  '\u200D': 'zero width joiner',
  '\u200E': 'left-to-right mark',
  '\u200F': 'right-to-left mark',
  '\u2028': 'line separator',
  '\u2029': 'paragraph separator',
  '\u202F': 'narrow no-break space',
  '\u2060': 'word joiner',
  '\u3000': 'ideographic space',
  '\u3164': 'Hangul filler',
  '\uFE0F': 'variation selector 16',
  '\uFEFF': 'byte order mark',
}
/** By Unicode's properties, and the blank pattern of Braille, which has none of them. What shapes an emoji is seen with it. */
const invisible =
  /(?![\t\n\r ])(?!(?<=\p{Extended_Pictographic}|\p{Emoji_Modifier}|\uFE0F)[\uFE0F\u200D])[\p{Default_Ignorable_Code_Point}\p{Cf}\p{Cc}\p{Z}\u2800]/gu
/** Told of one file. */
const most = 10

/** In pieces: a word of a hundred megabytes is more than the engine of expressions goes back through. */
const word = /[^ \t\r\n"'`,:#[\]{}]{1,1000}/g

/** `wrong`: paths of the files in which something is. */
export function invisibleIn(
  files: readonly { readonly path: string; readonly text: string }[],
  wrong: ReadonlySet<string>,
): readonly Diagnostic[] {
  const words = new Set(files.flatMap(({ path, text }) => (wrong.has(path) ? [...visibleWords(text)] : [])))
  return files.flatMap(({ path, text }) =>
    invisibleCharacters(path, text, wrong.has(path) ? undefined : words),
  )
}

/** As they look. */
function visibleWords(text: string): ReadonlySet<string> {
  return new Set([...text.matchAll(word)].map(([one]) => visible(one)))
}

const visible = (text: string) => text.replaceAll(invisible, '')

/** `words`: only in those that look like one of these; left out: wherever one stands. */
function invisibleCharacters(file: string, text: string, words?: ReadonlySet<string>): readonly Diagnostic[] {
  const found: Diagnostic[] = []
  const lines = text.replace(/^\uFEFF/, '').split('\n')
  for (const [position, content] of lines.entries())
    for (const { 0: one, index: start } of content.matchAll(word)) {
      if (words !== undefined && !words.has(visible(one))) continue
      for (const { 0: character, index } of one.matchAll(invisible)) {
        found.push(standsHere(character, { file, line: position + 1, column: start + index + 1 }))
        if (found.length === most) return found
      }
    }
  return found
}

function standsHere(character: string, at: Pick<SourceRange, 'file' | 'line' | 'column'>): Diagnostic {
  const number = (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')
  const name = names[character]
  return diagnose(codes.INVISIBLE_CHARACTER, {
    detail: `U+${number}${name === undefined ? '' : ` (${name})`} stands here.`,
    at: { ...at, endLine: at.line, endColumn: at.column + 1 },
  })
}
