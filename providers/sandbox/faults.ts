/** Scripted trouble, consumed as it happens (E15). */
import { asFields, field, onlyFields, optionalText } from './body-reader.ts'
import { Refusal } from './refusal.ts'

export type FaultKind =
  | 'drop-before-commit'
  | 'drop-after-commit'
  | 'status'
  | 'throttle'
  | 'delay'
  | 'garble'
  | 'hold-before-commit'
  | 'hold-after-commit'

export interface Fault {
  readonly match: {
    readonly method: string | null
    readonly path: string | null
    readonly partner: string | null
  }
  readonly kind: FaultKind
  /** How often it happens; null: always. */
  left: number | null
  readonly code: number
  readonly body: unknown
  readonly retryAfter: number
  readonly ms: number
}

const kinds: readonly FaultKind[] = [
  'drop-before-commit',
  'drop-after-commit',
  'status',
  'throttle',
  'delay',
  'garble',
  'hold-before-commit',
  'hold-after-commit',
]

export interface FaultScript {
  add(written: unknown): number
  /** The first fault that fits this request, used up once. */
  take(method: string, path: string, partner: string): Fault | null
}

export function createFaults(): FaultScript {
  let faults: Fault[] = []
  return {
    add(written) {
      if (!Array.isArray(written)) throw bad('The body must be an array of faults.')
      const parsed = written.map(parse)
      faults = [...faults, ...parsed]
      return parsed.length
    },
    take(method, path, partner) {
      const found = faults.find(
        ({ match }) =>
          (match.method === null || match.method === method) &&
          (match.path === null || path.includes(match.path)) &&
          (match.partner === null || match.partner === partner),
      )
      if (found === undefined) return null
      if (found.left !== null) {
        found.left -= 1
        if (found.left <= 0) faults = faults.filter(fault => fault !== found)
      }
      return found
    },
  }
}

function parse(value: unknown): Fault {
  const fields = asFields(value, 'A fault')
  onlyFields(fields, ['match', 'do', 'times', 'code', 'body', 'retryAfter', 'ms'], 'A fault')
  const match = asFields(field(fields, 'match') ?? {}, 'match')
  onlyFields(match, ['method', 'path', 'partner'], 'match')
  const kind = kinds.find(entry => entry === field(fields, 'do'))
  if (kind === undefined) throw bad(`\`do\` is one of ${kinds.join(', ')}.`)
  const times = field(fields, 'times') ?? 1
  if (times !== 'always' && (typeof times !== 'number' || !Number.isInteger(times) || times < 1))
    throw bad('`times` is a whole number from 1, or "always".')
  return {
    match: {
      method: optionalText(match, 'method')?.toUpperCase() ?? null,
      path: optionalText(match, 'path'),
      partner: optionalText(match, 'partner'),
    },
    kind,
    left: times === 'always' ? null : times,
    code: numberIn(fields, 'code', 503),
    body: field(fields, 'body') ?? null,
    retryAfter: numberIn(fields, 'retryAfter', 10),
    ms: numberIn(fields, 'ms', 1000),
  }
}

function numberIn(fields: Readonly<Record<string, unknown>>, name: string, otherwise: number): number {
  const value = field(fields, name) ?? otherwise
  if (typeof value !== 'number' || value < 0) throw bad(`\`${name}\` is a number from 0.`)
  return value
}

function bad(description: string): Refusal {
  return new Refusal(400, { error: description })
}
