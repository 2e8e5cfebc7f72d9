/**
 * One entry per line, each with a hash over itself. A torn or damaged tail is recognised and dropped: it was never
 * promised. Damage followed by good lines is something else, and refused.
 */
import { createHash } from 'node:crypto'
import { diagnose } from '../../engine/diagnostic.ts'
import type { JournalEntry } from '../../engine/journal/entry.ts'
import { codes } from './codes.ts'
import { JournalTrouble } from './journal-trouble.ts'

export function encodeRecord(entry: JournalEntry): string {
  const body = JSON.stringify(entry)
  return `${hashOf(body)} ${body}\n`
}

export interface Decoded {
  readonly entries: readonly JournalEntry[]
  /** Bytes of the good part; a writer that goes on cuts the file here. */
  readonly goodBytes: number
}

export function decodeRecords(bytes: Uint8Array, apply: string): Decoded {
  const text = Buffer.from(bytes)
  const entries: JournalEntry[] = []
  let goodBytes = 0
  let broken = false
  for (let from = 0; from < text.length; ) {
    const newline = text.indexOf(0x0a, from)
    const end = newline < 0 ? text.length : newline
    const entry = newline < 0 ? null : decodeLine(text.toString('utf8', from, end))
    if (entry === null) broken = true
    else if (broken)
      throw new JournalTrouble(
        diagnose(codes.CORRUPT, {
          detail: `The journal of ${apply} is damaged after entry ${entries.length - 1}.`,
        }),
      )
    else {
      entries.push(entry)
      goodBytes = end + 1
    }
    from = end + 1
  }
  return { entries, goodBytes }
}

function decodeLine(line: string): JournalEntry | null {
  const body = line.slice(17)
  if (line.charAt(16) !== ' ' || line.slice(0, 16) !== hashOf(body)) return null
  try {
    const value: unknown = JSON.parse(body)
    return typeof value === 'object' && value !== null && 'kind' in value ? (value as JournalEntry) : null // the hash proves that we wrote it
  } catch {
    return null
  }
}

function hashOf(body: string): string {
  return createHash('sha256').update(body).digest('hex').slice(0, 16)
}
