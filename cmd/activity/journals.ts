/** The journals of a workspace as writes that were ours. */

import { codes } from '../../engine/activity/codes.ts'
import { isOwnWrite, type OwnStep, type OwnWrite, ownSteps } from '../../engine/activity/own-steps.ts'
import { type Diagnostic, diagnose } from '../../engine/diagnostic.ts'
import type { JournalOfWorld } from '../../engine/execute/journal-of-world.ts'
import type { Instant } from '../../engine/model/ids.ts'
import { counted } from '../../engine/plural.ts'
import { Trouble } from '../../engine/trouble.ts'
import { tell } from '../answer.ts'
import type { Shell } from '../shell.ts'

export interface OwnApply {
  readonly apply: string
  readonly startedAt: Instant
  readonly steps: readonly OwnStep[]
  /** Those of commerce. */
  readonly writes: readonly OwnWrite[]
}

export interface OwnApplies {
  /** Oldest first. */
  readonly applies: readonly OwnApply[]
  /** One per journal that cannot be read to its end: it hides no other, and what it held is missing. */
  readonly damaged: readonly (Diagnostic & { readonly apply: string })[]
  /** How many were made in other worlds. */
  readonly others: number
}

export async function ownApplies(store: JournalOfWorld): Promise<OwnApplies> {
  const found: OwnApply[] = []
  const broken: OwnApplies['damaged'][number][] = []
  for (const { apply, startedAt, damaged } of await store.list()) {
    if (damaged !== undefined) broken.push({ ...damaged, severity: 'warning', apply })
    else if (startedAt !== null) {
      const steps = ownSteps(await store.read(apply))
      found.push({ apply, startedAt, steps, writes: steps.filter(isOwnWrite) })
    }
  }
  return { applies: found, damaged: broken, others: (await store.listOthers()).length }
}

/** What a reader of all of them has to know: what is missing, and that a rehearsal is no proof of anything (T29). */
export function tellLeftOut({ applies, damaged, others }: OwnApplies, shell: Shell): void {
  tell(shell, damaged)
  if (applies.length > 0 || others === 0) return
  const detail = counted(others, 'apply of this workspace is', 'applies of this workspace are')
  tell(shell, [
    diagnose(codes.OTHER_WORLDS, { detail: `${detail} of another world, a rehearsal or other accounts.` }),
  ])
}

/** The one that is named, or the newest. */
export function applyNamed({ applies, damaged }: OwnApplies, name: string | undefined): OwnApply {
  const found = name === undefined ? applies.at(-1) : applies.find(entry => entry.apply === name)
  if (found !== undefined) return found
  const broken = damaged.find(entry => entry.apply === name)
  if (broken !== undefined) throw new Trouble({ ...broken, severity: 'error' })
  const detail =
    name === undefined ? 'Nothing has been applied in this workspace.' : `There is no journal of ${name}.`
  throw new Trouble(diagnose(codes.NO_APPLY, { detail }))
}
