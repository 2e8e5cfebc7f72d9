/**
 * The journals of one world (T29): those of rehearsals and those of the accounts may lie in one store and never mix. What is listed was
 * made here, what was made elsewhere is not read, and a rehearsal's locks hold up no apply to the accounts.
 */
import { diagnose } from '../diagnostic.ts'
import { isSameWorld, type MadeIn, worldWords } from '../model/made-in.ts'
import type { ApplySummary, JournalStore } from '../ports.ts'
import { Trouble } from '../trouble.ts'
import { codes } from './codes.ts'

export interface JournalOfWorld extends JournalStore {
  /** Applies in the same store that were made in other worlds. */
  listOthers(): Promise<readonly ApplySummary[]>
}

/** Reading a journal of another world is refused with APPLY.OTHER_WORLD, thrown with its diagnostic. */
export function journalOfWorld(store: JournalStore, here: MadeIn): JournalOfWorld {
  // Of a damaged one it may not be known; then it is told everywhere.
  const isHere = ({ madeIn }: ApplySummary) => madeIn === null || isSameWorld(madeIn, here)
  const prefix = lockPrefix(here)
  return {
    open: apply => store.open(apply),
    async read(apply) {
      const entries = await store.read(apply)
      const [first] = entries
      if (first?.kind === 'apply.began' && !isSameWorld(first.plan.madeIn, here))
        throw new Trouble(
          diagnose(codes.OTHER_WORLD, {
            detail: `The journal of ${apply} was made in ${worldWords(first.plan.madeIn)}; this is ${worldWords(here)}. Nothing was written.`,
            remedies: [{ kind: 'run', command: 'tenantform journal list', why: 'says where each was made' }],
          }),
        )
      return entries
    },
    salvage: apply => store.salvage(apply),
    list: async () => (await store.list()).filter(isHere),
    listOthers: async () => (await store.list()).filter(entry => !isHere(entry)),
    async lock(names, owner, options) {
      const locked = await store.lock(
        names.map(name => `${prefix}${name}`),
        owner,
        options,
      )
      return locked.kind === 'busy' ? { ...locked, name: locked.name.slice(prefix.length) } : locked
    },
  }
}

/** Before the name of each lock: a rehearsal's are its world's. */
export function lockPrefix(here: MadeIn): string {
  return here.kind === 'sandbox' ? `sandbox-${here.world}-` : ''
}
