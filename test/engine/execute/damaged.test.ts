/**
 * Journals that somebody changed. What cannot be read of one is not absent (T31), and only the service settles a write (T28): nothing is
 * bought again because a journal says nothing any more, or says that it was refused.
 */
import { describe, expect, test } from 'vitest'
import type { JournalEntry } from '../../../engine/journal/entry.ts'
import { instant } from '../../../engine/model/ids.ts'
import type { JournalStore } from '../../../engine/ports.ts'
import { createMemoryJournal } from '../../../providers/journal/memory.ts'
import { decodeRecords, encodeRecord } from '../../../providers/journal/records.ts'
import { aPlan } from '../../support/builders/index.ts'
import { damagedJournal, unchained, withOneChanged } from '../../support/damaged-journal.ts'
import { aStage, type Stage, undisturbedEnd, untilDeath } from './harness.ts'
import { actionId, rossi, standing, tinyActual, tinyDesired, tinyPlan } from './tiny-world.ts'

const action = actionId('subscription.create', '1/mail')
const minuteMs = 60_000
const other = aPlan({ desired: tinyDesired, actual: tinyActual, madeAt: instant('2026-12-07T07:01:00Z') })

/** Killed when the service had taken the purchase, which does not show for a while. */
async function killedHalfway(
  hiddenForMs = 60 * minuteMs,
): Promise<{ readonly stage: Stage; readonly apply: string }> {
  const stage = aStage({ hiddenForMs })
  stage.tenants.script({ action, moment: 'after commit', how: 'crash' })
  expect(await untilDeath(stage.apply({ width: 1 }))).toBe('died')
  stage.tenants.restart()
  const [{ apply } = { apply: '' }] = await stage.store.list()
  return { stage, apply }
}

const bought = ({ tenants }: Stage) =>
  tenants.sent.filter(entry => entry.action === action && !entry.replayed).length
const codesOf = ({ diagnostics }: { readonly diagnostics: readonly { readonly code: string }[] }) =>
  diagnostics.map(entry => entry.code)

/** The entries that such a run leaves, and what may become of each. */
const places = [0, 1, 2]
const last = 2
const damages: readonly (readonly [string, (line: string) => readonly string[]])[] = [
  ['has one character changed', line => [withOneChanged(line)]],
  ['is gone', () => []],
  ['is nothing but noise', () => ['\0'.repeat(64)]],
]

describe('a journal of which a line', () => {
  // A journal that was cut short is as one whose end was lost.
  const cases = places
    .flatMap(place => damages.map(([what, damage]) => ({ place, what, damage })))
    .filter(({ place, what }) => place !== last || what !== 'is gone')

  test.each(cases)('$what, at $place, keeps another plan from buying the same', async ({ place, damage }) => {
    const { stage, apply } = await killedHalfway()
    const { length } = await stage.store.read(apply)
    expect(length).toBe(3)
    const store = damagedJournal(stage.store, apply, lines =>
      lines.flatMap((line, position) => (position === place ? damage(line) : [line])),
    )
    for (const later of ['2026-12-07T07:05:00Z', '2026-12-07T07:40:00Z']) {
      stage.tenants.setClock(instant(later))
      const refused = await stage.apply({ plan: other, store })
      expect([refused.kind, codesOf(refused), bought(stage)]).toEqual(['failed', ['APPLY.UNFINISHED'], 1])
      expect(refused.diagnostics[0]?.detail).toContain(apply)
    }
    // Nothing but the journal of a plan is missing: the same plan asks under the same ids.
    const same = withoutIt(stage.store, apply)
    await stage.apply({ store: same })
    stage.tenants.setClock(instant('2026-12-07T10:00:00Z'))
    expect([(await stage.resume({ store: same })).kind, bought(stage)]).toEqual(['done', 1])
    expect(standing(stage.tenants.actual())).toEqual(await undisturbedEnd(tinyPlan, tinyActual))
  })

  // The last line may have been torn while it was written; the rest is gone on with.
  test.each(cases.filter(({ place, what }) => place !== last && (place !== 0 || what !== 'is gone')))(
    '$what, at $place, is what a resume speaks of',
    async ({ place, damage }) => {
      const { stage, apply } = await killedHalfway()
      const store = damagedJournal(stage.store, apply, lines =>
        lines.flatMap((line, position) => (position === place ? damage(line) : [line])),
      )
      const refused = await stage.resume({ store })
      expect([refused.kind, codesOf(refused)]).toEqual(['failed', ['JOURNAL.CORRUPT']])
      expect(refused.diagnostics[0]?.remedies.map(({ kind }) => kind)).toEqual(['ask', 'run', 'edit'])
    },
  )

  test('is what another plan waits for, for a week at most', async () => {
    const { stage, apply } = await killedHalfway()
    const store = damagedJournal(stage.store, apply, ([first = '', ...rest]) => [
      withOneChanged(first),
      ...rest,
    ])
    const at = instant('2026-12-14T08:00:00Z')
    stage.tenants.setClock(at)
    const later = aPlan({ desired: tinyDesired, actual: stage.tenants.actual(), madeAt: at })
    expect((await stage.apply({ plan: later, store })).kind).toBe('done')
    expect(bought(stage)).toBe(1)
  })
})

