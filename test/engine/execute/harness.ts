/** Applies and resumes against simulated tenants, with everything allowed unless a test says otherwise. */
import { expect } from 'vitest'
import { type ApplyInput, applyPlan } from '../../../engine/execute/apply-plan.ts'
import type { ApplyPorts } from '../../../engine/execute/carry-out.ts'
import { type ResumeInput, resumeApply } from '../../../engine/execute/resume-apply.ts'
import type { ApplyVerdict } from '../../../engine/execute/verdict.ts'
import type { Actual } from '../../../engine/model/live.ts'
import type { Plan } from '../../../engine/plan/plan.ts'
import type { JournalStore, ProgressEvent } from '../../../engine/ports.ts'
import { createMemoryJournal } from '../../../providers/journal/memory.ts'
import { documentsOf } from '../../support/builders/index.ts'
import type { SimulatedWorld } from '../../support/simulated-service.ts'
import { Crash, type SimulatedTenants, simulatedTenants } from '../../support/simulated-tenants.ts'
import { standing, tinyActual, tinyPlan } from './tiny-world.ts'

export interface Stage {
  readonly plan: Plan
  readonly tenants: SimulatedTenants
  readonly store: JournalStore
  readonly events: ProgressEvent[]
  /** What every run is given, with everything allowed. */
  readonly ports: ApplyPorts
  apply(changes?: Partial<ApplyInput>): Promise<ApplyVerdict>
  resume(changes?: Partial<ResumeInput>): Promise<ApplyVerdict>
}

export interface StageFacts extends Partial<SimulatedWorld> {
  readonly plan?: Plan
  readonly store?: JournalStore
}

export function aStage({ plan = tinyPlan, store = createMemoryJournal(), ...world }: StageFacts = {}): Stage {
  const tenants = simulatedTenants({ actual: tinyActual, ...world })
  const events: ProgressEvent[] = []
  const ports = () => ({
    reader: tenants.reader,
    performers: tenants.performers,
    store: tenants.mortal(store),
    clock: tenants.clock,
    serviceTime: { skewMs: () => 0, heard: () => tenants.reads.length },
    progress: (event: ProgressEvent) => {
      events.push(event)
    },
    signal: new AbortController().signal,
    who: 'ada',
    takeOver: false,
    consent: ['changes', 'irreversible'] as const,
    width: 3,
  })
  return {
    plan,
    tenants,
    store,
    events,
    ports: ports(),
    apply: changes =>
      applyPlan({
        ...ports(),
        plan,
        version: plan.tool.version,
        partners: plan.partners,
        desiredDigest: plan.desired,
        declared: documentsOf(plan),
        madeIn: plan.madeIn,
        skipMoved: false,
        ...changes,
      }),
    resume: changes =>
      resumeApply({
        ...ports(),
        apply: null,
        partners: plan.partners,
        desiredDigest: plan.desired,
        declared: documentsOf(plan),
        madeIn: plan.madeIn,
        ...changes,
      }),
  }
}

/** Runs until the process dies or the run ends; a verdict only in the second case. */
export async function untilDeath(work: Promise<ApplyVerdict>): Promise<ApplyVerdict | 'died'> {
  try {
    return await work
  } catch (error) {
    if (error instanceof Crash) return 'died'
    throw error
  }
}

/** States by action, in the order of the plan. */
export function statesOf(verdict: ApplyVerdict): Readonly<Record<string, string>> {
  return Object.fromEntries(
    (verdict.result?.actions ?? []).map(({ action, state }) => [
      action,
      state.kind === 'skipped' ? `skipped: ${state.because.kind}` : state.kind,
    ]),
  )
}

const undisturbed = new Map<Plan, Promise<readonly string[]>>()

/** What stands when nothing goes wrong. */
export function undisturbedEnd(plan: Plan, actual: Actual): Promise<readonly string[]> {
  const known = undisturbed.get(plan)
  if (known !== undefined) return known
  const end = (async () => {
    const stage = aStage({ plan, actual })
    const verdict = await stage.apply()
    expect(verdict.kind).toBe('done')
    return standing(stage.tenants.actual())
  })()
  undisturbed.set(plan, end)
  return end
}

/** The promises of the product: nothing ordered twice, nothing switched off before its twins were there. */
export function expectPromisesKept({ plan, tenants }: Pick<Stage, 'plan' | 'tenants'>): void {
  const effects = tenants.sent.filter(entry => !entry.replayed)
  for (const action of plan.actions) {
    if (action.kind === 'subscription.create')
      expect(effects.filter(entry => entry.action === action.id).length, action.id).toBeLessThanOrEqual(1)
    if (action.kind !== 'subscription.suspend') continue
    const off = effects.findIndex(entry => entry.action === action.id)
    if (off < 0) continue
    const gate = plan.actions.find(other => other.kind === 'gate.customer' && action.after.includes(other.id))
    for (const before of gate?.after ?? []) {
      if (before.startsWith('gate.')) continue
      const on = tenants.sent.findIndex(entry => entry.action === before)
      expect(on, `${before} before ${action.id}`).toBeGreaterThanOrEqual(0)
      expect(on, `${before} before ${action.id}`).toBeLessThan(off)
    }
  }
}
