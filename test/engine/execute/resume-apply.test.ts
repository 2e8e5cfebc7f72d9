import { describe, expect, test } from 'vitest'
import { seats } from '../../../engine/model/ids.ts'
import { aLiveSubscription, central } from '../../support/builders/index.ts'
import { aStage, expectPromisesKept, statesOf, untilDeath } from './harness.ts'
import { actionId, bianchi, rossi, tinyPlan } from './tiny-world.ts'

async function interruptedAt(action: ReturnType<typeof actionId>, width = 1) {
  const stage = aStage()
  stage.tenants.script({ action, moment: 'before send', how: 'crash' })
  expect(await untilDeath(stage.apply({ width }))).toBe('died')
  stage.tenants.restart()
  return stage
}

describe('resuming', () => {
  test('says so when there is no journal, or none of that name', async () => {
    const stage = aStage()
    expect(await stage.resume()).toMatchObject({
      kind: 'failed',
      diagnostics: [{ code: 'APPLY.NOTHING_TO_RESUME', detail: 'This workspace has no journal.' }],
    })
    expect(await stage.resume({ apply: 'nonsense' })).toMatchObject({
      kind: 'failed',
      diagnostics: [{ code: 'APPLY.NOTHING_TO_RESUME', detail: 'There is no journal of nonsense.' }],
    })
  })

  // Was red: there was no result, and so none in the file of --out, and whoever read a pipe waited for ever.
  test.each([null, 'by name'])(
    'a finished apply says so with the result it had, and does nothing (%s)',
    async how => {
      const stage = aStage()
      const done = await stage.apply()
      const apply = done.result?.apply ?? ''
      const [reads, sent] = [stage.tenants.reads.length, stage.tenants.sent.length]
      const before = await stage.store.read(apply)
      const verdict = await stage.resume({ apply: how === null ? null : apply })
      expect(verdict).toMatchObject({
        kind: 'done',
        result: done.result,
        diagnostics: [{ code: 'APPLY.ALREADY_COMPLETE', severity: 'note' }],
      })
      expect([stage.tenants.reads.length, stage.tenants.sent.length]).toEqual([reads, sent])
      expect(await stage.store.read(apply)).toEqual(before)
    },
  )

  test('needs consent again for what cannot be undone, and none once that is done', async () => {
    const stage = await interruptedAt(actionId('subscription.suspend', 'r-suite'))
    const sent = stage.tenants.sent.length
    expect(await stage.resume({ consent: ['changes'] })).toMatchObject({
      kind: 'declined',
      diagnostics: [
        { code: 'APPLY.NOT_CONSENTED', detail: '3 of the actions cannot be undone. Nothing was written.' },
      ],
    })
    expect(stage.tenants.sent).toHaveLength(sent)

    const late = aStage()
    late.tenants.script({
      action: actionId('subscription.rename'),
      moment: 'before send',
      how: 'no answer',
      times: 9,
    })
    expect((await late.apply()).kind).toBe('partial')
    late.tenants.script()
    expect((await late.resume({ consent: ['changes'] })).kind).toBe('done')
  })

  test('waits for nobody: a partner that is held refuses it', async () => {
    const stage = await interruptedAt(actionId('subscription.create', '2/mail'))
    await stage.store.lock([tinyPlan.partners[0]?.tenant ?? ''], { who: 'x', since: '' as never, apply: 'y' })
    expect((await stage.resume()).kind).toBe('busy')
  })

  test('keeps what is done without looking at it again', async () => {
    const stage = await interruptedAt(actionId('subscription.create', '2/mail'))
    const done = new Set(stage.tenants.sent.map(entry => entry.action))
    const verdict = await stage.resume()
    expect(verdict.kind).toBe('done')
    const entries = await stage.store.read(verdict.result?.apply ?? '')
    const resumedAt = entries.findIndex(entry => entry.kind === 'apply.resumed')
    for (const entry of entries.slice(resumedAt))
      if ('action' in entry) expect(done).not.toContain(entry.action)
    expect(verdict.result?.startedAt).toBe('2026-12-07T07:00:00Z')
  })

  test('judges a gate anew before anything behind it is switched off', async () => {
    const stage = await interruptedAt(actionId('subscription.suspend', 'r-mail'))
    stage.tenants.change(entry =>
      entry.partner === central && entry.tenant === rossi && entry.subscriptions.kind === 'present'
        ? {
            ...entry,
            subscriptions: {
              kind: 'present',
              value: entry.subscriptions.value.map(one => ({ ...one, seats: seats(1) })),
            },
          }
        : entry,
    )
    const sent = stage.tenants.sent.length
    const verdict = await stage.resume()
    expect(verdict.kind).toBe('partial')
    expect(statesOf(verdict)).toMatchObject({
      [actionId('gate.customer', rossi)]: 'stale',
      [actionId('subscription.suspend', 'r-mail')]: 'skipped: depends on',
      [actionId('subscription.suspend', 'b-it')]: 'done',
    })
    expect(stage.tenants.sent.slice(sent).some(entry => entry.action.includes(rossi))).toBe(false)
  })

  test('buys nothing more for a customer whose facts moved meanwhile, and goes on with the others', async () => {
    const stage = await interruptedAt(actionId('subscription.create', '1/suite'))
    const byHand = aLiveSubscription({
      id: 'by-hand',
      partner: central,
      customer: rossi,
      name: 'else',
      seats: 2,
    })
    stage.tenants.change(entry =>
      entry.partner === central && entry.tenant === rossi && entry.subscriptions.kind === 'present'
        ? { ...entry, subscriptions: { kind: 'present', value: [...entry.subscriptions.value, byHand] } }
        : entry,
    )
    const verdict = await stage.resume()
    expect(verdict.kind).toBe('partial')
    expect(statesOf(verdict)).toMatchObject({
      [actionId('subscription.create', '1/suite')]: 'stale',
      [actionId('subscription.create', '1/calls')]: 'skipped: depends on',
      [actionId('subscription.suspend', 'b-it')]: 'done',
      [actionId('subscription.rename')]: 'done',
    })
    expect(verdict.diagnostics.map(entry => entry.code)).toEqual(['APPLY.MOVED'])
    expectPromisesKept(stage)
  })

  test('looks at a step that may have happened even when its gate stays shut', async () => {
    const stage = aStage()
    const action = actionId('subscription.suspend', 'b-it')
    stage.tenants.script({ action, moment: 'after commit', how: 'crash' })
    expect(await untilDeath(stage.apply({ width: 1 }))).toBe('died')
    stage.tenants.restart()
    stage.tenants.change(entry =>
      entry.partner === central && entry.tenant === bianchi
        ? { ...entry, subscriptions: { kind: 'absent' } }
        : entry,
    )
    const verdict = await stage.resume()
    expect(statesOf(verdict)[action]).toBe('adopted')
    expect(statesOf(verdict)[actionId('gate.customer', bianchi)]).toBe('stale')
  })

  test('leaves out whom the first run left out', async () => {
    const stage = aStage()
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
    stage.tenants.script({ action: actionId('subscription.rename'), moment: 'before send', how: 'crash' })
    expect(await untilDeath(stage.apply({ skipMoved: true, width: 1 }))).toBe('died')
    stage.tenants.restart()
    const verdict = await stage.resume()
    expect(verdict.kind).toBe('done')
    expect(statesOf(verdict)[actionId('subscription.create', '2/mail')]).toBe('skipped: customer moved')
    expect(verdict.diagnostics.map(entry => entry.code)).toEqual(['APPLY.LEFT_OUT'])
  })
})
