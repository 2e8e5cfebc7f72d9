/** Puts actions into an order that respects every edge; ties are broken by id, so the result never depends on input order. */
import type { ActionId } from '../model/ids.ts'
import { Bug } from '../result.ts'
import type { Action } from './action.ts'

export function orderActions(actions: readonly Action[]): readonly Action[] {
  const byId = new Map(actions.map(action => [action.id, action]))
  const waits = new Map<ActionId, number>()
  const followers = new Map<ActionId, ActionId[]>()
  for (const action of actions) {
    waits.set(action.id, action.after.length)
    for (const before of action.after) {
      if (!byId.has(before)) throw new Bug(`${action.id} waits for ${before}, which is not in the plan`)
      const waiting = followers.get(before)
      if (waiting === undefined) followers.set(before, [action.id])
      else waiting.push(action.id)
    }
  }
  const ordered: Action[] = []
  let ready = actions
    .filter(action => action.after.length === 0)
    .map(action => action.id)
    .sort()
  while (ready.length > 0) {
    const next: ActionId[] = []
    for (const id of ready) {
      const action = byId.get(id)
      if (action !== undefined) ordered.push(action)
      for (const follower of followers.get(id) ?? []) {
        const left = (waits.get(follower) ?? 0) - 1
        waits.set(follower, left)
        if (left === 0) next.push(follower)
      }
    }
    ready = next.sort()
  }
  if (ordered.length < actions.length) {
    const stuck = actions.filter(action => (waits.get(action.id) ?? 0) > 0).map(action => action.id)
    throw new Bug(`actions wait for each other: ${stuck.join(', ')}`)
  }
  return ordered
}
