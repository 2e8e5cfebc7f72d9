/**
 * Looks over the tokens of a file before it is parsed: the parser keeps all of them, takes a stack frame for each level, and some
 * files (eight million brackets) take it minutes to refuse.
 */
import { Lexer } from 'yaml'

/** About twenty thousand customers; beyond, files are to be split. */
export const mostTokens = 2_000_000
/** Levels of maps and lists; what the kinds have is about ten. */
export const deepest = 64

export type TokenTrouble =
  | { readonly kind: 'too many' }
  /** `at`: offset of the token that goes one level too far. */
  | { readonly kind: 'too deep'; readonly at: number }

/** null: it can be parsed. Levels made by indentation alone are found later. */
export function tokenTrouble(text: string): TokenTrouble | null {
  let count = 0
  let at = 0
  let brackets = 0
  let indicators = 0
  for (const token of new Lexer().lex(text)) {
    count += 1
    if (count > mostTokens) return { kind: 'too many' }
    if (token === '[' || token === '{') brackets += 1
    else if (token === ']' || token === '}') brackets = Math.max(0, brackets - 1)
    else if (token === '-' || token === '?') indicators += 1
    else if (token === '\n' || token === '\r\n') indicators = 0
    if (brackets > deepest || indicators > deepest) return { kind: 'too deep', at }
    at += isMark(token) ? 0 : token.length
  }
  return null
}

/** Of the lexer's own making, not characters of the text: mark of order, begin of a document, of a scalar, end of a flow. */
function isMark(token: string): boolean {
  return token === '\u0002' || token === '\u0018' || token === '\u001F'
}
