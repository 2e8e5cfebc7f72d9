/**
 * A made-up world that a plan moves, its invoices some months later, and what the command says of them: by the API, and of the same
 * invoices as files.
 */
import type { ApplyResult } from '../../../engine/journal/result.ts'
import type { Reconciliation } from '../../../engine/reconcile/reconciliation.ts'
import { runInProcess } from '../../support/run-in-process.ts'
import { dayInMonth, monthNumber, textOf } from '../calendar.ts'
import type { MoveOfWorld } from '../plan/check-plan.ts'
import { workspaceOf } from '../plan/workspace-of.ts'
import { windowDays } from '../sandbox/acts.ts'
import { carryOut } from '../sandbox/perform.ts'
import { serviceOf } from '../sandbox/service.ts'
import type { Told } from '../sandbox/told.ts'
import { worldOf } from '../sandbox/world-of.ts'
import { compareReconciliation, type ReconcileCheck } from './compare-reconciliation.ts'
import { exportFiles } from './export-files.ts'
import { faults, spoiledFiles } from './spoiled-files.ts'

/** Invoices of a month are there by the tenth of the next one. */
const daysToInvoice = 9

const daysBefore = 30

export interface CheckedReconcile extends ReconcileCheck {
  readonly told: readonly Told[]
}

export async function checkReconcile({ world, move, day }: MoveOfWorld): Promise<CheckedReconcile> {
  const service = await serviceOf(worldOf(world))
  try {
    const told = await carryOut(service, world, world.clock + day)
    await service.until(`${textOf(world.clock + day)}T06:00:00Z`)
    const workspace = await workspaceOf(service, world, move)
    try {
      const run = (...args: readonly string[]) =>
        runInProcess([...args, '-q', '--sandbox', service.url], workspace.folder)
      const applied = await run('apply', '--auto-approve', '--allow-irreversible', '--format', 'json')
      if (applied.code !== 0) throw new Error(`apply: ${applied.code} ${applied.out}${applied.err}`)
      const invoiced = dayInMonth(monthNumber(world.clock + windowDays), 31)
      await service.until(`${textOf(invoiced + daysToInvoice)}T00:00:00Z`)
      const reconciled = async (...args: readonly string[]) => {
        const { code, out, err } = await run('reconcile', '--format', 'json', ...args)
        if (!out.startsWith('{')) throw new Error(`reconcile: ${code} ${err}`)
        return JSON.parse(out) as Reconciliation
      }
      const byApi = await reconciled()
      const files = await exportFiles(service, workspace.folder)
      const byFiles = files.length === 0 ? null : await reconciled('--from', ...files)
      // Seats of the month before a first write are asked for too; without a write, the last month.
      const first = isWritten(applied.out) ? world.clock + day : invoiced + daysToInvoice
      const asked = first - daysBefore
      const ledger = await service.control('GET', 'ledger')
      const check = compareReconciliation({ world, told, ledger, invoiced, asked }, { byApi, byFiles })
      const matched = byFiles?.lines.find(
        ({ verdict, write }) => verdict === 'matched' && write.action.kind === 'subscription.create',
      )
      const subscription = matched?.write.subscription ?? ''
      for (const fault of matched === undefined ? [] : faults) {
        const spoiled = spoiledFiles(workspace.folder, files, { subscription, fault })
        if (spoiled === null) continue
        const { lines } = await reconciled('--from', ...spoiled)
        const verdict = lines.find(({ write }) => write.subscription === subscription)?.verdict
        check.compared.push(`spoiled ${fault}`)
        if (verdict !== (fault === 'in two rows' ? 'matched' : 'differs'))
          check.differences.push(`a purchase ${fault}: ${verdict}`)
      }
      return { told, ...check }
    } finally {
      workspace.remove()
    }
  } finally {
    await service.close()
  }
}

/** Where there is nothing to do the answer is the plan. */
function isWritten(applied: string): boolean {
  const { actions = [] } = JSON.parse(applied) as Partial<ApplyResult>
  return actions.some(({ state }) => state?.kind === 'done')
}
