/** What of a fact is not as planned: only what differs, old → new. */
import type { MovedFact } from '../../../engine/journal/result.ts'

/** One field of a fact, or one entry of a list in it. */
export interface FactChange {
  /** Path of the field; empty: the fact as a whole. */
  readonly field: string
  /** undefined: it was not there, or is not there any more. */
  readonly planned: unknown
  readonly now: unknown
  /** A list has it, or had it. */
  readonly isEntry: boolean
}

/** `seats: 5 → 6 · status: active → suspended`; where the fact is a list, what came and what went. */
export function changedWords(moved: Pick<MovedFact, 'planned' | 'now'>): string {
  return factChanges(moved).map(wordsOf).join(' · ')
}

function wordsOf({ field, planned, now, isEntry }: FactChange): string {
  const label = field === '' ? '' : `${field}: `
  if (isEntry) return now === undefined ? `${label}gone ${said(planned)}` : `${label}new ${said(now)}`
  return `${label}${said(planned)} → ${said(now)}`
}

export function factChanges({ planned, now }: Pick<MovedFact, 'planned' | 'now'>): readonly FactChange[] {
  return differences(planned, now, '')
}

function differences(planned: unknown, now: unknown, field: string): readonly FactChange[] {
  if (same(planned, now)) return []
  if (isFields(planned) && isFields(now) && !isWithoutFields(planned) && !isWithoutFields(now))
    return [...new Set([...Object.keys(planned), ...Object.keys(now)])].flatMap(name =>
      differences(planned[name], now[name], field === '' ? name : `${field}.${name}`),
    )
  if (Array.isArray(planned) && Array.isArray(now)) {
    const gone = planned.filter(entry => !now.some(other => same(entry, other)))
    const added = now.filter(entry => !planned.some(other => same(entry, other)))
    return [
      ...gone.map(entry => ({ field, planned: entry, now: undefined, isEntry: true })),
      ...added.map(entry => ({ field, planned: undefined, now: entry, isEntry: true })),
    ]
  }
  return [{ field, planned, now, isEntry: false }]
}

function same(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b)
}

export function isFields(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** A read without an answer, or of what is not there (factFor). */
function isWithoutFields(value: Readonly<Record<string, unknown>>): boolean {
  return value['unknown'] === true || value['absent'] === true
}

/** A value of a fact, in a word where there is one; else as JSON. */
export function said(value: unknown): string {
  if (value === null || value === undefined) return 'nothing'
  if (!isFields(value)) return typeof value === 'string' ? value : JSON.stringify(value)
  if (value['unknown'] === true) return 'unknown'
  return value['absent'] === true ? 'not there' : JSON.stringify(value)
}
