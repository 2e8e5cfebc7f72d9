/** Characters that nobody sees and YAML takes for letters. Told of a file in which something is wrong: they may be the cause. */
import { type Diagnostic, diagnose } from '../diagnostic.ts'
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

export function invisibleCharacters(file: string, text: string): readonly Diagnostic[] {
  const found: Diagnostic[] = []
  const lines = text.replace(/^\uFEFF/, '').split('\n')
  for (const [position, content] of lines.entries()) {
    for (const { 0: character, index } of content.matchAll(invisible)) {
      const number = (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')
      const name = names[character]
      const line = position + 1
      const column = index + 1
      found.push(
        diagnose(codes.INVISIBLE_CHARACTER, {
          detail: `U+${number}${name === undefined ? '' : ` (${name})`} stands here.`,
          at: { file, line, column, endLine: line, endColumn: column + 1 },
        }),
      )
      if (found.length === most) return found
    }
  }
  return found
}
