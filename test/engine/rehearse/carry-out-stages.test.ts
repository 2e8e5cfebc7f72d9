import { describe, expect, it } from 'vitest'
import { rehearsalText } from '../../../cmd/report/rehearsal/rehearsal-text.ts'
import { diagnose } from '../../../engine/diagnostic.ts'
import { codes } from '../../../engine/execute/codes.ts'
import type { ApplyVerdict } from '../../../engine/execute/verdict.ts'
import type { ActionState } from '../../../engine/journal/result.ts'
import { type Instant, instant, utcDate } from '../../../engine/model/ids.ts'
import { type Action, isSent } from '../../../engine/plan/action.ts'
import { deadlineCodes } from '../../../engine/plan/deadlines/codes.ts'
import { finding } from '../../../engine/plan/finding.ts'
import type { Plan } from '../../../engine/plan/plan.ts'
import { carryOutStages } from '../../../engine/rehearse/carry-out-stages.ts'
import type { Copy, SentRequest } from '../../../engine/rehearse/copy.ts'
import { rehearsalReport } from '../../../engine/rehearse/make-report.ts'
import type { Stage } from '../../../engine/rehearse/stages.ts'
import { addMs } from '../../../engine/time/utc-days.ts'
import type { OpenHours } from '../../../engine/time/window.ts'
import { planned } from '../../support/story.ts'

/** What comes of one apply or resume: how many of the open actions get done, and how it ends. */
interface Outcome {
  readonly kind: ApplyVerdict['kind']
  readonly done?: number
  /** Nothing was begun, and there is no result. */
  readonly isRefused?: true
  readonly diagnostics?: ApplyVerdict['diagnostics']
  readonly next?: 'tenantform resume a-1' | 'tenantform plan'
}

const minute = 60_000
const lost = diagnose(codes.NOT_WRITTEN_DOWN, { detail: 'no answer came' })

/** A purchase and a switch-off. Everything takes a minute and two requests, whatever comes of it. */
function aCopy(outcomes: readonly Outcome[], start = '2026-12-07T05:00:00Z') {
  const whole = planned()
  const asked: string[] = []
  const requests: SentRequest[] = []
  const finished = new Set<string>()
  let now: Instant = instant(start)
  let left = [...outcomes]
  const work = (what: string) => {
    asked.push(`${now.slice(5, 16)} ${what}`)
    for (const family of ['customer', 'order'])
      requests.push({ at: now, partner: 'italy', family, wasThrottled: false })
    now = addMs(now, minute)
  }
  const isOpen = (action: Action) => isSent(action) && !finished.has(action.id)
  function plan(): Plan {
    work('plan')
    return {
      ...whole,
      actions: whole.actions.some(isOpen) ? whole.actions.filter(one => !isSent(one) || isOpen(one)) : [],
    }
  }
  function next(of: Plan, what: string): ApplyVerdict {
    work(what)
    const [outcome, ...later] = left
    left = later
    if (outcome === undefined) throw new Error('nobody expected another try')
    const { kind, done = 0, diagnostics = [], isRefused, next: command = null } = outcome
    if (isRefused) return { kind, result: null, diagnostics, moved: [] }
    const open = of.actions.filter(isOpen)
    for (const action of open.slice(0, done)) finished.add(action.id)
    const stateOf = (action: Action): ActionState => {
      if (finished.has(action.id)) return { kind: 'done', evidence: { at: now } }
      return action === open[done] ? { kind: 'unknown', because: lost } : { kind: 'not started' }
    }
    const result = {
      format: 1 as const,
      apply: 'a-1',
      plan: of,
      startedAt: now,
      endedAt: now,
      verdict: kind === 'done' ? ('complete' as const) : ('partial' as const),
      actions: of.actions.map(action => ({ action: action.id, state: stateOf(action) })),
      moved: [],
      atRisk: [],
      diagnostics,
      next: command,
    }
    return { kind, result, diagnostics, moved: [] }
  }
  let current = whole
  const copy: Copy = {
    clock: {
      now: () => now,
      sleep: async ms => {
        now = addMs(now, ms)
      },
    },
    world: 'w',
    plan: async () => {
      current = plan()
      return current
    },
    apply: async made => next(made, 'apply'),
    resume: async () => next(current, 'resume'),
    requests: () => requests,
    chargedTwice: async () => [],
  }
  return { copy, asked }
}

const window: OpenHours = {
  from: utcDate('2026-12-07'),
  to: utcDate('2026-12-09'),
  utcHours: { from: '05:00', to: '17:00' },
  freezeDays: [],
}
const stage = (facts: Partial<Stage> = {}): Stage => ({ consolidation: 'emea', wave: null, window, ...facts })

async function course(outcomes: readonly Outcome[], facts: Partial<Stage> = {}) {
  const { copy, asked } = aCopy(outcomes)
  const { stages, done, notDone } = await carryOutStages(copy, { stages: [stage(facts)], on: null })
  return {
    asked,
    done: done.length,
    notDone: [...notDone.values()],
    end: stages[0]?.end.kind,
    legs: stages[0]?.legs.map(({ command, verdict, actions, requests }) => [
      command,
      verdict,
      actions,
      requests.to - requests.from,
    ]),
  }
}

