import { afterEach, describe, expect, it } from 'vitest'
import type { ActionOf } from '../../../../engine/plan/action.ts'
import { performersOver } from '../../../../providers/partner-center/actions/performers.ts'
import { anAttempt, aReactivate, aRename, aSeatChange, aSuspend } from '../../../support/actions.ts'
import { type Api, anApi } from '../../../support/api.ts'
import type { Script } from '../../../support/scripted-server.ts'

let api: Api | null = null
afterEach(() => api?.close())

const active = {
  id: 'S-1',
  offerId: '195416C1-3447-423A-B37B-EE59A99A19C4',
  status: 'active',
  quantity: 5,
  friendlyName: 'mail',
  orderId: 'o-1',
  autoRenewEnabled: false,
}
const at = '2026-12-07T06:00:00.000Z'
const evidence = { subscription: 's-1', order: 'o-1', at }

type Changing = ActionOf<
  'subscription.change-seats' | 'subscription.suspend' | 'subscription.reactivate' | 'subscription.rename'
>
const cases: readonly (readonly [Changing, object, object, object])[] = [
  [aSeatChange(), active, { ...active, quantity: 10 }, { ...active, quantity: 7 }],
  [aSuspend(), active, { ...active, status: 'suspended' }, { ...active, quantity: 6 }],
  [aReactivate(), { ...active, status: 'suspended' }, active, { ...active, status: 'deleted' }],
  [aRename(), active, { ...active, friendlyName: 'post' }, { ...active, friendlyName: 'other' }],
]

async function performing(script: Script) {
  api = await anApi(script)
  const { client } = api
  const performers = performersOver(() => client)
  const on = <A extends Changing>(action: A) =>
    performers[action.kind] as {
      perform: (a: A, t: ReturnType<typeof anAttempt>) => Promise<unknown>
      look: (a: A, t: ReturnType<typeof anAttempt>) => Promise<unknown>
    }
  return {
    perform: (action: Changing) => on(action).perform(action, anAttempt()),
    look: (action: Changing) => on(action).look(action, anAttempt()),
  }
}

describe.each(cases.map(entry => [entry[0].kind, ...entry] as const))(
  '%s',
  (_, action, before, after, other) => {
    it('is done when the answer shows it; its request carries the id of the attempt', async () => {
      const { perform } = await performing([{ json: before }, { json: after }])
      expect(await perform(action)).toEqual({ kind: 'done', evidence })
      expect(api?.server.asked.map(({ method }) => method)).toEqual(['GET', 'PATCH'])
      expect(JSON.parse(api?.server.asked[1]?.body ?? '')).toEqual(after)
      expect(api?.server.asked[1]?.headers).toMatchObject({
        'ms-requestid': 'request-main',
        'ms-correlationid': 'correlation-1',
      })
    })

    it('sends nothing when it is so already', async () => {
      const { perform } = await performing([{ json: after }])
      expect(await perform(action)).toEqual({ kind: 'done', evidence })
      expect(api?.server.asked).toHaveLength(1)
    })

    it('is refused, and nothing sent, when the subscription is not what it was planned from', async () => {
      const { perform } = await performing([{ json: other }])
      expect(await perform(action)).toMatchObject({
        kind: 'refused',
        because: { code: 'PARTNER_CENTER.MOVED', correlationId: 'correlation-1' },
      })
      expect(api?.server.asked).toHaveLength(1)
    })

    it.each([
      [
        '400/2002',
        { status: 400, json: { code: '2002', description: 'no' } },
        'refused',
        'PARTNER_CENTER.REFUSED',
      ],
      [
        '409/900278',
        { status: 409, json: { code: 900278, description: 'no' } },
        'refused',
        'PARTNER_CENTER.CONFLICT',
      ],
      [
        '403 of somebody else',
        { status: 403, text: '<h1>Blocked</h1>' },
        'unknown',
        'PARTNER_CENTER.FOREIGN_ANSWER',
      ],
      ['a redirect', { status: 307, headers: { Location: '/' } }, 'unknown', 'PARTNER_CENTER.FOREIGN_ANSWER'],
      ['a 200 of somebody else', { json: { ok: true } }, 'unknown', 'PARTNER_CENTER.UNREADABLE'],
      ['503 three times', { status: 503 }, 'unknown', 'PARTNER_CENTER.UNAVAILABLE'],
      ['silence three times', 'drop', 'unknown', 'PARTNER_CENTER.NO_ANSWER'],
    ] as const)('ends after %s', async (_title, answer, kind, code) => {
      const { perform } = await performing(asked => (asked.method === 'GET' ? { json: before } : answer))
      expect(await perform(action)).toMatchObject({ kind, because: { code } })
    })

    it('is looked for without writing', async () => {
      const { look } = await performing([
        { json: after },
        { json: before },
        { json: other },
        { status: 404, json: { code: 20003, description: 'no' } },
      ])
      expect(await look(action)).toEqual({ kind: 'happened', evidence })
      expect(await look(action)).toEqual({ kind: 'did not happen' })
      expect(await look(action)).toMatchObject({
        kind: 'is otherwise',
        because: { code: 'PARTNER_CENTER.MOVED' },
      })
      expect(await look(action)).toMatchObject({
        kind: 'cannot tell',
        because: { code: 'PARTNER_CENTER.REFUSED' },
      })
      expect(api?.server.asked.map(({ method }) => method)).toEqual(['GET', 'GET', 'GET', 'GET'])
    })
  },
)

describe('a change that was accepted and does not show', () => {
  it('is unknown', async () => {
    const { perform } = await performing(asked =>
      asked.method === 'PATCH' ? { status: 202 } : { json: active },
    )
    expect(await perform(aSuspend())).toMatchObject({
      kind: 'unknown',
      because: { code: 'PARTNER_CENTER.NOT_SHOWN' },
    })
  })
})
