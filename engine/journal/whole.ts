/**
 * Whether what was kept can be the journal of one apply. A check sum finds accidents and proves nothing: anybody can make one. So each
 * entry is held against its schema, its plan too, and all of them against the order that every journal keeps to.
 */
import { violationsOfFile } from '../../schemas/files.ts'
import { chainTrouble } from './chain.ts'
import type { JournalEntry } from './entry.ts'
import { sequenceTrouble } from './sequence.ts'

export interface CheckedEntries {
  /** Those before the first that is none. */
  readonly entries: readonly JournalEntry[]
  /** Why they cannot be gone on with, in words; null when they can. */
  readonly trouble: string | null
}

/** `apply`: the name under which they were kept. */
export function checkEntries(values: readonly unknown[], apply: string): CheckedEntries {
  const entries: JournalEntry[] = []
  for (const [position, value] of values.entries()) {
    const wrong = wrongWith(value)
    if (wrong !== null) return { entries, trouble: `entry ${position} is none: ${wrong}` }
    entries.push(value as JournalEntry) // its schemas were just checked, and are tested against the type
  }
  const [first] = entries
  if (first?.kind === 'apply.began' && first.apply !== apply)
    return { entries, trouble: `it says that it is the journal of ${first.apply}` }
  return { entries, trouble: sequenceTrouble(entries) ?? chainTrouble(entries) }
}

function wrongWith(value: unknown): string | null {
  const [violation] = violationsOfFile('Journal', value)
  if (violation !== undefined) return wordsOf(violation)
  if (typeof value !== 'object' || value === null || !('plan' in value)) return null
  const [inPlan] = violationsOfFile('Plan', value.plan)
  return inPlan === undefined ? null : `its plan: ${wordsOf(inPlan)}`
}

function wordsOf({ path, message, key }: ReturnType<typeof violationsOfFile>[number]): string {
  const where = path.length === 0 ? '' : `${path.join('.')} `
  return `${where}${message}${key === null ? '' : ` (${key})`}`
}

/** Those of these values that are entries by themselves, whatever stands between them. */
export function legibleAmong(values: readonly unknown[]): readonly JournalEntry[] {
  return values.filter((value): value is JournalEntry => wrongWith(value) === null)
}
