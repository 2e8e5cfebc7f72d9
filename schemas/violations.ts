/** The one door to ajv: compiled validators in, our own violations out. No defaults, no coercion: those belong to `resolve`. */
import type { ErrorObject, ValidateFunction } from 'ajv'

/** One way in which a value does not fit its schema. `path` leads to the value, as keys and positions. */
export interface SchemaViolation {
  readonly path: readonly string[]
  readonly kind:
    | 'unknown key'
    | 'missing key'
    | 'wrong type'
    | 'wrong value'
    | 'wrong form'
    | 'out of range'
    | 'other'
  /** The key that is unknown or missing. */
  readonly key: string | null
  /** What is allowed, where that is a list. */
  readonly allowed: readonly string[]
  readonly message: string
}

/** All violations of a value, in document order of their paths; empty means it fits. */
export function violationsBy(validate: ValidateFunction, value: unknown): readonly SchemaViolation[] {
  if (validate(value)) return []
  const errors = validate.errors ?? []
  // What is no day at all is not told once more to be too late a day.
  const illFormed = new Set(
    errors.filter(({ keyword }) => keyword === 'format').map(error => error.instancePath),
  )
  return errors
    .filter(({ keyword }) => keyword !== 'anyOf' && keyword !== 'oneOf' && keyword !== 'if')
    .filter(({ keyword, instancePath }) => keyword !== 'formatMaximum' || !illFormed.has(instancePath))
    .map(toViolation)
}

function toViolation(error: ErrorObject): SchemaViolation {
  const path = error.instancePath
    .split('/')
    .slice(1)
    .map(part => part.replace(/~1/g, '/').replace(/~0/g, '~'))
  const at = { path, allowed: [], key: null, message: error.message ?? error.keyword } as const
  const parameters: Record<string, unknown> = error.params
  switch (error.keyword) {
    case 'additionalProperties':
      return { ...at, kind: 'unknown key', key: String(parameters['additionalProperty']) }
    case 'required':
      return { ...at, kind: 'missing key', key: String(parameters['missingProperty']) }
    case 'type':
      return { ...at, kind: 'wrong type', allowed: [String(parameters['type'])] }
    case 'enum': {
      const allowed = parameters['allowedValues']
      return { ...at, kind: 'wrong value', allowed: Array.isArray(allowed) ? allowed.map(String) : [] }
    }
    case 'const':
      return { ...at, kind: 'wrong value', allowed: [String(parameters['allowedValue'])] }
    case 'pattern':
    case 'format':
      return { ...at, kind: 'wrong form' }
    case 'formatMaximum':
    case 'minimum':
    case 'maximum':
    case 'minLength':
    case 'maxLength':
    case 'minItems':
    case 'minProperties':
    case 'uniqueItems':
      return { ...at, kind: 'out of range' }
    default:
      return { ...at, kind: 'other' }
  }
}
