/** A value that prints, logs and serialises as `[secret]`. Only `reveal` gives it away, so its uses can be counted. */
import { inspect } from 'node:util'

export interface Secret {
  reveal(): string
  toString(): string
  toJSON(): string
}

const shown = '[secret]'

export function secret(value: string): Secret {
  return {
    reveal: () => value,
    toString: () => shown,
    toJSON: () => shown,
    [inspect.custom]: () => shown,
  } as Secret // inspect.custom is a symbol that callers need not know
}