describe('a journal of which no line can be read', () => {
  test.each<[string, (line: string) => string]>([
    ['has CR LF', line => `${line}\r`],
    ['is full of NUL', line => '\0'.repeat(line.length)],
    ['lost its check sums', line => line.slice(17)],
  ])('as it %s keeps another plan from buying the same, and is what a resume speaks of', async (_, spoil) => {
    const { stage, apply } = await killedHalfway()
    const store = damagedJournal(stage.store, apply, lines => lines.map(spoil))
    const refused = await stage.apply({ plan: other, store })
    expect([refused.kind, codesOf(refused), bought(stage)]).toEqual(['failed', ['APPLY.UNFINISHED'], 1])
    expect((await store.list()).map(entry => [entry.apply, entry.damaged?.code])).toEqual([
      [apply, 'JOURNAL.CORRUPT'],
    ])
    expect(codesOf(await stage.resume({ store }))).toEqual(['JOURNAL.CORRUPT'])
  })

  // Its only line held its plan; what followed it, nobody knows.
  test('keeps it too where one line is all that is left', async () => {
    const { stage, apply } = await killedHalfway()
    const store = damagedJournal(stage.store, apply, lines => [lines.join('')])
    const refused = await stage.apply({ plan: other, store })
    expect([codesOf(refused), bought(stage)]).toEqual([['APPLY.UNFINISHED'], 1])
  })
})

/** As after its file was moved away. */
function withoutIt(store: JournalStore, apply: string): JournalStore {
  return { ...store, list: async () => (await store.list()).filter(entry => entry.apply !== apply) }
}

const saysRefused = (last: JournalEntry): JournalEntry => ({
  kind: 'action.ended',
  action,
  attempt: 1,
  outcome: { kind: 'refused', because: { code: 'X', severity: 'error', summary: 'x', remedies: [] } },
  seq: last.seq + 1,
  at: last.at,
})

describe('a journal into which somebody wrote that a purchase was refused', () => {
  async function forged() {
    const { stage, apply } = await killedHalfway(10 * minuteMs)
    const entries = unchained(await stage.store.read(apply))
    const store = createMemoryJournal()
    const writer = await store.open(apply)
    for (const entry of [...entries, saysRefused(entries.at(-1) as JournalEntry)]) await writer.append(entry)
    await writer.close()
    return { stage, apply, store }
  }

  test('is gone on with by looking first', async () => {
    const { stage, store } = await forged()
    const verdict = await stage.resume({ store })
    expect([verdict.kind, bought(stage)]).toEqual(['done', 1])
    expect(stage.tenants.sent.filter(entry => entry.attempt > 1)).toEqual([])
  })

  test('keeps another plan from buying it again', async () => {
    const { stage, apply, store } = await forged()
    const refused = await stage.apply({ plan: other, store })
    expect([refused.kind, codesOf(refused), bought(stage)]).toEqual(['failed', ['APPLY.UNFINISHED'], 1])
    expect(refused.diagnostics[0]?.detail).toContain(apply)
  })

  test('and of which nobody can tell, is asked about again, never bought anew', async () => {
    const { stage, store } = await forged()
    const { performers } = stage.tenants
    const blind = {
      ...performers,
      'subscription.create': {
        ...performers['subscription.create'],
        look: async () => ({
          kind: 'cannot tell' as const,
          because: { code: 'X', severity: 'error' as const, summary: 'x', remedies: [] },
        }),
      },
    }
    for (let times = 0; times < 2; times += 1) await stage.resume({ store, performers: blind })
    expect([bought(stage), stage.tenants.sent.filter(entry => entry.attempt > 1).length]).toEqual([1, 0])
  })
})

test('a refusal that was one is looked at once more, and its next attempt has ids of its own', async () => {
  const stage = aStage()
  stage.tenants.script({ action, moment: 'before send', how: 'refused' })
  expect((await stage.apply()).kind).toBe('partial')
  expect((await stage.resume()).kind).toBe('done')
  expect(stage.tenants.sent.filter(entry => entry.action === action).map(entry => entry.attempt)).toEqual([2])
})

describe('the chain of a journal', () => {
  test.each<[string, (lines: readonly JournalEntry[]) => readonly JournalEntry[]]>([
    [
      'an entry that was changed',
      list => list.map(entry => ({ ...entry, at: instant('2026-12-07T09:00:00Z') })),
    ],
    ['an entry that was added', list => [...list, saysRefused(list.at(-1) as JournalEntry)]],
    [
      'an entry without its link',
      list => list.map((entry, place) => (place === 1 ? (unchained([entry])[0] ?? entry) : entry)),
    ],
  ])('shows %s, though all check sums are right', async (_, change) => {
    const { stage, apply } = await killedHalfway()
    const bytes = (entries: readonly JournalEntry[]) =>
      Buffer.from(entries.map(entry => encodeRecord(entry)).join(''))
    const entries = await stage.store.read(apply)
    expect(decodeRecords(bytes(entries), apply)).toMatchObject({ entries, damage: null })
    expect(decodeRecords(bytes(change(entries)), apply).damage).toMatchObject({
      code: 'JOURNAL.CORRUPT',
      detail: expect.stringContaining('does not follow from those before it'),
    })
    expect(entries.some(entry => 'action' in entry && entry.action.includes(rossi))).toBe(true)
  })
})
