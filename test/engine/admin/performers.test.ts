/** What each performer does about what it finds: it looks first, reads back, and never writes over somebody else's change. */
import { describe, expect, test } from 'vitest'
import type { AdminActual } from '../../../engine/model/admin.ts'
import type { Desired } from '../../../engine/model/desired.ts'
import type { Plan } from '../../../engine/plan/plan.ts'
import {
  aGroup,
  anAdminActual,
  aRelationship,
  groupA,
  groupB,
  licences,
  readers,
} from '../../support/admin/builders.ts'
import { tenant } from '../../support/builders/index.ts'
import { adminStage, customer, declaring, given, invitationOf, planOf } from './stage.ts'

const place = { partner: 'central', tenant: tenant() }
const name = 'central 00000000000040008000000000000001 1'

function stageOf(desired: Desired, actual: readonly AdminActual[]) {
  return adminStage(desired, { actual })
}

async function outcomes(work: Promise<unknown>): Promise<readonly string[]> {
  const verdict = (await work) as Awaited<ReturnType<ReturnType<typeof stageOf>['apply']>>
  if (verdict === 'died') return ['died']
  return (verdict.result?.actions ?? []).map(({ state }) =>
    'because' in state && 'code' in state.because ? `${state.kind} ${state.because.code}` : state.kind,
  )
}

describe('asking', () => {
  const draft = (parts: Parameters<typeof aRelationship>[0] = {}) =>
    anAdminActual(
      [aRelationship({ customer, id: 'd-1', name, status: 'created', activatedAt: null, ...parts })],
      {},
      place,
    )

  test('names the relationship by partner, customer and a counter, in 50 characters of plain words', () => {
    const [ask] = invitationOf(declaring(), [given.nothing]).actions
    expect(ask?.kind === 'admin.request' && ask.name).toBe(name)
    expect([name.length <= 50, /^[a-z0-9 -]+$/.test(name)]).toEqual([true, true])
  })

  test('takes up a draft that an earlier try left, and asks for no second one', async () => {
    const stage = stageOf(declaring(), [draft()])
    expect(await outcomes(stage.apply(invitationOf(declaring(), [draft()])))).toEqual(['adopted', 'done'])
    expect(stage.graph.effects).toEqual(['lock d-1'])
  })

  test('makes a draft as the documents are now', async () => {
    const old = draft({ roles: [readers] })
    const stage = stageOf(declaring(), [old])
    expect(await outcomes(stage.apply(invitationOf(declaring(), [old])))).toEqual(['done', 'done'])
    expect(stage.graph.effects).toEqual(['amend d-1', 'lock d-1'])
  })

  test('tries again where somebody changed the draft meanwhile', async () => {
    const old = draft({ roles: [readers] })
    const stage = stageOf(declaring(), [old])
    stage.graph.script({ write: 'amend', how: 'meets a newer etag' })
    expect(await outcomes(stage.apply(invitationOf(declaring(), [old])))).toEqual(['done', 'done'])
  })

  test('the next counter once a name is used up: an ended relationship keeps its name', () => {
    const [ask] = invitationOf(declaring(), [draft({ status: 'terminated' })]).actions
    expect(ask?.kind === 'admin.request' && ask.name).toBe(name.replace(/1$/, '2'))
  })

  test('a name that another customer bears is refused, and nothing is opened', async () => {
    const foreign = { tenant: tenant(7), name: 'Bianchi' }
    const other = anAdminActual(
      [aRelationship({ customer: foreign, id: 'x', name })],
      {},
      { partner: 'central', tenant: tenant(7) },
    )
    const stage = stageOf(declaring(), [given.nothing, other])
    expect(await outcomes(stage.apply(invitationOf(declaring(), [given.nothing])))).toEqual([
      'refused ADMIN.NAME_TAKEN',
      'skipped',
    ])
    expect(stage.graph.effects).toEqual([])
  })

  test.each(['approvalPending', 'approved', 'active'] as const)(
    'nobody is asked again while one is %s',
    status => {
      expect(invitationOf(declaring(), [draft({ status })]).actions).toEqual([])
    },
  )

  test('nobody is asked where the read gave no answer, or a status is not known', () => {
    const blind = { ...given.nothing, relationships: { kind: 'unknown', because: { code: 'X' } } }
    for (const seen of [blind as unknown as AdminActual, draft({ status: 'unknown:new' })])
      expect(invitationOf(declaring(), [seen]).actions).toEqual([])
  })
})

