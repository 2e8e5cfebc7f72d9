/**
 * A copy of the accounts to rehearse on: a sandbox in this process, in memory, with a journal in memory. Nothing of it touches an account, a document
 * or a journal (T29), and nothing of it is left when it is closed.
 */
import { createHash } from 'node:crypto'
import { applyPlan } from '../../engine/execute/apply-plan.ts'
import { resumeApply } from '../../engine/execute/resume-apply.ts'
import type { Snapshot } from '../../engine/inventory/snapshot.ts'
import { utcDate } from '../../engine/model/ids.ts'
import { digestOf } from '../../engine/plan/digest.ts'
import type { Progress } from '../../engine/ports.ts'
import type { Copy, DoubleCharge, SentRequest } from '../../engine/rehearse/copy.ts'
import { inProcessTransport } from '../../providers/http/in-process.ts'
import type { HttpOutcome, HttpRequest } from '../../providers/http/request.ts'
import { createMemoryJournal } from '../../providers/journal/memory.ts'
import { startSandbox } from '../../providers/sandbox/index.ts'
import type { World } from '../../schemas/generated/world.ts'
import { rowsOf, sandboxControl, textOf } from '../sandbox/control.ts'
import { repeatableChance } from '../sandbox/repeatable-chance.ts'
import { sandboxClock } from '../sandbox/sandbox-clock.ts'
import { startTrouble } from '../sandbox/start-trouble.ts'
import { rehearsalAccessOf } from '../secrets/rehearsal-access.ts'
import type { Shell } from '../shell.ts'
import { portsOver } from '../workspace/apply-ports.ts'
import { planNow } from '../workspace/planning.ts'
import { tenantsOver } from '../workspace/tenants-over.ts'
import type { Site } from '../workspace/with-workspace.ts'
import { nothingWritten } from '../written.ts'
import { asItWasRead } from './as-it-was-read.ts'
import { refusedFaults } from './scripted-faults.ts'
import { latencies, slowed } from './slowed.ts'
import { troubled } from './troubled.ts'

export interface CopyFacts {
  readonly site: Pick<Site, 'workspace' | 'loaded'>
  readonly shell: Shell
  readonly progress: Progress
  readonly snapshot: Snapshot
  /** Made of the snapshot. */
  readonly world: World
  readonly seed: number
  readonly latencyMs: number
  /** One of so many requests meets with trouble; null: none. */
  readonly troublePerRequests: number | null
  /** As `sandbox fault` takes them. */
  readonly faults: readonly unknown[]
}

export interface OpenCopy extends Copy {
  close(): Promise<void>
}

export async function openCopy({
  site,
  shell,
  progress,
  snapshot,
  world,
  seed,
  latencyMs,
  troublePerRequests,
  faults,
}: CopyFacts): Promise<OpenCopy> {
  const { desired } = site.loaded
  const sandbox = await startSandbox({
    world,
    wallClock: () => Date.now(),
    random: repeatableBytes(`${digestOf(world)}/${seed}`),
  }).catch((error: unknown) => {
    throw startTrouble(error)
  })
  const { url, worldId, fetch: answer } = sandbox
  const control = sandboxControl(url, inProcessTransport({ answer }).send)
  const clock = await begun().catch(async (error: unknown) => {
    await sandbox.close()
    throw error
  })
  async function begun() {
    if (faults.length > 0) await control.post('faults', faults).catch(refusedFaults)
    return sandboxClock(control)
  }
  const requests: SentRequest[] = []
  const log = new Map<HttpRequest, number>()
  const transport = inProcessTransport({
    answer,
    onStart(request) {
      clock.requestStarted()
      const { partner, family } = request
      log.set(request, requests.push({ at: clock.now(), partner, family, wasThrottled: false }) - 1)
    },
    onEnd(request, outcome) {
      clock.requestEnded()
      note(request, outcome)
    },
  })
  function note(request: HttpRequest, outcome: HttpOutcome): void {
    const position = log.get(request)
    log.delete(request)
    const sent = position === undefined ? undefined : requests[position]
    if (position === undefined || sent === undefined || outcome.kind !== 'response' || outcome.status !== 429)
      return
    requests[position] = { ...sent, wasThrottled: true }
  }
  const quiet: Shell = {
    ...shell,
    streams: {
      ...shell.streams,
      out: () => undefined,
      err: () => undefined,
      status: () => undefined,
      drawsStatus: false,
    },
    written: nothingWritten(),
  }
  const met =
    troublePerRequests === null
      ? transport
      : troubled(transport, {
          control,
          chance: repeatableChance(`trouble ${seed}`),
          perRequests: troublePerRequests,
        })
  const { graph: _noneInACopy, ...tenants } = tenantsOver({
    partners: desired.partners.map(partner => rehearsalAccessOf(partner, world.partners, url)),
    clock,
    transport: slowed(met, {
      clock,
      drawMs: latencies(latencyMs, repeatableChance(`latency ${seed}`)),
    }),
    random: repeatableChance(`pauses ${seed}`),
    progress,
    requestsUntil: shell.signal,
    desired,
    madeIn: { kind: 'sandbox', world: worldId },
    warnings: [],
    closing: () => sandbox.close(),
  })
  const copied = { ...site, tenants: { ...tenants, reader: asItWasRead(tenants.reader, snapshot) }, progress }
  const journal = createMemoryJournal()
  const ports = {
    ...portsOver(copied, quiet, journal),
    takeOver: false,
    consent: ['changes', 'irreversible'] as const,
  }
  return {
    clock,
    world: worldId,
    plan: ({ consolidation, wave }) =>
      planNow({
        ...copied,
        shell: quiet,
        journal,
        options: {
          directory: '.',
          sandbox: false,
          color: false,
          quiet: true,
          ...(consolidation !== null && { consolidation }),
          ...(wave !== null && { wave }),
        },
      }),
    apply: (plan, approved) =>
      applyPlan({ ...ports, plan, approved, version: quiet.version, skipMoved: false }),
    resume: apply => resumeApply({ ...ports, apply }),
    requests: () => requests,
    chargedTwice: async () => doubleCharges(await control.get('ledger')),
    close: tenants.close,
  }
}

function doubleCharges(ledger: unknown): readonly DoubleCharge[] {
  return rowsOf(ledger, 'doubleBilled').map(row => ({
    customer: textOf(row, 'customer') ?? '',
    product: textOf(row, 'family') ?? '',
    day: utcDate(textOf(row, 'day') ?? ''),
    partners: rowsOf(row, 'partners').map(String),
  }))
}

/** The id of a world that is the same for the same accounts and seed. */
function repeatableBytes(seed: string): (bytes: number) => Uint8Array {
  let drawn = 0
  return bytes => {
    drawn += 1
    const found = createHash('shake256', { outputLength: bytes }).update(`${seed}/${drawn}`).digest()
    return new Uint8Array(found)
  }
}
