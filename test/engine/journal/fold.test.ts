import { describe, expect, test } from 'vitest'
import { defineCodes, diagnose } from '../../../engine/diagnostic.ts'
import type { ActionOutcome, JournalEntry } from '../../../engine/journal/entry.ts'
import {
  evidenceOf,
  foldJournal,
  isComplete,
  type Numberless,
  untouched,
} from '../../../engine/journal/fold.ts'
import { resumePointOf } from '../../../engine/journal/resume-point.ts'
import { instant } from '../../../engine/model/ids.ts'
import { Bug } from '../../../engine/result.ts'
import { actionId, tinyPlan } from '../execute/tiny-world.ts'

const { NO } = defineCodes('TEST', { NO: { summary: 'no' } })
const at = instant('2026-12-07T07:00:00Z')
const mail = actionId('subscription.create', '2/mail')
const because = diagnose(NO)
const done: ActionOutcome = { kind: 'done', evidence: { at, order: 'o-7' } }

const applyBegan: Numberless = {
  kind: 'apply.began',
  apply: 'one',
  plan: tinyPlan,
  who: 'ada',
  consent: ['changes'],
  skippedCustomers: ['left'],
}
const began = (attempt = 1): Numberless => ({
  kind: 'action.began',
  action: mail,
  attempt,
  requestId: 'r',
  correlationId: 'c',
})
const noted = (step: string, attempt = 1): Numberless => ({
  kind: 'action.noted',
  action: mail,
  attempt,
  step,
  data: { id: step },
})
const ended = (outcome: ActionOutcome, attempt = 1): Numberless => ({
  kind: 'action.ended',
  action: mail,
  attempt,
  outcome,
})

function journal(...entries: readonly Numberless[]): readonly JournalEntry[] {
  return [applyBegan, ...entries].map((entry, seq) => ({ ...entry, seq, at }) as JournalEntry)
}
const recordAfter = (...entries: readonly Numberless[]) =>
  foldJournal(journal(...entries))?.actions.get(mail) ?? untouched

