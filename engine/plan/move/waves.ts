/**
 * Waves of one consolidation. A wave is done when every accepted customer of it has moved all that can move now; a wave that needs another
 * starts behind a gate that waits for all of it, or not at all where something of it is blocked or outside the plan.
 */
import type { DeclaredConsolidation, Wave } from '../../model/desired.ts'
import type { TenantId } from '../../model/ids.ts'
import type { ScopedCustomer } from '../../scope/scoped-customer.ts'
import type { Action } from '../action.ts'
import { finding } from '../finding.ts'
import type { WaveGate } from '../kinds/wave-gate.ts'
import { waveGate } from '../kinds/wave-gate.ts'
import type { FactSubject, Finding } from '../plan.ts'
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
    const chain = wavesNeededBy(wave.name, consolidation.waves).map(name => ({
      name,
      members: byWave.get(name) ?? [],
    }))
    const stuck = chain.find(({ members }) => members.some(holdsUp))
    if (stuck !== undefined) {
      const path = chain.slice(0, chain.indexOf(stuck) + 1).map(({ name }) => name)
      blockWave(byWave, wave, notDone(consolidation, wave, { path, inTheWay: stuck.members.filter(holdsUp) }))
      continue
    }
    const held = relyingOn(
      chain.flatMap(({ members }) => members),
      mine,
    )
    byWave.set(wave.name, held)
    // Whoever is nearest waits for those before it.
    const nearest = chain.find(({ members }) => members.some(({ decision }) => decision.actions.length > 0))
    if (nearest === undefined) continue
    const before = nearest.members.flatMap(({ decision }) => decision.actions)
    const gate = waveGate(consolidation.name, { name: wave.name, needs: nearest.name }, lastOf(before))
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

/**
 * Who of the needed waves has not accepted, and who has moved, holds nothing up as long as it stays so: those are facts of all that goes
 * behind them. One of the wave carries them for the others.
 */
function relyingOn(needed: readonly Decided[], mine: readonly Decided[]): Decided[] {
  const going = mine.filter(({ entry, decision }) => entry.selected && decision.actions.length > 0)
  const behind = going.map(({ decision }) => decision.plan.tenant).sort()
  const subjects = needed.flatMap(one => reliedOnOf(one, behind))
  return mine.map(one =>
    one === going[0]
      ? { ...one, decision: { ...one.decision, subjects: [...one.decision.subjects, ...subjects] } }
      : one,
  )
}

function reliedOnOf({ entry, decision }: Decided, behind: readonly TenantId[]): readonly FactSubject[] {
  const { plan, actions } = decision
  const at = { customer: plan.tenant, behind }
  // Of whom it is not known there is nothing that could move: unread facts are asked for where they matter.
  if (!hasAccepted.has(plan.readiness.kind)) return [{ kind: 'customer', partner: plan.partner, ...at }]
  if (!entry.written || actions.length > 0) return []
  const products = [...new Set(entry.customer.subscriptions.map(({ product }) => product))].sort()
  const sources = [...new Set(plan.sources.map(({ partner }) => partner))].sort()
  return [
    ...(products.length === 0
      ? []
      : [{ kind: 'subscriptions' as const, partner: plan.partner, products, ...at }]),
    ...sources.map(partner => ({ kind: 'subscriptions' as const, partner, ...at })),
  ]
}

/** The waves that one needs, nearest first: where nobody of the nearest can move, its own need is still to be met. */
export function wavesNeededBy(wave: string, waves: readonly Wave[]): readonly string[] {
  const names: string[] = []
  const needsOf = (name: string) => waves.find(entry => entry.name === name)?.needs ?? null
  for (let next = needsOf(wave); next !== null && !names.includes(next); ) {
    names.push(next)
    const needed = next
    next = needsOf(needed)
  }
  return names
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

function notDone(
  { name }: DeclaredConsolidation,
  wave: Wave,
  { path, inTheWay }: { readonly path: readonly string[]; readonly inTheWay: readonly Decided[] },
): Finding {
  const names = inTheWay.map(({ decision }) => decision.plan.name).sort()
  const more = names.length > 3 ? ` and ${names.length - 3} more` : ''
  const detail = `Wave \`${wave.name}\` of ${name} needs ${path.map(needed => `\`${needed}\``).join(', which needs ')}, which is not done: ${names.slice(0, 3).join(', ')}${more}.`
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
export function lastOf(actions: readonly Action[]): readonly Action['id'][] {
  const waitedFor = new Set(actions.flatMap(action => action.after))
  return actions
    .map(action => action.id)
    .filter(id => !waitedFor.has(id))
    .sort()
}

/** Waves after the ones they need; those of a circle never come, because each waits for another. */
export function needsFirst<W extends Pick<Wave, 'name' | 'needs'>>(waves: readonly W[]): readonly W[] {
  const byName = new Map(waves.map(wave => [wave.name, wave]))
  const ordered = new Set<W>()
  const place = (wave: W, above: ReadonlySet<W>) => {
    const needed = wave.needs === null ? undefined : byName.get(wave.needs)
    if (needed !== undefined && !above.has(needed)) place(needed, new Set([...above, wave]))
    ordered.add(wave)
  }
  for (const wave of waves) place(wave, new Set())
  return [...ordered]
}
