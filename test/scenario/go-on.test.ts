/**
 * `Go on with` names the one command that continues. Followed as it is printed, three times, it ends, or comes to a command that changes what is there: never to
 * itself again and again. Was red: `resume` for ever behind seats that a colleague changed, `apply FILE --skip-moved` that names itself, `resume` → `plan` →
 * `apply` → `resume` after the documents were changed.
 */
import { describe, expect, it } from 'vitest'
import type { Ran } from '../support/built-command.ts'
import { aStage, type Stage } from '../support/next-steps/stage.ts'
import {
  apply,
  byHand,
  consent,
  halfway,
  one,
  plan,
  resume,
  saved,
  setQuantity,
  two,
  unreadable,
} from '../support/next-steps/states.ts'
import type { WorkspaceWish } from '../support/workspaces/a-workspace.ts'

async function on(wish: WorkspaceWish, act: (stage: Stage) => Promise<void>): Promise<void> {
  const stage = await aStage(wish)
  try {
    await act(stage)
  } finally {
    await stage.close()
  }
}

interface Told {
  readonly next?: string | null
  readonly atRisk?: readonly { readonly perDay: { readonly amount?: string } }[]
  readonly diagnostics?: readonly { readonly code: string; readonly remedies: readonly Remedy[] }[]
}
interface Remedy {
  readonly kind: string
  readonly command?: string
  readonly until?: string
}

const toldIn = ({ out }: Ran) => JSON.parse(out) as Told
const words = (command: string) => command.split(' ').slice(0, 2).join(' ')

/** The verbs of what is printed to go on with, each followed, until it is no `resume`; at most three. */
async function trail(stage: Stage, first: Ran): Promise<readonly string[]> {
  const verbs: string[] = []
  let { next } = toldIn(first)
  while (next !== null && next !== undefined && verbs.length < 3) {
    verbs.push(words(next))
    if (!next.startsWith('tenantform resume')) break
    next = toldIn(await stage.follow(`${next} --format json`)).next
  }
  return verbs
}

async function removed(stage: Stage): Promise<void> {
  const path = `/customers/${stage.workspace.tenantOf('alpha')}`
  await stage.fault({ match: { partner: 'italy', path }, do: 'status', code: 20002, times: 'always' })
}

async function lowered(stage: Stage): Promise<void> {
  const row = (await stage.sandbox.subscriptions()).find(({ partner }) => partner === 'central')
  const path = `${row?.customer}/subscriptions/${row?.id}`
  await byHand(stage, 'central', path, 'PATCH', {
    ...(await byHand(stage, 'central', path, 'GET')),
    quantity: 3,
  })
}

describe('behind an apply that was cut off before its source was off', () => {
  it.each([
    ['nothing happened', async () => undefined, []],
    [
      'the seats of the source were raised',
      (stage: Stage) => setQuantity(stage, 'alpha', 6),
      ['tenantform plan'],
    ],
    ['the seats of the twin were lowered', lowered, ['tenantform plan']],
    ['the account hides the customer', removed, ['tenantform plan']],
  ] as const)('where %s, resume names what continues', (_, meanwhile, expected) =>
    on(one, async stage => {
      await halfway(stage)
      await meanwhile(stage)
      expect(await trail(stage, await resume(stage))).toEqual(expected)
    }),
  )
})

/** The suspension was sent, and nothing tells what became of it. */
async function leftUnknown(stage: Stage): Promise<void> {
  await plan(stage)
  const match = { method: 'PATCH', path: '/subscriptions/' }
  await stage.fault({ match, do: 'drop-before-commit', times: 'always' })
  await apply(stage)
  await stage.noFaults()
}

