import stringWidth from 'string-width'
import { describe, expect, it } from 'vitest'
import { createProgress } from '../../../cmd/terminal/progress.ts'
import { actionId } from '../../../engine/model/ids.ts'
import type { ProgressEvent } from '../../../engine/ports.ts'
import { italy } from '../../support/builders/index.ts'

function shownOn(
  drawsStatus: boolean,
  columns: number,
  events: readonly (readonly [number, ProgressEvent])[],
  colour = false,
) {
  const said: string[] = []
  let time = 0
  const progress = createProgress(
    {
      out: () => undefined,
      err: text => void said.push(text),
      status: line => void said.push(line === null ? '(gone)' : `» ${line}`),
      drawsStatus,
      outIsTerminal: false,
      errIsTerminal: drawsStatus,
      inIsTerminal: false,
      columns: 200,
      errColumns: columns,
    },
    { quiet: false, colour, now: () => time },
  )
  for (const [at, event] of events) {
    time = at
    progress.report(event)
  }
  progress.end()
  return said
}

const began: ProgressEvent = { kind: 'stage.began', stage: 'read', total: 600 }
const advanced = (done: number, what = 'Rossi'): ProgressEvent => ({
  kind: 'stage.advanced',
  stage: 'read',
  done,
  total: 600,
  what,
})
const waiting: ProgressEvent = { kind: 'waiting', why: 'throttled', partner: italy, ms: 12_300 }
const create = {
  action: actionId('subscription.create:central/1/mail'),
  does: 'subscription.create',
  customer: 'Panificio Rossi',
  product: 'Exchange Online (Plan 1)',
} as const

describe('progress on a terminal', () => {
  it('shows rate and remaining time once they mean something, and pauses beside them', () => {
    expect(
      shownOn(true, 100, [
        [0, began],
        [500, advanced(3)],
        [10_000, advanced(60)],
        [11_000, waiting],
        [600_000, advanced(600)],
        [600_001, { kind: 'stage.ended', stage: 'read' }],
      ]),
    ).toEqual([
      '» reading [                    ] 0/600',
      '» reading [                    ] 3/600 Rossi',
      '» reading [##                  ] 60/600 6.0/s, 2 min left Rossi',
      '» reading [##                  ] 60/600 5.5/s, 2 min left waiting 13 s (throttled, italy)',
      '» reading [####################] 600/600 1.0/s Rossi',
      '(gone)',
      '(gone)',
      'Paused 13 s in all, because the service asked for it.\n',
    ])
  })

  it('keeps the bar while it applies, and says at once and for good what did not work', () => {
    expect(
      shownOn(true, 100, [
        [0, { kind: 'stage.began', stage: 'apply', total: 2 }],
        [1, { kind: 'action.began', ...create, attempt: 1 }],
        [2, { kind: 'action.ended', ...create, outcome: 'done' }],
        [3, { kind: 'action.ended', ...create, outcome: 'unknown' }],
      ]),
    ).toEqual([
      '» applying [                    ] 0/2',
      '» applying [                    ] 0/2 begin    Panificio Rossi  + create  Exchange Online (Plan 1)',
      '» applying [                    ] 0/2 done     Panificio Rossi  + create  Exchange Online (Plan 1)',
      'unknown  Panificio Rossi  + create  Exchange Online (Plan 1)\n',
      '» applying [                    ] 0/2',
      '(gone)',
    ])
  })

  it('goes on naming what was done last where one more action is counted', () => {
    expect(
      shownOn(true, 100, [
        [0, { kind: 'stage.began', stage: 'apply', total: 2 }],
        [2, { kind: 'action.ended', ...create, outcome: 'adopted' }],
        [3, { kind: 'stage.advanced', stage: 'apply', done: 1, total: 2, what: create.action }],
      ]),
    ).toEqual([
      '» applying [                    ] 0/2',
      '» applying [                    ] 0/2 found    Panificio Rossi  + create  Exchange Online (Plan 1)',
      '» applying [##########          ] 1/2 found    Panificio Rossi  + create  Exchange Online (Plan 1)',
      '(gone)',
    ])
  })

  it('is coloured as a plan is, and a line that is cut ends its colours', () => {
    const [, begun, ended] = shownOn(
      true,
      58,
      [
        [0, { kind: 'stage.began', stage: 'apply', total: 2 }],
        [1, { kind: 'action.began', ...create, attempt: 1 }],
        [2, { kind: 'action.ended', ...create, outcome: 'done' }],
      ],
      true,
    )
    expect([begun, ended]).toEqual([
      '» applying [          ] 0/2 begin    Panificio Rossi  \u001B[32m+ cr…\u001B[39m',
      '» applying [          ] 0/2 \u001B[32mdone   \u001B[39m  Panificio Rossi  \u001B[32m+ cr…\u001B[39m',
    ])
  })

  it('keeps to one line, however wide the characters are', () => {
    const [, line = ''] = shownOn(true, 40, [
      [0, began],
      [10, advanced(1, '株式会社'.repeat(20))],
    ])
    expect(stringWidth(line.slice(2))).toBeLessThanOrEqual(39)
  })
})

describe('progress in a pipeline', () => {
  it('is a line per step and not per customer', () => {
    expect(
      shownOn(false, 100, [
        [0, began],
        [5, advanced(1)],
        [6, waiting],
        [7, { kind: 'action.began', ...create, attempt: 2 }],
        [8, { kind: 'action.ended', ...create, outcome: 'done' }],
      ]),
    ).toEqual([
      'reading (600)\n',
      'waiting 13 s (throttled, italy)\n',
      'begin    Panificio Rossi  + create  Exchange Online (Plan 1) (attempt 2)\n',
      'done     Panificio Rossi  + create  Exchange Online (Plan 1)\n',
    ])
  })
})
