/** Rehearses a cutover once for each seed, each time on a copy of its own. */
import type { Snapshot } from '../../engine/inventory/snapshot.ts'
import { worldOfSnapshot } from '../../engine/inventory/world-of-snapshot.ts'
import type { UtcDate } from '../../engine/model/ids.ts'
import type { Progress } from '../../engine/ports.ts'
import { carryOutStages } from '../../engine/rehearse/carry-out-stages.ts'
import type { SeedCourse } from '../../engine/rehearse/make-report.ts'
import type { Assumed } from '../../engine/rehearse/report.ts'
import type { Stage } from '../../engine/rehearse/stages.ts'
import type { World } from '../../schemas/generated/world.ts'
import type { Shell } from '../shell.ts'
import type { Site } from '../workspace/with-workspace.ts'
import { openCopy } from './open-copy.ts'

export interface RehearsalFacts {
  readonly site: Site
  readonly shell: Shell
  readonly snapshot: Snapshot
  readonly stages: readonly Stage[]
  readonly on: UtcDate | null
  readonly seeds: number
  readonly assumed: Assumed
  readonly faults: readonly unknown[]
}

export async function rehearseSeeds({
  site,
  shell,
  snapshot,
  stages,
  on,
  seeds,
  assumed,
  faults,
}: RehearsalFacts): Promise<readonly SeedCourse[]> {
  const world = worldToRehearseIn(snapshot, site.loaded.world, assumed)
  const courses: SeedCourse[] = []
  for (let seed = 1; seed <= seeds; seed += 1) {
    site.progress({ kind: 'note', text: `Rehearsal ${seed} of ${seeds}` })
    const copy = await openCopy({
      site,
      shell,
      progress: onlyStages(site.progress),
      snapshot,
      world,
      seed,
      latencyMs: assumed.latencyMs,
      troublePerRequests: assumed.troublePerRequests,
      faults,
    })
    try {
      courses.push({ seed, course: await carryOutStages(copy, { stages, on }) })
    } finally {
      await copy.close()
    }
  }
  return courses
}

/** What the World document of the workspace says of the service holds for the copy too; its time is that of the copy, not of the wall. */
function worldToRehearseIn(
  snapshot: Snapshot,
  written: World | null,
  { throttlePerMinute }: Pick<Assumed, 'throttlePerMinute'>,
): World {
  return {
    ...worldOfSnapshot(snapshot),
    settings: { ...written?.settings, throttle: throttlePerMinute, latency: 0 },
  }
}

/** Waits are of the copy's time, and its actions are nobody's. */
function onlyStages(progress: Progress): Progress {
  return event => {
    if (event.kind === 'stage.began' || event.kind === 'stage.advanced' || event.kind === 'stage.ended')
      progress(event)
  }
}
