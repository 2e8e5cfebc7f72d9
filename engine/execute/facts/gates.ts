/** The gates of a plan's customers: what each waits for and proves, worked out once for all that stands behind it. */
import type { ActionId, SubscriptionId } from '../../model/ids.ts'
import type { Action } from '../../plan/action.ts'
import { canonicalJson } from '../../plan/digest.ts'
import type { CustomerGate } from '../../plan/kinds/customer-gate.ts'
import type { Plan } from '../../plan/plan.ts'

export interface Gates {
  /** Those of its own customer that a step waits for, directly or through others. */
  readonly before: (id: ActionId) => readonly ActionId[]
  /** All steps of its customer that a gate waits for. */
  readonly waitsFor: (gate: ActionId) => ReadonlySet<ActionId>
  /** As canonical JSON. */
  readonly proofsOf: (gate: ActionId) => ReadonlySet<string>
  readonly looksAt: (gate: ActionId, subscription: SubscriptionId) => boolean
}

export function gatesOf({ actions }: Plan, byId: ReadonlyMap<ActionId, Action>): Gates {
  const before = new Map<ActionId, readonly ActionId[]>()
  const gates = new Map<ActionId, Gate>()
  // In the order of the plan, which respects every edge; what does not is told by ofPlan.
  for (const action of actions) {
    const found = new Set<ActionId>()
    for (const id of action.after) {
      const one = byId.get(id)
      if (one === undefined || customerOf(one) !== customerOf(action)) continue
      if (one.kind === 'gate.customer') found.add(id)
      for (const further of before.get(id) ?? []) found.add(further)
    }
    before.set(action.id, [...found])
    if (action.kind === 'gate.customer') gates.set(action.id, gateOf(action, byId))
  }
  return {
    before: id => before.get(id) ?? [],
    waitsFor: gate => gates.get(gate)?.waitsFor ?? new Set(),
    proofsOf: gate => gates.get(gate)?.proofs ?? new Set(),
    looksAt: (gate, subscription) => gates.get(gate)?.looksAt.has(subscription) === true,
  }
}

interface Gate {
  readonly waitsFor: ReadonlySet<ActionId>
  readonly proofs: ReadonlySet<string>
  readonly looksAt: ReadonlySet<SubscriptionId>
}

function gateOf(gate: CustomerGate, byId: ReadonlyMap<ActionId, Action>): Gate {
  const waitsFor = new Set<ActionId>()
  const open = [...gate.after]
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    const action = byId.get(id)
    // What replaces a source is of its customer. A gate of a wave waits for everybody before it.
    if (waitsFor.has(id) || action === undefined || customerOf(action) !== gate.customer) continue
    waitsFor.add(id)
    open.push(...action.after)
  }
  return {
    waitsFor,
    proofs: new Set(gate.proves.map(check => canonicalJson(check))),
    looksAt: new Set(gate.proves.flatMap(check => ('subscription' in check ? [check.subscription] : []))),
  }
}

const customerOf = (action: Action) => ('customer' in action ? action.customer : null)
