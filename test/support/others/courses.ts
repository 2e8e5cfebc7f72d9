/**
 * Plans of the worlds of others, carried out against tenants in memory, while one thing happens that nobody planned: between plan and apply, during a read, or just
 * before a request leaves.
 */
import fc from 'fast-check'
import { applyPlan } from '../../../engine/execute/apply-plan.ts'
import { resumeApply } from '../../../engine/execute/resume-apply.ts'
import type { ApplyVerdict } from '../../../engine/execute/verdict.ts'
import { dayOf, type TenantId } from '../../../engine/model/ids.ts'
import type { Actual, LiveSubscription } from '../../../engine/model/live.ts'
import { type Action, isSwitchOff } from '../../../engine/plan/action.ts'
import type { CreateSubscription } from '../../../engine/plan/kinds/create.ts'
import type { Plan } from '../../../engine/plan/plan.ts'
import type { ProgressEvent } from '../../../engine/ports.ts'
import { addMs } from '../../../engine/time/utc-days.ts'
import { createMemoryJournal } from '../../../providers/journal/memory.ts'
import { aPlan, aWave, cutoverDay, present } from '../builders/index.ts'
import type { Sent } from '../simulated-service.ts'
import { simulatedTenants } from '../simulated-tenants.ts'
import { act, beforeResume, type Happening, shownTo } from './happenings.ts'
import { subscriptionsIn } from './judge.ts'
import { soundWorld } from './sound-world.ts'
import type { WorldOfOthers } from './world-of-others.ts'

export interface Course {
  readonly world: WorldOfOthers
  readonly happening: Happening
  /** Before which request, or during which read, it happens; counted from 1. */
  readonly at: number
  /** What each request takes; in ms. */
  readonly paceMs: number
  /** When the apply begins, in minutes after the plan was made; of one that begins late. */
  readonly lateMinutes: number
}

const happenings = fc.constantFrom<Happening>(
  'the day ends',
  'the day ends',
  'the window closes',
  'a stop',
  'an agreement is withdrawn',
  'somebody accepts',
  'a purchase by hand',
  'a purchase by hand, as planned',
  'twins are suspended',
  'it begins late',
  'it begins late',
  'it begins late',
  'terms end',
  'twins are set to end',
  'terms end before a resume',
  'twins are set to end before a resume',
  'sources come on again before a resume',
)

export const course: fc.Arbitrary<Course> = courseIn(happenings)

/** Courses in which one of these happens. */
export function courseIn(happening: fc.Arbitrary<Happening>): fc.Arbitrary<Course> {
  return fc
    .record({
      world: soundWorld,
      happening,
      at: fc.integer({ min: 1, max: 6 }),
      // A step that waits for longer than two minutes is judged anew, again and again.
      paceMs: fc.constantFrom(0, 30_000, 100_000, 100_000),
      lateMinutes: fc.constantFrom(0, 15, 150, 16 * 60 + 20, 16 * 60 + 50, 16 * 60 + 57, 23 * 60 + 57),
      isLastDay: fc.boolean(),
    })
    .map(({ isLastDay, world, ...rest }) => ({ ...rest, world: readied(world, rest.happening, isLastDay) }))
}

/** So that it can happen at all. */
function readied(world: WorldOfOthers, happening: Happening, isLastDay: boolean): WorldOfOthers {
  if (happening === 'the day ends' && isLastDay) return onLastDay(world)
  return happening === 'somebody accepts' ? withWaitingPilot(world) : world
}

/** The first customer of a target is the pilot of everybody else there, and has not accepted yet. */
function withWaitingPilot({ desired, actual, ...rest }: WorldOfOthers): WorldOfOthers {
  const [first, ...others] = desired.consolidations
  const pilot = desired.customers.find(entry => entry.partner === first?.to)
  if (first === undefined || pilot === undefined) return { desired, actual, ...rest }
  const isPilot = (partner: string, tenant: string) => partner === first.to && tenant === pilot.tenant
  const waves = [aWave({ labels: ['pilot'] }), aWave({ name: 'all', labels: ['all'], needs: 'pilot' })]
  return {
    ...rest,
    desired: {
      ...desired,
      consolidations: [{ ...first, waves }, ...others],
      customers: desired.customers.map(entry => ({
        ...entry,
        labels: [entry.tenant === pilot.tenant ? 'pilot' : 'all'],
      })),
    },
    actual: {
      ...actual,
      customers: actual.customers.filter(entry => !isPilot(entry.partner, entry.tenant)),
      partners: actual.partners.map(({ partner, customers }) => ({
        partner,
        customers:
          customers.kind === 'present'
            ? present(customers.value.filter(row => !isPilot(partner, row.tenant)))
            : customers,
      })),
    },
  }
}

/** Every account takes something new for the last time on the day that plans are for. */
function onLastDay(world: WorldOfOthers): WorldOfOthers {
  const partners = world.desired.partners.map(partner => ({ ...partner, retired: cutoverDay }))
  return { ...world, desired: { ...world.desired, partners } }
}

