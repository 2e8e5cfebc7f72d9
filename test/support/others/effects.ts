import type { Action } from '../../../engine/plan/action.ts'
import type { Sent } from '../simulated-service.ts'
import type { CarriedOn } from './courses.ts'

export type Write = Extract<Action, { readonly effect: unknown }>

/** What was sent, with the actions that it carried out, without repeats that the service recognised. */
export function effectsOf({ plan, sent }: CarriedOn): readonly (Sent & { readonly does: Write })[] {
  const byId = new Map(plan.actions.map(action => [action.id, action]))
  return sent.flatMap(entry => {
    const does = byId.get(entry.action)
    return entry.replayed || does === undefined || !('effect' in does) ? [] : [{ ...entry, does }]
  })
}
