/** A journal whose text somebody changed, behind the back of the store that keeps it: read back as a file would be. */
import type { JournalEntry } from '../../engine/journal/entry.ts'
import type { JournalStore } from '../../engine/ports.ts'
import { Trouble } from '../../engine/trouble.ts'
import { decodeRecords, encodeRecord, salvageRecords } from '../../providers/journal/records.ts'
import { summaryOf } from '../../providers/journal/summary-of.ts'

/** `damage` gets the lines of the journal of `apply`, without their line breaks. */
export function damagedJournal(
  store: JournalStore,
  apply: string,
  damage: (lines: readonly string[]) => readonly string[],
): JournalStore {
  const bytesOf = async () => {
    const lines = (await store.read(apply)).map(entry => encodeRecord(entry).trimEnd())
    return Buffer.from(
      damage(lines)
        .map(line => `${line}\n`)
        .join(''),
    )
  }
  const decoded = async () => decodeRecords(await bytesOf(), apply)
  return {
    ...store,
    async open(name) {
      const { damage: found } = await decoded()
      if (name === apply && found !== null) throw new Trouble(found)
      return store.open(name)
    },
    async read(name) {
      if (name !== apply) return store.read(name)
      const { entries, damage: found } = await decoded()
      if (found !== null) throw new Trouble(found)
      return entries
    },
    salvage: async name => (name === apply ? salvageRecords(await bytesOf(), apply) : store.salvage(name)),
    async list() {
      const { entries, damage: found } = await decoded()
      const summary = summaryOf(apply, entries, found)
      const others = (await store.list()).filter(entry => entry.apply !== apply)
      return [...others, ...(summary === null ? [] : [summary])]
    },
  }
}

/** One character is another one. */
export function withOneChanged(line: string): string {
  const middle = Math.floor(line.length / 2)
  return `${line.slice(0, middle)}${line[middle] === '#' ? '*' : '#'}${line.slice(middle + 1)}`
}

/** As they were kept before there was a chain. */
export function unchained(entries: readonly JournalEntry[]): readonly JournalEntry[] {
  return entries.map(whole => {
    const { chain: _, ...entry } = whole
    return entry as JournalEntry // a chain may be left out
  })
}
