/**
 * Every kind of action × everything that can go wrong with its write: the process dies, the request is lost, or its answer is. Whatever
 * happens, going on ends where the undisturbed run ends, with no relationship twice, nothing given to a wrong group, and an empty plan.
 */
import { describe, expect, test } from 'vitest'
import type { AdminActual } from '../../../engine/model/admin.ts'
import type { Desired } from '../../../engine/model/desired.ts'
import type { Plan } from '../../../engine/plan/plan.ts'
import { mischiefs, type WriteName } from '../../support/admin/simulated-graph.ts'
import { actionLines } from '../../support/plan-shape.ts'
import { adminStage, declaring, given, invitationOf, planOf } from './stage.ts'

interface Scene {
  readonly desired: Desired
  readonly actual: readonly AdminActual[]
  readonly plan: (desired: Desired, admin: readonly AdminActual[]) => Plan
  readonly writes: readonly WriteName[]
}

const scenes: Readonly<Record<string, Scene>> = {
  invitation: {
    desired: declaring(),
    actual: [given.nothing],
    plan: invitationOf,
    writes: ['request', 'lockForApproval'],
  },
  groups: {
    desired: declaring({ autoExtend: true }),
    actual: [given.held],
    plan: planOf,
    writes: ['assign', 'changeAssignment', 'setAutoExtend'],
  },
  end: {
    desired: declaring({ groups: [], endInSources: true }),
    actual: [given.active, given.old],
    plan: planOf,
    writes: ['terminate'],
  },
}

/** What the service holds in the end, without the marks of its own counting. */
function standing(actual: readonly AdminActual[]) {
  return actual.map(({ partner, relationships, assignments }) => ({
    partner,
    relationships:
      relationships.kind === 'present'
        ? relationships.value.map(({ name, status, roles, autoExtend }) => ({
            name,
            status,
            roles,
            autoExtend,
          }))
        : relationships,
    groups: assignments.flatMap(({ groups }) =>
      groups.kind === 'present'
        ? groups.value.map(({ group, roles, status }) => ({ group, roles, status }))
        : [],
    ),
  }))
}

/** In any order. A change of what is there names all that it shall be: made again, it is the same. */
function once(effects: readonly string[]): readonly string[] {
  const isRepeat = (entry: string, position: number) =>
    /^(change|extend) /.test(entry) && effects.indexOf(entry) < position
  return effects.filter((entry, position) => !isRepeat(entry, position)).sort()
}

const table = Object.entries(scenes).flatMap(([name, scene]) =>
  scene.writes.flatMap(write =>
    mischiefs.flatMap(how => [0, 20_000].map(slowMs => ({ name, scene, write, how, slowMs }))),
  ),
)

describe('whatever happens to a write, going on converges', () => {
  test.each(table)('$name: $write $how (slow by $slowMs ms)', async ({ scene, write, how, slowMs }) => {
    const { desired, actual } = scene
    const undisturbed = adminStage(desired, { actual })
    const plan = scene.plan(desired, actual)
    expect(await undisturbed.apply(plan)).toMatchObject({ kind: 'done', diagnostics: [] })
    const wanted = standing(undisturbed.graph.actual())

    const stage = adminStage(desired, { actual, hiddenForMs: slowMs, takesMs: slowMs })
    stage.graph.script({ write, how })
    let verdict = await stage.apply(plan)
    for (let turn = 0; turn < 3 && (verdict === 'died' || verdict.kind !== 'done'); turn += 1) {
      stage.graph.restart()
      verdict = await stage.resume()
    }
    expect(verdict).toMatchObject({ kind: 'done' })
    expect(standing(stage.graph.actual())).toEqual(wanted)
    expect(once(stage.graph.effects)).toEqual(once(undisturbed.graph.effects))
    expect(actionLines(scene.plan(desired, stage.graph.actual()))).toEqual([])
  })

  test.each(table)(
    '$name: $write $how, and the journal is lost (slow by $slowMs ms)',
    async ({ scene, write, how, slowMs }) => {
      const { desired, actual } = scene
      const stage = adminStage(desired, { actual, hiddenForMs: slowMs, takesMs: slowMs })
      stage.graph.script({ write, how })
      await stage.apply(scene.plan(desired, actual))
      stage.graph.restart()
      await stage.graph.clock.sleep(slowMs)
      const left = stage.graph.actual()
      const fresh = adminStage(desired, { actual: left })
      expect(await fresh.apply(scene.plan(desired, left))).toMatchObject({ kind: 'done' })
      expect(actionLines(scene.plan(desired, fresh.graph.actual()))).toEqual([])
      expect(fresh.graph.effects.filter(effect => stage.graph.effects.includes(effect))).toEqual([])
    },
  )
})
