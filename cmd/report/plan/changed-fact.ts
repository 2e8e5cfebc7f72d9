/** What of a fact is not as planned, in words: only what differs, old → new. */
import type { MovedFact } from '../../../engine/journal/result.ts'

/** `seats: 5 → 6 · status: active → suspended`; where the fact is a list, what came and what went. */
export function changedWords({ planned, now }: Pick<MovedFact, 'planned' | 'now'>): string {
  return differences(planned, now, '').join(' · ')
}

function differences(planned: unknown, now: unknown, name: string): readonly string[] {
  if (same(planned, now)) return []
  const label = name === '' ? '' : `${name}: `
  if (isFields(planned) && isFields(now) && !isUnknown(planned) && !isUnknown(now))
    return [...new Set([...Object.keys(planned), ...Object.keys(now)])].flatMap(field =>
      differences(planned[field], now[field], name === '' ? field : `${name}.${field}`),
    )
  if (Array.isArray(planned) && Array.isArray(now)) {
    const gone = planned.filter(entry => !now.some(other => same(entry, other)))
    const added = now.filter(entry => !planned.some(other => same(entry, other)))
    return [
      ...gone.map(entry => `${label}gone ${said(entry)}`),
      ...added.map(entry => `${label}new ${said(entry)}`),
    ]
  }
  return [`${label}${said(planned)} → ${said(now)}`]
}

function same(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b)
}

function isFields(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** A read without an answer (factFor). */
function isUnknown(value: unknown): boolean {
  return isFields(value) && value['unknown'] === true
}

function said(value: unknown): string {
  if (value === null || value === undefined) return 'nothing'
  if (isUnknown(value)) return 'unknown'
  return typeof value === 'string' ? value : JSON.stringify(value)
}
