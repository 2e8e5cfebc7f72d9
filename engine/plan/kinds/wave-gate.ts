/** `gate.wave`: lets the customers of a wave start when the wave that it needs is done. */
import { type ActionId, actionId } from '../../model/ids.ts'
import type { ActionCommon } from './action-parts.ts'
import type { StepRules } from './kind-rules.ts'

/** A wave that needs another starts when that one is done. */
export interface WaveGate extends ActionCommon {
  readonly kind: 'gate.wave'
  readonly consolidation: string
  readonly wave: string
}

export const waveGateRules: StepRules = {
  requests: { reads: 0, writes: 0 },
  usualMs: 0,
}

export function waveGate(
  consolidation: string,
  wave: { readonly name: string; readonly needs: string },
  after: readonly ActionId[],
): WaveGate {
  return {
    kind: 'gate.wave',
    id: actionId(`gate.wave:${consolidation}/${wave.name}`),
    consolidation,
    wave: wave.name,
    because: { kind: 'wave needs wave', consolidation, needs: wave.needs },
    after,
    replay: 'safe',
    expects: [],
    proves: [],
  }
}
