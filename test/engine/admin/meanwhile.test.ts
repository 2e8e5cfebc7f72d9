/** What the customer, the service and colleagues do between a write and the look at it: each ends, and is told as it is. */
import { describe, expect, test } from 'vitest'
import type { RelationshipStatus } from '../../../engine/model/admin.ts'
import { anAdminActual, aRelationship, readers } from '../../support/admin/builders.ts'
import { actionLines } from '../../support/plan-shape.ts'
import { adminStage, customer, declaring, given, invitationOf, planOf } from './stage.ts'

const asked = 'id of central 00000000000040008000000000000001 1'

async function statesAfter(work: ReturnType<ReturnType<typeof adminStage>['apply']>) {
  const verdict = await work
  if (verdict === 'died') return ['died']
  return [
    verdict.kind,
    ...(verdict.result?.actions ?? []).map(({ state }) =>
      'because' in state && 'code' in state.because ? `${state.kind} ${state.because.code}` : state.kind,
    ),
  ]
}

describe('after an opening whose answer nobody got,', () => {
  const past: readonly RelationshipStatus[] = [
    'approvalPending',
    'approved',
    'activating',
    'active',
    'terminationRequested',
    'terminating',
    'terminated',
    'expiring',
    'expired',
  ]
  test.each(past)('a relationship that is %s by now was opened', async status => {
    const stage = adminStage(declaring(), { actual: [given.nothing] })
    stage.graph.script({ write: 'lockForApproval', how: 'dies after it was carried out' })
    await stage.apply(invitationOf(declaring(), [given.nothing]))
    stage.graph.restart()
    stage.graph.become(asked, { status })
    expect(await statesAfter(stage.resume())).toEqual([
      'done',
      'done',
      expect.stringMatching(/^(done|adopted)$/),
    ])
  })

  test('one that was cleaned up is asked for anew by the next invitation', async () => {
    const stage = adminStage(declaring(), { actual: [given.nothing] })
    stage.graph.script({ write: 'lockForApproval', how: 'dies after it was carried out' })
    await stage.apply(invitationOf(declaring(), [given.nothing]))
    stage.graph.restart()
    stage.graph.become(asked, null)
    expect(await statesAfter(stage.resume())).toEqual(['partial', 'done', 'stale APPLY.NOT_AS_EXPECTED'])
    expect(actionLines(invitationOf(declaring(), stage.graph.actual()))).toHaveLength(2)
  })
})

describe('after an end whose answer nobody got,', () => {
  const desired = declaring({ groups: [], endInSources: true })
  const actual = [given.active, given.old]
  test.each<RelationshipStatus | 'gone'>(['terminated', 'expiring', 'expired', 'gone'])(
    'a relationship that is %s by now is over',
    async status => {
      const stage = adminStage(desired, { actual })
      stage.graph.script({ write: 'terminate', how: 'dies after it was carried out' })
      await stage.apply(planOf(desired, actual))
      stage.graph.restart()
      stage.graph.become('old-1', status === 'gone' ? null : { status })
      expect((await statesAfter(stage.resume()))[0]).toBe(status === 'gone' ? 'partial' : 'done')
      expect(actionLines(planOf(desired, stage.graph.actual()))).toEqual([])
    },
  )
})

test('a draft that somebody changes again and again is left to the next invitation', async () => {
  const old = anAdminActual(
    [aRelationship({ customer, id: asked, name: asked.slice(6), status: 'created', roles: [readers] })],
    {},
    { partner: 'central', tenant: customer.tenant },
  )
  const stage = adminStage(declaring(), { actual: [old] })
  stage.graph.script({ write: 'amend', how: 'meets a newer etag', times: 9 })
  expect((await statesAfter(stage.apply(invitationOf(declaring(), [old])))).slice(0, 2)).toEqual([
    'failed',
    'refused ADMIN.REQUEST_MOVED',
  ])
  expect(stage.graph.effects).toEqual([])
})