export interface CarriedOn {
  readonly plan: Plan
  readonly verdict: ApplyVerdict
  /** What would be planned after it, on the day that it has become. */
  readonly second: Plan
  readonly sent: readonly Sent[]
  /** What is there in the end. */
  readonly after: Actual
  /** What lived just before each request that switches off was carried out. */
  readonly livedAt: ReadonlyMap<string, readonly LiveSubscription[]>
  /** Whom it was about: whose agreement, whose purchase; null: everybody, or nobody. */
  readonly about: TenantId | null
  /** What was bought by hand. */
  readonly bought: CreateSubscription | null
  /** How much was sent, and what had begun, when it happened; null: it never came to that. */
  readonly happened: { readonly sent: number; readonly begun: ReadonlySet<string> } | null
}

/** What comes of it; null: there is nothing to carry out, or nobody to whom it could happen. */
export async function carriedOn({
  world,
  happening,
  at,
  paceMs,
  lateMinutes,
}: Course): Promise<CarriedOn | null> {
  const plan = aPlan(world)
  const isAllowed = plan.findings.every(entry => entry.blocks !== 'run')
  if (!isAllowed || !plan.actions.some(action => 'effect' in action)) return null
  const stop = new AbortController()
  const begun = new Set<string>()
  const to = purchaseIn(plan, happening)
  const about = aboutWhom(world, plan, { happening, to })
  if (about === null && aboutSomebody.has(happening)) return null
  const tenants = simulatedTenants({ actual: shownTo(world, plan, { happening, about }) })
  let happened: CarriedOn['happened'] = null
  const happens = () => {
    if (happened !== null) return
    happened = { sent: tenants.sent.length, begun: new Set(begun) }
    act(happening, { tenants, plan, stop, to, about })
  }
  let count = 0
  const counted = () => {
    count += 1
    if (count !== at) return
    if (beforeResume.has(happening)) stop.abort()
    else happens()
  }
  if (happening === 'it begins late') {
    tenants.setClock(addMs(plan.madeAt, lateMinutes * 60_000))
    happened = { sent: 0, begun: new Set() }
  } else if (beforehand.has(happening)) happens()
  else if (happening === 'a stop')
    tenants.silence(() => {
      counted()
      return false
    })
  const livedAt = new Map<string, readonly LiveSubscription[]>()
  tenants.onPerform(action => {
    if (isSwitchOff(action)) livedAt.set(action.id, subscriptionsIn(tenants.actual()))
  })
  tenants.onWait(() => {
    tenants.setClock(addMs(tenants.clock.now(), paceMs))
    if (!beforehand.has(happening) && happening !== 'a stop') counted()
  })
  const input = {
    partners: plan.partners,
    desiredDigest: plan.desired,
    declared: world.desired,
    madeIn: plan.madeIn,
    reader: tenants.reader,
    performers: tenants.performers,
    store: createMemoryJournal(),
    clock: tenants.clock,
    serviceTime: { skewMs: () => 0, heard: () => tenants.reads.length },
    progress: (event: ProgressEvent) => {
      if (event.kind === 'action.began') begun.add(event.action)
    },
    signal: stop.signal,
    who: 'ada',
    takeOver: false,
    consent: ['changes', 'irreversible'] as const,
    width: 1,
  }
  const first = await applyPlan({ ...input, plan, version: plan.tool.version, skipMoved: true })
  const isLeft = beforeResume.has(happening) && stop.signal.aborted && first.kind !== 'done'
  if (isLeft) happens()
  const verdict = isLeft
    ? await resumeApply({ ...input, apply: null, signal: new AbortController().signal })
    : first
  const madeAt = tenants.clock.now()
  const second = aPlan({ ...world, actual: tenants.actual(), on: dayOf(madeAt), madeAt })
  return {
    plan,
    verdict,
    second,
    sent: tenants.sent,
    after: tenants.actual(),
    livedAt,
    about,
    bought: to,
    happened,
  }
}

/** Between plan and apply. */
const beforehand: ReadonlySet<Happening> = new Set<Happening>([
  'an agreement is withdrawn',
  'somebody accepts',
  'a purchase by hand, as planned',
  'it begins late',
])

const aboutSomebody: ReadonlySet<Happening> = new Set<Happening>([
  'an agreement is withdrawn',
  'somebody accepts',
  'a purchase by hand',
  'a purchase by hand, as planned',
])

function purchaseIn(plan: Plan, happening: Happening): CreateSubscription | null {
  if (happening !== 'a purchase by hand' && happening !== 'a purchase by hand, as planned') return null
  const creates = plan.actions.filter(
    (action): action is CreateSubscription => action.kind === 'subscription.create',
  )
  return creates.at(-1) ?? null
}

function aboutWhom(
  world: WorldOfOthers,
  plan: Plan,
  { happening, to }: { readonly happening: Happening; readonly to: CreateSubscription | null },
): TenantId | null {
  switch (happening) {
    case 'a purchase by hand':
    case 'a purchase by hand, as planned':
      return to?.customer ?? null
    case 'an agreement is withdrawn':
      return (
        plan.actions.flatMap((action: Action) =>
          action.kind === 'subscription.create' ? [action.customer] : [],
        )[0] ?? null
      )
    case 'somebody accepts': {
      const waves = world.desired.consolidations.flatMap(entry => entry.waves)
      const pilot = plan.customers.find(
        ({ wave, readiness }) =>
          wave === 'pilot' && (readiness.kind === 'invited' || readiness.kind === 'not invited'),
      )
      return waves.length > 0 ? (pilot?.tenant ?? null) : null
    }
    default:
      return null
  }
}
