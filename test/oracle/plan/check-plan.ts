/** A made-up world up to a day, the documents that move it, and the plan that the command makes of both. */
import fc from 'fast-check'
import type { Plan } from '../../../engine/plan/plan.ts'
import { runInProcess } from '../../support/run-in-process.ts'
import { textOf } from '../calendar.ts'
import { aChangedMailbox } from '../sandbox/changed-mailbox.ts'
import { carryOut } from '../sandbox/perform.ts'
import { serviceOf } from '../sandbox/service.ts'
import { aSourceOfLate, livesToMove, type WorldPlan, worldsOf } from '../sandbox/stories.ts'
import type { Told } from '../sandbox/told.ts'
import { worldOf } from '../sandbox/world-of.ts'
import { comparePlan, type PlanCheck } from './compare-plan.ts'
import { type Move, workspaceOf } from './workspace-of.ts'

export interface MoveOfWorld {
  readonly world: WorldPlan
  readonly move: Move
  /** Days after the start of the clock. */
  readonly day: number
}

type Method = Move['method']
/** What a rule asks for of new commerce; null: there is no rule. */
export const methods: readonly Method[] = ['transfer', 'repurchase', 'lapse', 'reprovision', null]

/** Worlds that are moved by one method. What is bought anew is looked at while a source can still be cancelled. */
export function worldMovedBy(method: Method): fc.Arbitrary<MoveOfWorld> {
  const move = fc.record({
    method: fc.constant(method),
    isMapped: fc.boolean(),
    billing: fc.constantFrom('monthly' as const, 'annual' as const),
    term: fc.constantFrom('P1M' as const, 'P1Y' as const),
  })
  return worldsOf(livesToMove, 3).chain(world =>
    fc
      .record({ move, recent: aSourceOfLate(world.clock), day: fc.integer({ min: 0, max: 59 }), age })
      .map(drawn => {
        if (method !== 'repurchase') return { world, move: drawn.move, day: drawn.day }
        const day = drawn.recent.bought - world.clock + drawn.age
        const customers = [...world.customers, [drawn.recent]]
        return { world: { ...world, customers }, move: drawn.move, day }
      })
      .chain(drawn =>
        aChangedMailbox(world.clock, world.clock + drawn.day).map(changed => ({
          ...drawn,
          world: { ...drawn.world, customers: [...drawn.world.customers, [changed]] },
        })),
      ),
  )
}

/** Days within the window of a cancel. */
const age = fc.integer({ min: 0, max: 6 })

export interface CheckedPlan extends PlanCheck {
  readonly told: readonly Told[]
  readonly plan: Plan
}

export async function checkPlan({ world, move, day }: MoveOfWorld): Promise<CheckedPlan> {
  const service = await serviceOf(worldOf(world))
  try {
    const told = await carryOut(service, world, world.clock + day)
    await service.until(`${textOf(world.clock + day)}T06:00:00Z`)
    const workspace = await workspaceOf(service, world, move)
    const ran = await runInProcess(['plan', '--format', 'json', '--sandbox', service.url], workspace.folder)
    workspace.remove()
    if (!ran.out.startsWith('{')) throw new Error(`no plan: ${ran.err}`)
    const plan = JSON.parse(ran.out) as Plan
    return { told, plan, ...comparePlan({ world, told, plan }) }
  } finally {
    await service.close()
  }
}
