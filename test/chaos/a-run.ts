/** One made-up consolidation, carried through random faults and kills of the real process until it is done; then what must hold. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import type { Plan } from '../../engine/plan/plan.ts'
import { builtCommand, tenantform } from '../support/built-command.ts'
import { isWrite, type SandboxProcess, startSandboxProcess } from '../support/sandbox-process.ts'
import { aWorkspace, type OfferName, type TestWorkspace } from '../support/workspaces/a-workspace.ts'
import { type Chance, chanceOf } from './chance.ts'

export interface Totals {
  applies: number
  resumes: number
  kills: number
  duplicates: number
  earlySwitchOffs: number
  lostSeats: number
  doubleBilled: number
  leftOver: number
  readonly faults: Record<string, number>
}

export function noTotals(): Totals {
  return {
    applies: 0,
    resumes: 0,
    kills: 0,
    duplicates: 0,
    earlySwitchOffs: 0,
    lostSeats: 0,
    doubleBilled: 0,
    leftOver: 0,
    faults: {},
  }
}

const offers: readonly OfferName[] = ['mail', 'e1', 'e3']
const kinds = [
  'drop-before-commit',
  'drop-after-commit',
  'reset-before-commit',
  'reset-after-commit',
  'truncate',
  'garble',
  'throttle',
  'status',
]
const places = ['/carts', '/checkout', '/subscriptions', '/orders', '/customers', '/oauth2/']
const mostTurns = 30
/** The process needs about half a second to begin; a kill comes before, during or after its work; in ms. */
const latestKillMs = 1_200

export async function aChaoticRun(seed: number, totals: Totals): Promise<void> {
  const chance = chanceOf(seed)
  const workspace = aWorkspace({ customers: customersOf(chance) })
  const sandbox = await startSandboxProcess(workspace.seed, workspace.folder)
  try {
    const plan = await planned(workspace, sandbox)
    const seatsBefore = await activeSeats(sandbox)
    await sandbox.post('faults', faultsOf(chance, totals))
    await untilDone({ chance, workspace, sandbox, totals })
    await judge({ plan, seatsBefore, workspace, sandbox, totals })
  } finally {
    await sandbox.stop()
    workspace.remove()
  }
}

function customersOf(chance: Chance) {
  return Array.from({ length: chance.between(1, 3) }, (_, number) => ({
    name: `customer-${number}`,
    sources: offers
      .filter((_offer, position) => position === 0 || chance.happens(0.4))
      .map(offer => ({
        offer,
        seats: chance.between(1, 20),
        partner: chance.happens(0.5) ? ('italy' as const) : ('germany' as const),
      })),
  }))
}

function faultsOf(chance: Chance, totals: Totals): readonly unknown[] {
  return Array.from({ length: chance.between(1, 6) }, () => {
    const kind = chance.oneOf(kinds)
    totals.faults[kind] = (totals.faults[kind] ?? 0) + 1
    return {
      match: { path: chance.oneOf(places) },
      do: kind,
      times: chance.between(1, 2),
      ...(kind === 'throttle' && { retryAfter: chance.between(1, 60) }),
      ...(kind === 'status' && { status: chance.oneOf([500, 502, 503]) }),
    }
  })
}

interface Scene {
  readonly chance: Chance
  readonly workspace: TestWorkspace
  readonly sandbox: SandboxProcess
  readonly totals: Totals
}

async function planned(workspace: TestWorkspace, sandbox: SandboxProcess): Promise<Plan> {
  const args = ['plan', '--out', 'p.json', '--format', 'json', '--sandbox', sandbox.url, '-q']
  const answer = await tenantform(args, { cwd: workspace.folder })
  return JSON.parse(answer.out) as Plan
}

const consent = ['--auto-approve', '--allow-irreversible'] as const

/** Apply the plan; when that was cut short, resume; when there is nothing to resume, apply again what the world asks for. */
async function untilDone(scene: Scene): Promise<void> {
  const { totals } = scene
  let args: readonly string[] = ['apply', 'p.json', ...consent]
  for (let turn = 0; turn < mostTurns; turn += 1) {
    if (args[0] === 'apply') totals.applies += 1
    else totals.resumes += 1
    const code = await tried(scene, args)
    if (code === 0) return
    const isResumable = code === null || code === 5
    args = isResumable ? ['resume', '--allow-irreversible'] : ['apply', ...consent]
  }
  throw new Error('it never came to an end')
}

/** The exit code; null: it was killed. */
async function tried(
  { chance, workspace, sandbox, totals }: Scene,
  args: readonly string[],
): Promise<number | null> {
  const child = spawn(process.execPath, [builtCommand, ...args, '--sandbox', sandbox.url, '-q'], {
    cwd: workspace.folder,
    env: { ...process.env, NO_COLOR: '1' },
    stdio: 'ignore',
  })
  const exit = once(child, 'exit') as Promise<[number | null]>
  if (!chance.happens(0.7)) return (await exit)[0]
  const timer = setTimeout(() => child.kill('SIGKILL'), chance.between(300, latestKillMs))
  const [code] = await exit
  clearTimeout(timer)
  if (code === null) totals.kills += 1
  return code
}

async function activeSeats(sandbox: SandboxProcess): Promise<ReadonlyMap<string, number>> {
  const seats = new Map<string, number>()
  for (const row of await sandbox.subscriptions())
    if (row.status === 'active') {
      const key = `${row.customer}/${row.family}`
      seats.set(key, (seats.get(key) ?? 0) + row.seats)
    }
  return seats
}

interface Judged extends Omit<Scene, 'chance'> {
  readonly plan: Plan
  readonly seatsBefore: ReadonlyMap<string, number>
}

async function judge({ plan, seatsBefore, workspace, sandbox, totals }: Judged): Promise<void> {
  const bought = (await sandbox.subscriptions()).filter(row => row.acquired !== 'seed')
  totals.duplicates += Math.max(0, bought.length - plan.summary.create)
  totals.leftOver += Math.max(0, plan.summary.create - bought.length)
  const after = await activeSeats(sandbox)
  for (const [key, seats] of seatsBefore) totals.lostSeats += Math.max(0, seats - (after.get(key) ?? 0))
  const requests = (await sandbox.requests()).filter(isWrite)
  for (const { tenant } of plan.customers) {
    const own = requests.filter(({ path }) => path.includes(tenant))
    const lastBought = own.findLastIndex(({ path, replayed }) => path.endsWith('/checkout') && !replayed)
    const firstOff = own.findIndex(
      ({ method, path, status }) => method === 'PATCH' && path.includes('/subscriptions/') && status === 200,
    )
    if (firstOff >= 0 && firstOff < lastBought) totals.earlySwitchOffs += 1
  }
  const again = ['plan', '--detailed-exitcode', '--sandbox', sandbox.url, '-q']
  if ((await tenantform(again, { cwd: workspace.folder })).code !== 0) totals.leftOver += 1
  await sandbox.advance('P2D')
  totals.doubleBilled += (await sandbox.ledger()).doubleBilled.length
}
