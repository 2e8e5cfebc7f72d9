/**
 * Instants as all services and clocks write them, on days that every month has: their meaning is plain, and a plan asks for it a million times.
 * Whatever else an instant may look like is for Temporal.
 */
const plain =
  /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8])T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d{1,3})?Z$/

export function isPlain(text: string): boolean {
  return plain.test(text)
}

/** No digit of a second that is nothing, as Temporal writes it. */
export function withoutZeros(text: string): string {
  return text.includes('.') ? text.replace(/\.?0*Z$/, 'Z') : text
}
