/** Several things go wrong in one apply, one after another, on a slow or a quick service: it converges all the same. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { mischiefs, type WriteName } from '../../support/admin/simulated-graph.ts'
import { actionLines } from '../../support/plan-shape.ts'
import { adminStage, declaring, given, invitationOf, planOf } from './stage.ts'

const everything = declaring({ autoExtend: true, endInSources: true })
const scenes = {
  invitation: { plan: () => invitationOf(everything, [given.nothing]), actual: [given.nothing] },
  groups: { plan: () => planOf(everything, [given.held, given.old]), actual: [given.held, given.old] },
}
const writes: Readonly<Record<keyof typeof scenes, readonly WriteName[]>> = {
  invitation: ['request', 'lockForApproval'],
  groups: ['assign', 'changeAssignment', 'setAutoExtend', 'terminate'],
}
const troubles = fc.constantFrom<keyof typeof scenes>('invitation', 'groups').chain(name =>
  fc.record({
    name: fc.constant(name),
    slowMs: fc.constantFrom(0, 5_000, 60_000, 300_000),
    faults: fc.array(
      fc.record({
        write: fc.constantFrom(...writes[name]),
        how: fc.constantFrom(...mischiefs, 'meets a newer etag' as const),
        times: fc.integer({ min: 1, max: 2 }),
      }),
      { minLength: 1, maxLength: 5 },
    ),
    silentAfter: fc.array(fc.nat(3), { maxLength: 3 }),
  }),
)

test('it converges, with no relationship twice and nothing given to a wrong group', async () => {
  await fc.assert(
    fc.asyncProperty(troubles, async ({ name, slowMs, faults, silentAfter }) => {
      const scene = scenes[name]
      const stage = adminStage(everything, { actual: scene.actual, hiddenForMs: slowMs, takesMs: slowMs })
      const plan = scene.plan()
      stage.graph.script(...faults)
      stage.graph.silence(silentAfter[0] ?? 0)
      let verdict = await stage.apply(plan)
      for (let turn = 1; turn < 12 && (verdict === 'died' || verdict.kind !== 'done'); turn += 1) {
        // What was scripted for writes that were never reached goes on being scripted for a while.
        stage.graph.restart()
        if (turn < 4) stage.graph.script(...faults.slice(turn))
        stage.graph.silence(silentAfter[turn] ?? 0)
        await stage.graph.clock.sleep(60_000)
        verdict =
          verdict === 'died' || verdict.result !== null ? await stage.resume() : await stage.apply(plan)
      }
      expect(verdict).toMatchObject({ kind: 'done' })
      const left = stage.graph.actual()
      const again = name === 'invitation' ? invitationOf(everything, left) : planOf(everything, left)
      expect(actionLines(again)).toEqual([])
      const lasting = stage.graph.effects.filter(entry => /^(request|assign|terminate) /.test(entry))
      expect([...new Set(lasting)]).toEqual(lasting)
      const wanted = everything.customers[0]?.admin?.groups ?? []
      for (const { groups } of left.flatMap(entry => entry.assignments))
        for (const held of groups.kind === 'present' ? groups.value : [])
          expect(wanted.find(entry => entry.group === held.group)?.roles).toEqual(held.roles)
    }),
    { numRuns: 150 },
  )
})