describe('folding a journal', () => {
  test('gives nothing for one that holds nothing that began', () => {
    expect(foldJournal([])).toBeNull()
  })

  test('knows the apply from its first entry', () => {
    expect(foldJournal(journal())).toEqual({
      apply: 'one',
      plan: tinyPlan,
      startedAt: at,
      who: 'ada',
      consent: ['changes'],
      skippedCustomers: ['left'],
      actions: new Map(),
      finished: false,
      nextSeq: 1,
      chain: null,
    })
  })

  test.each<
    [string, readonly Numberless[], ReturnType<typeof recordAfter>, ReturnType<typeof resumePointOf>]
  >([
    ['nothing', [], untouched, { kind: 'begin', attempt: 1 }],
    ['began', [began()], { ...untouched, attempt: 1, open: true }, { kind: 'look', attempt: 1 }],
    [
      'began and noted',
      [began(), noted('cart'), noted('order')],
      { ...untouched, attempt: 1, open: true, notes: { cart: { id: 'cart' }, order: { id: 'order' } } },
      { kind: 'look', attempt: 1 },
    ],
    [
      'done',
      [began(), noted('cart'), ended(done)],
      { ...untouched, attempt: 1, outcome: done, notes: { cart: { id: 'cart' } } },
      { kind: 'keep', evidence: { at, order: 'o-7' } },
    ],
    [
      'found done without being sent',
      [ended({ kind: 'adopted', evidence: { at } })],
      { ...untouched, outcome: { kind: 'adopted', evidence: { at } } },
      { kind: 'keep', evidence: { at } },
    ],
    [
      'unknown: its ids stay in use',
      [began(), ended({ kind: 'unknown', because })],
      { ...untouched, attempt: 1, open: true, outcome: { kind: 'unknown', because } },
      { kind: 'look', attempt: 1 },
    ],
    [
      'refused, says the journal: the next try has ids of its own, once a look has confirmed it',
      [began(), ended({ kind: 'refused', because })],
      { ...untouched, attempt: 1, outcome: { kind: 'refused', because } },
      { kind: 'confirm', attempt: 1 },
    ],
    [
      'refused, which a look could not confirm: something may still come of it',
      [began(), ended({ kind: 'refused', because }), ended({ kind: 'unknown', because })],
      { ...untouched, attempt: 1, open: true, outcome: { kind: 'unknown', because } },
      { kind: 'look', attempt: 1 },
    ],
    [
      'stale without being sent: the same number is still unused',
      [ended({ kind: 'stale', because })],
      { ...untouched, outcome: { kind: 'stale', because } },
      { kind: 'begin', attempt: 1 },
    ],
    [
      'stale after something was sent: that is still open',
      [began(), ended({ kind: 'unknown', because }), ended({ kind: 'stale', because })],
      { ...untouched, attempt: 1, open: true, outcome: { kind: 'stale', because } },
      { kind: 'look', attempt: 1 },
    ],
    [
      'stale after a refusal: that was settled',
      [began(), ended({ kind: 'refused', because }), ended({ kind: 'stale', because }, 2)],
      { ...untouched, attempt: 1, outcome: { kind: 'stale', because } },
      { kind: 'begin', attempt: 2 },
    ],
    [
      'a repeat of an open attempt keeps its notes',
      [began(), noted('cart'), ended({ kind: 'unknown', because }), began()],
      { ...untouched, attempt: 1, open: true, notes: { cart: { id: 'cart' } } },
      { kind: 'look', attempt: 1 },
    ],
    [
      'a new attempt begins without the notes of the one before',
      [began(), noted('cart'), ended({ kind: 'refused', because }), began(2)],
      { ...untouched, attempt: 2, open: true },
      { kind: 'look', attempt: 2 },
    ],
    [
      'skipped',
      [{ kind: 'action.skipped', action: mail, because: { kind: 'day is over' } }],
      { ...untouched, skipped: { kind: 'day is over' } },
      { kind: 'begin', attempt: 1 },
    ],
  ])('%s', (_, entries, record, point) => {
    expect(recordAfter(...entries)).toEqual(record)
    expect(resumePointOf(record)).toEqual(point)
    expect(isComplete(record)).toBe(point.kind === 'keep')
    expect(evidenceOf(record)).toEqual(point.kind === 'keep' ? point.evidence : null)
  })

  test('is finished by a complete end only, and no longer once it was resumed', () => {
    const finished = (...entries: readonly Numberless[]) => foldJournal(journal(...entries))?.finished
    const partial: Numberless = { kind: 'apply.ended', verdict: 'partial' }
    const complete: Numberless = { kind: 'apply.ended', verdict: 'complete' }
    const resumed: Numberless = { kind: 'apply.resumed', who: 'ada', consent: [] }
    expect([finished(), finished(partial), finished(complete), finished(complete, resumed)]).toEqual([
      false,
      false,
      true,
      false,
    ])
  })

  test('takes the customers left out from the latest run that said so', () => {
    const resumed: Numberless = { kind: 'apply.resumed', who: 'ada', consent: [] }
    expect(foldJournal(journal(resumed))?.skippedCustomers).toEqual(['left'])
    expect(foldJournal(journal({ ...resumed, skippedCustomers: [] }))?.skippedCustomers).toEqual([])
  })

  test.each<[string, readonly JournalEntry[]]>([
    [
      'a gap in the numbers',
      [
        ...journal(),
        ...journal(began())
          .slice(1)
          .map(entry => ({ ...entry, seq: 2 })),
      ],
    ],
    ['an apply that begins twice', journal(applyBegan)],
    ['an attempt out of order', journal(began(2))],
    ['a note of an attempt that did not begin', journal(noted('cart'))],
    ['an action that is not in the plan', journal({ ...began(), action: 'other' } as Numberless)],
  ])('takes %s for a bug of whoever kept it', (_, entries) => {
    expect(() => foldJournal(entries)).toThrow(Bug)
  })

  test('gives for every prefix what it gives for the whole, up to there', () => {
    const entries = journal(began(), noted('cart'), ended({ kind: 'unknown', because }), began(), ended(done))
    for (let kept = 1; kept <= entries.length; kept += 1) {
      const state = foldJournal(entries.slice(0, kept))
      expect(state?.nextSeq).toBe(kept)
      const whole = foldJournal(entries)?.actions.get(mail)
      expect(isComplete(state?.actions.get(mail))).toBe(kept === entries.length)
      expect(whole).toEqual({ ...untouched, attempt: 1, outcome: done, notes: { cart: { id: 'cart' } } })
    }
  })
})
