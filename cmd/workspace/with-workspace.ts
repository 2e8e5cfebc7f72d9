/** Opens the workspace and its tenants around a piece of work, and closes them whatever happens. */
import { diagnose } from '../../engine/diagnostic.ts'
import { codes as documentCodes } from '../../engine/load/codes.ts'
import type { LoadedWorkspace } from '../../engine/load/load-workspace.ts'
import type { Progress } from '../../engine/ports.ts'
import { complain, conversationOptions, guarded, tell } from '../answer.ts'
import { codes } from '../codes.ts'
import { type ExitCode, exitCodes } from '../exit-codes.ts'
import type { Format } from '../formats.ts'
import type { TenantOptions } from '../program/global-options.ts'
import type { Shell } from '../shell.ts'
import { createProgress } from '../terminal/progress.ts'
import { openTraces } from '../tracing/open-traces.ts'
import { endingReads } from './ending-reads.ts'
import { type OpenWorkspace, openWorkspace } from './read-workspace.ts'
import { requestsUntil } from './requests-until.ts'
import { openTenants } from './tenants.ts'
import type { Tenants } from './tenants-of-command.ts'

export interface Site {
  readonly workspace: OpenWorkspace
  readonly loaded: LoadedWorkspace
  readonly tenants: Tenants
  readonly progress: Progress
}

/** `stopsItself`: the command ends in its own way when it is stopped: after the step that was begun, or as a watch does. `isJob`: its requests leave room for people. */
export async function withWorkspace(
  shell: Shell,
  options: TenantOptions & { readonly format?: Format | undefined },
  work: (site: Site) => Promise<ExitCode>,
  { stopsItself = false, isJob = false }: { readonly stopsItself?: boolean; readonly isJob?: boolean } = {},
): Promise<ExitCode> {
  return guarded(shell, options.format, async () => {
    const workspace = await openWorkspace(options.directory, shell)
    if (workspace.workspace === null)
      return complain(shell, workspace.diagnostics, {
        format: options.format,
        sources: workspace.sources,
      })
    const loaded = workspace.workspace
    const unfinished = workspace.diagnostics.filter(({ code }) => code === documentCodes.PLACEHOLDER.code)
    // No account has that id: whatever was asked in its name would be refused somewhere, in other words.
    if (unfinished.length > 0)
      return complain(
        shell,
        unfinished.map(found => ({ ...found, severity: 'error' as const })),
        { format: options.format, sources: workspace.sources },
      )
    const traces = openTraces(shell)
    const terminal = createProgress(shell.streams, {
      quiet: options.quiet || options.events === '-',
      colour: conversationOptions(shell).colour,
    })
    const progress: Progress = event => {
      terminal.report(event)
      shell.events?.(event)
      traces?.report(event)
    }
    let ended: ExitCode | null = null
    const givingUp = new AbortController()
    const opened = await openTenants({
      shell,
      workspace,
      desired: loaded.desired,
      world: loaded.world,
      sandbox: options.sandbox ?? false,
      ...(options.snapshot !== undefined && { snapshot: options.snapshot }),
      progress,
      isVerbose: 'verbose' in options && options.verbose === true,
      isJob,
      requestsUntil: requestsUntil(shell, { stopsItself, over: givingUp.signal }),
    })
    const tenants = stopsItself ? opened : endingReads(opened, shell.signal)
    try {
      tell(shell, workspace.diagnostics, workspace.sources)
      tell(shell, tenants.warnings, workspace.sources)
      const code = await work({ workspace, loaded, tenants, progress })
      // What was not read counts as unknown by then, and is no answer.
      ended = shell.signal.aborted && !stopsItself ? complain(shell, [diagnose(codes.STOPPED)]) : code
    } finally {
      givingUp.abort()
      terminal.end()
      sayDoubtfulPrices(shell, loaded)
      await tenants.close()
      await traces?.end(ended)
    }
    return ended ?? exitCodes.failed
  })
}

/** Of the items that were asked for, once a run: their prices are unknown, and nothing stops for that. */
function sayDoubtfulPrices(shell: Shell, { priceLists, sources }: LoadedWorkspace): void {
  const troubles = priceLists.flatMap(list => list.troubles())
  tell(shell, troubles, sources)
}
