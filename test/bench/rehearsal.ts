/** How long a rehearsal takes by the wall, and how well it predicts what an apply takes by the clock of the sandbox. */
import { join } from 'node:path'
import { durationText } from '../../cmd/report/rehearsal/duration.ts'
import type { RehearsalReport } from '../../engine/rehearse/report.ts'
import type { EstateSize } from './estate.ts'
import { tenantform, timed, words } from './measure.ts'
import { aWorkspaceOnDisk } from './workspace.ts'

export function benchRehearsal(size: EstateSize): readonly string[] {
  const workspace = aWorkspaceOnDisk(size)
  const at = ['-C', workspace.folder]
  const snapshot = join(workspace.folder, 'accounts.json')
  try {
    tenantform(['import', ...at, '--sandbox', '--snapshot', snapshot])
    let out = ''
    const ms = timed(() => {
      out = tenantform(['rehearse', ...at, '--snapshot', snapshot, '--seeds', '1', '--format', 'json'])
    })
    const { worked, requests } = JSON.parse(out) as RehearsalReport
    return [
      `one rehearsal, ${words(size)}`,
      `${ms.toFixed(0)} ms`,
      `${durationText(worked.middle)} of work, ${requests.middle.toLocaleString('en')} requests`,
    ]
  } finally {
    workspace.remove()
  }
}

export function benchPrediction(size: EstateSize): readonly string[] {
  const workspace = aWorkspaceOnDisk(size)
  const at = ['-C', workspace.folder, '--sandbox']
  const now = () =>
    Date.parse((JSON.parse(tenantform(['sandbox', 'state', ...at])) as { readonly now: string }).now)
  try {
    const { worked } = JSON.parse(
      tenantform(['rehearse', ...at, '--seeds', '1', '--format', 'json']),
    ) as RehearsalReport
    const began = now()
    tenantform(['apply', ...at, '--auto-approve', '--allow-irreversible'])
    const real = now() - began
    return [
      `a rehearsal against the apply, ${words(size)}`,
      '',
      `${durationText(worked.middle)} predicted, ${durationText(real)} taken: ${((100 * worked.middle) / real).toFixed(1)} %`,
    ]
  } finally {
    workspace.remove()
  }
}
