/**
 * Waves of one consolidation. A wave is done when every accepted customer of it has moved all that can move now; a wave that needs another
 * starts behind a gate that waits for all of it, or not at all where something of it is blocked or outside the plan.
 */
import type { DeclaredConsolidation, Wave } from '../../model/desired.ts'
import type { ScopedCustomer } from '../../scope/scoped-customer.ts'
import type { Action } from '../action.ts'
import { finding } from '../finding.ts'
import type { WaveGate } from '../kinds/wave-gate.ts'
import { waveGate } from '../kinds/wave-gate.ts'
import type { Finding } from '../plan.ts'
import type { CustomerDecision } from '../stages/order.ts'
import { blockCustomer } from './block-customer.ts'
import { moveCodes } from './codes.ts'

/** A customer that was decided about, and whether this plan may write for it. */
export interface Decided {
  readonly entry: ScopedCustomer
  readonly decision: CustomerDecision
}

export interface WavesDecision {
  readonly decided: readonly Decided[]
  readonly gates: readonly WaveGate[]
  readonly findings: readonly Finding[]
}

export function applyWaves(consolidation: DeclaredConsolidation, decided: readonly Decided[]): WavesDecision {
  const byWave = new Map<string, Decided[]>()
  for (const one of decided) {
    const members = byWave.get(one.decision.plan.wave ?? '')
    if (members === undefined) byWave.set(one.decision.plan.wave ?? '', [one])
    else members.push(one)
  }
  const gates: WaveGate[] = []
  const findings: Finding[] = []
  for (const wave of consolidation.waves) {
    const members = byWave.get(wave.name) ?? []
    // A scope that leaves members out does not make the wave smaller (T26).
    const size = Math.max(members.length, ...members.map(({ entry }) => entry.waveSize))
    const detail = tooLarge(consolidation, wave, size)
    if (detail === null) continue
    const facts = { detail, at: wave.at }
    if (members.some(isToMove)) findings.push(finding(moveCodes.WAVE_TOO_LARGE, 'run', {}, facts))
    blockWave(byWave, wave, finding(moveCodes.WAVE_TOO_LARGE, 'customer', {}, facts))
  }
  for (const wave of needsFirst(consolidation.waves)) {
    if (wave.needs === null) continue
    const mine = byWave.get(wave.name) ?? []
    if (!mine.some(({ decision }) => decision.actions.length > 0)) continue
    const needed = byWave.get(wave.needs) ?? []
    const inTheWay = needed.filter(holdsUp)
    if (inTheWay.length > 0) {
      blockWave(byWave, wave, notDone(consolidation, wave, inTheWay))
      continue
    }
    const held = mine.map(one => relyingOn(needed, mine, one))
    byWave.set(wave.name, held)
    const before = needed.flatMap(({ decision }) => decision.actions)
    if (before.length === 0) continue
    const gate = waveGate(consolidation.name, { name: wave.name, needs: wave.needs }, lastOf(before))
    gates.push(gate)
    byWave.set(
      wave.name,
      held.map(one => ({ ...one, decision: behind(gate, one.decision) })),
    )
  }
  const current = new Map([...byWave.values()].flat().map(one => [one.entry, one]))
  return { decided: decided.map(one => current.get(one.entry) ?? one), gates, findings }
}

const hasAccepted: ReadonlySet<string> = new Set(['accepted', 'agreement missing', 'unknown'])

/** Who of the needed wave has not accepted holds nothing up, as long as it stays so: that is a fact of all that goes before it. */
function relyingOn(needed: readonly Decided[], mine: readonly Decided[], one: Decided): Decided {
  if (one.decision.actions.length === 0) return one
  const ahead = mine
    .filter(({ decision }) => decision.actions.length > 0)
    .map(({ decision }) => decision.plan.tenant)
  const subjects = needed.flatMap(({ decision: { plan } }) =>
    // Of whom it is not known there is nothing that could move: unread facts are asked for where they matter.
    hasAccepted.has(plan.readiness.kind)
      ? []
      : [
          {
            kind: 'customer' as const,
            partner: plan.partner,
            customer: plan.tenant,
            behind: [...ahead].sort(),
          },
        ],
  )
  return { ...one, decision: { ...one.decision, subjects: [...one.decision.subjects, ...subjects] } }
}

/** Of the scope of this plan, and not where it shall be. */
function isToMove({ entry, decision }: Decided): boolean {
  return entry.selected && decision.plan.state !== 'moved' && decision.plan.state !== 'nothing to do'
}

/**
 * The relationship is accepted, with or without an agreement, and not all that can move now is moved by this plan. What runs out with its
 * term, and is told so already, holds nothing up.
 */
function holdsUp({ entry, decision }: Decided): boolean {
  const { readiness, state } = decision.plan
  if (readiness.kind === 'unknown') return state === 'blocked'
  if (readiness.kind !== 'accepted' && readiness.kind !== 'agreement missing') return false
  return state === 'blocked' || state === 'waiting' || (!entry.selected && decision.actions.length > 0)
}

/** An error of the documents, which declines the run: `max` is how many the writer meant to touch at most (docs/planning.md). */
function tooLarge({ name }: DeclaredConsolidation, wave: Wave, size: number): string | null {
  if (wave.max === null || size <= wave.max) return null
  return `Wave \`${wave.name}\` of ${name} matches ${size} customers; its max is ${wave.max}.`
}

function notDone({ name }: DeclaredConsolidation, wave: Wave, inTheWay: readonly Decided[]): Finding {
  const names = inTheWay.map(({ decision }) => decision.plan.name).sort()
  const more = names.length > 3 ? ` and ${names.length - 3} more` : ''
  const detail = `Wave \`${wave.name}\` of ${name} needs \`${wave.needs}\`, which is not done: ${names.slice(0, 3).join(', ')}${more}.`
  return finding(moveCodes.WAVE_NOT_DONE, 'customer', {}, { detail, at: wave.at })
}

/** Stops what was to be written; a customer with nothing to write is where it was. */
function blockWave(byWave: Map<string, Decided[]>, wave: Wave, because: Finding): void {
  const members = byWave.get(wave.name) ?? []
  byWave.set(
    wave.name,
    members.map(one =>
      one.decision.actions.length === 0 ? one : { ...one, decision: blockCustomer(one.decision, because) },
    ),
  )
}

function behind(gate: WaveGate, decision: CustomerDecision): CustomerDecision {
  const waits = (action: Action): Action =>
    action.after.length === 0 ? { ...action, after: [gate.id] } : action
  return { ...decision, actions: decision.actions.map(waits) }
}

/** Actions nothing else of the same set waits for. */
function lastOf(actions: readonly Action[]): readonly Action['id'][] {
  const waitedFor = new Set(actions.flatMap(action => action.after))
  return actions
    .map(action => action.id)
    .filter(id => !waitedFor.has(id))
    .sort()
}

/** Waves after the ones they need; those of a circle never come, because each waits for another. */
function needsFirst(waves: readonly Wave[]): readonly Wave[] {
  const byName = new Map(waves.map(wave => [wave.name, wave]))
  const ordered = new Set<Wave>()
  const place = (wave: Wave, above: ReadonlySet<Wave>) => {
    const needed = wave.needs === null ? undefined : byName.get(wave.needs)
    if (needed !== undefined && !above.has(needed)) place(needed, new Set([...above, wave]))
    ordered.add(wave)
  }
  for (const wave of waves) place(wave, new Set())
  return [...ordered]
}
