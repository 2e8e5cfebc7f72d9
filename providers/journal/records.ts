/**
 * One entry per line, each with a hash over itself. A torn or damaged tail is recognised and dropped: it was never promised.
 * Damage with good lines behind it, or good lines out of sequence, is something else: such a journal is refused.
 */
import { createHash } from 'node:crypto'
import { type Diagnostic, diagnose } from '../../engine/diagnostic.ts'
import type { JournalEntry } from '../../engine/journal/entry.ts'
import { sequenceTrouble } from '../../engine/journal/sequence.ts'
import { codes } from './codes.ts'

export function encodeRecord(entry: JournalEntry): string {
  const body = JSON.stringify(entry)
  return `${hashOf(body)} ${body}\n`
}

export interface Decoded {
  /** Those before any damage. */
  readonly entries: readonly JournalEntry[]
  /** Bytes of the good part; a writer that goes on cuts the file here. */
  readonly goodBytes: number
  /** Why this cannot be gone on with; null when it can. */
  readonly damage: Diagnostic | null
}

export function decodeRecords(bytes: Uint8Array, apply: string): Decoded {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const entries: JournalEntry[] = []
  let goodBytes = 0
  let brokenAt: number | null = null
  for (let from = 0; from < text.length; ) {
    const newline = text.indexOf(0x0a, from)
    const end = newline < 0 ? text.length : newline
    const entry = newline < 0 ? null : decodeLine(text.toString('utf8', from, end))
    if (entry === null) brokenAt ??= from
    else if (brokenAt !== null)
      return { entries, goodBytes, damage: corrupt(apply, `it is damaged at byte ${brokenAt}`) }
    else {
      entries.push(entry)
      goodBytes = end + 1
    }
    from = end + 1
  }
  const trouble = sequenceTrouble(entries)
  return { entries, goodBytes, damage: trouble === null ? null : corrupt(apply, trouble) }
}

function corrupt(apply: string, why: string): Diagnostic {
  return diagnose(codes.CORRUPT, { detail: `The journal of ${apply} cannot be used: ${why}.` })
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
