/** What ends a run early: the operator, a journal that cannot be written, a lock that was lost, a bug. */
import { describe, expect, test } from 'vitest'
import { defineCodes, diagnose } from '../../../engine/diagnostic.ts'
import type { JournalEntry } from '../../../engine/journal/entry.ts'
import { foldJournal } from '../../../engine/journal/fold.ts'
import type { JournalStore } from '../../../engine/ports.ts'
import { Bug } from '../../../engine/result.ts'
import { Trouble } from '../../../engine/trouble.ts'
import { createMemoryJournal } from '../../../providers/journal/memory.ts'
import { aStage, expectPromisesKept, statesOf, undisturbedEnd } from './harness.ts'
import { actionId, standing, tinyActual, tinyPlan } from './tiny-world.ts'

const { DISC_FULL } = defineCodes('TEST', { DISC_FULL: { summary: 'no space left' } })

describe('the operator’s stop', () => {
  test('finishes the steps in flight, writes them down, and leaves the rest not started', async () => {
    const stage = aStage()
    const stop = new AbortController()
    const action = actionId('subscription.create', '2/mail')
    stage.tenants.onPerform(begun => {
      if (begun.id === action) stop.abort()
    })
    const verdict = await stage.apply({ signal: stop.signal, width: 1 })
    expect(verdict.kind).toBe('partial')
    expect(statesOf(verdict)[action]).toBe('done')
    const others = Object.entries(statesOf(verdict)).filter(
      ([id, state]) => id !== action && state !== 'done',
    )
    expect(new Set(others.map(([, state]) => state))).toEqual(new Set(['not started']))
    expect(verdict.diagnostics).toMatchObject([
      {
        code: 'APPLY.STOPPED',
        remedies: [{ kind: 'run', command: `tenantform resume ${verdict.result?.apply}` }],
      },
    ])
    const entries = await stage.store.read(verdict.result?.apply ?? '')
    expect(entries.at(-1)).toMatchObject({ kind: 'apply.ended', verdict: 'partial' })

    expect((await stage.resume()).kind).toBe('done')
    expect(standing(stage.tenants.actual())).toEqual(await undisturbedEnd(tinyPlan, tinyActual))
    expectPromisesKept(stage)
  })

  test('ends a wait at a gate at once, without judging it', async () => {
    const stage = aStage({ hiddenForMs: 10 * 60_000 })
    const stop = new AbortController()
    const verdict = await stage.apply({
      signal: stop.signal,
      progress: event => {
        if (event.kind === 'waiting') stop.abort()
      },
    })
    expect(verdict.kind).toBe('partial')
    const gates = Object.entries(statesOf(verdict)).filter(([id]) => id.startsWith('gate'))
    expect(gates.map(([, state]) => state)).toEqual(['not started', 'not started'])
    expect(stage.tenants.sent.some(entry => entry.kind === 'subscription.suspend')).toBe(false)
    expect((await stage.resume()).kind).toBe('done')
  })
})

/** Works until this many entries are written, and then never again. */
function fullAfter(store: JournalStore, entries: number): JournalStore {
  let written = 0
  return {
    ...store,
    async open(apply) {
      const writer = await store.open(apply)
      return {
        close: () => writer.close(),
        async append(entry) {
          if (written >= entries) throw new Trouble(diagnose(DISC_FULL))
          written += 1
          await writer.append(entry)
        },
      }
    },
  }
}

describe('a journal that cannot be written', () => {
  test('at all keeps everything from being written to a tenant', async () => {
    const stage = aStage()
    const verdict = await stage.apply({ store: fullAfter(stage.store, 0) })
    expect(verdict).toMatchObject({ kind: 'failed', result: null, diagnostics: [{ code: 'TEST.DISC_FULL' }] })
    expect(stage.tenants.sent).toEqual([])
  })

  test.each([1, 2, 5, 9, 14, 20])(
    'after %i entries stops the run with its account, and can be gone on with',
    async count => {
      const stage = aStage()
      const verdict = await stage.apply({ store: fullAfter(stage.store, count) })
      expect(['partial', 'failed']).toContain(verdict.kind)
      expect(verdict.diagnostics[0]?.code).toBe('TEST.DISC_FULL')
      const state = foldJournal(await stage.store.read(verdict.result?.apply ?? ''))
      const begun = [...(state?.actions ?? [])].filter(([, record]) => record.attempt > 0).map(([id]) => id)
      for (const { action } of stage.tenants.sent) expect(begun).toContain(action)
      expect((await stage.resume()).kind).toBe('done')
      expect(standing(stage.tenants.actual())).toEqual(await undisturbedEnd(tinyPlan, tinyActual))
      expectPromisesKept(stage)
    },
  )

  test('shows a step whose end was not written down as unknown', async () => {
    const stage = aStage()
    const refusing: JournalStore = {
      ...stage.store,
      async open(apply) {
        const writer = await stage.store.open(apply)
        let isFull = false
        return {
          close: () => writer.close(),
          async append(entry: JournalEntry) {
            isFull ||= entry.kind === 'action.ended'
            if (isFull) throw new Trouble(diagnose(DISC_FULL))
            await writer.append(entry)
          },
        }
      },
    }
    const verdict = await stage.apply({ store: refusing, width: 1 })
    expect(verdict.kind).toBe('partial')
    expect(Object.values(statesOf(verdict)).filter(state => state !== 'not started')).toEqual(['unknown'])
    expect(verdict.diagnostics.map(entry => entry.code)).toEqual(['TEST.DISC_FULL', 'APPLY.NOT_WRITTEN_DOWN'])
  })
})

