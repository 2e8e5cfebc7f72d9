/** The journals of a workspace as writes that were ours. */
import { codes } from '../../engine/activity/codes.ts'
import { type OwnWrite, ownWrites } from '../../engine/activity/verify.ts'
import { diagnose } from '../../engine/diagnostic.ts'
import type { Instant } from '../../engine/model/ids.ts'
import type { JournalStore } from '../../engine/ports.ts'
import { Trouble } from '../trouble.ts'

export interface OwnApply {
  readonly apply: string
  readonly startedAt: Instant
  readonly writes: readonly OwnWrite[]
}

/** Oldest first; a journal that cannot be read to its end is said by whoever keeps it, and fails here. */
export async function ownApplies(store: JournalStore): Promise<readonly OwnApply[]> {
  const found: OwnApply[] = []
  for (const { apply, startedAt } of await store.list())
    if (startedAt !== null) found.push({ apply, startedAt, writes: ownWrites(await store.read(apply)) })
  return found
}

/** The one that is named, or the newest. */
export function applyNamed(applies: readonly OwnApply[], name: string | undefined): OwnApply {
  const found = name === undefined ? applies.at(-1) : applies.find(entry => entry.apply === name)
  if (found !== undefined) return found
  const detail =
    name === undefined ? 'Nothing has been applied in this workspace.' : `There is no journal of ${name}.`
  throw new Trouble(diagnose(codes.NO_APPLY, { detail }))
}
