/**
 * One lane per customer, and one more for its delegated administration; several at a time, each step after all it waits for. A lane that waits for another (a wave gate
 * waits for the needed wave's customers) gives its place to one that can go on, so lanes never wait for each other in a
 * circle; a lane that can go on keeps its place, so a customer is finished before the next one is begun.
 */
import type { ActionId } from '../model/ids.ts'
import type { Action } from '../plan/action.ts'
import { isAdminAction } from '../plan/admin/admin-action.ts'
import { diagnosticsOf } from '../trouble.ts'
import { runAction } from './actions/run-action.ts'
import { runTogether, together } from './actions/run-together.ts'
import { customerOf, type Run } from './run.ts'

interface Lane {
  /** In the order of the plan, which respects every edge. */
  readonly actions: readonly Action[]
  next: number
  isRunning: boolean
}

/** Works until every action had its turn. Resolves once all lanes stand still, with what made them stop, if anything did. */
export async function runLanes(run: Run): Promise<unknown> {
  const total = run.plan.actions.length
  const finished = new Set<ActionId>()
  const lanes = lanesOf(run.plan.actions)
  const laneOf = new Map(lanes.flatMap(lane => lane.actions.map(action => [action.id, lane] as const)))
  const running = new Set<Promise<void>>()
  let trouble: unknown = null

  // What is not in the plan of this run had its turn elsewhere (workers): its record tells what came of it.
  const hadTurn = { has: (id: ActionId) => finished.has(id) || !laneOf.has(id) }
  const head = (lane: Lane): Action | null => {
    const action = lane.actions[lane.next]
    return action?.after.every(before => hadTurn.has(before)) ? action : null
  }
  const waiting = lanes.filter(lane => head(lane) !== null)
  function finish(action: Action, lane: Lane): void {
    lane.next += 1
    finished.add(action.id)
    for (const follower of run.followers.get(action.id) ?? []) {
      const other = laneOf.get(follower.id)
      if (other !== undefined && !other.isRunning && head(other) === follower) waiting.push(other)
    }
  }
  async function advance(lane: Lane): Promise<void> {
    lane.isRunning = true
    while (head(lane) !== null) {
      const group = together(lane.actions.slice(lane.next), hadTurn, run)
      try {
        if (group.length > 1) await runTogether(group, run)
        else for (const action of group) await runAction(action, run)
        for (const [position, { id }] of group.entries())
          run.progress({
            kind: 'stage.advanced',
            stage: 'apply',
            done: finished.size + position + 1,
            total,
            what: id,
          })
      } catch (error) {
        // A bug outranks a trouble of ours: it must not be hidden behind it.
        if (trouble === null || diagnosticsOf(error).length === 0) trouble = error
        run.halt()
      }
      for (const action of group) finish(action, lane)
    }
    // In the same turn as the last look at the lane's head, or a lane could wait for a call that has come already.
    lane.isRunning = false
  }

  run.progress({ kind: 'stage.began', stage: 'apply', total })
  while (waiting.length > 0 || running.size > 0) {
    while (running.size < run.width) {
      const lane = waiting.shift()
      if (lane === undefined) break
      if (lane.isRunning) continue
      const work: Promise<void> = advance(lane).finally(() => running.delete(work))
      running.add(work)
    }
    await Promise.race(running)
  }
  run.progress({ kind: 'stage.ended', stage: 'apply' })
  return trouble
}

function lanesOf(actions: readonly Action[]): readonly Lane[] {
  const lanes = new Map<string, Action[]>()
  for (const action of actions) {
    const key = isAdminAction(action) ? `admin/${action.customer}` : (customerOf(action) ?? action.id)
    const lane = lanes.get(key)
    if (lane === undefined) lanes.set(key, [action])
    else lane.push(action)
  }
  return [...lanes.values()].map(own => ({ actions: own, next: 0, isRunning: false }))
}
