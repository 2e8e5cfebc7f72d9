/** `--refresh activity`: a plan with what earlier plans have read, and what it read for the next one. */
import { diagnose } from '../../engine/diagnostic.ts'
import type { Plan } from '../../engine/plan/plan.ts'
import type { ReadInput } from '../../engine/read/read-actual.ts'
import { planSince, type SinceInput } from '../../engine/refresh/plan-since.ts'
import { Trouble } from '../../engine/trouble.ts'
import { tell } from '../answer.ts'
import { codes } from '../codes.ts'
import type { Shell } from '../shell.ts'
import { readKept, writeKept } from './kept-reads.ts'
import type { Site } from './with-workspace.ts'

const hourMs = 3_600_000

export async function planFromKept(
  { workspace, loaded, tenants, shell }: Site & { readonly shell: Shell },
  reading: ReadInput,
  plan: SinceInput['plan'],
): Promise<Plan> {
  const { madeIn, serviceTime } = tenants
  const { partners, workspace: settings } = loaded.desired
  if (madeIn.kind === 'snapshot')
    throw new Trouble(
      diagnose(codes.OPTION_WITHOUT_EFFECT, {
        detail:
          '--refresh activity beside --snapshot: a snapshot has no activity log, and nothing is read from the accounts.',
      }),
    )
  const place = { version: shell.version, madeIn, partners }
  const made = await planSince({
    ...reading,
    serviceTime,
    kept: await readKept(workspace.root, place),
    maxAgeMs: settings.readAgainAfterHours * hourMs,
    plan,
  })
  const unsaved = await writeKept(workspace.root, made.kept, place)
  if (unsaved !== null) tell(shell, [unsaved])
  return made.plan
}
