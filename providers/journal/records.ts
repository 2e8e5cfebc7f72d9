/**
 * One entry per line, each with a hash over itself. A torn or damaged tail is recognised and dropped: it was never promised. Its first
 * entry comes with the journal, whole: where there is something and no first entry can be read, what was there is lost, not absent (T31).
 * Damage with good lines behind it, good lines out of sequence, or lines that are no entries, are something else: such a journal is
 * refused. A hash finds accidents; anybody can make one, so what it covers is checked like any text from outside.
 */
import { createHash } from 'node:crypto'
import { type Diagnostic, diagnose } from '../../engine/diagnostic.ts'
import type { JournalEntry } from '../../engine/journal/entry.ts'
import { checkEntries, legibleAmong } from '../../engine/journal/whole.ts'
import { isTooDeep } from '../../engine/json-depth.ts'
import { planIn } from '../../engine/plan/codec.ts'
import type { Plan } from '../../engine/plan/plan.ts'
import { saidIn } from '../../engine/plan/saved/read-lines.ts'
import { isKeptShort, savedFormat, savedPlanLines } from '../../engine/plan/saved/saved-plan.ts'
import type { Salvage } from '../../engine/ports.ts'
import { codes } from './codes.ts'

/** A large plan in its short form (docs/saved-plans.md): in full it is most of a journal. */
export function encodeRecord(entry: JournalEntry): string {
  const body = JSON.stringify(
    'plan' in entry && isKeptShort(entry.plan) ? { ...entry, plan: shortPlan(entry.plan) } : entry,
  )
  return `${hashOf(body)} ${body}\n`
}

function shortPlan(plan: Plan): ShortPlan {
  return { format: savedFormat, lines: [...savedPlanLines(plan)] }
}

interface ShortPlan {
  readonly format: typeof savedFormat
  /** Of the file that would hold it. */
  readonly lines: readonly string[]
}

/** The same entry with its plan in full. What cannot be read stays what it is, and is no entry. */
function withWholePlan(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || !('plan' in value)) return value
  const { plan } = value
  if (!isShort(plan)) return value
  const said = saidIn(plan.lines)
  return said.ok ? { ...value, plan: planIn(said.value) } : value
}

function isShort(plan: unknown): plan is ShortPlan {
  return (
    typeof plan === 'object' &&
    plan !== null &&
    'lines' in plan &&
    Array.isArray(plan.lines) &&
    plan.lines.every(line => typeof line === 'string')
  )
}

export interface Decoded {
  /** Those before any damage. */
  readonly entries: readonly JournalEntry[]
  /** Bytes of the good part; a writer that goes on cuts the file here. */
  readonly goodBytes: number
  /** Why this cannot be gone on with; null when it can. */
  readonly damage: Diagnostic | null
}

/** `bytes`: null where nothing was kept under this name. */
export function decodeRecords(bytes: Uint8Array | null, apply: string): Decoded {
  if (bytes === null) return { entries: [], goodBytes: 0, damage: null }
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const values: unknown[] = []
  let goodBytes = 0
  let brokenAt: number | null = null
  for (let from = 0; from < text.length; ) {
    const newline = text.indexOf(0x0a, from)
    const end = newline < 0 ? text.length : newline
    const line = newline < 0 ? null : decodeLine(text.toString('utf8', from, end))
    if (line === null) brokenAt ??= from
    else if (brokenAt !== null) {
      const { entries } = checkEntries(values, apply)
      return { entries, goodBytes, damage: corrupt(apply, `it is damaged at byte ${brokenAt}`) }
    } else {
      values.push(line.value)
      goodBytes = end + 1
    }
    from = end + 1
  }
  if (values.length === 0) return { entries: [], goodBytes, damage: corrupt(apply, nothingLegible(bytes)) }
  const { entries, trouble } = checkEntries(values, apply)
  return { entries, goodBytes, damage: trouble === null ? null : corrupt(apply, trouble) }
}

/**
 * What is left of it. An end without its line break was torn while it was written, so what it was about had not been sent; a line that
 * was whole once and cannot be read is a loss.
 */
export function salvageRecords(bytes: Uint8Array | null, apply: string): Salvage {
  if (bytes === null) return { entries: [], kept: 0, intact: 0, isWhole: true }
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8')
  const lines = text.split('\n').slice(0, -1)
  const values = lines.flatMap(line => decodeLine(line) ?? [])
  const { trouble } = checkEntries(
    values.map(({ value }) => value),
    apply,
  )
  return {
    entries: legibleAmong(values.map(({ value }) => value)),
    kept: lines.length,
    intact: values.length,
    isWhole: values.length > 0 && values.length === lines.length && trouble === null,
  }
}

function nothingLegible(bytes: Uint8Array): string {
  return bytes.length === 0
    ? 'its file is empty'
    : 'none of its lines can be read; a copy may have changed its line breaks or its encoding, or a disc lost it'
}

/** `why`: in words, of the journal. */
export function corrupt(apply: string, why: string): Diagnostic {
  return diagnose(codes.CORRUPT, { detail: `The journal of ${apply} cannot be used: ${why}.` })
}

/** null: the hash is another's, or it is no JSON. */
function decodeLine(line: string): { readonly value: unknown } | null {
  const body = line.slice(17)
  if (line.charAt(16) !== ' ' || line.slice(0, 16) !== hashOf(body) || isTooDeep(body)) return null
  try {
    return { value: withWholePlan(JSON.parse(body)) }
  } catch {
    return null
  }
}

function hashOf(body: string): string {
  return createHash('sha256').update(body).digest('hex').slice(0, 16)
}
