/** What apply did, entry by entry. */

import type { JournalEntry } from '../../engine/journal/entry.ts'
import { type Origin, originWords } from '../../engine/model/origin.ts'
import { counted } from '../../engine/plural.ts'
import type { ApplySummary } from '../../engine/ports.ts'
import { alignColumns } from './columns.ts'
import type { ReportOptions } from './options.ts'
import { printable } from './printable.ts'
import { overlapText } from './result-text.ts'
import { placeWords, shortWorld } from './world.ts'

export function journalListText(applies: readonly ApplySummary[], options: ReportOptions): string {
  if (applies.length === 0) return 'No apply has been made in this workspace.\n'
  return `${alignColumns([['apply', 'started', '', ''], ...applies.map(entry => [printable(entry.apply), startedText(entry), standingOf(entry), worldOf(entry)])], '', { columns: options.columns }).join('\n')}\n`
}

export function journalText(entries: readonly JournalEntry[], options: ReportOptions): string {
  return `${alignColumns(
    entries.map(entry => [
      String(entry.seq),
      `${entry.at.slice(0, 19)}Z`,
      entry.kind,
      printable(detail(entry)),
    ]),
    '',
    { columns: options.columns, widest: 140 },
  ).join('\n')}\n`
}

/** What is of the accounts needs no mark. */
function worldOf({ madeIn }: ApplySummary): string {
  if (madeIn === null) return 'world unknown'
  return madeIn.kind === 'sandbox' ? `rehearsal ${shortWorld(madeIn.world)}` : ''
}

function startedText({ startedAt }: ApplySummary): string {
  return startedAt === null ? 'unknown' : `${startedAt.slice(0, 16)}Z`
}

function standingOf({ finished, damaged }: ApplySummary): string {
  if (damaged !== undefined) return damaged.summary
  return finished ? 'complete' : 'not finished'
}

function approvedIn(rules: readonly string[] | undefined): string {
  return rules === undefined ? '' : `, approved: ${rules.join(', ')}`
}

function originOf(origin: Origin | undefined): string {
  const words = originWords(origin)
  return words === null ? '' : ` · ${words}`
}

function detail(entry: JournalEntry): string {
  switch (entry.kind) {
    case 'apply.began':
      return `${entry.apply} by ${entry.who} in ${placeWords(entry.plan.madeIn)}, plan ${entry.plan.id.slice(7, 19)}, ${counted(entry.plan.actions.length, 'action')}${entry.consent.length === 0 ? '' : `, allowed: ${entry.consent.join(', ')}`}${approvedIn(entry.approved)}${originOf(entry.origin)}`
    case 'apply.resumed':
      return `by ${entry.who}${entry.consent.length === 0 ? '' : `, allowed: ${entry.consent.join(', ')}`}${approvedIn(entry.approved)}${originOf(entry.origin)}`
    case 'action.began':
      return `${entry.action} (attempt ${entry.attempt}, request ${entry.requestId})`
    case 'action.noted':
      return `${entry.action}: ${entry.step} ${Object.values(entry.data).join(' ')}`
    case 'action.ended':
      return `${entry.action}: ${entry.outcome.kind}${'because' in entry.outcome ? `, ${entry.outcome.because.summary}` : ''}`
    case 'action.skipped':
      return `${entry.action}: ${entry.because.kind}`
    case 'apply.ended':
      return [
        entry.verdict,
        ...(entry.overlap ?? []).map(pair => `charged on both sides: ${overlapText(pair)}`),
      ].join('; ')
  }
}
