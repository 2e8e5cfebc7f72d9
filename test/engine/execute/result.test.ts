/** The account of an apply, whatever came of it, is valid by the published schema and leaves no action out. */
import { expect, test } from 'vitest'
import { instant, seats } from '../../../engine/model/ids.ts'
import { violationsOf } from '../../support/schemas.ts'
import { aStage, type Stage } from './harness.ts'
import { actionId, bianchi } from './tiny-world.ts'

const stories: Readonly<Record<string, (stage: Stage) => ReturnType<Stage['apply']>>> = {
  done: stage => stage.apply(),
  'adopted in part': async stage => {
    await stage.apply()
    return stage.apply()
  },
  refused: stage => {
    stage.tenants.script({
      action: actionId('subscription.create', '1/suite'),
      moment: 'before send',
      how: 'refused',
    })
    return stage.apply()
  },
  unknown: stage => {
    stage.tenants.script({
      action: actionId('subscription.create', '2/mail'),
      moment: 'before send',
      how: 'no answer',
      times: 3,
    })
    return stage.apply()
  },
  'cut off at midnight': stage => {
    stage.tenants.onPerform(() => stage.tenants.setClock(instant('2026-12-08T00:00:00Z')))
    return stage.apply({ width: 1 })
  },
  stopped: stage => {
    const stop = new AbortController()
    stage.tenants.onPerform(() => stop.abort())
    return stage.apply({ signal: stop.signal })
  },
  'without the customers that moved': stage => {
    stage.tenants.change(entry =>
      entry.tenant === bianchi && entry.subscriptions.kind === 'present'
        ? {
            ...entry,
            subscriptions: {
              kind: 'present',
              value: entry.subscriptions.value.map(one => ({ ...one, seats: seats(1) })),
            },
          }
        : entry,
    )
    return stage.apply({ skipMoved: true })
  },
}

test.each(Object.entries(stories))('an apply that is %s gives a whole account', async (_, tell) => {
  const stage = aStage()
  const { result } = await tell(stage)
  expect(result).not.toBeNull()
  expect(violationsOf('Result', JSON.parse(JSON.stringify(result)))).toEqual([])
  expect(result?.actions.map(entry => entry.action)).toEqual(stage.plan.actions.map(action => action.id))
  for (const entry of await stage.store.read(result?.apply ?? ''))
    expect(violationsOf('Journal', JSON.parse(JSON.stringify(entry)))).toEqual([])
})
