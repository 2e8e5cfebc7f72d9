/**
 * Tenantform for programs: `import { plan, apply } from 'tenantform'`. The same engine as the command, with answers as values. Whatever goes wrong is
 * in the answer, as diagnostics with a code; only a mistake of ours is thrown. docs/library.md has a whole program.
 */
import type { Diagnostic } from '../../engine/diagnostic.ts'
import { applyPlan } from '../../engine/execute/apply-plan.ts'
import type { ApplyVerdict } from '../../engine/execute/verdict.ts'
import type { Consent } from '../../engine/journal/entry.ts'
import type { Plan } from '../../engine/plan/plan.ts'
import { type Result, succeed } from '../../engine/result.ts'
import { findOrigin } from '../pipeline/origin.ts'
import { portsOf } from '../workspace/apply-ports.ts'
import { planNow } from '../workspace/planning.ts'
import { openWorkspace } from '../workspace/read-workspace.ts'
import { shellOf, type WorkspaceOptions, within } from './site.ts'

export type { Diagnostic, Remedy, Severity, SourceRange } from '../../engine/diagnostic.ts'
export type { ApplyVerdict } from '../../engine/execute/verdict.ts'
export type { Consent } from '../../engine/journal/entry.ts'
export type { ApplyResult } from '../../engine/journal/result.ts'
export { decodePlan, encodePlan } from '../../engine/plan/codec.ts'
export type { Plan } from '../../engine/plan/plan.ts'
export type { Result } from '../../engine/result.ts'
export { planMarkdown } from '../report/plan/plan-markdown.ts'
export { planText } from '../report/plan/plan-text.ts'
export type { LibraryEvent, WorkspaceOptions } from './site.ts'

export interface PlanOptions extends WorkspaceOptions {
  readonly consolidation?: string
  readonly wave?: string
  /** Only these customers: a tenant id, a domain, or customer/key. */
  readonly targets?: readonly string[]
  /** The UTC day it is for, `YYYY-MM-DD`; left out: today. */
  readonly on?: string
}

export interface ApplyOptions extends WorkspaceOptions {
  readonly plan: Plan
  /** `changes` allows writing at all, `irreversible` what cannot be undone, `skip-moved` going on without customers whose facts have moved. */
  readonly consent: readonly Consent[]
  /** Policy rules whose approval is passed on, as `policy/rule`. */
  readonly approved?: readonly string[]
  /** Takes the lock of a holder that has fallen silent. */
  readonly takeOver?: boolean
}

/** Checks the documents, offline. */
export async function validate(
  options: WorkspaceOptions,
): Promise<{ readonly valid: boolean; readonly diagnostics: readonly Diagnostic[] }> {
  const { workspace, diagnostics } = await openWorkspace(options.directory, shellOf(options))
  const ofPrices = workspace?.priceLists.flatMap(list => list.check()) ?? []
  return { valid: workspace !== null, diagnostics: [...diagnostics, ...ofPrices] }
}

/** What would change. It holds a client that cannot send a write. */
export async function plan(options: PlanOptions): Promise<Result<Plan>> {
  return within(
    options,
    async (site, shell) => {
      const { workspace, loaded } = site
      const { origin, diagnostics } = await findOrigin(loaded, workspace, shell)
      const { consolidation, wave, targets, on, directory } = options
      const chosen = {
        directory,
        sandbox: options.sandbox ?? false,
        color: false,
        quiet: true,
        ...(consolidation !== undefined && { consolidation }),
        ...(wave !== undefined && { wave }),
        ...(targets !== undefined && { target: targets }),
        ...(on !== undefined && { on }),
      }
      const made = await planNow({ ...site, shell, options: chosen, origin })
      return succeed(made, diagnostics)
    },
    { stopsItself: false },
  )
}

/**
 * Carries a plan out, under the same conditions as the command: the answer says what was done, what was not, and what is unknown. A verdict that is
 * not `done` is no failure of the call: look at its `kind`.
 */
export async function apply(options: ApplyOptions): Promise<Result<ApplyVerdict>> {
  return within(
    options,
    async (site, shell) => {
      const { origin, notCommitted } = await findOrigin(site.loaded, site.workspace, shell)
      if (notCommitted?.severity === 'error')
        return succeed({ kind: 'stale', result: null, diagnostics: [notCommitted], moved: [] })
      const { consent, approved, takeOver = false } = options
      return succeed(
        await applyPlan({
          ...portsOf(site, shell, origin),
          plan: options.plan,
          version: shell.version,
          skipMoved: consent.includes('skip-moved'),
          takeOver,
          consent,
          approved,
        }),
        notCommitted === null ? [] : [notCommitted],
      )
    },
    { stopsItself: true },
  )
}
