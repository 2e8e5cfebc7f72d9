/** What a case needs beside a stage: a plan as data, what lives where, what was written. Closed when its test ends. */
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { parseAllDocuments, stringify } from 'yaml'
import type { Plan } from '../../../engine/plan/plan.ts'
import type { Ran } from '../built-command.ts'
import { aStage, type Stage } from '../next-steps/stage.ts'
import { isWrite } from '../sandbox-process.ts'
import type { TestWorkspace, WorkspaceWish } from '../workspaces/a-workspace.ts'

export interface Site extends Stage {
  readonly file: string
  planned(...more: readonly string[]): Promise<Plan>
  save(...more: readonly string[]): Promise<Ran>
  /** A saved plan where there is one, else what is planned now. */
  apply(...more: readonly string[]): Promise<Ran>
  until(instant: string): Promise<void>
  /** `central exchange-p1 5 active`, sorted. */
  standing(): Promise<readonly string[]>
  writes(): Promise<number>
  daysBilledTwice(): Promise<number>
}

export const consent = ['--auto-approve', '--allow-irreversible'] as const

export async function aSite(wish: WorkspaceWish, amend?: (workspace: TestWorkspace) => void): Promise<Site> {
  const stage = await aStage(wish, amend)
  onTestFinished(() => stage.close())
  const file = join(stage.here, 'plan.json')
  const { sandbox, run } = stage
  return {
    ...stage,
    file,
    async planned(...more) {
      const { code, out, err } = await run('plan', '--format', 'json', ...more)
      if (code !== 0 && code !== 3) throw new Error(`plan ended with ${code}: ${err}`)
      return JSON.parse(out) as Plan
    },
    save: (...more) => run('plan', '--out', file, ...more),
    apply: (...more) => run('apply', ...more, ...consent),
    until: now => sandbox.post('clock', { now }),
    async standing() {
      const rows = await sandbox.subscriptions()
      return rows.map(row => [row.partner, row.family, row.seats, row.status].join(' ')).sort()
    },
    async writes() {
      const { requests } = { requests: await sandbox.requests() }
      return requests.filter(isWrite).length
    },
    async daysBilledTwice() {
      return (await sandbox.ledger()).doubleBilled.length
    },
  }
}

/** Changes the world before it is seeded. */
export function amendWorld(change: (world: World) => void): (workspace: TestWorkspace) => void {
  return ({ seed }) => {
    const [document] = parseAllDocuments(readFileSync(seed, 'utf8'))
    const world = document?.toJS() as World
    change(world)
    writeFileSync(seed, stringify(world))
  }
}

type Part = Record<string, unknown>
export interface World extends Part {
  readonly partners: Part[]
  readonly customers: (Part & { relationships: Part[] })[]
  readonly subscriptions: Part[]
}

/** No consolidation: customers are kept as they are declared. */
export function steady({ folder }: TestWorkspace): void {
  rmSync(join(folder, 'consolidation.yaml'))
}

export function writeDocuments(
  { folder }: Pick<TestWorkspace, 'folder'>,
  name: string,
  ...documents: readonly object[]
): void {
  writeFileSync(
    join(folder, name),
    documents.map(document => stringify({ apiVersion: 'tenantform/v1', ...document })).join('---\n'),
  )
}

/** Codes of what stops each customer, in the order of the plan. */
export function blockers({ customers }: Plan): readonly (readonly string[])[] {
  return customers.map(({ blockedBy }) => [...new Set(blockedBy.map(found => found.code))])
}

export function steps({ actions }: Plan): readonly string[] {
  return actions.map(action => action.kind.replace('subscription.', ''))
}
