/**
 * What every journal store promises, from easy to hard. Whoever writes a new one runs this suite and follows it until it is
 * green; whatever a store does beyond it, nobody relies on.
 */
import { describe, expect, test } from 'vitest'
import type { JournalEntry } from '../../engine/journal/entry.ts'
import type { Numberless } from '../../engine/journal/fold.ts'
import { type ActionId, instant, utcDate } from '../../engine/model/ids.ts'
import type { JournalStore, JournalWriter, LockOwner } from '../../engine/ports.ts'
import { tinyPlan } from '../engine/execute/tiny-world.ts'

/** A place where journals are kept, and stores over it: as many as there would be processes. */
export interface JournalPlace {
  store(): JournalStore
  /** Makes the holder of this lock look as if it had not been heard of for a minute. */
  silence?(name: string): Promise<void>
  /** Takes the second entry out of a journal, behind the store's back. Where it can be done. */
  damage?(apply: string): Promise<void>
  /** Takes away whatever the place needs. */
  close(): Promise<void>
}

export interface JournalCapabilities {
  /** A second store over one place sees what the first one wrote. */
  readonly shared: boolean
  /** Its locks have a heartbeat to look at; elsewhere a dead holder's lock comes free by itself. */
  readonly heartbeat: boolean
}

const plan = tinyPlan
const at = instant('2026-12-07T07:00:00Z')
const owner: LockOwner = { who: 'ada', since: at, apply: 'one' }
const applyBegan = (apply: string): Numberless => ({
  kind: 'apply.began',
  apply,
  plan,
  who: 'ada',
  consent: ['changes', 'irreversible'],
  skippedCustomers: [],
})
const ended: Numberless = { kind: 'apply.ended', verdict: 'complete' }

/** Adventurous values: a name in another script, a line break, quotes. Stores keep entries, they do not read them. */
function entriesOf(apply: string, more = 3): readonly JournalEntry[] {
  const action = plan.actions[0]?.id ?? ('' as ActionId)
  const steps: Numberless[] = [
    {
      kind: 'action.began',
      action,
      attempt: 1,
      requestId: '00000000-0000-4000-8000-000000000001',
      correlationId: '00000000-0000-4000-8000-000000000002',
    },
  ]
  for (let step = 0; step < more; step += 1)
    steps.push({
      kind: 'action.noted',
      action,
      attempt: 1,
      step: `${step}`,
      data: { 'naïve "λ"': 'one\ntwo\u2028' },
    })
  return [applyBegan(apply), ...steps].map((entry, seq) => ({ ...entry, seq, at }) as JournalEntry)
}

async function writeAll(writer: JournalWriter, entries: readonly JournalEntry[]): Promise<void> {
  for (const entry of entries) await writer.append(entry)
}

