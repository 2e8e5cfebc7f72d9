/** How far workers are with applies of this workspace and world, for `status`. */
import type { RunningApply } from '../../engine/execute/workers/port.ts'
import { isSameWorld } from '../../engine/model/made-in.ts'
import { runningApplies } from '../../providers/journal/workers/index.ts'
import type { Shell } from '../shell.ts'
import { connectionOf, placeOf } from '../workspace/store/journal-place.ts'
import type { Site } from '../workspace/with-workspace.ts'
import { workersText } from './workers-text.ts'

/** None where the journal is in no PostgreSQL. */
async function runningHere(
  { workspace, loaded, tenants: { madeIn } }: Site,
  shell: Shell,
): Promise<readonly RunningApply[]> {
  const { journal } = loaded.desired.workspace
  if (journal.store !== 'postgres' || madeIn.kind === 'snapshot') return []
  const place = placeOf(workspace.root, shell, madeIn.kind === 'accounts' ? 'run' : 'refused')
  const running = await runningApplies(() => connectionOf(journal.connection, place))
  return running.filter(one => isSameWorld(one.madeIn, madeIn))
}

export interface RunningSaid {
  /** Says on stderr what is new since the last time; whether any apply runs. */
  say(): Promise<boolean>
}

export function sayRunning(site: Site, shell: Shell): RunningSaid {
  const said = new Map<string, string>()
  return {
    async say() {
      const running = await runningHere(site, shell)
      for (const one of running) {
        const text = workersText(one)
        if (said.get(one.apply) !== text) shell.streams.err(`${text}\n`)
        said.set(one.apply, text)
      }
      return running.length > 0
    },
  }
}
