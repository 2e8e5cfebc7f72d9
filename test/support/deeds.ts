import type { Action } from '../../engine/plan/action.ts'
import { canonicalJson } from '../../engine/plan/digest.ts'

/** Where an action stands, what it looks at, and what is shown of it. */
const besideTheDeed = new Set([
  'id',
  'after',
  'because',
  'replay',
  'expects',
  'proves',
  'source',
  'effect',
  'productName',
  'replacedBy',
])

/** What a step does to whom: all it says, but for its place in the plan and what is only shown of it. */
export function deedOf(action: Action): string {
  const deed = Object.entries(action).filter(([member]) => !besideTheDeed.has(member))
  return canonicalJson(Object.fromEntries(deed))
}
