import { resolve } from 'node:path'
import { type Snapshot, takeSnapshot } from '../../engine/inventory/snapshot.ts'
import { jsonText } from '../../engine/json-text.ts'
import { rehearsalReport } from '../../engine/rehearse/make-report.ts'
import type { RehearsalReport } from '../../engine/rehearse/report.ts'
import { stagesOf } from '../../engine/rehearse/stages.ts'
import { seedsFor, usualSeeds } from '../../engine/rehearse/usual-seeds.ts'
import { fitsItsWindows, isWhole } from '../../engine/rehearse/verdict.ts'
import { reportOptions, tell } from '../answer.ts'
import { type ExitCode, exitCodes } from '../exit-codes.ts'
import { writeWhole } from '../files/write-whole.ts'
import type { FormatOf, Writers } from '../formats.ts'
import { consolidationNamed } from '../importing/live-drafts.ts'
import type { TenantOptions } from '../program/global-options.ts'
import { notRead } from '../rehearsing/as-it-was-read.ts'
import { rehearseSeeds } from '../rehearsing/rehearse.ts'
import { scriptedFaults } from '../rehearsing/scripted-faults.ts'
import { rehearsalHtml } from '../report/rehearsal/rehearsal-html.ts'
import { rehearsalText } from '../report/rehearsal/rehearsal-text.ts'
import type { Run, Shell } from '../shell.ts'
import { chosenFormat } from '../tables/chosen-format.ts'
import { wholeNumber } from '../whole-number.ts'
import { dayFor, width } from '../workspace/planning.ts'
import { readSnapshot } from '../workspace/snapshot.ts'
import { type Site, withWorkspace } from '../workspace/with-workspace.ts'

interface Options extends TenantOptions {
  readonly format?: FormatOf<'rehearse'>
  readonly out?: string
  readonly consolidation?: string
  readonly on?: string
  readonly seeds?: string
  readonly throttle?: string
  readonly latency: string
  readonly trouble?: string
  readonly faults?: string
  readonly strict: boolean
}

/** Published for each account and kind of resource (facts 4.7). */
const usualThrottle = 500
const mostSeeds = 100

/** Reads the accounts, or a snapshot of them, and never writes to anything but the answer. */
export const run: Run<Options> = ({ shell, options }) =>
  withWorkspace(shell, options, async site => {
    const format = chosenFormat('rehearse', options)
    const report = await rehearsed(site, shell, options)
    const text = writers[format](report, reportOptions(shell))
    if (options.out === undefined) shell.streams.out(text)
    else await writeWhole(resolve(shell.cwd, options.out), text)
    tell(shell, report.notCopied)
    return codeOf(report, options)
  })

async function rehearsed(site: Site, shell: Shell, options: Options): Promise<RehearsalReport> {
  const { desired, world } = site.loaded
  const consolidation = options.consolidation ?? null
  if (consolidation !== null) consolidationNamed(desired.consolidations, consolidation)
  const faults = options.faults === undefined ? [] : scriptedFaults(options.faults, shell.cwd)
  const assumed = {
    throttlePerMinute:
      wholeNumber('--throttle', options.throttle?.replace(/\/min$/, ''), { least: 1 }) ??
      world?.settings?.throttle ??
      usualThrottle,
    latencyMs: wholeNumber('--latency', options.latency) ?? 0,
    troublePerRequests: wholeNumber('--trouble', options.trouble, { least: 2 }) ?? null,
    faults: faults.length,
  }
  const asked = wholeNumber('--seeds', options.seeds, { least: 1, most: mostSeeds })
  const snapshot = await snapshotOf(site, shell, options)
  const on = options.on === undefined ? null : dayFor(options.on, snapshot.takenAt)
  const stages = stagesOf(desired, consolidation)
  const customers = new Set(snapshot.customers.map(({ tenant }) => tenant)).size
  const seeds = asked ?? seedsFor(customers)
  const courses = await rehearseSeeds({ site, shell, snapshot, stages, on, seeds, assumed, faults })
  return rehearsalReport(
    {
      copiedFrom: { madeIn: site.tenants.madeIn, takenAt: snapshot.takenAt, customers },
      assumed,
      consolidation,
      notCopied: notRead(snapshot),
      stages,
      ...(asked === undefined && seeds < usualSeeds && { fewerSeedsThan: usualSeeds }),
    },
    courses,
  )
}

/** As it was saved, or as the accounts are now. */
async function snapshotOf(
  { loaded, tenants, progress }: Site,
  shell: Shell,
  options: Options,
): Promise<Snapshot> {
  if (options.snapshot !== undefined) return readSnapshot(options.snapshot, shell.cwd)
  const { reader, clock, madeIn } = tenants
  const { desired } = loaded
  return takeSnapshot({ desired, partners: desired.partners, reader, clock, madeIn, progress, width })
}

const writers: Writers<'rehearse', RehearsalReport> = {
  text: rehearsalText,
  json: report => jsonText(report),
  html: rehearsalHtml,
}

function codeOf(report: RehearsalReport, { strict }: Options): ExitCode {
  return !strict || (fitsItsWindows(report) && isWhole(report)) ? exitCodes.done : exitCodes.declined
}