export function describeJournal(
  name: string,
  make: () => Promise<JournalPlace>,
  { shared, heartbeat }: JournalCapabilities,
): void {
  async function given<T>(work: (place: JournalPlace) => Promise<T>): Promise<T> {
    const place = await make()
    try {
      return await work(place)
    } finally {
      await place.close()
    }
  }

  describe(`${name}: keeping entries`, () => {
    test('an empty place has no journals, and reading one that is not there gives nothing', () =>
      given(async place => {
        const store = place.store()
        expect(await store.list()).toEqual([])
        expect(await store.read('one')).toEqual([])
      }))

    test('what was appended is read back, entry by entry, in order', () =>
      given(async place => {
        const store = place.store()
        const writer = await store.open('one')
        await writeAll(writer, entriesOf('one'))
        await writer.close()
        expect(await store.read('one')).toEqual(entriesOf('one'))
      }))

    test('an entry is there for everybody as soon as its append has resolved, with the journal still open', () =>
      given(async place => {
        const [writing, reading] = shared ? [place.store(), place.store()] : Array(2).fill(place.store())
        const writer = await writing.open('one')
        const entries = entriesOf('one')
        for (const [position, entry] of entries.entries()) {
          await writer.append(entry)
          expect(await reading.read('one')).toEqual(entries.slice(0, position + 1))
        }
        await writer.close()
      }))

    test('appends that are not waited for keep the order of the calls', () =>
      given(async place => {
        const store = place.store()
        const writer = await store.open('one')
        const entries = entriesOf('one', 200)
        await Promise.all(entries.map(entry => writer.append(entry)))
        await writer.close()
        expect(await store.read('one')).toEqual(entries)
      }))

    test('what is read is a copy: changing it changes no journal', () =>
      given(async place => {
        const store = place.store()
        const writer = await store.open('one')
        await writeAll(writer, entriesOf('one'))
        await writer.close()
        for (const entry of await store.read('one')) Object.assign(entry, { at: 'changed' })
        expect(await store.read('one')).toEqual(entriesOf('one'))
      }))

    test('a journal is gone on with behind what it holds', () =>
      given(async place => {
        const entries = entriesOf('one', 6)
        const first = await place.store().open('one')
        await writeAll(first, entries.slice(0, 4))
        await first.close()
        const second = await place.store().open('one')
        await writeAll(second, entries.slice(4))
        await second.close()
        expect(await place.store().read('one')).toEqual(entries)
      }))

    test('journals do not mix, whatever they are called', () =>
      given(async place => {
        const store = place.store()
        for (const apply of [
          '20261207T070000Z-aaaaaaaa',
          '20261207T070000Z-aaaaaaaa-2',
          '20261208T070000Z-bbbbbbbb',
        ]) {
          const writer = await store.open(apply)
          await writeAll(writer, entriesOf(apply))
          await writer.close()
        }
        expect(await store.read('20261207T070000Z-aaaaaaaa')).toEqual(entriesOf('20261207T070000Z-aaaaaaaa'))
        expect((await store.list()).map(entry => entry.apply)).toEqual([
          '20261207T070000Z-aaaaaaaa',
          '20261207T070000Z-aaaaaaaa-2',
          '20261208T070000Z-bbbbbbbb',
        ])
      }))

    test('a list says which are finished, and leaves out what never began', () =>
      given(async place => {
        const store = place.store()
        const finished = await store.open('1-finished')
        await writeAll(finished, [...entriesOf('1-finished', 0), { ...ended, seq: 2, at } as JournalEntry])
        await finished.close()
        const open = await store.open('2-open')
        await writeAll(open, entriesOf('2-open'))
        await open.close()
        const empty = await store.open('3-empty')
        await empty.close()
        expect(await store.list()).toEqual([
          { apply: '1-finished', startedAt: at, finished: true, madeIn: plan.madeIn },
          { apply: '2-open', startedAt: at, finished: false, madeIn: plan.madeIn },
        ])
      }))
  })

  describe(`${name}: damage`, () => {
    test('is refused where a journal is read or gone on with, and hides no other in the list', () =>
      given(async place => {
        if (place.damage === undefined) return // what is in memory only, nobody reaches
        const store = place.store()
        for (const apply of ['1-whole', '2-damaged']) {
          const writer = await store.open(apply)
          await writeAll(writer, entriesOf(apply))
          await writer.close()
        }
        await place.damage('2-damaged')
        const corrupt = {
          diagnostic: { code: 'JOURNAL.CORRUPT', detail: expect.stringContaining('2-damaged') },
        }
        await expect(place.store().read('2-damaged')).rejects.toMatchObject(corrupt)
        await expect(place.store().open('2-damaged')).rejects.toMatchObject(corrupt)
        expect(await place.store().list()).toEqual([
          { apply: '1-whole', startedAt: at, finished: false, madeIn: plan.madeIn },
          {
            apply: '2-damaged',
            startedAt: at,
            finished: false,
            madeIn: plan.madeIn,
            damaged: expect.objectContaining({ code: 'JOURNAL.CORRUPT' }),
          },
        ])
        // Whoever was refused holds nothing.
        await expect(place.store().open('2-damaged')).rejects.toMatchObject(corrupt)
      }))
  })

  describe(`${name}: one writer at a time`, () => {
    test('a second writer is refused while the first has it, and welcome after', () =>
      given(async place => {
        const store = place.store()
        const other = shared ? place.store() : store
        const first = await store.open('one')
        await expect(other.open('one')).rejects.toMatchObject({ diagnostic: { code: 'JOURNAL.BUSY' } })
        const elsewhere = await other.open('two')
        await elsewhere.close()
        await first.close()
        const second = await other.open('one')
        await second.close()
      }))
  })

  describe(`${name}: locks`, () => {
    test('are held by one, and name their holder to everybody else', () =>
      given(async place => {
        const store = place.store()
        const other = shared ? place.store() : store
        const held = await store.lock(['b', 'a'], owner)
        expect(held.kind).toBe('held')
        expect(held.kind === 'held' && held.isHeld()).toBe(true)
        const busy = await other.lock(['a'], { ...owner, who: 'grace' })
        expect(busy).toMatchObject({ kind: 'busy', name: 'a', owner: { who: 'ada', apply: 'one' } })
        if (busy.kind === 'busy') expect(busy.owner?.since.slice(0, 10)).toBe(utcDate('2026-12-07'))
      }))

    test('on different names do not concern each other', () =>
      given(async place => {
        const store = place.store()
        expect((await store.lock(['a'], owner)).kind).toBe('held')
        expect((await store.lock(['b'], owner)).kind).toBe('held')
        expect((await store.lock([], owner)).kind).toBe('held')
      }))

    test('are all or none: what was taken before a busy one is given back', () =>
      given(async place => {
        const store = place.store()
        const middle = await store.lock(['m'], owner)
        expect(await store.lock(['z', 'm', 'a'], owner)).toMatchObject({ kind: 'busy', name: 'm' })
        expect((await store.lock(['a', 'z'], owner)).kind).toBe('held')
        if (middle.kind === 'held') await middle.release()
      }))

    test('are free again once released, and releasing twice harms nobody', () =>
      given(async place => {
        const store = place.store()
        const first = await store.lock(['a', 'b'], owner)
        if (first.kind === 'held') await first.release()
        expect(first.kind === 'held' && first.isHeld()).toBe(false)
        const second = await store.lock(['a', 'b'], { ...owner, who: 'grace' })
        expect(second.kind).toBe('held')
        if (first.kind === 'held') await first.release()
        expect(second.kind === 'held' && second.isHeld()).toBe(true)
        expect((await store.lock(['a'], owner)).kind).toBe('busy')
      }))

    test('of a holder that is heard of are not taken over', () =>
      given(async place => {
        const store = place.store()
        const held = await store.lock(['a'], owner)
        const second = await (shared ? place.store() : store).lock(['a'], owner, { takeOver: true })
        expect(second).toMatchObject({ kind: 'busy', name: 'a', owner: { who: 'ada' } })
        expect(held.kind === 'held' && held.isHeld()).toBe(true)
      }))

    if (heartbeat)
      test('of a holder that fell silent are kept for it, and taken over by whoever says so', () =>
        given(async place => {
          const grace = { ...owner, who: 'grace' }
          const held = await place.store().lock(['a', 'b'], owner)
          await place.silence?.('a')
          await place.silence?.('b')
          const busy = await place.store().lock(['a', 'b'], grace)
          expect(busy).toMatchObject({ kind: 'busy', name: 'a', owner: { who: 'ada' } })
          if (busy.kind === 'busy') expect(busy.heartbeat?.silentMs).toBeGreaterThanOrEqual(60_000)
          const second = await place.store().lock(['a', 'b'], grace, { takeOver: true })
          expect(second).toMatchObject({
            kind: 'held',
            takenFrom: [{ who: 'ada', apply: 'one' }],
          })
          await expect.poll(() => held.kind === 'held' && held.isHeld()).toBe(false)
          if (held.kind === 'held') await held.release()
          expect(second.kind === 'held' && second.isHeld()).toBe(true)
          if (second.kind === 'held') await second.release()
        }))

    test('go to exactly one of many who want them at once', () =>
      given(async place => {
        const store = place.store()
        const wanted = await Promise.all(
          Array.from({ length: 8 }, (_, number) =>
            (shared ? place.store() : store).lock(['a', 'b', 'c'], { ...owner, who: `w${number}` }),
          ),
        )
        expect(wanted.filter(result => result.kind === 'held')).toHaveLength(1)
      }))
  })
}
