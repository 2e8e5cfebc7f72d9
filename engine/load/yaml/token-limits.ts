/**
 * Looks at the lexemes of a file on their way to the parser, which keeps those of a document and takes a stack frame for each level: some
 * files (eight million brackets) take it minutes to refuse.
 */
import { Lexer } from 'yaml'

/** Of one document; about twenty thousand customers would be as many. */
export const mostTokens = 2_000_000
/** Levels of maps and lists; what the kinds have is about ten. */
export const deepest = 64

export type TokenTrouble =
  | { readonly kind: 'too many' }
  /** `at`: offset of the token that goes one level too far. */
  | { readonly kind: 'too deep'; readonly at: number }

/** Thrown before the parser has seen what is too much for it. */
export class TooMuch extends Error {
  readonly trouble: TokenTrouble
  constructor(trouble: TokenTrouble) {
    super(trouble.kind)
    this.trouble = trouble
  }
}

/** Levels made by indentation alone are found later. Throws TooMuch. */
export function* lexemesOf(text: string): Generator<string> {
  let count = 0
  let at = 0
  let brackets = 0
  let indicators = 0
  let before = ''
  for (const token of new Lexer().lex(text)) {
    count = token === '---' && before !== scalarBegins ? 0 : count + 1
    before = token
    if (count > mostTokens) throw new TooMuch({ kind: 'too many' })
    if (token === '[' || token === '{') brackets += 1
    else if (token === ']' || token === '}') brackets = Math.max(0, brackets - 1)
    else if (token === '-' || token === '?') indicators += 1
    else if (token === '\n' || token === '\r\n') indicators = 0
    if (brackets > deepest || indicators > deepest) throw new TooMuch({ kind: 'too deep', at })
    at += isMark(token) ? 0 : token.length
    yield token
  }
}

const scalarBegins = '\u001F'

/** Of the lexer's own making, not characters of the text: mark of order, begin of a document, of a scalar, end of a flow. */
function isMark(token: string): boolean {
  return token === '\u0002' || token === '\u0018' || token === scalarBegins
}
