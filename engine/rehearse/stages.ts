/** In which steps a cutover is carried out: each consolidation wave by wave, needed ones first, and then whoever is left. */
import type { Desired } from '../model/desired.ts'
import { needsFirst } from '../plan/move/waves.ts'
import type { OpenHours } from '../time/window.ts'

export interface Stage {
  /** null: the workspace declares none, and everything is one step. */
  readonly consolidation: string | null
  /** null: whatever of the consolidation is left. */
  readonly wave: string | null
  readonly window: OpenHours | null
}

/** `consolidation`: only that one; it is declared. */
export function stagesOf({ consolidations }: Desired, consolidation: string | null): readonly Stage[] {
  if (consolidations.length === 0) return [{ consolidation: null, wave: null, window: null }]
  return consolidations
    .filter(({ name }) => consolidation === null || name === consolidation)
    .flatMap(({ name, waves, window }) => [
      ...needsFirst(waves).map(wave => ({ consolidation: name, wave: wave.name, window })),
      { consolidation: name, wave: null, window },
    ])
}