describe('a stage', () => {
  it('is over when its plan is carried out, and looked at once more', async () => {
    expect(await course([{ kind: 'done', done: 2 }])).toEqual({
      asked: ['12-07T05:00 plan', '12-07T05:01 apply', '12-07T05:02 plan'],
      done: 2,
      notDone: [],
      end: 'finished',
      legs: [['apply', 'done', 2, 4]],
    })
  })

  it('goes on with what was interrupted, the second time after a pause, and gives up when that is of no use', async () => {
    const refused: Outcome = { kind: 'failed', isRefused: true, diagnostics: [lost] }
    const partial: Outcome = { kind: 'partial', done: 0, next: 'tenantform resume a-1', diagnostics: [lost] }
    expect(await course([{ ...partial, done: 1 }, partial, partial, partial, refused])).toEqual({
      asked: [
        '12-07T05:00 plan',
        '12-07T05:01 apply',
        '12-07T05:02 resume',
        '12-07T05:23 resume',
        '12-07T05:44 resume',
        '12-07T05:45 plan',
        '12-07T05:46 apply',
        '12-07T05:47 plan',
      ],
      done: 1,
      notDone: ['unknown: no answer came'],
      end: 'declined',
      legs: [
        ['apply', 'partial', 1, 4],
        ['resume', 'partial', 0, 2],
        ['resume', 'partial', 0, 2],
        ['resume', 'partial', 0, 2],
        ['apply', 'failed', 0, 4],
      ],
    })
  })

  it('waits for the next opening where the time is over, as long as something gets done', async () => {
    const late: Outcome = {
      kind: 'partial',
      done: 1,
      next: 'tenantform plan',
      diagnostics: [diagnose(codes.DEADLINE_TOO_NEAR, { detail: 'one customer' })],
    }
    expect(await course([late, { kind: 'done', done: 1 }])).toEqual({
      asked: [
        '12-07T05:00 plan',
        '12-07T05:01 apply',
        '12-08T05:00 plan',
        '12-08T05:01 apply',
        '12-08T05:02 plan',
      ],
      done: 2,
      notDone: [],
      end: 'finished',
      legs: [
        ['apply', 'partial', 1, 4],
        ['apply', 'done', 1, 4],
      ],
    })
  })

  it('ends with its window', async () => {
    const shut: Outcome = {
      kind: 'declined',
      isRefused: true,
      diagnostics: [diagnose(codes.OUTSIDE_WINDOW, { detail: 'closed' })],
    }
    expect(await course([shut, shut, shut])).toMatchObject({ done: 0, end: 'stuck' })
    expect(await course([shut, shut], { window: { ...window, to: utcDate('2026-12-08') } })).toMatchObject({
      done: 0,
      end: 'window over',
    })
  })

  it('that is declined is tried no more', async () => {
    const denied: Outcome = {
      kind: 'declined',
      isRefused: true,
      diagnostics: [diagnose(codes.POLICY, { detail: 'too much money' })],
    }
    expect(await course([denied])).toMatchObject({
      done: 0,
      end: 'declined',
      legs: [['apply', 'declined', 0, 4]],
    })
  })

  it('begins on the day that was asked for', async () => {
    const { copy, asked } = aCopy([{ kind: 'done', done: 2 }])
    await carryOutStages(copy, { stages: [stage({ window: null })], on: utcDate('2026-12-09') })
    expect(asked[0]).toBe('12-09T00:00 plan')
  })
})

it('says of customers that were never begun for want of time what their plan said, and of the wave too', async () => {
  const { copy } = aCopy([])
  const whole = planned()
  const detail =
    'the window closes at 05:03. Begun at 05:00, the actions take about 2 minutes, and 30 minutes are kept as a margin'
  const found = finding(deadlineCodes.DEADLINE_TOO_NEAR, 'customer', {}, { detail })
  const late: Copy = {
    ...copy,
    plan: async () => ({
      ...whole,
      actions: [],
      customers: whole.customers.map(entry => ({ ...entry, state: 'blocked' as const, blockedBy: [found] })),
    }),
  }
  const short: OpenHours = { ...window, utcHours: { from: '05:00', to: '05:03' } }
  const made = await carryOutStages(late, { stages: [stage({ window: short })], on: null })
  const report = rehearsalReport(
    {
      stages: [stage({ window: short })],
      consolidation: null,
      notCopied: [],
      copiedFrom: { madeIn: whole.madeIn, takenAt: whole.madeAt, customers: 1 },
      assumed: { throttlePerMinute: 500, latencyMs: 0, troublePerRequests: null, faults: 0 },
    },
    [{ seed: 1, course: made }],
  )
  expect({
    waves: report.seeds[0]?.stages.map(({ end, why }) => [end, why]),
    failing: report.failing.map(({ customer, why }) => [customer, why]),
    long: /how long +(.*)/.exec(rehearsalText(report, { columns: 200, colour: false }))?.[1],
  }).toEqual({
    waves: [['stuck', [detail]]],
    failing: [['Panificio Rossi', [detail]]],
    long: 'unknown: nothing was carried out',
  })
})