describe('locks', () => {
  test('are taken on every partner written to, in sorted order, before anything is read', async () => {
    const stage = aStage()
    const taken: string[][] = []
    await stage.apply({
      store: {
        ...stage.store,
        async lock(names, owner) {
          taken.push([...names])
          expect(stage.tenants.reads).toEqual([])
          expect(owner).toEqual({ who: 'ada', since: '2026-12-07T07:00:00Z', apply: expect.any(String) })
          return stage.store.lock(names, owner)
        },
      },
    })
    const tenants = tinyPlan.partners.map(partner => partner.tenant)
    expect(taken).toEqual([[...tenants].sort()])
  })

  test('held by another apply refuse this one, naming who holds which since when', async () => {
    const stage = aStage()
    const [partner] = tinyPlan.partners
    const owner = { who: 'grace', since: '2026-12-07T06:00:00Z' as never, apply: '20261207T060000Z-0badcafe' }
    const held = await stage.store.lock([partner?.tenant ?? ''], owner)
    const verdict = await stage.apply()
    expect(verdict).toMatchObject({ kind: 'busy', result: null })
    expect(verdict.diagnostics.map(entry => [entry.code, entry.detail])).toEqual([
      [
        'APPLY.LOCKED',
        `Partner tenant ${partner?.tenant} is held by grace (apply 20261207T060000Z-0badcafe, since 2026-12-07T06:00:00Z). Nothing was written.`,
      ],
    ])
    expect(stage.tenants.sent).toEqual([])
    if (held.kind === 'held') await held.release()
    expect((await stage.apply()).kind).toBe('done')
  })

  test('held by somebody silent are kept for them, with the command that takes them over; and that is said', async () => {
    const stage = aStage()
    const grace = { who: 'grace', since: '2026-12-07T06:00:00Z' as never, apply: '20261207T060000Z-0badcafe' }
    const asked: boolean[] = []
    const store: JournalStore = {
      ...stage.store,
      async lock(names, owner, options) {
        asked.push(options?.takeOver === true)
        if (options?.takeOver !== true)
          return {
            kind: 'busy',
            name: names[0] ?? '',
            owner: grace,
            heartbeat: { silentMs: 61_000, deadAfterMs: 15_000 },
          }
        const locked = await stage.store.lock(names, owner)
        return locked.kind === 'held' ? { ...locked, takenFrom: [grace] } : locked
      },
    }
    const refused = await stage.apply({ store })
    expect(refused.diagnostics.map(entry => [entry.detail, entry.remedies])).toEqual([
      [
        expect.stringContaining(
          'is held by grace (apply 20261207T060000Z-0badcafe, since 2026-12-07T06:00:00Z), silent for 61 seconds; from 15 seconds on it can be taken over. Nothing was written.',
        ),
        [expect.objectContaining({ command: 'tenantform apply FILE --take-over' })],
      ],
    ])
    expect((await stage.apply({ store, takeOver: true })).kind).toBe('done')
    expect(asked).toEqual([false, true])
    expect(stage.events.filter(event => event.kind === 'note')).toEqual([
      {
        kind: 'note',
        text: 'Took over from grace (apply 20261207T060000Z-0badcafe, since 2026-12-07T06:00:00Z), who had fallen silent.',
      },
    ])
  })

  test('are given back after a stale plan, a finished run and a death', async () => {
    const stage = aStage()
    stage.tenants.silence(() => true)
    expect((await stage.apply()).kind).toBe('stale')
    stage.tenants.silence(() => false)
    expect((await stage.apply()).kind).toBe('done')
    const again = await stage.store.lock(
      tinyPlan.partners.map(partner => partner.tenant),
      {
        who: 'x',
        since: '2026-12-07T06:00:00Z' as never,
        apply: 'y',
      },
    )
    expect(again.kind).toBe('held')
  })

  test('that were lost stop the run before its next step leaves', async () => {
    const stage = aStage()
    let isHeld = true
    stage.tenants.onPerform(action => {
      if (action.id === actionId('subscription.create', '2/mail')) isHeld = false
    })
    const store: JournalStore = {
      ...stage.store,
      async lock(names, owner) {
        const locked = await stage.store.lock(names, owner)
        return locked.kind === 'busy' ? locked : { ...locked, isHeld: () => isHeld }
      },
    }
    const verdict = await stage.apply({ store, width: 1 })
    expect(verdict.kind).toBe('partial')
    expect(verdict.diagnostics.map(entry => entry.code)).toEqual(['APPLY.LOCK_LOST'])
    expect(stage.tenants.sent.at(-1)?.action).toBe(actionId('subscription.create', '2/mail'))
    expect((await stage.resume()).kind).toBe('done')
  })

  test('make the second of two applies at once wait outside, and nothing is bought twice', async () => {
    const stage = aStage()
    const verdicts = await Promise.all([stage.apply(), stage.apply(), stage.apply()])
    expect(verdicts.map(verdict => verdict.kind).sort()).toEqual(['busy', 'busy', 'done'])
    expectPromisesKept(stage)
  })
})

describe('a bug in a performer', () => {
  test('ends the run, lets the others finish their step first, and is not hidden', async () => {
    const stage = aStage({ store: createMemoryJournal() })
    stage.tenants.onPerform(action => {
      if (action.id === actionId('subscription.create', '2/mail')) throw new Bug('impossible')
    })
    await expect(stage.apply()).rejects.toThrow(new Bug('impossible'))
    const [apply] = await stage.store.list()
    const state = foldJournal(await stage.store.read(apply?.apply ?? ''))
    const open = [...(state?.actions ?? [])].filter(([, record]) => record.open).map(([id]) => id)
    expect(open).toEqual([actionId('subscription.create', '2/mail')])
    stage.tenants.restart()
    expect((await stage.resume()).kind).toBe('done')
  })
})
