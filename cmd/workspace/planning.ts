/** Documents + live facts → plan, for every command that needs one. Reads only: nothing here can send a write. */
import { diagnose } from '../../engine/diagnostic.ts'
import { shortfallsOf } from '../../engine/doctor/shortfalls.ts'
import { dayOf, type Instant, type UtcDate } from '../../engine/model/ids.ts'
import type { Actual } from '../../engine/model/live.ts'
import type { Origin } from '../../engine/model/origin.ts'
import { makePlan } from '../../engine/plan/make-plan.ts'
import type { Plan } from '../../engine/plan/plan.ts'
import type { PlanRefresh } from '../../engine/plan/plan-refresh.ts'
import type { JournalStore } from '../../engine/ports.ts'
import { notSignedIn } from '../../engine/read/not-signed-in.ts'
import { readActual } from '../../engine/read/read-actual.ts'
import type { PlanScope } from '../../engine/scope/plan-scope.ts'
import { calendarDay } from '../../engine/time/utc-days.ts'
import { Trouble } from '../../engine/trouble.ts'
import { tell } from '../answer.ts'
import { codes } from '../codes.ts'
import type { TenantOptions } from '../program/global-options.ts'
import type { Shell } from '../shell.ts'
import { halfWayHere, hangsOnEarlierMoves, movesSomebody, tellUnfinished } from './half-way-here.ts'
import { planFromKept } from './plan-from-kept.ts'
import type { Site } from './with-workspace.ts'

export interface ScopeOptions extends TenantOptions {
  readonly consolidation?: string
  readonly wave?: string
  readonly target?: readonly string[]
  readonly on?: string
  readonly refresh?: 'full' | 'activity'
}

/** Customers read or worked on at once; the client paces requests per partner itself. */
export const width = 8

export async function planNow(
  input: Site & {
    readonly shell: Shell
    readonly options: ScopeOptions
    readonly origin?: Origin | undefined
    /** Of what is half-way; left out: that of the workspace. */
    readonly journal?: JournalStore
    /** Says what an unfinished apply may have bought and does not show. */
    readonly tellsUnfinished?: boolean
  },
): Promise<Plan> {
  const { desired } = input.loaded
  const scope = scopeOf(input.options)
  const { clock, reader, graph } = input.tenants
  const madeAt = clock.now()
  const shortfalls = shortfallsOf(desired, partner => input.tenants.lacking(partner))
  tell(input.shell, shortfalls, input.loaded.sources)
  const { progress } = input
  const reading = {
    desired,
    scope,
    reader,
    ...(graph !== undefined && { admin: graph.reader }),
    clock,
    progress,
    width,
  }
  const planOf = async (actual: Actual, refresh?: PlanRefresh): Promise<Plan> => {
    const plan = await planFrom(actual, refresh)
    if (input.tellsUnfinished === true) await tellUnfinished(plan, actual, input)
    return plan
  }
  const planFrom = async (actual: Actual, refresh?: PlanRefresh): Promise<Plan> => {
    const [first, ...others] = notSignedIn(actual)
    if (first !== undefined) throw new Trouble(first, ...others)
    const facts = {
      desired,
      actual,
      scope,
      on: dayFor(input.options.on, madeAt),
      madeAt,
      madeIn: input.tenants.madeIn,
      version: input.shell.version,
      origin: input.origin,
      refresh,
    }
    const plan = makePlan(facts)
    const hangsOn = hangsOnEarlierMoves(plan)
    if (!hangsOn && !movesSomebody(plan)) return plan
    // Whoever has no journal here is told so only where a customer is stopped by it.
    const halfWay = await halfWayHere(input, { ...input, isTold: hangsOn })
    return halfWay.length > 0 ? makePlan({ ...facts, halfWay }) : plan
  }
  return input.options.refresh === 'activity'
    ? planFromKept(input, reading, planOf)
    : planOf(await readActual(reading))
}

export function scopeOf(options: ScopeOptions): PlanScope {
  return {
    consolidation: options.consolidation ?? null,
    wave: options.wave ?? null,
    targets: options.target ?? [],
  }
}

/** The day that `--on` names: one of the calendar, and not over. */
export function dayFor(written: string | undefined, now: Instant): UtcDate {
  const today = dayOf(now)
  if (written === undefined) return today
  const day = calendarDay(written)
  if (day === null)
    throw new Trouble(
      diagnose(codes.BAD_VALUE, {
        detail: `--on is \`${written}\`, which is no day of the calendar up to 2199; write a UTC day as YYYY-MM-DD. Today is ${today}.`,
      }),
    )
  if (day < today)
    throw new Trouble(
      diagnose(codes.BAD_VALUE, {
        detail: `--on is ${day}, and that day is over: today is ${today} UTC. A plan is for today or for a later day.`,
      }),
    )
  return day
}
