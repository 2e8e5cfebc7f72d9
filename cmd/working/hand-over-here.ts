/** `--workers`: everything is judged, consented to and begun here, and carried out by whichever workers there are. */

import type { ApplyPorts } from '../../engine/execute/carry-out.ts'
import { lockPrefix } from '../../engine/execute/journal-of-world.ts'
import type { ApplyVerdict } from '../../engine/execute/verdict.ts'
import { type HandedOver, handOver } from '../../engine/execute/workers/hand-over.ts'
import { isSameWorld } from '../../engine/model/made-in.ts'
import type { Shell } from '../shell.ts'
import { journalHere } from '../workspace/journal-store.ts'
import { operatorOf } from '../workspace/operator.ts'
import { sharedHere } from '../workspace/store/shared-here.ts'
import type { Site } from '../workspace/with-workspace.ts'
import { follow } from './follow.ts'

/** `begin` judges and hands over, or refuses; what was handed over is followed to its end. */
export async function carriedOutByWorkers(
  site: Site,
  shell: Shell,
  {
    maxFailures,
    begin,
  }: {
    readonly maxFailures: number | null
    readonly begin: (handOver: NonNullable<ApplyPorts['handOver']>) => Promise<ApplyVerdict>
  },
): Promise<ApplyVerdict> {
  const { tenants, progress } = site
  const shared = await sharedHere(site, shell)
  try {
    let handed: HandedOver | null = null
    const verdict = await begin(async facts => {
      handed = await handOver(facts, {
        shared,
        clock: tenants.clock,
        who: operatorOf(shell.env),
        lockPrefix: lockPrefix(tenants.madeIn),
        maxFailures,
      })
      return { kind: 'done', result: null, diagnostics: [], moved: [] } // replaced by what came of it
    })
    if (handed === null) return verdict
    shell.written.note() // by others, but in the name of this command
    return await follow(handed, {
      shared,
      store: journalHere(site, shell),
      clock: tenants.clock,
      shell,
      progress,
      stop: 'stops it',
    })
  } finally {
    await shared.end()
  }
}

/** An apply that workers carry out already, by its name or the newest; it goes on when this command is stopped. null: there is none. */
export async function followedHere(
  site: Site,
  shell: Shell,
  apply: string | null,
): Promise<ApplyVerdict | null> {
  const { tenants, progress } = site
  const shared = await sharedHere(site, shell)
  try {
    const running = (await shared.running()).filter(
      one => isSameWorld(one.madeIn, tenants.madeIn) && (apply === null || one.apply === apply),
    )
    const newest = running.at(-1)
    if (newest === undefined) return null
    return await follow(
      { apply: newest.apply, alreadyDone: 0 },
      {
        shared,
        store: journalHere(site, shell),
        clock: tenants.clock,
        shell,
        progress,
        stop: 'leaves it alone',
      },
    )
  } finally {
    await shared.end()
  }
}
