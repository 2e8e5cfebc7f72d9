import { resumeApply } from '../../engine/execute/resume-apply.ts'
import type { Format } from '../answer.ts'
import type { TenantOptions } from '../global-options.ts'
import { journalOf } from '../journal-store.ts'
import { width } from '../planning.ts'
import type { Run } from '../program.ts'
import { hookedWidth } from '../test-hooks.ts'
import { operatorOf } from '../who.ts'
import { withWorkspace } from '../with-workspace.ts'
import { conclude } from './apply.ts'

interface Options extends TenantOptions {
  readonly format: Format
  readonly allowIrreversible: boolean
  readonly takeOver: boolean
  readonly out?: string
}

/** Goes on with an interrupted apply: what is unknown is looked at before anything is repeated. */
export const run: Run<Options> = ({ shell, args, options }) =>
  withWorkspace(shell, options, async ({ workspace, loaded, tenants, progress }) => {
    const verdict = await resumeApply({
      apply: args[0] ?? null,
      partners: loaded.desired.partners,
      reader: tenants.reader,
      performers: tenants.performers(),
      store: journalOf(loaded.desired.workspace, {
        root: workspace.root,
        env: shell.env,
        streams: shell.streams,
      }),
      clock: tenants.clock,
      serviceTime: tenants.serviceTime,
      progress,
      signal: shell.signal,
      who: operatorOf(shell.env),
      takeOver: options.takeOver,
      consent: options.allowIrreversible ? ['changes', 'irreversible'] : ['changes'],
      width: hookedWidth(width, shell.env),
    })
    return conclude(verdict, {
      shell,
      format: options.format,
      colour: options.color,
      ...(options.out !== undefined && { out: options.out }),
    })
  })
