/** Names of applies: readable, sortable, and the same for the same plan at the same instant. */
import { type ApplyState, foldJournal } from '../journal/fold.ts'
import type { Plan } from '../plan/plan.ts'
import type { Clock, JournalStore } from '../ports.ts'

/** `20261207T070000Z-1a2b3c4d`; numbered where time stood still since the last apply of this plan. */
export async function newApplyId(plan: Plan, clock: Clock, store: JournalStore): Promise<string> {
  const taken = new Set((await store.list()).map(entry => entry.apply))
  const time = clock.now().replace(/\.\d+/, '').replaceAll(/[-:]/g, '')
  const base = `${time}-${shortOf(plan)}`
  let id = base
  for (let number = 2; taken.has(id); number += 1) id = `${base}-${number}`
  return id
}

/**
 * The newest interrupted apply of this very plan. Its journal knows attempts and carts that the live side does not show, so a
 * plan that is applied again goes on in it.
 */
export async function unfinishedOf(plan: Plan, store: JournalStore): Promise<ApplyState | null> {
  const open = (await store.list())
    .filter(entry => !entry.finished && entry.damaged === undefined && isOf(plan, entry.apply))
    .map(entry => entry.apply)
    .sort()
    .reverse()
  for (const apply of open) {
    const state = foldJournal(await store.read(apply))
    if (state !== null && state.plan.id === plan.id) return state
  }
  return null
}

/** By its name alone: whether an apply can be of this plan. */
export function isOf(plan: Plan, apply: string): boolean {
  return apply.includes(`-${shortOf(plan)}`)
}

function shortOf({ id }: Plan): string {
  return id.replace('sha256:', '').slice(0, 8)
}
