/**
 * Waves: a customer belongs to the first wave that matches; customers of no wave form `rest`. A wave is done when every
 * accepted customer of it has moved; a wave that needs another starts behind a gate.
 */
import type { DeclaredConsolidation, DeclaredCustomer } from '../model/desired.ts'
import type { PartnerName } from '../model/ids.ts'
import type { Action, WaveGate } from './action.ts'
import { codes } from './codes.ts'
import { finding } from './finding.ts'
import { waveGate } from './kinds/gates.ts'
import type { Finding } from './plan.ts'
import type { CustomerDecision } from './plan-customer.ts'

export const restWave = 'rest'

export function waveOf(
  consolidation: DeclaredConsolidation,
  customer: DeclaredCustomer,
  seenUnder: ReadonlySet<PartnerName>,
): string | null {
  if (consolidation.waves.length === 0) return null
  const wave = consolidation.waves.find(
    entry =>
      (entry.labels.length === 0 || entry.labels.some(label => customer.labels.includes(label))) &&
      (entry.partner === null || seenUnder.has(entry.partner)) &&
      (entry.tenants.length === 0 || entry.tenants.includes(customer.tenant)),
  )
  return wave?.name ?? restWave
}

/** Waves that match more customers than they may: every customer of them is blocked. */
export function oversizedWaves(
  consolidation: DeclaredConsolidation,
  sizes: ReadonlyMap<string, number>,
): ReadonlyMap<string, Finding> {
  const found = new Map<string, Finding>()
  for (const wave of consolidation.waves) {
    const size = sizes.get(wave.name) ?? 0
    if (wave.max !== null && size > wave.max)
      found.set(
        wave.name,
        finding(
          codes.WAVE_TOO_LARGE,
          'customer',
          {},
          {
            detail: `Wave \`${wave.name}\` of ${consolidation.name} matches ${size} customers; its max is ${wave.max}.`,
            at: wave.at,
          },
        ),
      )
  }
  return found
}

/** Blocks every customer of a wave with one finding. */
export function blockCustomer(decision: CustomerDecision, because: Finding): CustomerDecision {
  const own = {
    ...because,
    subject: { partner: decision.plan.partner, customer: decision.plan.tenant, ...because.subject },
  }
  return {
    actions: [],
    subjects: [],
    findings: [...decision.findings, own],
    plan: {
      ...decision.plan,
      state: decision.plan.state === 'waiting' ? 'waiting' : 'blocked',
      blockedBy: [...decision.plan.blockedBy, own],
      actions: [],
      sources: decision.plan.sources.map(line => ({ ...line, action: null })),
    },
  }
}

/**
 * Applies `needs`. A needed wave with nothing left is done; one whose actions are all in this plan is waited for behind a
 * gate; one with an accepted customer that is blocked, or that is left out of this plan's scope, blocks the wave.
 */
export function applyWaveNeeds(
  consolidation: DeclaredConsolidation,
  decisions: readonly CustomerDecision[],
  selected: string | null,
): { readonly decisions: readonly CustomerDecision[]; readonly gates: readonly WaveGate[] } {
  let current = [...decisions]
  const gates: WaveGate[] = []
  for (const wave of consolidation.waves) {
    if (wave.needs === null) continue
    const needed = current.filter(entry => entry.plan.wave === wave.needs)
    const stuck = needed.filter(entry => entry.plan.state === 'blocked')
    const pending = needed.filter(entry => entry.actions.length > 0)
    const outside = selected !== null && selected !== wave.needs && pending.length > 0
    if (stuck.length > 0 || outside) {
      const who = (stuck.length > 0 ? stuck : pending)
        .map(entry => entry.plan.name)
        .slice(0, 3)
        .join(', ')
      const because = finding(
        codes.WAVE_NOT_DONE,
        'customer',
        {},
        { detail: `Wave \`${wave.name}\` needs \`${wave.needs}\`, which is not done: ${who}.`, at: wave.at },
      )
      current = current.map(entry =>
        entry.plan.wave === wave.name && entry.actions.length > 0 ? blockCustomer(entry, because) : entry,
      )
      continue
    }
    if (pending.length === 0) continue
    const gate = waveGate(
      consolidation.name,
      { name: wave.name, needs: wave.needs },
      lastOf(pending.flatMap(entry => entry.actions)),
    )
    const waits = (action: Action): Action =>
      action.after.length === 0 ? { ...action, after: [gate.id] } : action
    const held = current.filter(entry => entry.plan.wave === wave.name && entry.actions.length > 0)
    if (held.length === 0) continue
    gates.push(gate)
    current = current.map(entry =>
      held.includes(entry) ? { ...entry, actions: entry.actions.map(waits) } : entry,
    )
  }
  return { decisions: current, gates }
}

/** Actions nothing else of the same set waits for. */
function lastOf(actions: readonly Action[]) {
  const waitedFor = new Set(actions.flatMap(action => action.after))
  return actions
    .filter(action => !waitedFor.has(action.id))
    .map(action => action.id)
    .sort()
}
