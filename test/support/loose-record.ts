import { createHash } from 'node:crypto'

/** A line of a journal with a right check sum, whatever it says, and with its plan in full as it was written before there was a short form. */
export function looseRecord(value: unknown): string {
  const body = JSON.stringify(value)
  return `${createHash('sha256').update(body).digest('hex').slice(0, 16)} ${body}\n`
}
