/** A plan with nothing to do over steady customers on the sandbox: everybody read, and then only what may have changed. */
import { aSteadyWorkspace } from '../support/workspaces/a-steady-workspace.ts'
import { tenantform, timed } from './measure.ts'

interface RequestCount {
  readonly total: number
}

export function benchRefresh(customers: number): readonly (readonly string[])[] {
  const workspace = aSteadyWorkspace(customers)
  const count = () =>
    (JSON.parse(tenantform(['sandbox', 'requests', '-C', workspace.folder, '--count'])) as RequestCount).total // the command's own schema
  try {
    let before = 0
    return ['full', 'incremental'].map(how => {
      const args = ['plan', '-C', workspace.folder, '--sandbox', '--refresh', 'activity', '--format', 'json']
      const ms = timed(() => tenantform(args))
      const requests = count() - before
      before += requests
      return [
        `${how} reading, ${customers.toLocaleString('en')} customers with nothing to do`,
        `${ms.toFixed(0)} ms`,
        `${requests.toLocaleString('en')} requests`,
      ]
    })
  } finally {
    workspace.remove()
  }
}
