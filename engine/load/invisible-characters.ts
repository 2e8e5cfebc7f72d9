/** Characters that nobody sees and YAML takes for letters. Told where a file has mistakes: they may be the cause. */
import { type Diagnostic, diagnose } from '../diagnostic.ts'
import { codes } from './codes.ts'

const names: Readonly<Record<string, string>> = {
  '\u00A0': 'no-break space',
  '\u00AD': 'soft hyphen',
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
  '\uFEFF': 'byte order mark',
}
const invisible =
  /[\u00A0\u00AD\u1680\u2000-\u200F\u2028-\u202F\u205F\u2060-\u2064\u2066-\u206F\u3000\uFEFF]/gu
/** Told of one file. */
const most = 10

export function invisibleCharacters(file: string, text: string): readonly Diagnostic[] {
  const found: Diagnostic[] = []
  const lines = text.replace(/^\uFEFF/, '').split('\n')
  for (const [position, content] of lines.entries()) {
    for (const { 0: character, index } of content.matchAll(invisible)) {
      const number = character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')
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
