import { describe, expect, test } from 'vitest'
import type { ApplyVerdict } from '../../../engine/execute/verdict.ts'
import { instant } from '../../../engine/model/ids.ts'
import { aStage, expectPromisesKept, statesOf } from './harness.ts'
import { standing, tinyPlan, writesOf } from './tiny-world.ts'

/** What is advised for each cause, in order. */
const commandsIn = ({ diagnostics }: ApplyVerdict) =>
  diagnostics.flatMap(({ remedies }) =>
    remedies.flatMap(remedy => (remedy.kind === 'run' ? [remedy.command] : [])),
  )

describe('applying a plan', () => {
  test('carries every action out, once, and leaves nothing open', async () => {
    const stage = aStage()
    const verdict = await stage.apply()
    expect(verdict.kind).toBe('done')
    expect(verdict.diagnostics).toEqual([])
    expect(new Set(Object.values(statesOf(verdict)))).toEqual(new Set(['done']))
    expect(verdict.result).toMatchObject({
      apply: `20261207T070000Z-${tinyPlan.id.slice(7, 15)}`,
      verdict: 'complete',
      atRisk: [],
      moved: [],
      next: null,
    })
    expect(stage.tenants.sent.map(entry => entry.replayed)).toEqual(writesOf(tinyPlan).map(() => false))
    expectPromisesKept(stage)
    expect(standing(stage.tenants.actual())).toEqual([
      'central 1 195416C1-3447-423A-B37B-EE59A99A19C4 5 active mail',
      'central 1 796B6B5F-613C-4E24-A17C-EBA730D49C02 10 active suite',
      'central 1 C94271D8-B431-4A25-A3C5-A57737A1C909 10 active calls',
      'central 2 195416C1-3447-423A-B37B-EE59A99A19C4 17 active mail',
      'central 3 195416C1-3447-423A-B37B-EE59A99A19C4 8 active Posta',
      'central 3 796B6B5F-613C-4E24-A17C-EBA730D49C02 10 active Suite nuova',
      'germany 2 195416C1-3447-423A-B37B-EE59A99A19C4 7 suspended Posta',
      'italy 1 195416C1-3447-423A-B37B-EE59A99A19C4 25 suspended Posta',
      'italy 1 195416C1-3447-423A-B37B-EE59A99A19C4 5 suspended Posta',
      'italy 1 796B6B5F-613C-4E24-A17C-EBA730D49C02 10 suspended Posta',
      'italy 1 C94271D8-B431-4A25-A3C5-A57737A1C909 10 suspended Posta',
      'italy 2 195416C1-3447-423A-B37B-EE59A99A19C4 10 suspended Posta',
    ])
  })

  test('writes every step down before it is sent, and its end after', async () => {
    const stage = aStage()
    const begun: string[] = []
    stage.tenants.onPerform(action => begun.push(action.id))
    const store = {
      ...stage.store,
      async open(apply: string) {
        const writer = await stage.store.open(apply)
        return {
          ...writer,
          async append(entry: Parameters<typeof writer.append>[0]) {
            if (entry.kind === 'action.began') expect(begun).not.toContain(entry.action)
            if (entry.kind === 'action.ended' && !entry.action.startsWith('gate'))
              expect(begun).toContain(entry.action)
            await writer.append(entry)
          },
        }
      },
    }
    const verdict = await stage.apply({ store })
    const entries = await stage.store.read(verdict.result?.apply ?? '')
    expect(entries.map(entry => entry.seq)).toEqual(entries.map((_, position) => position))
    expect(entries.at(0)).toMatchObject({ kind: 'apply.began', who: 'ada', plan: tinyPlan })
    expect(entries.at(-1)).toMatchObject({ kind: 'apply.ended', verdict: 'complete' })
    expect(entries.filter(entry => entry.kind === 'action.began')).toHaveLength(writesOf(tinyPlan).length)
    expect(begun).toHaveLength(writesOf(tinyPlan).length)
  })

  test('waits at the gate while purchases are out of sight or pending, and switches off only then', async () => {
    const stage = aStage({ hiddenForMs: 60_000, pendingForMs: 120_000 })
    const verdict = await stage.apply()
    expect(verdict.kind).toBe('done')
    const bought = stage.tenants.sent.filter(entry => entry.kind === 'subscription.create').at(-1)
    const off = stage.tenants.sent.find(entry => entry.kind === 'subscription.suspend')
    expect(Date.parse(off?.at ?? '') - Date.parse(bought?.at ?? '')).toBeGreaterThanOrEqual(100_000)
    expectPromisesKept(stage)
  })

  test('gives up on a gate after twenty minutes, and switches nothing off', async () => {
    const stage = aStage({ hiddenForMs: 6 * 3_600_000 })
    const verdict = await stage.apply()
    expect(verdict.kind).toBe('partial')
    expect(stage.tenants.sent.filter(entry => entry.kind === 'subscription.suspend')).toEqual([])
    expect(verdict.diagnostics.map(entry => entry.code)).toEqual(['APPLY.GATE_CLOSED', 'APPLY.GATE_CLOSED'])
    expect(verdict.result?.next).toBe(`tenantform resume ${verdict.result?.apply}`)
    expect(commandsIn(verdict)).toEqual(['tenantform resume', 'tenantform resume'])
    expect(verdict.result?.atRisk.map(({ name, perDay }) => [name, perDay])).toEqual([
      ['Bianchi', { kind: 'known', amount: expect.stringMatching(/^\d+\.\d\d$/), currency: 'EUR' }],
      ['Panificio Rossi', { kind: 'known', amount: expect.stringMatching(/^\d+\.\d\d$/), currency: 'EUR' }],
    ])
  })

  test('keeps the customers whose reads at the gate find a subscription the plan did not know', async () => {
    const stage = aStage()
    stage.tenants.onPerform(action => {
      if (action.kind === 'subscription.create' && action.customer.endsWith('2'))
        stage.tenants.change(entry =>
          entry.partner === 'italy' && entry.tenant.endsWith('2') && entry.subscriptions.kind === 'present'
            ? {
                ...entry,
                subscriptions: {
                  kind: 'present',
                  value: entry.subscriptions.value.flatMap(one => [
                    one,
                    { ...one, id: `${one.id}-more` as never },
                  ]),
                },
              }
            : entry,
        )
    })
    const verdict = await stage.apply()
    expect(verdict.kind).toBe('partial')
    expect(
      Object.entries(statesOf(verdict))
        .filter(([, state]) => state !== 'done')
        .map(([, state]) => state),
    ).toEqual(['stale', 'skipped: depends on', 'skipped: depends on'])
    // Was red: it advised a new plan, and ended with `Go on with: tenantform resume`, which found the same again.
    expect([commandsIn(verdict), verdict.result?.next]).toEqual([['tenantform plan'], 'tenantform plan'])
  })

  test('says to look again where a gate could not be read', async () => {
    const stage = aStage()
    stage.tenants.onPerform(action => {
      if (action.kind === 'subscription.create' && action.customer.endsWith('2'))
        stage.tenants.silence(read => read.startsWith('subscriptions italy') && read.endsWith('2'))
    })
    const verdict = await stage.apply()
    expect([commandsIn(verdict), verdict.result?.next]).toEqual([
      ['tenantform resume'],
      `tenantform resume ${verdict.result?.apply}`,
    ])
  })

  test('does nothing with a plan that has nothing to write', async () => {
    const stage = aStage()
    await stage.apply()
    const { aPlan } = await import('../../support/builders/index.ts')
    const { tinyDesired } = await import('./tiny-world.ts')
    const next = aPlan({ desired: tinyDesired, actual: stage.tenants.actual() })
    expect(next.actions).toEqual([])
    const again = aStage({ plan: next, actual: stage.tenants.actual() })
    const { kind, result } = await again.apply()
    expect({ kind, apply: result?.apply, verdict: result?.verdict, actions: result?.actions }).toEqual({
      kind: 'done',
      apply: null,
      verdict: 'nothing written',
      actions: [],
    })
    expect(await again.store.list()).toEqual([])
  })

  test('numbers a second apply of one plan at one instant, instead of writing into the first', async () => {
    const stage = aStage()
    const first = await stage.apply()
    stage.tenants.setClock(instant('2026-12-07T07:00:00Z'))
    const second = await stage.apply()
    expect(second.kind).toBe('done')
    expect(new Set(Object.values(statesOf(second)))).toEqual(new Set(['adopted', 'done']))
    expect((await stage.store.list()).map(entry => entry.apply)).toEqual([
      first.result?.apply,
      `${first.result?.apply}-2`,
    ])
    expect(stage.tenants.sent).toHaveLength(writesOf(tinyPlan).length)
  })
})