describe('a relationship that is active', () => {
  const assigned = declaring({ groups: [aGroup(groupB, licences, readers)] })
  const extended = declaring({ groups: [], autoExtend: true })

  test.each<[string, Desired, AdminActual, 'changeAssignment' | 'setAutoExtend']>([
    ['of an assignment', assigned, given.held, 'changeAssignment'],
    ['of auto-extend', extended, given.active, 'setAutoExtend'],
  ])(
    'a change %s that is accepted and changes nothing is found by reading back',
    async (_, desired, actual, write) => {
      const stage = stageOf(desired, [actual])
      stage.graph.script({ write, how: 'is accepted, and nothing changes' })
      expect(await outcomes(stage.apply(planOf(desired, [actual])))).toEqual(['refused ADMIN.NOT_CHANGED'])
    },
  )

  test.each<[string, Desired, AdminActual, 'changeAssignment' | 'setAutoExtend']>([
    ['of an assignment', assigned, given.held, 'changeAssignment'],
    ['of auto-extend', extended, given.active, 'setAutoExtend'],
  ])('a change %s is tried again with the newer etag', async (_, desired, actual, write) => {
    const stage = stageOf(desired, [actual])
    stage.graph.script({ write, how: 'meets a newer etag' })
    expect(await outcomes(stage.apply(planOf(desired, [actual])))).toEqual(['done'])
  })

  test('what somebody assigned since the plan was made is not written over', async () => {
    const desired = declaring({ groups: [aGroup(groupA, readers)] })
    const plan = planOf(desired, [given.active])
    const since = anAdminActual(
      [aRelationship({ customer })],
      {
        'r-1': [{ id: 'z', status: 'active', group: groupA, roles: [licences], createdAt: null, etag: '1' }],
      },
      place,
    )
    const stage = stageOf(desired, [since])
    expect(await outcomes(stage.apply(plan))).toEqual(['stale APPLY.NOT_AS_EXPECTED'])
    expect(stage.graph.effects).toEqual([])
  })

  test('a read without an answer sends nothing and says so; going on does it', async () => {
    const desired = declaring({ groups: [aGroup(groupA, readers)] })
    const stage = stageOf(desired, [given.active])
    stage.graph.silence(1)
    expect(await outcomes(stage.apply(planOf(desired, [given.active])))).toEqual(['stale ADMIN.UNKNOWN'])
    expect(stage.graph.effects).toEqual([])
    expect(await outcomes(stage.resume())).toEqual(['done'])
  })

  test('what the service refuses is refused, and the rest goes on', async () => {
    const desired = declaring()
    const stage = stageOf(desired, [given.active])
    stage.graph.script({ write: 'assign', how: 'is refused' })
    expect(await outcomes(stage.apply(planOf(desired, [given.active])))).toEqual(['refused TEST.NO', 'done'])
  })
})

describe('the old relationship', () => {
  const desired = declaring({ groups: [aGroup(groupB, licences, readers)], endInSources: true })
  const plan = (): Plan => planOf(desired, [given.held, given.old])

  test('is not ended when a group could not be given its roles', async () => {
    const stage = stageOf(desired, [given.held, given.old])
    stage.graph.script({ write: 'changeAssignment', how: 'is refused' })
    expect(await outcomes(stage.apply(plan()))).toEqual(['refused TEST.NO', 'skipped'])
    expect(stage.graph.effects).toEqual([])
  })

  test('is ended after the groups, and never without consent', async () => {
    const stage = stageOf(desired, [given.held, given.old])
    expect(await outcomes(stage.apply(plan()))).toEqual(['done', 'done'])
    expect(stage.graph.effects).toEqual(['change a-1 in r-1', 'terminate old-1'])
  })
})

test.each([
  ['groups', declaring(), 'these roles of group'],
  ['roles', declaring({ roles: [readers], groups: [] }), 'other roles, or another duration'],
])('a saved plan whose %s the documents do not declare is refused', async (_, desired, why) => {
  const before = declaring()
  const plan = why.startsWith('these')
    ? planOf(before, [given.active])
    : invitationOf(before, [given.nothing])
  const other = why.startsWith('these') ? declaring({ groups: [aGroup(groupA, licences)] }) : desired
  const verdict = await stageOf(other, [given.active]).apply({ ...plan })
  expect(verdict === 'died' ? null : verdict.diagnostics[0]?.code).toBe('APPLY.NOT_DECLARED')
  expect(verdict === 'died' ? null : verdict.diagnostics[0]?.detail).toContain(why)
})