describe('behind a suspension of which nobody knows what became', () => {
  it('names a plan and the money of the seats of today, once a colleague has raised them', () =>
    on(one, async stage => {
      await leftUnknown(stage)
      const before = toldIn(await resumeUnreadable(stage)).atRisk?.[0]?.perDay.amount
      await setQuantity(stage, 'alpha', 10)
      const { next, atRisk, diagnostics } = toldIn(await resume(stage))
      expect([words(next ?? ''), diagnostics?.map(({ code }) => code)]).toEqual([
        'tenantform plan',
        ['PARTNER_CENTER.MOVED'],
      ])
      expect(Number(atRisk?.[0]?.perDay.amount)).toBeCloseTo(2 * Number(before), 1)
    }))

  it('says that it cannot be known where the account hides the customer, and names a plan', () =>
    on(one, async stage => {
      await leftUnknown(stage)
      await removed(stage)
      const { next, diagnostics } = toldIn(await resume(stage))
      expect([words(next ?? ''), diagnostics?.map(({ code }) => code)]).toEqual([
        'tenantform plan',
        ['APPLY.GATE_CLOSED', 'APPLY.OUT_OF_SIGHT'],
      ])
    }))
})

async function resumeUnreadable(stage: Stage): Promise<Ran> {
  const match = { method: 'PATCH', path: '/subscriptions/' }
  await stage.fault({ match, do: 'drop-before-commit', times: 'always' })
  const ran = await resume(stage)
  await stage.noFaults()
  return ran
}

const commandsIn = ({ out, err }: Ran): readonly string[] =>
  [...`${out}${err}`.matchAll(/"command": ?"(tenantform [^"]+)"/g)].map(([, command = '']) =>
    command.replace(/ -C .*$/, ''),
  )

it('goes on without customers whose facts moved only where some are left', () =>
  on(two, async stage => {
    await plan(stage)
    await setQuantity(stage, 'alpha', 4)
    const some = await apply(stage)
    await apply(stage, '--skip-moved')
    const nobody = await apply(stage, '--skip-moved')
    expect([commandsIn(some).map(words), commandsIn(nobody).map(words)]).toEqual([
      ['tenantform plan', 'tenantform apply'],
      ['tenantform plan'],
    ])
  }))

it('names no option of apply where a resume finds that facts have moved', () =>
  on(two, async stage => {
    await plan(stage)
    await stage.fault({ match: { method: 'POST', path: '/carts' }, do: 'status', code: 503, times: 'always' })
    await apply(stage)
    await stage.noFaults()
    await setQuantity(stage, 'alpha', 4)
    const ran = await resume(stage)
    expect(commandsIn(ran).filter(command => command.includes('--skip-moved'))).toEqual([])
  }))

it('waits for a purchase that may have been made, once the documents are others, and then plans and applies', () =>
  on({ ...one, settings: { orderListDelay: 'PT1H', provisioningDelay: 'PT1H' } }, async stage => {
    await plan(stage)
    await stage.fault(
      { match: { method: 'POST', path: '/checkout' }, do: 'drop-after-commit' },
      ...unreadable.filter(({ match }) => match.path === '/carts/'),
    )
    await apply(stage)
    await stage.noFaults()
    stage.edit('customers/alpha.yaml', 'invited: 2026-12-01', 'invited: "2026-12-02"\nlabels: [late]')
    expect((await resume(stage)).err + (await resume(stage)).out).toContain('APPLY.DOCUMENTS_CHANGED')
    const planned = await plan(stage)
    expect([planned.code, planned.err.includes('APPLY.UNFINISHED')]).toEqual([0, true])
    const refused = await apply(stage)
    expect([
      refused.code,
      commandsIn(refused),
      `${refused.out}${refused.err}`.includes('it shows, or until'),
    ]).toEqual([1, [], true])
    await stage.sandbox.advance('PT2H')
    await plan(stage)
    expect((await stage.run('apply', saved(stage), ...consent)).code).toBe(0)
    const rows = await stage.sandbox.subscriptions()
    expect(rows.map(row => `${row.partner} ${row.status}`).sort()).toEqual([
      'central active',
      'italy suspended',
    ])
  }))
