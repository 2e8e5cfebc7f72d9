/**
 * A plan in which every customer moves: made from memory, saved, read again and told as text. Each size runs in a process of its own, so that
 * its peak of memory is its own; times are processor time, which others on the machine do not lengthen.
 */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readSaved } from '../../cmd/files/read-saved.ts'
import { writeOutput } from '../../cmd/files/write-output.ts'
import { planText } from '../../cmd/report/plan/plan-text.ts'
import { instant, utcDate } from '../../engine/model/ids.ts'
import { makePlan } from '../../engine/plan/make-plan.ts'
import { withinLimits } from '../../engine/plan/saved/limits.ts'
import { linesInPieces } from '../../engine/plan/saved/pieces.ts'
import { savedPlanLines } from '../../engine/plan/saved/saved-plan.ts'
import { aPlace } from '../support/builders/index.ts'
import { anEstate } from './estate.ts'

const productsEach = 4
const steps = ['make', 'save', 'read', 'text'] as const

interface Measured {
  readonly ms: Readonly<Record<(typeof steps)[number], number>>
  readonly bytes: number
  readonly peakMiB: number
}

/** The argument that makes the bench one such process. */
export const savedPlanArgument = '--saved-plan'

/** In the process of its own. */
export async function measureSavedPlan(customers: number): Promise<Measured> {
  const folder = mkdtempSync(join(tmpdir(), 'tenantform-bench-saved-'))
  const file = join(folder, 'plan.json')
  const ms = { make: 0, save: 0, read: 0, text: 0 }
  let since = process.cpuUsage()
  const took = (step: keyof typeof ms) => {
    const { user, system } = process.cpuUsage(since)
    ms[step] = (user + system) / 1000
    since = process.cpuUsage()
  }
  try {
    const { desired, actual } = anEstate({ customers, productsEach })
    since = process.cpuUsage()
    const plan = makePlan({
      desired,
      actual,
      scope: { consolidation: null, wave: null, targets: [] },
      on: utcDate('2026-12-07'),
      madeAt: instant('2026-12-07T06:00:00Z'),
      madeIn: aPlace(desired),
      version: 'bench',
    })
    took('make')
    await writeOutput(file, linesInPieces(withinLimits(savedPlanLines(plan))))
    took('save')
    const saved = readSaved(file, folder)
    took('read')
    if (!saved.ok || saved.value.kind !== 'plan' || saved.value.plan.id !== plan.id)
      throw new Error(`the plan of ${customers} customers was not read as it was written`)
    planText(saved.value.plan, { columns: Number.POSITIVE_INFINITY, colour: false })
    took('text')
    return { ms, bytes: statSync(file).size, peakMiB: process.resourceUsage().maxRSS / 1024 }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** `few`, and four times as many, by which the exponent is told; each row is as the table has it. */
export function benchSavedPlans(bench: string, few: number): readonly (readonly string[])[] {
  const some = measured(bench, few)
  const more = measured(bench, few * 4)
  const exponent = Math.log(sum(more) / sum(some)) / Math.log(4)
  return [
    row(few, some),
    [...row(few * 4, more).slice(0, 2), `${told(few * 4, more)}, exponent ${exponent.toFixed(2)}`],
  ]
}

function measured(bench: string, customers: number): Measured {
  const done = spawnSync(process.execPath, [bench, savedPlanArgument, String(customers)], {
    encoding: 'utf8',
  })
  if (done.status !== 0) throw new Error(done.stderr)
  return JSON.parse(done.stdout) as Measured // printed by the process above
}

function sum({ ms }: Measured): number {
  return steps.reduce((total, step) => total + ms[step], 0)
}

function row(customers: number, made: Measured): readonly string[] {
  return [
    `plan, save, read and text of ${customers.toLocaleString('en')} customers that move, ${productsEach} products each`,
    `${sum(made).toFixed(0)} ms`,
    told(customers, made),
  ]
}

function told(customers: number, { ms, bytes, peakMiB }: Measured): string {
  const each = Math.round(bytes / customers / productsEach)
  const times = steps.map(step => `${step} ${ms[step].toFixed(0)}`).join(', ')
  return `${times}; ${each} bytes a subscription, ${peakMiB.toFixed(0)} MiB at most`
}
