/**
 * Made-up worlds, undisturbed, against the sandbox's ledger: it has twice exactly the days that the plan announced and a rule
 * accepted, and its money is what the plan said. A few worlds in the ordinary run, more with TENANTFORM_FULL=1.
 */
import { Temporal } from 'temporal-polyfill'
import { expect, test } from 'vitest'
import type { Plan } from '../../engine/plan/plan.ts'
import { disagreements } from '../support/ledger-agreement.ts'
import { runInProcess } from '../support/run-in-process.ts'
import { type SandboxProcess, startSandboxHere } from '../support/sandbox-process.ts'
import { aWorkspace, type WorkspaceWish } from '../support/workspaces/a-workspace.ts'
import { chanceOf } from './chance.ts'
import { familyOf } from './judge.ts'
import { aMadeUpWish } from './made-up-world.ts'

/** One of each: what stays with the target, an overlap that is accepted, a transfer, a lapse with its later purchase, a purchase anew. */
const sample = [4, 5, 7, 10, 11]
const seeds =
  process.env['TENANTFORM_FULL'] === '1' ? Array.from({ length: 150 }, (_, number) => number + 1) : sample

interface Tried {
  readonly wish: WorkspaceWish
  readonly later: string | null
}

/** Every other world whose new commerce would lapse has it at once instead, and accepts to pay for both to the end of the term. */
function triedWith(seed: number): Tried {
  const { wish, later } = aMadeUpWish(chanceOf(seed))
  const [premium] = wish.methods ?? []
  if (premium?.['do'] !== 'lapse' || seed % 2 === 0) return { wish, later }
  const methods = [{ ...premium, do: 'reprovision', acceptOverlap: { EUR: 100_000 } }]
  return { wish: { ...wish, methods }, later: null }
}

interface Desk {
  readonly sandbox: SandboxProcess
  readonly run: (...args: readonly string[]) => ReturnType<typeof runInProcess>
}

async function applied({ run }: Desk): Promise<Plan> {
  const made = await run('plan', '--format', 'json')
  expect({ code: made.code, err: made.err }).toEqual({ code: 0, err: '' })
  const done = await run('apply', '--auto-approve', '--allow-irreversible')
  expect({ code: done.code, err: done.err }).toEqual({ code: 0, err: '' })
  expect((await run('plan', '--detailed-exitcode')).code).toBe(0)
  return JSON.parse(made.out) as Plan
}

/** Customer, family and day, in order: what the ledger should have twice. */
function announced(plans: readonly Plan[]): readonly string[] {
  const days = plans.flatMap(plan =>
    plan.actions.flatMap(action => {
      if (!('effect' in action) || action.effect.overlap === undefined || !('product' in action)) return []
      const { days } = action.effect.overlap
      if (days === null) return [`${action.customer}: days not known`]
      return Array.from(
        { length: days },
        (_, number) =>
          `${action.customer} ${familyOf(action.product)} ${Temporal.PlainDate.from(plan.on).add({ days: number }).toString()}`,
      )
    }),
  )
  return [...new Set(days)].sort()
}

async function tryOut({ wish, later }: Tried): Promise<number> {
  const workspace = aWorkspace(wish)
  const sandbox = await startSandboxHere(workspace.seed)
  const run = (...args: readonly string[]) =>
    runInProcess([...args, '--sandbox', sandbox.url, '-q'], workspace.folder)
  try {
    const desk = { sandbox, run }
    const plans = [await applied(desk)]
    if (later !== null) {
      await sandbox.post('clock', { now: later })
      plans.push(await applied(desk))
    }
    await sandbox.advance('P32D')
    const ledger = await sandbox.ledger()
    const twice = announced(plans)
    expect(ledger.doubleBilled.map(row => `${row.customer} ${row.family} ${row.day}`).sort()).toEqual(twice)
    const books = { ledger, subscriptions: await sandbox.subscriptions() }
    expect(disagreements(plans, books)).toEqual([])
    expect((await run('plan', '--detailed-exitcode')).code).toBe(0)
    return twice.length
  } finally {
    await sandbox.stop()
    workspace.remove()
  }
}

test.each(seeds)(
  'the books of made-up world %i say what its plans said, and nothing is left to do',
  { timeout: 180_000 },
  async seed => {
    await tryOut(triedWith(seed))
  },
)
