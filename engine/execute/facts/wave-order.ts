/**
 * Whether each wave of a plan waits for the one it needs. What a gate of a wave waits for follows from the documents and from the other
 * actions, so it is made again and compared: whoever shortens it lets a wave start before the one it needs has moved.
 */
import { type Diagnostic, diagnose } from '../../diagnostic.ts'
import type { DeclaredConsolidation, DeclaredCustomer } from '../../model/desired.ts'
import type { ActionId } from '../../model/ids.ts'
import type { Action } from '../../plan/action.ts'
import { canonicalJson } from '../../plan/digest.ts'
import { type WaveGate, waveGate } from '../../plan/kinds/wave-gate.ts'
import { lastOf, wavesNeededBy } from '../../plan/move/waves.ts'
import type { CustomerPlan, Plan } from '../../plan/plan.ts'
import { possibleWaves } from '../../scope/wave-of.ts'
import { codes } from '../codes.ts'
import type { Declared } from './declared.ts'

/** At most so many are told; the plan is refused as a whole. */
const shown = 10

/** Documents that are those of the plan: their digest was compared before. */
export function outOfWaveOrder(plan: Plan, { customers, consolidations }: Declared): readonly Diagnostic[] {
  const facts: Facts = {
    byId: new Map(plan.actions.map(action => [action.id, action])),
    declared: new Map(customers.map(entry => [`${entry.partner}/${entry.tenant}`, entry])),
    moving: movingIn(plan),
  }
  const judged = consolidations.map(consolidation => ofConsolidation(consolidation, facts))
  const expected = new Set(judged.flatMap(({ gates }) => gates))
  const others = plan.actions.flatMap(({ kind, id }) =>
    kind === 'gate.wave' && !expected.has(id) ? [`${id}: no wave of this plan waits for it`] : [],
  )
  return [...judged.flatMap(({ reasons }) => reasons), ...others]
    .slice(0, shown)
    .map(why => diagnose(codes.NOT_WHOLE, { detail: `${why}. Nothing was written.` }))
}

interface Facts {
  readonly byId: ReadonlyMap<ActionId, Action>
  /** By `partner/tenant`. */
  readonly declared: ReadonlyMap<string, DeclaredCustomer>
  /** Parts of customers, by consolidation. */
  readonly moving: ReadonlyMap<string, readonly CustomerPlan[]>
}

function movingIn({ customers }: Plan): Facts['moving'] {
  const moving = new Map<string, CustomerPlan[]>()
  for (const part of customers) {
    if (part.consolidation === null) continue
    const parts = moving.get(part.consolidation) ?? []
    parts.push(part)
    moving.set(part.consolidation, parts)
  }
  return moving
}

function ofConsolidation(consolidation: DeclaredConsolidation, facts: Facts) {
  const parts = facts.moving.get(consolidation.name) ?? []
  const reasons = parts.flatMap(part => inOtherWave(part, consolidation, facts))
  const byWave = new Map<string, CustomerPlan[]>()
  for (const part of parts) {
    if (part.actions.length === 0) continue
    const members = byWave.get(part.wave ?? '') ?? []
    members.push(part)
    byWave.set(part.wave ?? '', members)
  }
  const gates: ActionId[] = []
  for (const wave of consolidation.waves) {
    const members = byWave.get(wave.name)
    const needs = wavesNeededBy(wave.name, consolidation.waves).find(name => byWave.has(name))
    if (members === undefined || needs === undefined) continue
    const before = (byWave.get(needs) ?? []).flatMap(part => actionsOf(part, facts))
    const gate = waveGate(consolidation.name, { name: wave.name, needs }, lastOf(before))
    gates.push(gate.id)
    reasons.push(...ofGate(gate, facts))
    for (const part of members) reasons.push(...notBehind(gate, actionsOf(part, facts)))
  }
  return { reasons, gates }
}

/** Where a wave is of those that have something in a source, the documents alone do not say who is in it. */
function inOtherWave(
  part: CustomerPlan,
  consolidation: DeclaredConsolidation,
  facts: Facts,
): readonly string[] {
  const customer = facts.declared.get(`${part.partner}/${part.tenant}`)
  if (customer === undefined) return []
  const seen = new Map(consolidation.from.map(partner => [partner, 'maybe'] as const))
  const possible = possibleWaves(consolidation, customer, seen)
  if (possible.length === 0 ? part.wave === null : possible.includes(part.wave ?? '')) return []
  return [`${part.name} is planned in another wave of ${consolidation.name} than the documents say`]
}

function ofGate(gate: WaveGate, { byId }: Facts): readonly string[] {
  const found = byId.get(gate.id)
  if (found === undefined) return [`${gate.id} is not there, and wave \`${gate.wave}\` needs another`]
  if (canonicalJson(found) === canonicalJson(gate)) return []
  const missing = gate.after.find(id => !found.after.includes(id))
  return [
    missing === undefined ? `${gate.id} is not as planned` : `${gate.id}: it does not wait for ${missing}`,
  ]
}

/** What begins a customer waits for the gate; all else waits for what begins it. */
function notBehind(gate: WaveGate, own: readonly Action[]): readonly string[] {
  const ids = new Set(own.map(({ id }) => id))
  return own
    .filter(({ after }) => !after.includes(gate.id) && !after.some(id => ids.has(id)))
    .map(({ id }) => `${id}: it does not wait for ${gate.id}`)
}

function actionsOf({ actions }: CustomerPlan, { byId }: Facts): readonly Action[] {
  return actions.flatMap(id => byId.get(id) ?? [])
}
