/** One action as cells: sign, verb, product, seats, the rest. */
export interface ActionLine {
  readonly sign: '+' | '-' | '~' | '>' | '='
  readonly verb: string
  readonly what: string
  readonly seats: string
  readonly details: readonly string[]
  readonly where: string
}
