/** `${{ … }}` and `if:` of workflows, by GitHub's own language package. */
import { data, Evaluator, Lexer, Parser } from '@actions/expressions'

export interface Scope {
  /** By name: `github`, `inputs`, `steps`, … */
  readonly contexts: Readonly<Record<string, unknown>>
  readonly hasFailed: boolean
}

const statuses = ['always', 'success', 'failure', 'cancelled'] as const

export function evaluate(expression: string, { contexts, hasFailed }: Scope): data.ExpressionData {
  const verdicts = { always: true, success: !hasFailed, failure: hasFailed, cancelled: false }
  return evaluateWith(
    expression,
    contexts,
    statuses.map(name => ({
      name,
      minArgs: 0,
      maxArgs: 0,
      call: () => new data.BooleanData(verdicts[name]),
    })),
  )
}

export interface ExpressionFunction {
  readonly name: string
  readonly minArgs: number
  readonly maxArgs: number
  readonly call: (...args: data.ExpressionData[]) => data.ExpressionData
}

export function evaluateWith(
  expression: string,
  contexts: Readonly<Record<string, unknown>>,
  functions: readonly ExpressionFunction[],
): data.ExpressionData {
  const { tokens } = new Lexer(expression).lex()
  const parsed = new Parser(tokens, Object.keys(contexts), [...functions]).parse()
  const known = new Map(functions.map(one => [one.name.toLowerCase(), one]))
  return new Evaluator(parsed, dataOf(contexts) as data.Dictionary, known).evaluate()
}

/** Every expression in a text, replaced by what it comes to. */
export function filled(text: string, scope: Scope): string {
  return text.replaceAll(/\$\{\{(.*?)\}\}/gs, (_, expression: string) =>
    evaluate(expression.trim(), scope).coerceString(),
  )
}

/** Without a word about the state of the job, a step runs only while nothing has failed. */
export function isWanted(condition: string | undefined, scope: Scope): boolean {
  const bare = (condition ?? '').replace(/^\s*\$\{\{(.*)\}\}\s*$/s, '$1').trim()
  const asks = statuses.some(name => bare.includes(`${name}()`))
  if (!asks && scope.hasFailed) return false
  if (bare === '') return true
  return isTrue(evaluate(bare, scope))
}

function isTrue(value: data.ExpressionData): boolean {
  if (value.kind === data.Kind.Boolean) return value.coerceString() === 'true'
  if (value.kind === data.Kind.Null) return false
  if (value.kind === data.Kind.String) return value.coerceString() !== ''
  return true
}

function dataOf(value: unknown): data.ExpressionData {
  if (typeof value === 'string') return new data.StringData(value)
  if (typeof value === 'number') return new data.NumberData(value)
  if (typeof value === 'boolean') return new data.BooleanData(value)
  if (Array.isArray(value)) return new data.Array(...value.map(dataOf))
  if (typeof value !== 'object' || value === null) return new data.Null()
  return new data.Dictionary(...Object.entries(value).map(([key, inner]) => ({ key, value: dataOf(inner) })))
}
