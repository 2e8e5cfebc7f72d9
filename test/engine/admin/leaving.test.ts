/**
 * A write of delegated administration that waited, for a throttle or a token, is judged again before it leaves: it is not sent by what was
 * seen long ago.
 */
import { expect, test } from 'vitest'
import type { SimulatedGraph } from '../../support/admin/simulated-graph.ts'
import { adminStage, declaring, given, planOf } from './stage.ts'

const desired = declaring({ groups: [], endInSources: true })
const actual = [given.active, given.old]

/** The first end of a relationship waits for ten minutes, in which `meanwhile` happens. */
function stageWith(meanwhile: (graph: SimulatedGraph) => Promise<unknown>) {
  let waits = 0
  return adminStage(desired, {
    actual,
    through: graph => ({
      ...graph.writer,
      async terminate(at, ids) {
        if (at.relationship === 'old-1' && waits++ === 0) {
          await graph.clock.sleep(600_000)
          await meanwhile(graph)
        }
        ids.mayLeave()
        return graph.writer.terminate(at, ids)
      },
    }),
  })
}

test('the old relationship does not end where the new one ended meanwhile', async () => {
  const stage = stageWith(({ writer }) =>
    writer.terminate(
      { partner: given.active.partner, relationship: 'r-1' },
      { requestId: 'r', correlationId: 'c', mayLeave: () => undefined },
    ),
  )
  expect(await stage.apply(planOf(desired, actual))).toMatchObject({
    kind: 'partial',
    diagnostics: [{ code: 'APPLY.NOT_AS_EXPECTED' }],
  })
  expect(stage.graph.effects).toEqual(['terminate r-1'])
})

test('it ends, once, where nothing has changed', async () => {
  const stage = stageWith(() => Promise.resolve())
  expect(await stage.apply(planOf(desired, actual))).toMatchObject({ kind: 'done' })
  expect(stage.graph.effects).toEqual(['terminate old-1'])
})
