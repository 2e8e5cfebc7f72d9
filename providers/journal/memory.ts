/** Journals in memory: for tests, and for anything that may be forgotten with the process. Same promises but durability. */
import { diagnose } from '../../engine/diagnostic.ts'
import type { JournalEntry } from '../../engine/journal/entry.ts'
import { foldJournal } from '../../engine/journal/fold.ts'
import type { JournalStore, LockOwner } from '../../engine/ports.ts'
import { Trouble } from '../../engine/trouble.ts'
import { codes } from './codes.ts'

export function createMemoryJournal(): JournalStore {
  const journals = new Map<string, JournalEntry[]>()
  const writers = new Set<string>()
  const locks = new Map<string, LockOwner>()
  return {
    async open(apply) {
      if (writers.has(apply))
        throw new Trouble(diagnose(codes.BUSY, { detail: `The journal of ${apply} is open already.` }))
      writers.add(apply)
      const entries = journals.get(apply) ?? []
      journals.set(apply, entries)
      return {
        async append(entry) {
          entries.push(structuredClone(entry))
        },
        async close() {
          writers.delete(apply)
        },
      }
    },
    async read(apply) {
      return structuredClone(journals.get(apply) ?? [])
    },
    async salvage(apply) {
      const entries = structuredClone(journals.get(apply) ?? [])
      return { entries, kept: entries.length, intact: entries.length, isWhole: true }
    },
    async list() {
      return [...journals.keys()].sort().flatMap(apply => {
        const state = foldJournal(journals.get(apply) ?? [])
        return state === null
          ? []
          : [{ apply, startedAt: state.startedAt, finished: state.finished, madeIn: state.plan.madeIn }]
      })
    },
    async lock(names, owner) {
      const taken = [...new Set(names)].sort()
      const held = taken.find(name => locks.has(name))
      if (held !== undefined) return { kind: 'busy', name: held, owner: locks.get(held) ?? null }
      for (const name of taken) locks.set(name, owner)
      let isHeld = true
      return {
        kind: 'held',
        isHeld: () => isHeld,
        async release() {
          isHeld = false
          for (const name of taken.splice(0)) locks.delete(name)
        },
      }
    },
  }
}
