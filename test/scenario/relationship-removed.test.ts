/**
 * A customer removes its relationship with one of the accounts in the middle of a move: before the apply, between purchase and switch-off, between the gate and the
 * switch-off. Nothing is switched off without a twin that shows, and each answer says what happened and leads on. Was red: `italy should have no active subscription of
 * this customer that the plan did not know`, plan anew; and the plan had nothing to do.
 */
import { describe, expect, it } from 'vitest'
import { aStage, type Stage } from '../support/next-steps/stage.ts'
import { apply, halfway, plan, resume } from '../support/next-steps/states.ts'

const customer = '3d6f0c5e-0000-4000-8000-000000000001'
const removed = (partner: string, path = '') => ({
  match: { partner, path: `/customers/${customer}${path}` },
  do: 'status',
  code: 20002,
  times: 'always',
})

interface Said {
  readonly code: number
  readonly verdict: string
  readonly causes: readonly (readonly [string, string])[]
  readonly next: string
}

function saidIn({ code, out }: { readonly code: number; readonly out: string }): Said {
  const {
    verdict = '',
    next = '',
    diagnostics = [],
  } = JSON.parse(out) as {
    readonly verdict?: string
    readonly next?: string
    readonly diagnostics?: readonly { readonly code: string; readonly detail: string }[]
  }
  return {
    code,
    verdict,
    causes: diagnostics.map(entry => [entry.code, entry.detail] as const),
    next: next?.split(' ').slice(0, 2).join(' ') ?? '',
  }
}

async function living(stage: Stage): Promise<readonly string[]> {
  const rows = await stage.sandbox.subscriptions()
  return rows.map(row => `${row.partner} ${row.family} ${row.seats} ${row.status}`).sort()
}

async function on(act: (stage: Stage) => Promise<void>): Promise<void> {
  const stage = await aStage()
  try {
    await act(stage)
  } finally {
    await stage.close()
  }
}

const source = 'italy exchange-p1 5 active'
const twin = 'central exchange-p1 5 active'
const off = 'italy exchange-p1 5 suspended'

describe.each(['italy', 'central'])('the relationship with %s, removed', partner => {
  it('between plan and apply, keeps everything from being written', () =>
    on(async stage => {
      await plan(stage)
      await stage.fault(removed(partner))
      const { code, causes } = saidIn(await apply(stage))
      expect([code, [...new Set(causes.map(([cause]) => cause))]]).toEqual([4, ['APPLY.MOVED']])
      expect(await living(stage)).toEqual([source])
    }))

  it('between purchase and switch-off, leaves the source on, says so, and is gone on with once it is back', () =>
    on(async stage => {
      await halfway(stage)
      await stage.fault(removed(partner))
      for (const time of ['first', 'second']) {
        const { code, verdict, causes, next } = saidIn(await resume(stage))
        expect([time, code, verdict, causes[0], next]).toEqual([
          time,
          5,
          'partial',
          [
            'APPLY.GATE_CLOSED',
            `Nothing of this customer is switched off: ${partner} does not show the customer any more. Its relationship with the account may have been removed, and what the customer has there may go on being charged.`,
          ],
          'tenantform plan',
        ])
      }
      expect(await living(stage)).toEqual([twin, source])
      await stage.noFaults()
      expect(saidIn(await resume(stage))).toEqual({ code: 0, verdict: 'complete', causes: [], next: '' })
      expect(await living(stage)).toEqual([twin, off])
    }))
})

it('the relationship with the source, removed between the gate and the switch-off, leaves it on, and is gone on with once it is back', () =>
  on(async stage => {
    await plan(stage)
    await stage.fault({
      ...removed('italy', '/subscriptions'),
      match: { ...removed('italy', '/subscriptions').match, method: 'PATCH' },
    })
    const { code, verdict, causes, next } = saidIn(await apply(stage))
    expect([code, verdict, causes.map(([cause]) => cause), next]).toEqual([
      5,
      'partial',
      ['PARTNER_CENTER.NOT_VISIBLE'],
      'tenantform resume',
    ])
    expect(await living(stage)).toEqual([twin, source])
    await stage.noFaults()
    expect(saidIn(await resume(stage))).toEqual({ code: 0, verdict: 'complete', causes: [], next: '' })
    expect(await living(stage)).toEqual([twin, off])
  }))

describe('a plan half-way', () => {
  it.each([
    ['italy', 'italy everything null not shown any more'],
    ['central', 'italy Exchange Online (Plan 1) null could not be read'],
  ])('when %s does not show the customer any more, says that both sides may be charged', (partner, said) =>
    on(async stage => {
      await halfway(stage)
      await stage.fault(removed(partner))
      const ran = await stage.run('plan', '--format', 'json')
      const { customers } = JSON.parse(ran.out) as {
        readonly customers: readonly { readonly chargedTwice: readonly Pair[] }[]
      }
      expect([ran.code, customers.flatMap(({ chargedTwice }) => chargedTwice).map(wordsOf)]).toEqual([
        0,
        [said],
      ])
    }),
  )
})

interface Pair {
  readonly partner: string
  readonly productName: string | null
  readonly days: number | null
  readonly money: { readonly why?: string }
}

function wordsOf({ partner, productName, days, money }: Pair): string {
  return `${partner} ${productName ?? 'everything'} ${days} ${money.why}`
}
