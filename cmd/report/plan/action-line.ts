import { plural } from '../../../engine/plural.ts'

/** One action as cells: sign, verb, product, seats, the rest. */
export interface ActionLine {
  readonly sign: '+' | '-' | '~' | '>' | '='
  readonly verb: string
  readonly what: string
  readonly seats: string
  readonly details: readonly string[]
  readonly where: string
}

/** `5 seats`, `1 seat`, `5 → 4 seats`. */
export function seatsCell(seats: string): string {
  return seats === '' ? '' : `${seats} ${plural(Number(seats), 'seat')}`
}
