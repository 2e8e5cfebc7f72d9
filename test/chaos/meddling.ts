/** Hands in a journal that is not theirs. */
import { readFileSync, writeFileSync } from 'node:fs'
import { basename } from 'node:path'
import type { JournalEntry } from '../../engine/journal/entry.ts'
import type { Numberless } from '../../engine/journal/fold.ts'
import { encodeRecord, salvageRecords } from '../../providers/journal/records.ts'
import { unchained, withOneChanged } from '../support/damaged-journal.ts'
import type { Meddling } from './scenario.ts'

/** false: there was nothing in it to do that with. */
export function meddleWith(path: string, how: Meddling): boolean {
  const lines = readFileSync(path, 'utf8').split('\n').slice(0, -1)
  if (how === 'a character of the journal') {
    const middle = Math.floor(lines.length / 2)
    const changed = lines.map((line, place) => (place === middle ? withOneChanged(line) : line))
    writeFileSync(path, changed.map(line => `${line}\n`).join(''))
    return lines.length > 0
  }
  const { entries } = salvageRecords(readFileSync(path), basename(path, '.jsonl'))
  const said = how === 'its word: refused' ? refusalIn(entries) : switchOffIn(entries)
  const last = entries.at(-1)
  if (said === null || last === undefined) return false
  const kept = how === 'its word: refused' ? unchained(entries) : entries
  const more = { ...said, seq: last.seq + 1, at: last.at } as JournalEntry // the spread keeps the variant
  writeFileSync(path, [...kept, more].map(entry => encodeRecord(entry)).join(''))
  return true
}

type Ended = Extract<Numberless, { kind: 'action.ended' }>

function refusalIn(entries: readonly JournalEntry[]): Ended | null {
  const ended = new Set(entries.flatMap(entry => (entry.kind === 'action.ended' ? [entry.action] : [])))
  const open = entries.findLast(entry => entry.kind === 'action.began' && !ended.has(entry.action))
  if (open?.kind !== 'action.began') return null
  const because = { code: 'X', severity: 'error', summary: 'refused', remedies: [] } as const
  const { action, attempt } = open
  return { kind: 'action.ended', action, attempt, outcome: { kind: 'refused', because } }
}

function switchOffIn(entries: readonly JournalEntry[]): Ended | null {
  const [first] = entries
  // Where no chain is kept nothing tells a lie from the truth (docs/reliability.md, "A damaged journal").
  if (first?.kind !== 'apply.began' || first.chain === undefined) return null
  const off = first.plan.actions.find(action => action.kind === 'subscription.suspend')
  if (off === undefined || entries.some(entry => 'action' in entry && entry.action === off.id)) return null
  const evidence = { subscription: off.subscription, at: first.at }
  return { kind: 'action.ended', action: off.id, attempt: 1, outcome: { kind: 'done', evidence } }
}
