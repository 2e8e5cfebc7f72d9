/** Reports of rehearsals, as they come out of the engine. */
import { instant, tenantId } from '../../engine/model/ids.ts'
import type { RehearsalReport, SeedReport } from '../../engine/rehearse/report.ts'
import { tenant } from './builders/index.ts'

const at = (text: string) => instant(`2026-12-${text}Z`)
const world = 'f4b7322e-86cd-4e8c-9328-d7c5604fd9fa'
const minute = 60_000

function aSeed(seed: number, workedMs: number): SeedReport {
  return {
    seed,
    world,
    from: at('07T05:00:00'),
    to: at('09T06:12:00'),
    workedMs,
    requests: 8_400 + seed,
    throttled: seed === 1 ? 0 : 3,
    actions: 412,
    stages: [
      {
        consolidation: 'emea',
        wave: 'pilot',
        end: 'finished',
        why: [],
        from: at('07T05:00:00'),
        to: at('07T05:22:00'),
        workedMs: 22 * minute,
        customers: 12,
        actions: 40,
        requests: 800,
        legs: [
          {
            command: 'apply',
            from: at('07T05:00:00'),
            to: at('07T05:20:00'),
            verdict: 'partial',
            customers: 11,
            actions: 38,
            requests: 760,
          },
          {
            command: 'resume',
            from: at('07T05:20:00'),
            to: at('07T05:22:00'),
            verdict: 'done',
            customers: 1,
            actions: 2,
            requests: 40,
          },
        ],
      },
      {
        consolidation: 'emea',
        wave: 'all <others>',
        end: 'window over',
        why: [],
        from: at('07T05:22:00'),
        to: at('09T06:12:00'),
        workedMs: workedMs - 22 * minute,
        customers: 110,
        actions: 372,
        requests: 7_600 + seed,
        legs: [
          {
            command: 'apply',
            from: at('07T05:22:00'),
            to: at('07T06:00:00'),
            verdict: 'partial',
            customers: 60,
            actions: 200,
            requests: 4_000,
          },
          {
            command: 'apply',
            from: at('09T05:00:00'),
            to: at('09T06:12:00'),
            verdict: 'partial',
            customers: 50,
            actions: 172,
            requests: 3_600 + seed,
          },
        ],
      },
    ],
    accounts: [
      {
        partner: 'central',
        requests: 5_000,
        throttled: seed === 1 ? 0 : 3,
        hours: [
          { hour: at('07T05:00:00'), requests: 3_000 },
          { hour: at('09T05:00:00'), requests: 2_000 },
        ],
        busiestMinute: 400,
      },
      {
        partner: 'italy',
        requests: 3_400 + seed,
        throttled: 0,
        hours: [{ hour: at('07T05:00:00'), requests: 3_400 + seed }],
        busiestMinute: 212,
      },
    ],
    money: {
      committed: { known: [], unknown: 0 },
      credit: { known: [], unknown: 2 },
      monthly: { known: [], unknown: 0 },
    },
    chargedTwice: [],
    isEmptyAfterwards: false,
  }
}

/** Of two seeds; it does not fit its window, and so many customers fail. */
export function aRehearsal(failing: number): RehearsalReport {
  return {
    format: 1,
    kind: 'rehearsal',
    madeIn: { kind: 'sandbox', world },
    copiedFrom: {
      madeIn: {
        kind: 'accounts',
        partners: [{ partner: 'central' as never, cloud: 'global', api: 'api.partnercenter.microsoft.com' }],
      },
      takenAt: at('06T17:30:00'),
      customers: 122 + failing,
    },
    assumed: { throttlePerMinute: 500, latencyMs: 300, troublePerRequests: 200, faults: 1 },
    consolidation: 'emea',
    worked: { least: 132 * minute, middle: 132 * minute, most: 141 * minute },
    elapsed: { least: 2_952 * minute, middle: 2_952 * minute, most: 2_952 * minute },
    requests: { least: 8_401, middle: 8_401, most: 8_402 },
    windows: [{ consolidation: 'emea', closes: at('09T06:30:00'), fits: 0, seeds: 2, spareMs: null }],
    failing: Array.from({ length: failing }, (_, position) => ({
      customer: `Customer ${position + 1} & <Sons>`,
      tenant: tenantId(tenant(position + 1)),
      consolidation: 'emea',
      wave: 'all <others>',
      standing: 'blocked' as const,
      next: 'partner' as const,
      why: ['The window closes at 2026-12-09T06:30:00Z.', 'unknown: no answer came'],
      seeds: 1,
    })),
    approvals: ['caps/emea'],
    notCopied: [],
    seeds: [aSeed(1, 132 * minute), aSeed(2, 141 * minute)],
  }
}
