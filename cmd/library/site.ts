/** A workspace and its accounts for a program: nothing is printed, nothing ends the process, what happens comes as events. */
import type { Diagnostic } from '../../engine/diagnostic.ts'
import type { ProgressEvent } from '../../engine/ports.ts'
import { fail, type Result } from '../../engine/result.ts'
import { diagnosticsOf } from '../../engine/trouble.ts'
import type { Shell } from '../shell.ts'
import { wallClock } from '../terminal/wall-clock.ts'
import { openWorkspace } from '../workspace/read-workspace.ts'
import { requestsUntil } from '../workspace/requests-until.ts'
import { openTenants } from '../workspace/tenants.ts'
import type { Site } from '../workspace/with-workspace.ts'
import { nothingWritten } from '../written.ts'

declare const TENANTFORM_VERSION: string | undefined

const version = typeof TENANTFORM_VERSION === 'string' ? TENANTFORM_VERSION : '0.0.0-source'

/** `told`: what a command would say beside its answer, a warning above all, as text. */
export type LibraryEvent = ProgressEvent | { readonly kind: 'told'; readonly text: string }

export interface WorkspaceOptions {
  /** Folder of the workspace; relative to the current one. */
  readonly directory: string
  /** A sandbox instead of the accounts: its URL, or true for the embedded one of this workspace. */
  readonly sandbox?: string | boolean
  /** Variables that documents refer to; left out: those of this process. */
  readonly env?: Readonly<Record<string, string | undefined>>
  readonly onEvent?: (event: LibraryEvent) => void
  /** Gives reads up at once, and stops an apply: what it has on its way is given a second. */
  readonly signal?: AbortSignal
  /** The documents are a stranger's: nothing they name is run, read or sent to, but variables of these names. */
  readonly untrusted?: { readonly allowEnv: readonly string[] }
}

export function shellOf({ env = process.env, onEvent, signal, untrusted }: WorkspaceOptions): Shell {
  const told = (text: string) => onEvent?.({ kind: 'told', text })
  return {
    streams: {
      out: () => undefined,
      err: told,
      status: () => undefined,
      drawsStatus: false,
      outIsTerminal: false,
      errIsTerminal: false,
      inIsTerminal: false,
      columns: 100,
      errColumns: 100,
    },
    wantsColour: false,
    env,
    cwd: process.cwd(),
    version,
    signal: signal ?? new AbortController().signal,
    written: nothingWritten(),
    clock: wallClock,
    followUp: { verb: '', path: '', directory: null, sandbox: null, file: null, apply: null, given: [] },
    untrusted: untrusted === undefined ? null : { allowEnv: new Set(untrusted.allowEnv) },
  }
}

/** `stopsItself`: the work ends in its own way when it is stopped. */
export async function within<T>(
  options: WorkspaceOptions,
  work: (site: Site, shell: Shell) => Promise<Result<T>>,
  { stopsItself }: { readonly stopsItself: boolean },
): Promise<Result<T>> {
  const shell = shellOf(options)
  const over = new AbortController()
  try {
    const workspace = await openWorkspace(options.directory, shell)
    if (workspace.workspace === null) return fail(...workspace.diagnostics)
    const progress = (event: ProgressEvent) => options.onEvent?.(event)
    const tenants = await openTenants({
      shell,
      workspace,
      desired: workspace.workspace.desired,
      world: workspace.workspace.world,
      sandbox: options.sandbox ?? false,
      progress,
      requestsUntil: requestsUntil(shell, { stopsItself, over: over.signal }),
    })
    try {
      return withWarnings(await work({ workspace, loaded: workspace.workspace, tenants, progress }, shell), [
        ...workspace.diagnostics,
        ...tenants.warnings,
      ])
    } finally {
      over.abort()
      await tenants.close()
    }
  } catch (error) {
    const diagnostics = diagnosticsOf(error)
    if (diagnostics.length === 0) throw error
    return fail(...diagnostics)
  }
}

function withWarnings<T>(result: Result<T>, warnings: readonly Diagnostic[]): Result<T> {
  return result.ok ? { ...result, warnings: [...warnings, ...result.warnings] } : result
}
